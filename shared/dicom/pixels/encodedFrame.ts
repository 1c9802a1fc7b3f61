import { DicomError } from '../../errors/appError.ts';
import { nameAttribute } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import { nativeFrameBits, pixelKeyword } from './describePixels.ts';
import type { PixelDescription } from './describePixels.ts';
import { frameStreams } from './frameStreams.ts';
import type { EncodedFrame } from './storedFrame.ts';
import { expectsFragments } from './syntaxes.ts';

/**
 * The bytes of one frame: a view where they lie together at a byte border, else a copy.
 *
 * @param frameIndex from 0
 * @throws {DicomError} broken-value (no such frame, offsets that do not fit) | truncated | missing-attribute
 */
export function encodedFrame(dataSet: DataSet, description: PixelDescription, frameIndex: number): EncodedFrame {
  if (!Number.isInteger(frameIndex) || frameIndex < 0 || frameIndex >= description.frames) {
    throw new DicomError('broken-value', `There is no frame ${frameIndex + 1}: ${nameAttribute('NumberOfFrames')} is ${description.frames}.`);
  }
  const place = `Frame ${frameIndex + 1} of ${dataSet.place(pixelKeyword(description))}`;
  if (!expectsFragments(description.transferSyntaxUID)) return { bytes: nativeBytes(dataSet, description, frameIndex), description, place, warnings: [] };
  const { streamOf, warnings } = frameStreams(dataSet, description.frames);
  return { bytes: streamOf(frameIndex), description, place, warnings };
}

function nativeBytes(dataSet: DataSet, description: PixelDescription, frameIndex: number): Uint8Array {
  const keyword = pixelKeyword(description);
  const value = dataSet.rawValue(keyword);
  const bits = nativeFrameBits(description);
  const firstBit = bits * frameIndex;
  const start = Math.floor(firstBit / 8);
  const end = Math.ceil((firstBit + bits) / 8);
  if (value === null || end > value.bytes.length) {
    throw new DicomError('truncated', `${dataSet.place(keyword)} ends before frame ${frameIndex + 1}; the image is incomplete. Send it again.`);
  }
  const isSwapped = !description.isLittleEndian && value.vr === 'OW' && description.bitsAllocated <= 8;
  const bytes = isSwapped ? unswapped(value.bytes, start, end) : value.bytes.subarray(start, end);
  return firstBit % 8 === 0 ? bytes : shiftedDown(bytes, firstBit % 8, Math.ceil(bits / 8));
}

/** Samples of a byte or less in big endian words of VR OW: their bytes are exchanged in pairs (PS3.5 8.1.1). */
function unswapped(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return Uint8Array.from({ length: end - start }, (_, index) => bytes[(start + index) ^ 1] ?? 0);
}

/** One bit samples of a frame that begins inside a byte, moved to a byte border. */
function shiftedDown(bytes: Uint8Array, by: number, length: number): Uint8Array {
  const shifted = new Uint8Array(length);
  for (let index = 0; index < length; index++) shifted[index] = ((bytes[index] ?? 0) >> by) | ((bytes[index + 1] ?? 0) << (8 - by));
  return shifted;
}
