import type { PixelDescription } from './describePixels.ts';

/** Stored values of one frame: the type follows BitsAllocated and sign; one bit images are 0 and 1 in bytes. */
export type SampleArray =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/**
 * One decoded frame, before any modality or VOI LUT: `pixels[(row * columns + column) * samples + sample]`.
 *
 * Colour is by pixel and every sample is at full resolution, also where `photometric` is YBR_FULL_422. Bits above
 * BitsStored are as stored; nothing is masked.
 */
export interface StoredFrame {
  readonly pixels: SampleArray;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  /** Colour space of `pixels`, which a codec may have changed: JPEG 2000 with a component transform yields RGB. */
  readonly photometric: string;
  /** What a person should know of how the frame was read. */
  readonly warnings: readonly string[];
}

/** A frame as it lies in the file; plain data, so that a worker can take it. */
export interface EncodedFrame {
  /** Native samples beginning at a byte border, or one code stream. */
  readonly bytes: Uint8Array;
  readonly description: PixelDescription;
  /** `Frame 2 of PixelData (7FE0,0010) at byte 1488`: how errors name it. */
  readonly place: string;
  readonly warnings: readonly string[];
}

/** How samples are typed, as `mdt frame` prints it. */
export type SampleType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64';

const makers = {
  uint8: (length) => new Uint8Array(length),
  int8: (length) => new Int8Array(length),
  uint16: (length) => new Uint16Array(length),
  int16: (length) => new Int16Array(length),
  uint32: (length) => new Uint32Array(length),
  int32: (length) => new Int32Array(length),
  float32: (length) => new Float32Array(length),
  float64: (length) => new Float64Array(length),
} satisfies Readonly<Record<SampleType, (length: number) => SampleArray>>;

/** Type of the samples that a description yields. */
export function sampleType({ sampleKind, bitsAllocated, isSigned }: PixelDescription): SampleType {
  if (sampleKind === 'float') return 'float32';
  if (sampleKind === 'double') return 'float64';
  const bits = bitsAllocated === 1 ? 8 : bitsAllocated === 64 ? 32 : bitsAllocated;
  return `${isSigned && bitsAllocated > 1 ? 'int' : 'uint'}${bits}`;
}

/** Zeroed samples for one frame. */
export function makeSamples(description: PixelDescription): SampleArray {
  const { rows, columns, samplesPerPixel } = description;
  return makers[sampleType(description)](rows * columns * samplesPerPixel);
}
