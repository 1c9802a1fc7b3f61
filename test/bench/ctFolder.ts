import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';

const copies = 6;

/**
 * Writes one patient's folder of 512 × 512 CT instances: the phantom case with its RT objects, and its images five
 * times more under other SOP Instance UIDs, which is all that makes them other objects.
 */
export async function writeCtFolder(folder: string): Promise<void> {
  const { files } = makeSampleCase({ matrixSize: 512 });
  for (let copy = 0; copy < copies; copy += 1) {
    for (const { name, bytes } of files) {
      if (copy > 0 && !name.startsWith('CT/')) continue;
      const path = join(folder, String(copy), name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, withOtherUID(bytes, copy));
    }
  }
}

/** The same object with the last digit of its SOP Instance UID moved on, in file meta and data set. */
function withOtherUID(bytes: Uint8Array, step: number): Uint8Array {
  const uid = readHeader(bytes).sopInstanceUID;
  const changed = Buffer.from(bytes);
  const digit = String((Number(uid.at(-1)) + step) % 10);
  for (let at = changed.indexOf(uid); at >= 0; at = changed.indexOf(uid, at + uid.length)) changed.write(digit, at + uid.length - 1, 'latin1');
  return changed;
}
