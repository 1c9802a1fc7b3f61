import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registryElectron, registryElectronFolder, verifyIntegrity } from '../../scripts/registryElectron.ts';

describe('Electron from the registry', () => {
  it('is refused when its bytes are not the expected ones', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mdt-integrity-'));
    const file = join(folder, 'a.tgz');
    writeFileSync(file, 'genuine');
    const integrity = `sha512-${createHash('sha512').update('genuine').digest('base64')}`;
    await expect(verifyIntegrity(file, integrity)).resolves.toBeUndefined();
    writeFileSync(file, 'tampered');
    await expect(verifyIntegrity(file, integrity)).rejects.toThrow(/not the archive expected/);
    expect(existsSync(file)).toBe(true);
    rmSync(folder, { recursive: true });
  });

  it('is cached outside the checkout, by version and integrity', () => {
    const folder = registryElectronFolder();
    expect(folder.startsWith(resolve(import.meta.dirname, '../..'))).toBe(false);
    expect(folder).toContain(`${registryElectron.version}-6d605e29fe5c`);
  });
});

describe('this run', () => {
  it('uses the project’s Node, not the system’s', () => {
    const wanted = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as { devDependencies: { node: string } };
    expect(process.versions.node).toBe(wanted.devDependencies.node);
  });
});
