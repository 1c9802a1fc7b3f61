import { DicomError } from '../../errors/appError.ts';
import type { CodecStream } from './lazyModule.ts';
import type { Codecs } from './codecs.ts';
import type { DecodedSamples } from './decodeJpeg.ts';
import type { PixelDescription } from './describePixels.ts';
import { expectHeader, readJpegHeader } from './jpegHeader.ts';
import { interleavePlanes } from './nativeSamples.ts';

/**
 * JPEG-LS, lossless and near-lossless, in each interleave mode.
 *
 * @throws {DicomError} broken-value | truncated
 */
export async function decodeJpegLs(bytes: Uint8Array, description: PixelDescription, codecs: Codecs): Promise<DecodedSamples> {
  const header = readJpegHeader(bytes);
  if (header.process !== 55) throw new DicomError('broken-value', 'The transfer syntax says JPEG-LS, but the code stream is another kind of JPEG; the object contradicts itself.');
  expectHeader({ ...header, samples: header.components.length }, description);
  const stream = await codecs.jpegLs(bytes);
  const samples = samplesOf(stream);
  const isByPlane = stream.isByPlane && description.samplesPerPixel > 1;
  return {
    values: isByPlane ? interleavePlanes(samples, samples.slice(), description.samplesPerPixel) : samples,
    photometric: description.photometricInterpretation,
    warnings: [],
  };
}

/** Bytes of a codec as unsigned samples. */
export function samplesOf({ bitsPerSample, bytes }: CodecStream): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  return bitsPerSample <= 8 ? bytes : new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
}
