import { formatTag } from '../../../shared/dicom/attributes.ts';

const textVrs: ReadonlySet<string> = new Set('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split(' '));

/** The value is text in some encoding (PS3.5 table 6.2-1). */
export const isTextVr = (vr: string): boolean => textVrs.has(vr);

type Reader = readonly [bytes: number, read: (view: DataView, at: number, isLittle: boolean) => number | bigint];

const readers: Readonly<Record<string, Reader>> = {
  US: [2, (view, at, isLittle) => view.getUint16(at, isLittle)],
  SS: [2, (view, at, isLittle) => view.getInt16(at, isLittle)],
  UL: [4, (view, at, isLittle) => view.getUint32(at, isLittle)],
  SL: [4, (view, at, isLittle) => view.getInt32(at, isLittle)],
  UV: [8, (view, at, isLittle) => view.getBigUint64(at, isLittle)],
  SV: [8, (view, at, isLittle) => view.getBigInt64(at, isLittle)],
  FL: [4, (view, at, isLittle) => view.getFloat32(at, isLittle)],
  FD: [8, (view, at, isLittle) => view.getFloat64(at, isLittle)],
  OF: [4, (view, at, isLittle) => view.getFloat32(at, isLittle)],
  OD: [8, (view, at, isLittle) => view.getFloat64(at, isLittle)],
};

/** Numbers shown of a long list, and bytes of a value nobody can read. */
const maxNumbers = 64;
const maxBytes = 24;

/** Group 7FE0 and the pixel data of overlays and curves: only how much there is. */
const isPixels = (tag: string): boolean => tag.startsWith('x7fe0') || tag.startsWith('x7f') && tag.endsWith('0010');

/**
 * A value that is no text, as text: numbers with backslashes between, tags, or the first bytes in hexadecimal.
 * Pixel data are empty; their length says all there is to say.
 */
export function describeValue(bytes: Uint8Array, vr: string, tag: string, isLittleEndian: boolean): { readonly value: string; readonly isShortened: boolean } {
  if (isPixels(tag)) return { value: '', isShortened: bytes.length > 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (vr === 'AT') {
    const count = Math.floor(bytes.length / 4);
    const tags = Array.from({ length: Math.min(count, maxNumbers) }, (_, index) => {
      return formatTag(`x${[0, 2].map((at) => view.getUint16(index * 4 + at, isLittleEndian).toString(16).padStart(4, '0')).join('')}`);
    });
    return { value: tags.join('\\'), isShortened: count > maxNumbers };
  }
  const reader = readers[vr];
  if (reader !== undefined && bytes.length >= reader[0]) {
    const [width, read] = reader;
    const count = Math.floor(bytes.length / width);
    const values = Array.from({ length: Math.min(count, maxNumbers) }, (_, index) => String(plain(read(view, index * width, isLittleEndian), vr)));
    return { value: values.join('\\'), isShortened: count > maxNumbers };
  }
  const shown = [...bytes.subarray(0, maxBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return { value: shown, isShortened: bytes.length > maxBytes };
}

/** A 32-bit float with the digits it has, not those of the 64-bit number it is read into. */
const plain = (value: number | bigint, vr: string): number | bigint => (typeof value === 'number' && (vr === 'FL' || vr === 'OF') ? Number(value.toPrecision(7)) : value);
