import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';

const realImages = resolve(projectFolder, '..', 'shared', 'data', 'rt-esophagus-imrt', 'CT');

/** What the instances were made from. */
export type CtOrigin = 'real' | 'phantom';

/**
 * Writes 512 × 512 CT instances of one patient: real ones where they lie beside the checkout, else of the phantom, again
 * and again under other SOP Instance UIDs, which is all that makes them other objects.
 */
export async function writeCtFolder(folder: string, count: number): Promise<CtOrigin> {
  const origin = existsSync(realImages) ? 'real' : 'phantom';
  const images = origin === 'real' ? readdirSync(realImages).sort().map((name) => readFileSync(join(realImages, name))) : makeSampleCase({ matrixSize: 512 }).files.filter(({ name }) => name.startsWith('CT/')).map(({ bytes }) => bytes);
  await mkdir(folder, { recursive: true });
  for (let number = 0; number < count; number += 1) {
    const bytes = images[number % images.length];
    if (bytes) await writeFile(join(folder, `${String(number).padStart(5, '0')}.dcm`), withOtherUID(bytes, number));
  }
  return origin;
}

/** The same object with another end of its SOP Instance UID, in file meta and data set. */
function withOtherUID(bytes: Uint8Array, number: number): Uint8Array {
  const uid = readHeader(bytes).sopInstanceUID;
  const changed = Buffer.from(bytes);
  const end = String(number).padStart(5, '0');
  for (let at = changed.indexOf(uid); at >= 0; at = changed.indexOf(uid, at + uid.length)) changed.write(end, at + uid.length - end.length, 'latin1');
  return changed;
}
