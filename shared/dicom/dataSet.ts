import { DicomError } from '../errors/appError.ts';
import { attributes, formatTag, nameAttribute } from './attributes.ts';
import type { Keyword } from './attributes.ts';
import { parseDecimals } from './decimals.ts';
import { asciiText, decodeText } from './decodeText.ts';
import { parseElements, parseUnknownAsItems } from './parseElements.ts';
import type { Element, ElementTable, ReadOptions } from './parseElements.ts';
import { gatherEvidence, textsIn } from './textEvidence.ts';
import type { TextEvidence } from './textEvidence.ts';

/** What all data sets of one file share. */
interface Source {
  readonly bytes: Uint8Array;
  readonly isLittleEndian: boolean;
  readonly transferSyntaxUID: string;
  readonly isInflated: boolean;
  readonly meta: ElementTable;
  /** Elements of the object itself, where evidence of its text encoding is looked for. */
  readonly elements: ElementTable;
  readonly warnings: string[];
  /** Gathered at the first text that needs it. */
  evidence?: TextEvidence;
}

/** Where pixel data lies; `isEncapsulated` means fragments of a compressed syntax. */
export interface PixelDataSpan {
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly isEncapsulated: boolean;
}

/**
 * A value not yet read: `vr` as the file writes it, null in implicit VR. `bytes` are a view on the file; where only its
 * beginning was read they may be fewer than the `byteLength` the file has.
 */
export interface RawValue {
  readonly vr: string | null;
  readonly bytes: Uint8Array;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** Bytes per value and reader of the binary numeric VRs. */
const binaryReaders: Readonly<Record<string, readonly [number, (view: DataView, at: number, little: boolean) => number]>> = {
  US: [2, (view, at, little) => view.getUint16(at, little)],
  SS: [2, (view, at, little) => view.getInt16(at, little)],
  UL: [4, (view, at, little) => view.getUint32(at, little)],
  SL: [4, (view, at, little) => view.getInt32(at, little)],
  FL: [4, (view, at, little) => view.getFloat32(at, little)],
  FD: [8, (view, at, little) => view.getFloat64(at, little)],
};

/**
 * Attributes of one DICOM object or sequence item over the bytes of its file; nothing is copied.
 *
 * Getters return null where the attribute is absent or empty and throw `broken-value` where it is there
 * but cannot be what its VR says; the `require…` forms throw `missing-attribute` instead of null.
 */
export class DataSet {
  readonly #source: Source;
  readonly #elements: ElementTable;
  readonly #characterSet: string | null;

  constructor(source: Source, elements: ElementTable, inheritedCharacterSet: string | null) {
    this.#source = source;
    this.#elements = elements;
    this.#characterSet = inheritedCharacterSet;
    const own = elements[attributes.SpecificCharacterSet[0]];
    // Item level SpecificCharacterSet overrides that of the object (PS3.3 C.12.1.1.2).
    if (own !== undefined) this.#characterSet = asciiText(withoutPadding(this.#valueBytes(own)));
  }

  get transferSyntaxUID(): string {
    return this.#source.transferSyntaxUID;
  }

  get isLittleEndian(): boolean {
    return this.#source.isLittleEndian;
  }

  /** Findings while reading; grows as text is decoded. */
  get warnings(): readonly string[] {
    return this.#source.warnings;
  }

  /** What byte offsets count in: the file, or for a deflated one its header followed by the inflated data set. */
  get bytes(): Uint8Array {
    return this.#source.bytes;
  }

  /** The attribute is present, though maybe empty. */
  has(keyword: Keyword): boolean {
    return this.#element(keyword) !== undefined;
  }

  /** Decoded text with padding removed, backslashes kept; null where absent or empty. */
  text(keyword: Keyword): string | null {
    const element = this.#element(keyword);
    if (element === undefined) return null;
    const bytes = withoutPadding(this.#valueBytes(element));
    if (bytes.length === 0) return null;
    const vr = attributes[keyword][1];
    const { text, warning } = decodeText(bytes, this.#characterSet, vr, () => (this.#source.evidence ??= gatherEvidence(textsIn(this.#source.bytes, this.#source.elements))));
    if (warning !== null) this.#warn(`${this.place(keyword)}: ${warning}`);
    const clean = vr === 'CS' || vr === 'UI' || vr === 'DA' ? text.trim() : text;
    return clean === '' ? null : clean;
  }

  /** `PatientName (0010,0010) at byte 812`: how warnings name a value; without a place where it is absent. */
  place(keyword: Keyword): string {
    const element = this.#element(keyword);
    if (element === undefined) return nameAttribute(keyword);
    return `${nameAttribute(keyword)} at byte ${element.dataOffset}${this.#source.isInflated ? ' of the inflated data' : ''}`;
  }

  /** Values of a multi-valued text attribute. */
  texts(keyword: Keyword): readonly string[] | null {
    return this.text(keyword)?.split('\\').map((value) => value.trim()) ?? null;
  }

  /**
   * First value as a number.
   * @throws {DicomError} broken-value
   */
  number(keyword: Keyword): number | null {
    return this.numbers(keyword)?.[0] ?? null;
  }

  /**
   * All values as numbers.
   * @throws {DicomError} broken-value
   */
  numbers(keyword: Keyword): Float64Array | null {
    const element = this.#element(keyword);
    if (element === undefined) return null;
    const bytes = this.#valueBytes(element);
    if (bytes.length === 0) return null;
    const binary = binaryReaders[this.#valueRepresentation(keyword, element)];
    if (binary === undefined && withoutPadding(bytes).length === 0) return null;
    if (binary !== undefined) return readBinary(bytes, binary, this.isLittleEndian);
    const values = parseDecimals(bytes);
    if (values !== null) return values;
    throw new DicomError('broken-value', `${this.place(keyword)} holds a value that is not a number.`, {
      detail: { tag: formatTag(attributes[keyword][0]), byteOffset: element.dataOffset },
    });
  }

  /** @throws {DicomError} missing-attribute */
  requireText(keyword: Keyword): string {
    return this.text(keyword) ?? fail(keyword);
  }

  /** @throws {DicomError} missing-attribute | broken-value */
  requireNumber(keyword: Keyword): number {
    return this.number(keyword) ?? fail(keyword);
  }

  /**
   * Exactly `count` numbers.
   * @throws {DicomError} missing-attribute | broken-value
   */
  requireNumbers(keyword: Keyword, count: number): Float64Array {
    const values = this.numbers(keyword) ?? fail(keyword);
    if (values.length === count) return values;
    throw new DicomError('broken-value', `${this.place(keyword)} has ${values.length} values instead of ${count}.`, {
      detail: { tag: formatTag(attributes[keyword][0]) },
    });
  }

  /** Items of a sequence; none where it is absent or empty, which `has` tells apart. */
  items(keyword: Keyword): readonly DataSet[] {
    const element = this.#element(keyword);
    if (element === undefined) return [];
    const items = element.items ?? (element.length > 0 ? parseUnknownAsItems(this.#source.bytes, element) : []);
    // PS3.5 6.2.2: what VR UN holds is little endian in every syntax.
    const source = element.vr === 'UN' ? { ...this.#source, isLittleEndian: true } : this.#source;
    return items.map((item) => new DataSet(source, item.dataSet.elements, this.#characterSet));
  }

  /** Where the items of a sequence begin, for offsets that point at them as those of a DICOMDIR do. */
  itemOffsets(keyword: Keyword): readonly number[] {
    // Tag and length of an item take eight bytes.
    return this.#element(keyword)?.items?.map((item) => item.dataOffset - 8) ?? [];
  }

  /** PixelData of this data set, or null. */
  pixelData(): PixelDataSpan | null {
    const element = this.#element('PixelData');
    if (element === undefined) return null;
    const isEncapsulated = element.hadUndefinedLength === true;
    return { byteOffset: element.dataOffset, byteLength: element.length, isEncapsulated };
  }

  /**
   * Value of an attribute as it lies in the file, for tables and for repeating groups; null where absent.
   *
   * @param name keyword, or tag as `x60003000`
   */
  rawValue(name: Keyword | `x${string}`): RawValue | null {
    const element = this.#elements[name in attributes ? attributes[name as Keyword][0] : name];
    if (element === undefined) return null;
    return { vr: element.vr ?? null, bytes: this.#valueBytes(element), byteOffset: element.dataOffset, byteLength: element.length };
  }

  /** Value of a file meta attribute (group 0002). */
  metaText(keyword: Keyword): string | null {
    const element = this.#source.meta[attributes[keyword][0]];
    if (element === undefined) return null;
    return asciiText(withoutPadding(this.#valueBytes(element))).trim() || null;
  }

  #element(keyword: Keyword): Element | undefined {
    return this.#elements[attributes[keyword][0]];
  }

  #valueBytes(element: Element): Uint8Array {
    return this.#source.bytes.subarray(element.dataOffset, element.dataOffset + element.length);
  }

  #valueRepresentation(keyword: Keyword, element: Element): string {
    return element.vr === undefined || element.vr === 'UN' ? attributes[keyword][1] : element.vr;
  }

  #warn(warning: string): void {
    const { warnings } = this.#source;
    if (warnings.length < 200 && !warnings.includes(warning)) warnings.push(warning);
  }
}

/**
 * Reads a DICOM file or bare data set.
 *
 * Implicit, explicit little and explicit big endian, deflated; compressed pixel data stays as it is.
 *
 * @param options to read the beginning of a file alone
 * @throws {DicomError} not-dicom | truncated | unsupported | broken-value
 */
export function parseDataSet(file: Uint8Array, options: ReadOptions = {}): DataSet {
  // Node's Buffer is a Uint8Array whose slice() shares memory; a plain view behaves the same on every host.
  const { encoding, elements, ...rest } = parseElements(new Uint8Array(file.buffer, file.byteOffset, file.byteLength), options);
  return new DataSet({ isLittleEndian: encoding.isLittleEndian, elements, ...rest }, elements, null);
}

/** Trailing spaces and NULs are padding in every VR; no character of any set ends in one (PS3.5 6.2). */
function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--;
  return end === bytes.length ? bytes : bytes.subarray(0, end);
}

function readBinary(bytes: Uint8Array, [width, read]: NonNullable<(typeof binaryReaders)[string]>, isLittleEndian: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(Math.floor(bytes.length / width));
  for (let index = 0; index < values.length; index++) values[index] = read(view, index * width, isLittleEndian);
  return values;
}

function fail(keyword: Keyword): never {
  throw new DicomError('missing-attribute', `${nameAttribute(keyword)} is absent or empty.`, {
    detail: { tag: formatTag(attributes[keyword][0]) },
  });
}
