import { DicomError } from '../../errors/appError.ts';
import { nameAttribute } from '../attributes.ts';
import type { Keyword } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';

/** A table of PS3.3 C.11.1.1: input `firstMapped` gives the first entry; inputs below it too, those above the last one the last. */
export interface LookupTable {
  readonly firstMapped: number;
  readonly entries: Uint16Array;
  /** Bits an entry uses, 8 to 16. */
  readonly bits: number;
}

/** The three values of a LUT descriptor. */
export interface LookupDescriptor {
  readonly count: number;
  readonly firstMapped: number;
  readonly bits: number;
}

/**
 * Reads a descriptor. Count and bits are always unsigned, a count of 0 means 65536; the first mapped value is signed or
 * not as the input of the table is, whatever VR the file gives the three.
 *
 * @throws {DicomError} missing-attribute | broken-value
 */
export function readDescriptor(dataSet: DataSet, keyword: Keyword, isInputSigned: boolean): LookupDescriptor {
  const raw = dataSet.rawValue(keyword);
  if (raw === null || raw.bytes.length === 0) throw new DicomError('missing-attribute', `${nameAttribute(keyword)} is absent or empty; the lookup table cannot be used.`);
  if (raw.bytes.length < 6) throw new DicomError('broken-value', `${nameAttribute(keyword)} at byte ${raw.byteOffset} has ${raw.bytes.length} bytes instead of 6.`);
  const view = new DataView(raw.bytes.buffer, raw.bytes.byteOffset, raw.bytes.byteLength);
  const little = dataSet.isLittleEndian;
  const bits = view.getUint16(4, little);
  if (bits < 8 || bits > 16) throw new DicomError('broken-value', `${nameAttribute(keyword)} gives entries of ${bits} bits; 8 to 16 are defined.`);
  return { count: view.getUint16(0, little) || 65536, firstMapped: isInputSigned ? view.getInt16(2, little) : view.getUint16(2, little), bits };
}

/**
 * Reads descriptor and data of one table.
 *
 * @throws {DicomError} missing-attribute | broken-value | truncated
 */
export function readLookupTable(dataSet: DataSet, descriptorKeyword: Keyword, dataKeyword: Keyword, isInputSigned: boolean): LookupTable {
  const { count, firstMapped, bits } = readDescriptor(dataSet, descriptorKeyword, isInputSigned);
  const words = readEntries(dataSet, dataKeyword, bits, count);
  if (words.length < count) throw new DicomError('truncated', `${nameAttribute(dataKeyword)} has ${words.length} of ${count} entries; the lookup table cannot be used.`);
  return { firstMapped, entries: words.slice(0, count), bits };
}

/**
 * Entries as they lie in the file. Tables of 8 bits are packed two to a word, or spread one to a word; which one it is
 * follows from the length (PS3.3 C.7.6.3.1.6).
 *
 * @param count entries expected; null where the length alone decides (segmented tables are packed)
 * @throws {DicomError} missing-attribute
 */
export function readEntries(dataSet: DataSet, keyword: Keyword, bits: number, count: number | null): Uint16Array {
  const raw = dataSet.rawValue(keyword);
  if (raw === null || raw.bytes.length === 0) throw new DicomError('missing-attribute', `${nameAttribute(keyword)} is absent or empty; the lookup table cannot be used.`);
  const { bytes } = raw;
  const isPacked = bits === 8 && (count === null || bytes.length < 2 * count);
  if (!isPacked) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Uint16Array.from({ length: bytes.length >> 1 }, (_, index) => view.getUint16(index * 2, dataSet.isLittleEndian));
  }
  // Words of a big endian file hold the second byte first.
  const flip = dataSet.isLittleEndian || raw.vr === 'OB' ? 0 : 1;
  return Uint16Array.from(bytes, (_, index) => bytes[index ^ flip] ?? 0);
}

/** Entry for an input; inputs between whole numbers take the nearest. */
export function lookUp({ firstMapped, entries }: LookupTable, input: number): number {
  const index = Math.round(input) - firstMapped;
  return entries[index < 0 ? 0 : index >= entries.length ? entries.length - 1 : index] ?? 0;
}
