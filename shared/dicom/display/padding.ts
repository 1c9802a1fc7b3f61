import { DicomError } from '../../errors/appError.ts';
import { nameAttribute } from '../attributes.ts';
import type { Keyword } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';
import type { PixelDescription } from '../pixels/describePixels.ts';

/** Stored values that fill the space outside the picture, both ends included (PS3.3 C.7.5.1.1.2). */
export interface PaddingRange {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * A pixel of padding. The bare sample counts beside its value, because writers use numbers that need more bits than are
 * stored, such as 63536 for 12 bits, and masking would turn them into a value.
 *
 * @param sample as it lies in the pixels, signed as they are
 * @param value of its stored bits
 */
export const isPaddingSample = (padding: PaddingRange | null, sample: number, value: number): boolean =>
  padding !== null && ((value >= padding.lowest && value <= padding.highest) || (sample >= padding.lowest && sample <= padding.highest));

/**
 * Padding of an image, null where it has none. Values of 16 bits are signed as PixelRepresentation says, whatever VR
 * the file gives them.
 *
 * @throws {DicomError} broken-value
 */
export function readPadding(dataSet: DataSet, { sampleKind, isSigned, bitsAllocated }: PixelDescription): PaddingRange | null {
  if (sampleKind === 'float') return rangeOf(dataSet.number('FloatPixelPaddingValue'), dataSet.number('FloatPixelPaddingRangeLimit'));
  if (sampleKind === 'double') return rangeOf(dataSet.number('DoubleFloatPixelPaddingValue'), dataSet.number('DoubleFloatPixelPaddingRangeLimit'));
  return rangeOf(wordValue(dataSet, 'PixelPaddingValue', isSigned, bitsAllocated), wordValue(dataSet, 'PixelPaddingRangeLimit', isSigned, bitsAllocated));
}

function rangeOf(value: number | null, limit: number | null): PaddingRange | null {
  if (value === null) return null;
  return { lowest: Math.min(value, limit ?? value), highest: Math.max(value, limit ?? value) };
}

function wordValue(dataSet: DataSet, keyword: Keyword, isSigned: boolean, bitsAllocated: number): number | null {
  const raw = dataSet.rawValue(keyword);
  if (raw === null || raw.bytes.length === 0) return null;
  if (raw.bytes.length !== 2) throw new DicomError('broken-value', `${nameAttribute(keyword)} at byte ${raw.byteOffset} has ${raw.bytes.length} bytes instead of 2.`);
  const view = new DataView(raw.bytes.buffer, raw.bytes.byteOffset, 2);
  const value = isSigned ? view.getInt16(0, dataSet.isLittleEndian) : view.getUint16(0, dataSet.isLittleEndian);
  // Samples of 8 bits are padded by the low byte of the word.
  if (bitsAllocated !== 8) return value;
  return isSigned ? (value << 24) >> 24 : value & 0xff;
}
