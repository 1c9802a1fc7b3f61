import { longFormRepresentations } from '../../shared/dicom/elements.ts';
import { parseElements } from '../../shared/dicom/parseElements.ts';
import type { ElementTable } from '../../shared/dicom/parseElements.ts';
import type { Random } from './random.ts';

/** A sound file and where its elements lie. */
export interface SeedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly places: readonly ElementPlace[];
}

interface ElementPlace {
  readonly start: number;
  readonly lengthAt: number;
  readonly lengthBytes: 2 | 4;
  readonly dataOffset: number;
  readonly length: number;
}

/** Finds the elements of a file that is to be broken; a file that cannot be read has none and is broken at random. */
export function seedFile(name: string, bytes: Uint8Array): SeedFile {
  try {
    const parsed = parseElements(bytes);
    const places = parsed.isInflated ? [] : [...placesOf(parsed.meta, true), ...placesOf(parsed.elements, parsed.encoding.isExplicit)];
    return { name, bytes, places };
  } catch {
    return { name, bytes, places: [] };
  }
}

function placesOf(table: ElementTable, isExplicit: boolean): readonly ElementPlace[] {
  return Object.values(table).flatMap(({ vr, dataOffset, length, items }) => {
    const isLong = isExplicit && vr !== undefined && longFormRepresentations.has(vr);
    const isShort = isExplicit && !isLong;
    const place = { start: dataOffset - (isLong ? 12 : 8), lengthAt: dataOffset - (isShort ? 2 : 4), lengthBytes: isShort ? 2 : 4, dataOffset, length } as const;
    const inner = (items ?? []).slice(0, 20).flatMap((item) => [
      { start: item.dataOffset - 8, lengthAt: item.dataOffset - 4, lengthBytes: 4, dataOffset: item.dataOffset, length: item.length } as const,
      ...placesOf(item.dataSet.elements, isExplicit),
    ]);
    return [place, ...inner];
  });
}

type Mutator = (bytes: Uint8Array, file: SeedFile, random: Random, others: readonly SeedFile[]) => Uint8Array;

const representations = ['SQ', 'UN', 'OB', 'OW', 'US', 'UT', 'OV', 'FD', 'LO', 'ZZ', '\0\0', 'AT', 'PN'];
const extremes = [0, 1, 2, 7, 0xff, 0x7fff, 0xfffe, 0xffff, 0x10000, 0x7fffffff, 0xfffffffe, 0xffffffff];

/** Anywhere, but every second time in the header, where it does more. */
const anywhere = (bytes: Uint8Array, random: Random): number => random.below(random.next() < 0.5 ? Math.min(bytes.length, 4096) : bytes.length);

const flipBits: Mutator = (bytes, _file, random) => {
  for (let count = random.pick([1, 1, 2, 4, 16]); count > 0; count--) {
    const at = anywhere(bytes, random);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  return bytes;
};

const fillRun: Mutator = (bytes, _file, random) => {
  const start = anywhere(bytes, random);
  const length = 1 + random.below(64);
  const value = random.pick([0, 0xff, 0xfe, 0x20, null]);
  for (let at = start; at < Math.min(bytes.length, start + length); at++) bytes[at] = value ?? random.below(256);
  return bytes;
};

const changeLength: Mutator = (bytes, { places }, random) => {
  if (places.length === 0) return bytes;
  const { lengthAt, lengthBytes, length } = random.pick(places);
  if (lengthAt + lengthBytes > bytes.length) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const value = random.pick([...extremes, length + 1, length - 1, length * 2, bytes.length]);
  if (lengthBytes === 2) view.setUint16(lengthAt, value & 0xffff, true);
  else view.setUint32(lengthAt, value >>> 0, true);
  return bytes;
};

const changeRepresentation: Mutator = (bytes, { places }, random) => {
  if (places.length === 0) return bytes;
  const { start } = random.pick(places);
  const vr = random.pick(representations);
  bytes[start + 4] = vr.charCodeAt(0);
  bytes[start + 5] = vr.charCodeAt(1);
  return bytes;
};

const changeTag: Mutator = (bytes, { places }, random) => {
  if (places.length < 2) return bytes;
  const { start } = random.pick(places);
  const other = random.pick(places).start;
  if (random.next() < 0.5) bytes.copyWithin(start, other, other + 4);
  else bytes.set(random.pick([[0xfe, 0xff, 0, 0xe0], [0xfe, 0xff, 0x0d, 0xe0], [0xfe, 0xff, 0xdd, 0xe0], [0xe0, 0x7f, 0x10, 0], [0, 0, 0, 0], [0xfc, 0xff, 0xfc, 0xff]]), Math.min(start, bytes.length - 4));
  return bytes;
};

const changeValue: Mutator = (bytes, { places }, random) => {
  const small = places.filter(({ length }) => length > 0 && length <= 32);
  if (small.length === 0) return bytes;
  const { dataOffset, length } = random.pick(small);
  const words = random.pick(['-1', '1e308', '99999999999', '0', 'NaN', '\\\\\\\\', '', '2147483647', 'GB18030', '\\ISO 2022 IR 87', '\u001b$B']);
  const value = random.pick(extremes);
  const asText = random.next() < 0.5;
  for (let index = 0; index < length; index++) bytes[dataOffset + index] = asText ? (words.charCodeAt(index) || 0x20) & 0xff : (value >>> ((index % 4) * 8)) & 0xff;
  return bytes;
};

const truncate: Mutator = (bytes, _file, random) => bytes.subarray(0, 1 + anywhere(bytes, random));

const cutOut: Mutator = (bytes, _file, random) => {
  const start = anywhere(bytes, random);
  const length = 1 + random.below(random.next() < 0.5 ? 8 : 2048);
  return joined(bytes.subarray(0, start), bytes.subarray(Math.min(bytes.length, start + length)));
};

const repeat: Mutator = (bytes, _file, random) => {
  const start = anywhere(bytes, random);
  const piece = bytes.subarray(start, start + 1 + random.below(512));
  return joined(bytes.subarray(0, start), piece, piece, bytes.subarray(start));
};

const splice: Mutator = (bytes, { places }, random, others) => {
  const other = random.pick(others);
  const borders = other.places.length > 0 && places.length > 0 && random.next() < 0.7;
  const from = borders ? random.pick(other.places).start : anywhere(other.bytes, random);
  const to = borders ? random.pick(places).start : anywhere(bytes, random);
  return joined(bytes.subarray(0, to), other.bytes.subarray(from));
};

const mutators: readonly Mutator[] = [flipBits, fillRun, changeLength, changeLength, changeRepresentation, changeTag, changeValue, changeValue, truncate, cutOut, repeat, splice];

/** A copy of a file with one to four things wrong. */
export function mutate(file: SeedFile, others: readonly SeedFile[], random: Random): Uint8Array {
  let bytes = file.bytes.slice();
  for (let count = random.pick([1, 1, 1, 1, 2, 3, 4]); count > 0 && bytes.length > 8; count--) bytes = random.pick(mutators)(bytes, file, random, others).slice();
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
