import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import type { DataSet } from '../../../shared/dicom/dataSet.ts';
import { describePixels, pixelKeyword } from '../../../shared/dicom/pixels/describePixels.ts';
import type { PixelDescription } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import { sampleType } from '../../../shared/dicom/pixels/storedFrame.ts';
import type { SampleArray, SampleType, StoredFrame } from '../../../shared/dicom/pixels/storedFrame.ts';
import { DicomError, StoreError } from '../../../shared/errors/appError.ts';
import type { DecodePool } from '../files/decodePool.ts';

/** Stored values of one file as `mdt frame` prints them; `sha256` is of all frames as little endian bytes. */
export interface FrameReport {
  readonly file: string;
  readonly transferSyntaxUID: string;
  readonly dtype: SampleType;
  /** Frames, rows, columns, samples. */
  readonly shape: readonly [number, number, number, number];
  /** Colour space of the samples. */
  readonly photometric: string;
  readonly sha256: string;
  /** Of the bytes as stored, where the file packs samples: one bit images and native 4:2:2; else absent. */
  readonly sha256Stored?: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly warnings: readonly string[];
}

/**
 * Decodes the frames of one file in order and gives the bytes of each to `take`; no more frames are held than the
 * pool decodes at once.
 *
 * @param frame number from 1, or null for all
 * @throws {DicomError | StoreError} what is wrong with the file
 */
export async function describeFrames(file: string, frame: number | null, pool: DecodePool, take: (bytes: Uint8Array) => Promise<void>): Promise<Omit<FrameReport, 'sha256'>> {
  const dataSet = parseDataSet(await readBytes(file));
  const description = describePixels(dataSet);
  if (frame !== null && frame > description.frames) throw new DicomError('broken-value', `There is no frame ${frame}: the image has ${description.frames}.`);
  const indices = frame === null ? Array.from({ length: description.frames }, (_, index) => index) : [frame - 1];
  const tally = { minimum: Infinity, maximum: -Infinity, sum: 0, count: 0 };
  const warnings = new Set(dataSet.warnings);
  let photometric = description.photometricInterpretation;
  for await (const decoded of inOrder(indices, pool, (index) => pool.decode(encodedFrame(dataSet, description, index), file))) {
    const { pixels } = decoded;
    await take(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
    count(pixels, tally);
    photometric = decoded.photometric;
    for (const warning of decoded.warnings) warnings.add(warning);
  }
  const { minimum, maximum, sum } = tally;
  return {
    file,
    transferSyntaxUID: description.transferSyntaxUID,
    dtype: sampleType(description),
    shape: [indices.length, description.rows, description.columns, description.samplesPerPixel],
    photometric,
    ...storedHash(dataSet, description),
    minimum,
    maximum,
    mean: Math.round((sum / tally.count) * 1e4) / 1e4,
    warnings: [...warnings],
  };
}

/** Results in the order of `indices`, while as many as the pool has workers are under way. */
async function* inOrder(indices: readonly number[], pool: DecodePool, start: (index: number) => Promise<StoredFrame>): AsyncGenerator<StoredFrame> {
  const underWay: Promise<StoredFrame>[] = [];
  for (const index of indices) {
    const started = start(index);
    // A later frame may fail before its turn; it is reported when its turn comes.
    started.catch(() => undefined);
    underWay.push(started);
    const first = underWay.length > pool.size ? underWay.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const rest of underWay) yield await rest;
}

function count(pixels: SampleArray, tally: { minimum: number; maximum: number; sum: number; count: number }): void {
  for (const value of pixels) {
    if (value < tally.minimum) tally.minimum = value;
    if (value > tally.maximum) tally.maximum = value;
    tally.sum += value;
  }
  tally.count += pixels.length;
}

function storedHash(dataSet: DataSet, description: PixelDescription): { readonly sha256Stored?: string } {
  const isPacked = dataSet.pixelData()?.isEncapsulated === false && (description.bitsAllocated === 1 || description.isSubsampled);
  const value = isPacked ? dataSet.rawValue(pixelKeyword(description)) : null;
  return value === null ? {} : { sha256Stored: createHash('sha256').update(value.bytes).digest('hex') };
}

async function readBytes(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: unknown) => {
    throw new StoreError('not-found', `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
}
