import { DicomError } from '../../errors/appError.ts';
import type { Codecs } from './codecs.ts';
import { nativeSamples } from './nativeSamples.ts';
import type { EncodedFrame, StoredFrame } from './storedFrame.ts';
import { familyOf } from './syntaxes.ts';

/**
 * Stored values of one frame.
 *
 * @throws {DicomError} unsupported | truncated | broken-value
 */
export async function decodeFrame(frame: EncodedFrame, codecs: Codecs): Promise<StoredFrame> {
  const { bytes, description, warnings } = frame;
  const { rows, columns, samplesPerPixel: samples, photometricInterpretation: photometric } = description;
  const family = familyOf(description.transferSyntaxUID);
  if (family === 'native' || family === 'native-fragments') {
    return { pixels: nativeSamples(bytes, description), rows, columns, samples, photometric, warnings };
  }
  throw new DicomError('unsupported', `${family} is not decoded yet (${typeof codecs}).`);
}
