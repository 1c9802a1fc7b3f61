import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../../scripts/projectFolder.ts';
import { greyPhantoms, phantomFile } from './phantoms.ts';

const folder = mkdtempSync(join(tmpdir(), 'mdt-frame-'));
afterAll(() => rmSync(folder, { recursive: true }));

function mdt(...words: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [join(projectFolder, 'electron/core/cli/mdt.ts'), 'frame', ...words], { encoding: 'utf8' });
}

const phantom = greyPhantoms.find(({ frames }) => frames === 3) ?? greyPhantoms[0];
if (phantom === undefined) throw new Error('There is no phantom.');
const bytes = new Uint8Array(phantom.pixels.buffer);
const sha256 = (part: Uint8Array): string => createHash('sha256').update(part).digest('hex');
const image = join(folder, 'image.dcm');
writeFileSync(image, phantomFile(phantom));
const text = join(folder, 'text.dcm');
writeFileSync(text, 'not an image');

describe('mdt frame', () => {
  it('prints type, shape, colour space and checksum of all frames', () => {
    const { status, stdout } = mdt(image, '--json');
    const { files } = JSON.parse(stdout) as { readonly files: readonly unknown[] };
    expect(status).toBe(0);
    expect(files).toEqual([expect.objectContaining({ file: image, dtype: 'uint16', shape: [3, 61, 83, 1], photometric: 'MONOCHROME2', sha256: sha256(bytes) })]);
  });

  it('writes the samples of one frame', () => {
    const out = join(folder, 'frame.raw');
    const { status, stdout } = mdt(image, '--frame', '2', '--out', out, '--json');
    const second = bytes.subarray(bytes.length / 3, (2 * bytes.length) / 3);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ files: [{ shape: [1, 61, 83, 1], sha256: sha256(second) }] });
    expect(sha256(readFileSync(out))).toBe(sha256(second));
  });

  it('goes on after a file that is no image and ends with 3', () => {
    const { status, stdout, stderr } = mdt(text, join(folder, 'absent.dcm'), image, '--json');
    const { files } = JSON.parse(stdout) as { readonly files: readonly unknown[] };
    expect(status).toBe(3);
    expect(files).toMatchObject([{ file: text, error: { code: 'dicom', reason: 'not-dicom' } }, { error: { reason: 'not-found' } }, { sha256: sha256(bytes) }]);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'dicom', reason: 'not-dicom' });
  });

  it.each([[[]], [['--frame', '0', image]], [['--out', join(folder, 'x'), image, image]], [['--wrong', image]]])('ends with 2 on %j', (words) => {
    const { status, stderr } = mdt(...words);
    expect(status).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'usage' });
  });
});
