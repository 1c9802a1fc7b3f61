import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { loadCodecs } from '../../../shared/dicom/pixels/codecs.ts';
import { decodeFrame } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import type { PixelDescription } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import type { StoredFrame } from '../../../shared/dicom/pixels/storedFrame.ts';

const { resolve } = createRequire(import.meta.url);

export const codecs = loadCodecs(async (name) => readFileSync(resolve(`@cornerstonejs/codec-${name}/decodewasm`)));

export interface DecodedFile {
  readonly description: PixelDescription;
  readonly frames: readonly StoredFrame[];
}

/** Every frame of a file. */
export async function decodeFile(file: Uint8Array): Promise<DecodedFile> {
  const dataSet = parseDataSet(file);
  const description = describePixels(dataSet);
  const frames: StoredFrame[] = [];
  for (let index = 0; index < description.frames; index++) frames.push(await decodeFrame(encodedFrame(dataSet, description, index), codecs));
  return { description, frames };
}

/** Samples of all frames one after the other. */
export function allSamples({ frames }: DecodedFile): readonly number[] {
  return frames.flatMap(({ pixels }) => Array.from(pixels));
}

/** Largest difference of two images; Infinity where they differ in size. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let index = 0; index < a.length; index++) largest = Math.max(largest, Math.abs((a[index] ?? 0) - (b[index] ?? 0)));
  return largest;
}
