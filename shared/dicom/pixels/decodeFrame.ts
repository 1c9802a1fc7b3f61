import { Inflate } from 'fflate';
import { DicomError } from '../../errors/appError.ts';
import type { Codecs } from './codecs.ts';
import { decodeJpeg } from './decodeJpeg.ts';
import type { DecodedSamples } from './decodeJpeg.ts';
import { decodeJpeg2000 } from './decodeJpeg2000.ts';
import { decodeJpegLs } from './decodeJpegLs.ts';
import { nativeFrameBits } from './describePixels.ts';
import type { PixelDescription } from './describePixels.ts';
import { expectRoom } from './expectRoom.ts';
import { nativeSamples } from './nativeSamples.ts';
import { decodeRle } from './rle.ts';
import { makeSamples } from './storedFrame.ts';
import type { EncodedFrame, SampleArray, StoredFrame } from './storedFrame.ts';
import { familyOf } from './syntaxes.ts';

/**
 * Stored values of one frame; see {@link StoredFrame} for their order.
 *
 * @throws {DicomError} unsupported | truncated | broken-value, naming the frame, its attribute and offset
 */
export async function decodeFrame(frame: EncodedFrame, codecs: Codecs): Promise<StoredFrame> {
  try {
    return await decode(frame, codecs);
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    throw new DicomError(error.reason as ConstructorParameters<typeof DicomError>[0], `${frame.place}: ${error.message}`, { cause: error, detail: error.detail });
  }
}

async function decode(frame: EncodedFrame, codecs: Codecs): Promise<StoredFrame> {
  const { bytes, description, warnings } = frame;
  const { rows, columns, samplesPerPixel: samples, photometricInterpretation: photometric } = description;
  const shape = { rows, columns, samples };
  switch (familyOf(description.transferSyntaxUID)) {
    case 'native':
    case 'native-fragments':
      return { ...shape, pixels: nativeSamples(bytes, description), photometric, warnings };
    case 'deflated':
      return { ...shape, pixels: nativeSamples(inflate(bytes, description), description), photometric, warnings };
    case 'rle':
      return { ...shape, pixels: nativeSamples(decodeRle(bytes, description), { ...description, planarConfiguration: 0 }), photometric, warnings };
    case 'jpeg':
      return stored(frame, await decodeJpeg(bytes, description, codecs));
    case 'jpeg-ls':
      return stored(frame, await decodeJpegLs(bytes, description, codecs));
    case 'jpeg2000':
      return stored(frame, await decodeJpeg2000(bytes, description, codecs));
  }
}

function stored({ description, warnings }: EncodedFrame, decoded: DecodedSamples): StoredFrame {
  const { rows, columns, samplesPerPixel: samples } = description;
  const pixels: SampleArray = makeSamples(description);
  if (decoded.values.length < pixels.length) throw new DicomError('broken-value', `The code stream yields ${decoded.values.length} of ${pixels.length} samples; the image is damaged. Send it again.`);
  pixels.set(decoded.values);
  return { pixels, rows, columns, samples, photometric: decoded.photometric, warnings: [...warnings, ...decoded.warnings] };
}

/** Raw deflate of one frame (PS3.5 A.4.12), never more than the frame has. */
function inflate(bytes: Uint8Array, description: PixelDescription): Uint8Array<ArrayBuffer> {
  const frameBytes = Math.ceil(nativeFrameBits(description) / 8);
  expectRoom(bytes, frameBytes / mostInflation, 'deflated frame');
  const frame = new Uint8Array(frameBytes);
  let length = 0;
  const stream = new Inflate((part) => {
    frame.set(part.subarray(0, frame.length - length), length);
    length = Math.min(frame.length, length + part.length);
  });
  try {
    for (let at = 0; at < bytes.length && length < frame.length; at += deflatedStep) stream.push(bytes.subarray(at, at + deflatedStep), at + deflatedStep >= bytes.length);
  } catch (cause) {
    throw new DicomError('broken-value', 'A deflated frame cannot be inflated; the image is damaged. Send it again.', { cause });
  }
  return frame.subarray(0, length);
}

/** Deflate makes at most this many bytes of one, so a step makes at most 17 MB. */
const mostInflation = 1032;
const deflatedStep = 2 ** 14;
