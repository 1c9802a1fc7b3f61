import { DicomError } from '../errors/appError.ts';
import { lookUp } from '../dicom/display/lookupTable.ts';
import { isPaddingSample } from '../dicom/display/padding.ts';
import type { PaddingRange } from '../dicom/display/padding.ts';
import { storedValue } from '../dicom/storedValue.ts';
import type { SampleBits } from '../dicom/storedValue.ts';
import { encodedFrame } from '../dicom/pixels/encodedFrame.ts';
import type { EncodedFrame, StoredFrame } from '../dicom/pixels/storedFrame.ts';
import type { VolumeSlice } from './readSlices.ts';
import type { Voxels } from './types.ts';

/** Decodes one frame, wherever that is done. */
export type DecodeFrame = (frame: EncodedFrame) => Promise<StoredFrame>;

/** How the voxels of a stack are kept. */
export interface VoxelForm {
  readonly kind: 'int16' | 'uint16' | 'float32';
  readonly slope: number;
  readonly intercept: number;
  readonly paddingValue: number | null;
}

/** What the stored values of a frame mean. */
export type FrameMeaning = Pick<VolumeSlice, 'pixels' | 'modality' | 'padding'>;

/** Frames in the hands of decoders at one time: enough to keep a pool busy, few enough to hold little memory. */
const framesAtOnce = 8;

/** Stored values where all slices agree on their meaning and 16 bits hold them, final values as floats otherwise. */
export function voxelForm(slices: readonly FrameMeaning[]): VoxelForm {
  const float: VoxelForm = { kind: 'float32', slope: 1, intercept: 0, paddingValue: slices.some(({ padding }) => padding !== null) ? Number.NaN : null };
  const [first] = slices;
  if (first === undefined || first.modality.kind !== 'line') return float;
  const { slope, intercept } = first.modality;
  const isAlike = slices.every(({ modality, padding }) =>
    modality.kind === 'line' && modality.slope === slope && modality.intercept === intercept && padding?.lowest === first.padding?.lowest && padding?.highest === first.padding?.highest);
  if (!isAlike || slices.some(({ pixels }) => pixels.sampleKind !== 'integer')) return float;
  const lowest = Math.min(...slices.map(({ pixels }) => (pixels.isSigned ? -(2 ** (pixels.bitsStored - 1)) : 0)));
  const highest = Math.max(...slices.map(({ pixels }) => 2 ** (pixels.isSigned ? pixels.bitsStored - 1 : pixels.bitsStored) - 1));
  const kind = lowest >= -32768 && highest <= 32767 ? 'int16' : lowest >= 0 && highest <= 65535 ? 'uint16' : 'float32';
  if (kind === 'float32') return float;
  const paddingValue = first.padding === null ? null : paddingCode(first.padding.lowest, kind, [lowest, highest]);
  return paddingValue === undefined ? float : { kind, slope, intercept, paddingValue };
}

/** The padding's own number, or, where the type cannot hold it, one that no value takes; undefined where there is none. */
function paddingCode(padding: number, kind: 'int16' | 'uint16', [lowest, highest]: readonly [number, number]): number | undefined {
  const [least, most] = kind === 'int16' ? [-32768, 32767] : [0, 65535];
  if (padding >= least && padding <= most) return padding;
  if (least < lowest) return least;
  return most > highest ? most : undefined;
}

/** Voxels of a stack in their form, on memory that is given. */
export function makeVoxels({ kind }: VoxelForm, count: number, allocate: (byteLength: number) => ArrayBufferLike): Voxels {
  const buffer = allocate(count * (kind === 'float32' ? 4 : 2));
  if (kind === 'float32') return new Float32Array(buffer);
  return kind === 'int16' ? new Int16Array(buffer) : new Uint16Array(buffer);
}

/**
 * Decodes the slices and lays each straight into its place; a decoded frame is let go at once.
 *
 * @param slices ascending along the normal
 * @throws {DicomError} what decoding throws; broken-value where a frame is not what its description says
 */
export async function fillVoxels(slices: readonly VolumeSlice[], form: VoxelForm, voxels: Voxels, decode: DecodeFrame, warnings: string[]): Promise<void> {
  // Every frame is found in the bytes that are there before decoding begins.
  const frames = slices.map(({ dataSet, pixels, frame }) => encodedFrame(dataSet, pixels, frame));
  const perSlice = voxels.length / slices.length;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < slices.length) {
      const k = next++;
      const slice = slices[k];
      const frame = frames[k];
      if (slice === undefined || frame === undefined) return;
      const stored = await decode(frame);
      for (const warning of stored.warnings) if (!warnings.includes(warning)) warnings.push(warning);
      writeSlice(stored, slice, form, voxels.subarray(k * perSlice, (k + 1) * perSlice));
    }
  };
  await Promise.all(Array.from({ length: framesAtOnce }, lane));
}

/**
 * Lays one decoded frame into its place.
 *
 * @throws {DicomError} broken-value where it has another number of values
 */
export function writeSlice({ pixels }: StoredFrame, { pixels: bits, padding, modality, sopInstanceUID }: FrameMeaning & Pick<VolumeSlice, 'sopInstanceUID'>, form: VoxelForm, target: Voxels): void {
  if (pixels.length !== target.length) throw new DicomError('broken-value', `Image ${sopInstanceUID} decodes to ${pixels.length} of ${target.length} values.`, { detail: { sopInstanceUID } });
  if (form.kind !== 'float32' && !(target instanceof Float32Array) && bits.sampleKind === 'integer') return writeWhole(pixels, bits, padding, form.paddingValue ?? 0, target);
  const isWhole = bits.sampleKind === 'integer';
  const filler = form.paddingValue ?? Number.NaN;
  for (let index = 0; index < target.length; index++) {
    const sample = pixels[index] ?? 0;
    const stored = isWhole ? storedValue(sample, bits) : sample;
    if (isPaddingSample(padding, sample, stored)) target[index] = filler;
    else target[index] = modality.kind === 'line' ? stored * modality.slope + modality.intercept : lookUp(modality.table, stored);
  }
}

/** Stored values as they are: {@link storedValue} and {@link isPaddingSample} written out, because a series has a hundred million of them. */
function writeWhole(pixels: StoredFrame['pixels'], { bitsStored, highBit, isSigned }: SampleBits, padding: PaddingRange | null, filler: number, target: Int16Array | Uint16Array): void {
  const count = target.length;
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  const width = pixels.BYTES_PER_ELEMENT * 8;
  // Nothing to mask, nothing to replace.
  if (padding === null && bitsStored === width && highBit === width - 1) {
    target.set(pixels);
    return;
  }
  const lowest = padding?.lowest ?? Number.POSITIVE_INFINITY;
  const highest = padding?.highest ?? Number.NEGATIVE_INFINITY;
  for (let index = 0; index < count; index++) {
    const sample = pixels[index] ?? 0;
    const stored = isSigned ? (sample << up) >> down : (sample << up) >>> down;
    target[index] = (stored >= lowest && stored <= highest) || (sample >= lowest && sample <= highest) ? filler : stored;
  }
}
