import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsoleDriver } from '../demo/consoleDriver.ts';
import type { Check } from './reader.ts';

/** An object the desk has kept. */
export interface KeptObject {
  readonly sha256: string;
  readonly modality: string;
}

/**
 * What dicom3tools and DCMTK say of the objects that were kept.
 *
 * @param lengths measured, mm
 * @param keyImage SOP instance UID of the image that was to be kept
 */
export async function judge(desk: ConsoleDriver, workDir: string, objects: readonly KeptObject[], lengths: readonly number[], keyImage: string, check: Check): Promise<void> {
  for (const [index, { sha256, modality }] of objects.entries()) {
    const bytes = await desk.page.evaluate(async (hash) => Array.from(new Uint8Array(await (await fetch(`app://console/blobs/${hash}`)).arrayBuffer())), sha256);
    const file = join(workDir, `${index}-${modality}.dcm`);
    writeFileSync(file, Uint8Array.from(bytes));
    const findings = run('dciodvfy', file).split('\n').filter((line) => line.startsWith('Error'));
    check(`dciodvfy finds no error in the ${modality} object`, findings.length === 0, findings);
    if (modality === 'SR') {
      const dump = run('dsrdump', '+U8', file);
      const numbers = [...dump.matchAll(/<(?:contains|has \w+|inferred from|)?\s*NUM:[^>]*?="([\d.]+)"/g)].map(([, number]) => Number(number));
      // The panel writes tenths of a millimetre.
      check('dsrdump reads the measured lengths', lengths.every((length) => numbers.some((number) => Math.abs(number - length) <= 0.05)), { lengths, numbers, dump: dump.slice(0, 2000) });
    }
    if (modality === 'KO' || modality === 'PR') check(`the ${modality} object names the image shown`, run('dcmdump', '+P', '0008,1155', file).includes(`[${keyImage}]`), keyImage);
  }
}

/** SOP instance UID of the slice at a height, as dcmdump reads the files that were imported. */
export function imageAt(folder: string, zMm: number): string {
  for (const name of readdirSync(folder)) {
    const dump = run('dcmdump', '+P', '0020,0032', '+P', '0008,0018', join(folder, name));
    if (Number(/\[[^\\\]]*\\[^\\\]]*\\([^\]]*)\]/.exec(dump)?.[1]) === zMm) return /UI \[([\d.]+)\]/.exec(dump)?.[1] ?? '';
  }
  throw new Error(`No slice lies at ${zMm} mm.`);
}

/** Sides of the patient a row and a column of an image run from and to. */
export interface ImageSides {
  readonly row: { readonly from: string; readonly to: string };
  readonly column: { readonly from: string; readonly to: string };
}

/**
 * How the images of a folder lie, as dcmdump reads ImageOrientationPatient; they lie along the axes of the patient.
 * @see PS3.3 C.7.6.2.1.1: x grows to the left, y to the back, z to the head
 */
export function orientationOf(folder: string): ImageSides {
  const [name = ''] = readdirSync(folder);
  const values = (/\[([^\]]+)\]/.exec(run('dcmdump', '+P', '0020,0037', join(folder, name)))?.[1] ?? '').split('\\').map(Number);
  const sides = (direction: readonly number[]): ImageSides['row'] => {
    const axis = direction.findIndex((part) => Math.abs(part) === 1);
    const [low, high] = [['R', 'L'], ['A', 'P'], ['F', 'H']][axis] ?? [];
    if (low === undefined || high === undefined) throw new Error(`The images lie obliquely: ${values.join(' ')}`);
    return direction[axis] === 1 ? { from: low, to: high } : { from: high, to: low };
  };
  return { row: sides(values.slice(0, 3)), column: sides(values.slice(3)) };
}

/** SOP instance UIDs of all files of a folder. */
export const uidsIn = (folder: string): readonly string[] => readdirSync(folder).map((name) => /\[([\d.]+)\]/.exec(run('dcmdump', '+P', '0008,0018', join(folder, name)))?.[1] ?? '');

/** Output of a program, its findings among it; some leave with a code of their own. */
function run(program: string, ...words: readonly string[]): string {
  try {
    return execFileSync('sh', ['-c', '"$0" "$@" 2>&1', program, ...words], { encoding: 'utf8' });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error);
  }
}
