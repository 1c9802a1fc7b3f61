import { DicomError } from '../../errors/appError.ts';
import type { CodecStream } from './lazyModule.ts';
import type { Codecs } from './codecs.ts';
import type { DecodedSamples } from './decodeJpeg.ts';
import type { PixelDescription } from './describePixels.ts';
import { expectHeader, readJpegHeader } from './jpegHeader.ts';
import { interleavePlanes } from './nativeSamples.ts';
import { endsStream } from './streamBorders.ts';

/**
 * JPEG-LS, lossless and near-lossless, in each interleave mode.
 *
 * @throws {DicomError} broken-value | truncated
 */
export async function decodeJpegLs(bytes: Uint8Array, description: PixelDescription, codecs: Codecs): Promise<DecodedSamples> {
  const header = readJpegHeader(bytes);
  if (header.process !== 55) throw new DicomError('broken-value', 'The transfer syntax says JPEG-LS, but the code stream is another kind of JPEG; the object contradicts itself.');
  expectHeader({ ...header, samples: header.components.length }, description);
  const isEnded = endsStream(bytes);
  const stream = await codecs.jpegLs(isEnded ? bytes : withEnd(bytes)).catch((cause: unknown) => {
    if (isEnded || !(cause instanceof DicomError)) throw cause;
    throw new DicomError('truncated', `The JPEG-LS code stream ends at byte ${bytes.length} before its image does. Send the image again.`, { cause });
  });
  const samples = samplesOf(stream);
  const isByPlane = stream.isByPlane && description.samplesPerPixel > 1;
  return {
    values: isByPlane ? interleavePlanes(samples, samples.slice(), description.samplesPerPixel) : samples,
    photometric: description.photometricInterpretation,
    warnings: isEnded ? [] : ['the JPEG-LS code stream has no end marker'],
  };
}

/** The code stream closed by EOI: without one the codec may search for it for ever. */
function withEnd(bytes: Uint8Array): Uint8Array {
  const closed = new Uint8Array(bytes.length + 2);
  closed.set(bytes);
  closed.set([0xff, 0xd9], bytes.length);
  return closed;
}

/** Bytes of a codec as unsigned samples. */
export function samplesOf({ bitsPerSample, bytes }: CodecStream): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  return bitsPerSample <= 8 ? bytes : new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
}
