import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Vault, type KeyStore } from '../../../electron/main/keys.ts';
import { createRecoveryKey } from '../../../electron/safe/recoveryKey.ts';

const folder = mkdtempSync(join(tmpdir(), 'mdt-rotation-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

const noKeyStore: KeyStore = {
  isAvailable: () => false,
  seal: () => new Uint8Array(),
  open: () => {
    throw new Error('none');
  },
};
const plainKeyStore: KeyStore = { isAvailable: () => true, seal: (text) => Buffer.from(text, 'utf8'), open: (sealed) => Buffer.from(sealed).toString('utf8') };
const vaultOn = (file: string, keyStore = noKeyStore): Vault => new Vault({ file, keyStore, hasRecord: () => false, costLog2: 14 });
const hexOf = (key: Uint8Array | undefined): string => Buffer.from(key ?? []).toString('hex');
const passphrase = 'a passphrase of the ward';
const organisationPassphrase = 'kept in the safe of the organisation';

async function newVault(keyStore = noKeyStore) {
  const file = join(folder, `key-${(count += 1)}.json`);
  const vault = vaultOn(file, keyStore);
  const { key, recoveryCode } = await vault.create(keyStore === noKeyStore ? passphrase : null);
  return { file, vault, key, recoveryCode };
}

describe('moving to a new key', () => {
  it('opens with the same passphrase before, during and after, and gives the former key only during the move', async () => {
    const { file, vault, key } = await newVault();
    const rotated = await vault.rotate(passphrase);
    expect([hexOf(rotated.formerKey), hexOf(rotated.key) === hexOf(key), vault.status().isRotating]).toEqual([hexOf(key), false, true]);
    const during = vaultOn(file);
    expect([hexOf(await during.unlock({ passphrase })), hexOf(during.formerKey)]).toEqual([hexOf(rotated.key), hexOf(key)]);
    await during.finishRotation();
    const after = vaultOn(file);
    expect([hexOf(await after.unlock({ passphrase })), after.formerKey, after.status().isRotating]).toEqual([hexOf(rotated.key), undefined, false]);
  });

  it('opens with either recovery code during the move, and with the new one alone afterwards', async () => {
    const { file, vault, recoveryCode: former } = await newVault();
    const { key, recoveryCode } = await vault.rotate(passphrase);
    for (const code of [former, recoveryCode]) expect(hexOf(await vaultOn(file).unlock({ recoveryCode: code }))).toBe(hexOf(key));
    await vault.finishRotation();
    expect(hexOf(await vaultOn(file).unlock({ recoveryCode }))).toBe(hexOf(key));
    await expect(vaultOn(file).unlock({ recoveryCode: former })).rejects.toMatchObject({ reason: 'wrong-passphrase' });
  });

  it('asks for the right passphrase, and is not begun twice', async () => {
    const { vault, file } = await newVault();
    const before = readFileSync(file, 'utf8');
    await expect(vault.rotate('another passphrase')).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    await expect(vault.rotate(null)).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    expect(readFileSync(file, 'utf8')).toBe(before);
    await vault.rotate(passphrase);
    await expect(vault.rotate(passphrase)).rejects.toMatchObject({ reason: 'locked' });
    await expect(vaultOn(file).rotate(passphrase)).rejects.toMatchObject({ reason: 'locked' });
  });

  it('opens by itself during the move where the key store protects the key', async () => {
    const { file, vault, key } = await newVault(plainKeyStore);
    const { key: next } = await vault.rotate(null);
    const again = vaultOn(file, plainKeyStore);
    expect([hexOf(again.openFromKeyStore()), hexOf(again.formerKey)]).toEqual([hexOf(next), hexOf(key)]);
    await again.finishRotation();
    expect(hexOf(vaultOn(file, plainKeyStore).openFromKeyStore())).toBe(hexOf(next));
  });

  it('keeps neither key in the file readable', async () => {
    const { file, vault, key } = await newVault();
    const { key: next } = await vault.rotate(passphrase);
    for (const secret of [key, next]) for (const form of ['hex', 'base64'] as const) expect(readFileSync(file, 'utf8')).not.toContain(Buffer.from(secret).toString(form));
  });
});

describe('another passphrase', () => {
  it('takes the place of the former, also during a move to a new key', async () => {
    for (const isMoving of [false, true]) {
      const { file, vault } = await newVault();
      if (isMoving) await vault.rotate(passphrase);
      await expect(vault.changePassphrase('wrong one', 'the next passphrase')).rejects.toMatchObject({ reason: 'wrong-passphrase' });
      await expect(vault.changePassphrase(passphrase, 'short')).rejects.toMatchObject({ reason: 'bad-request' });
      const key = hexOf(await vault.unlock({ passphrase }));
      await vault.changePassphrase(passphrase, 'the next passphrase');
      expect(hexOf(await vaultOn(file).unlock({ passphrase: 'the next passphrase' }))).toBe(key);
      await expect(vaultOn(file).unlock({ passphrase })).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    }
  });
});

describe("the organisation's recovery key", () => {
  it('opens every console it was installed at, also after a move to a new key, and sets a new passphrase', async () => {
    const { publicFile, privateFile, keyId } = await createRecoveryKey('质控中心', organisationPassphrase, 14);
    for (const isMoved of [false, true]) {
      const { file, vault } = await newVault();
      expect(await vault.installRecoveryKey(publicFile)).toEqual({ name: '质控中心', keyId });
      const key = isMoved ? (await vault.rotate(passphrase)).key : await vault.unlock({ passphrase });
      if (isMoved) await vault.finishRotation();
      const recovered = vaultOn(file);
      expect(hexOf(await recovered.unlock({ recoveryFile: privateFile, recoveryPassphrase: organisationPassphrase, passphrase: 'set by the administrator' }))).toBe(hexOf(key));
      expect(hexOf(await vaultOn(file).unlock({ passphrase: 'set by the administrator' }))).toBe(hexOf(key));
      expect(recovered.status().organisation).toEqual({ name: '质控中心', keyId });
    }
  });

  it('opens nothing with another passphrase, another key, the public half or a changed seal', async () => {
    const { publicFile, privateFile } = await createRecoveryKey('A', organisationPassphrase, 14);
    const other = await createRecoveryKey('B', organisationPassphrase, 14);
    const { file, vault } = await newVault();
    await expect(vaultOn(file).unlock({ recoveryFile: privateFile, recoveryPassphrase: organisationPassphrase })).rejects.toMatchObject({ reason: 'not-found' });
    await vault.installRecoveryKey(publicFile);
    const openWith = (recoveryFile: string, recoveryPassphrase: string) => vaultOn(file).unlock({ recoveryFile, recoveryPassphrase });
    await expect(openWith(privateFile, 'not the passphrase')).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    await expect(openWith(other.privateFile, organisationPassphrase)).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    await expect(openWith(publicFile, organisationPassphrase)).rejects.toMatchObject({ reason: 'corrupt' });
    await expect(openWith('nonsense', organisationPassphrase)).rejects.toMatchObject({ reason: 'corrupt' });
    const content = JSON.parse(readFileSync(file, 'utf8')) as { organisation: { sealed: { sealed: string } } };
    content.organisation.sealed.sealed = Buffer.alloc(32).toString('base64');
    writeFileSync(file, JSON.stringify(content));
    await expect(openWith(privateFile, organisationPassphrase)).rejects.toMatchObject({ reason: 'wrong-passphrase' });
  });

  it('is not installed from a file that is none or was changed, and not made with a short passphrase', async () => {
    const { publicFile, privateFile } = await createRecoveryKey('A', organisationPassphrase, 14);
    const { vault, file } = await newVault();
    const before = readFileSync(file, 'utf8');
    const changed = publicFile.replace(/"publicKey": "([^"]{20})./, (_, start: string) => `"publicKey": "${start}_`);
    for (const text of ['', '{}', privateFile, changed]) await expect(vault.installRecoveryKey(text)).rejects.toMatchObject({ reason: 'corrupt' });
    expect(readFileSync(file, 'utf8')).toBe(before);
    await expect(createRecoveryKey('A', 'too short')).rejects.toMatchObject({ reason: 'bad-request' });
  });
});
