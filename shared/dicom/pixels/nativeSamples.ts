import { DicomError } from '../../errors/appError.ts';
import type { PixelDescription } from './describePixels.ts';
import { nativeFrameBits } from './describePixels.ts';
import { makeSamples, sampleType } from './storedFrame.ts';
import type { SampleArray } from './storedFrame.ts';

/**
 * Native bytes as samples, colour by pixel.
 *
 * @throws {DicomError} truncated
 */
export function nativeSamples(bytes: Uint8Array, description: PixelDescription): SampleArray {
  const needed = Math.ceil(nativeFrameBits(description) / 8);
  if (bytes.length < needed) throw new DicomError('truncated', `A frame has ${bytes.length} of ${needed} bytes; the image is incomplete. Send it again.`);
  const pixels = makeSamples(description);
  if (description.bitsAllocated === 1) return unpackBits(bytes, pixels);
  const stored = readSamples(bytes, description, nativeFrameBits(description) / description.bitsAllocated);
  if (description.isSubsampled) return spreadChroma(stored, pixels);
  return description.planarConfiguration === 1 ? interleavePlanes(stored, pixels, description.samplesPerPixel) : stored;
}

/** Planes one after the other → colour by pixel; `pixels` is filled and returned. */
export function interleavePlanes<T extends SampleArray>(planes: SampleArray, pixels: T, samples: number): T {
  const count = planes.length / samples;
  for (let sample = 0; sample < samples; sample++) {
    for (let index = 0, from = sample * count, to = sample; index < count; index++, from++, to += samples) pixels[to] = planes[from] ?? 0;
  }
  return pixels;
}

/** The first sample is the lowest bit (PS3.5 8.1.1). */
function unpackBits(bytes: Uint8Array, pixels: SampleArray): SampleArray {
  for (let index = 0; index < pixels.length; index++) pixels[index] = ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1;
  return pixels;
}

/** Y1 Y2 Cb Cr for every two pixels; both take the chroma they share. */
function spreadChroma(stored: SampleArray, pixels: SampleArray): SampleArray {
  for (let from = 0, to = 0; to < pixels.length; from += 4, to += 6) {
    const blue = stored[from + 2] ?? 0;
    const red = stored[from + 3] ?? 0;
    pixels[to] = stored[from] ?? 0;
    pixels[to + 1] = blue;
    pixels[to + 2] = red;
    pixels[to + 3] = stored[from + 1] ?? 0;
    pixels[to + 4] = blue;
    pixels[to + 5] = red;
  }
  return pixels;
}

function readSamples(bytes: Uint8Array, description: PixelDescription, count: number): SampleArray {
  const width = description.bitsAllocated / 8;
  const copy = new Uint8Array(count * width);
  copy.set(bytes.subarray(0, copy.length));
  if (!description.isLittleEndian) reverseEach(copy, width);
  return views[sampleType(description)](copy.buffer);
}

/** Every host we run on is little endian. */
const views = {
  uint8: (buffer) => new Uint8Array(buffer),
  int8: (buffer) => new Int8Array(buffer),
  uint16: (buffer) => new Uint16Array(buffer),
  int16: (buffer) => new Int16Array(buffer),
  uint32: (buffer) => new Uint32Array(buffer),
  int32: (buffer) => new Int32Array(buffer),
  float32: (buffer) => new Float32Array(buffer),
  float64: (buffer) => new Float64Array(buffer),
} satisfies Readonly<Record<ReturnType<typeof sampleType>, (buffer: ArrayBuffer) => SampleArray>>;

function reverseEach(bytes: Uint8Array, width: number): void {
  for (let start = 0; start + width <= bytes.length; start += width) {
    for (let low = start, high = start + width - 1; low < high; low++, high--) {
      const kept = bytes[low] ?? 0;
      bytes[low] = bytes[high] ?? 0;
      bytes[high] = kept;
    }
  }
}
