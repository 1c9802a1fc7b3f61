import { DicomError } from '../../errors/appError.ts';
import type { PixelArray } from './dicomObject.ts';
import { dictionary, isDicomKeyword, type WrittenVr } from './dictionary.ts';
import { singleTextRepresentations } from './elementTree.ts';
import { formatDecimal } from './formatDecimal.ts';

const refuse = (keyword: string, vr: WrittenVr, why: string): DicomError =>
  // The value itself may be a patient's name, so it is not repeated here.
  new DicomError('broken-value', `${keyword} (${vr}) cannot be written: ${why}.`, { detail: { keyword, vr } });

/** Longest text in characters per VR (PS3.5 table 6.2-1); PN counts each component group. */
const textLimit: Partial<Record<WrittenVr, number>> = { CS: 16, DT: 26, LO: 64, LT: 10240, PN: 64, SH: 16, ST: 1024, TM: 14, UI: 64 };

const textPattern: Partial<Record<WrittenVr, RegExp>> = {
  CS: /^[A-Z0-9 _]*$/u,
  DA: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/u,
  DT: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d([0-5]\d(\.\d{1,6})?)?)?([+-]\d{4})?$/u,
  TM: /^([01]\d|2[0-3])([0-5]\d([0-5]\d(\.\d{1,6})?)?)?$/u,
  UI: /^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/u,
};

const hasControl = (text: string): boolean => Array.from(text).some((one) => one < ' ' || one === '\u007f');

/** VRs where a backslash is a character and there is one value (PS3.5 6.2). */
const isSingleText = (vr: WrittenVr): boolean => singleTextRepresentations.has(vr);

const codePoints = (text: string): number => Array.from(text).length;

/** A UID that some device gave with zeros in front of a component. */
const looseUid = /^[0-9][0-9.]*$/u;

/** No UID is taken as it stands. */
const noUIDs: ReadonlySet<string> = new Set();

function checkedText(keyword: string, vr: WrittenVr, value: unknown, copiedUIDs: ReadonlySet<string>): string {
  if (typeof value !== 'string') throw refuse(keyword, vr, `a ${typeof value} was given where text belongs`);
  const limit = textLimit[vr];
  const longest = vr === 'PN' ? Math.max(...value.split('=').map(codePoints)) : codePoints(value);
  if (limit !== undefined && longest > limit) throw refuse(keyword, vr, `${longest} characters, at most ${limit} are allowed`);
  const pattern = vr === 'UI' && copiedUIDs.has(value) ? looseUid : textPattern[vr];
  if (pattern !== undefined && !pattern.test(value)) throw refuse(keyword, vr, 'the text does not have the form of this VR');
  const isLong = isSingleText(vr);
  if (!isLong && value.includes('\\')) throw refuse(keyword, vr, 'a backslash separates values and cannot be part of one');
  if (!isLong && hasControl(value)) throw refuse(keyword, vr, 'control characters are not allowed');
  return value;
}

function checkedNumber(keyword: string, vr: WrittenVr, value: unknown, low: number, high: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw refuse(keyword, vr, 'a whole number is needed');
  if (value < low || value > high) throw refuse(keyword, vr, `${value} is outside ${low} to ${high}`);
  return value;
}

function decimalText(keyword: string, value: unknown): string {
  const text = typeof value === 'number' ? formatDecimal(value) : null;
  if (text === null) throw refuse(keyword, 'DS', 'a finite number is needed');
  return text;
}

function padded(bytes: Uint8Array<ArrayBuffer>, padding: number): Uint8Array<ArrayBuffer> {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1);
  even.set(bytes);
  even[bytes.length] = padding;
  return even;
}

function encodeNumbers(count: number, size: 2 | 4, at: (index: number) => number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * size);
  const view = new DataView(bytes.buffer);
  for (let n = 0; n < count; n += 1) {
    if (size === 2) view.setUint16(n * 2, at(n), true);
    else view.setUint32(n * 4, at(n), true);
  }
  return bytes;
}

function encodeFloats(keyword: string, vr: 'FD' | 'FL', values: readonly unknown[]): Uint8Array<ArrayBuffer> {
  const size = vr === 'FD' ? 8 : 4;
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  values.forEach((value, n) => {
    if (typeof value !== 'number' || !Number.isFinite(vr === 'FD' ? value : Math.fround(value))) throw refuse(keyword, vr, 'a finite number is needed');
    if (vr === 'FD') view.setFloat64(n * size, value, true);
    else view.setFloat32(n * size, value, true);
  });
  return bytes;
}

/** Samples as little-endian bytes of even length. */
export function encodePixels(keyword: string, vr: 'OB' | 'OW', value: unknown): Uint8Array<ArrayBuffer> {
  const isKnown = value instanceof Uint8Array || value instanceof Int16Array || value instanceof Uint16Array || value instanceof Uint32Array;
  if (!isKnown) throw refuse(keyword, vr, 'an 8, 16 or 32 bit integer array is needed');
  const samples: PixelArray = value;
  if (samples instanceof Uint8Array) return padded(Uint8Array.from(samples), 0);
  return encodeNumbers(samples.length, samples.BYTES_PER_ELEMENT === 2 ? 2 : 4, (n) => samples[n] ?? 0);
}

function encodeTag(keyword: string, value: unknown): readonly [number, number] {
  if (typeof value !== 'string' || !isDicomKeyword(value)) throw refuse(keyword, 'AT', 'a known keyword is needed');
  const { tag } = dictionary[value];
  return [tag >>> 16, tag & 0xffff];
}

/**
 * One attribute's value as even-length bytes; every VR but SQ.
 *
 * Text becomes UTF-8 (the writer always declares ISO_IR 192), several values are joined by a backslash.
 *
 * @param copiedUIDs UIDs of objects that exist; taken as they stand, for another one would point at nothing
 * @throws {DicomError} broken-value, naming the keyword and never the value's text
 */
export function encodeValue(keyword: string, vr: Exclude<WrittenVr, 'SQ'>, value: unknown, copiedUIDs: ReadonlySet<string> = noUIDs): Uint8Array<ArrayBuffer> {
  if (vr === 'OB' || vr === 'OW') return encodePixels(keyword, vr, value);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  switch (vr) {
    case 'US':
      return encodeNumbers(values.length, 2, (n) => checkedNumber(keyword, vr, values[n], 0, 0xffff));
    case 'UL':
      return encodeNumbers(values.length, 4, (n) => checkedNumber(keyword, vr, values[n], 0, 0xffffffff));
    case 'SL':
      // A negative number as its two's complement.
      return encodeNumbers(values.length, 4, (n) => checkedNumber(keyword, vr, values[n], -0x80000000, 0x7fffffff) >>> 0);
    case 'FD':
    case 'FL':
      return encodeFloats(keyword, vr, values);
    case 'AT': {
      const words = values.flatMap((one) => encodeTag(keyword, one));
      return encodeNumbers(words.length, 2, (n) => words[n] ?? 0);
    }
    case 'DS':
      return padded(new TextEncoder().encode(values.map((one) => decimalText(keyword, one)).join('\\')), 0x20);
    case 'IS':
      return padded(
        new TextEncoder().encode(values.map((one) => String(checkedNumber(keyword, vr, one, -0x80000000, 0x7fffffff))).join('\\')),
        0x20,
      );
    default:
      if (isSingleText(vr) && values.length !== 1) throw refuse(keyword, vr, 'this VR holds one value');
      return padded(new TextEncoder().encode(values.map((one) => checkedText(keyword, vr, one, copiedUIDs)).join('\\')), vr === 'UI' ? 0 : 0x20);
  }
}
