import { decodeText } from '../../../shared/dicom/decodeText.ts';
import { lookUpTag } from '../../../shared/dicom/dictionary.ts';
import type { Element, ElementTable } from '../../../shared/dicom/elements.ts';
import { parseElements, parseUnknownAsItems } from '../../../shared/dicom/parseElements.ts';
import { gatherEvidence, textsIn } from '../../../shared/dicom/textEvidence.ts';
import type { TextEvidence } from '../../../shared/dicom/textEvidence.ts';
import { describeValue, isTextVr } from './describeValue.ts';

/** One line of the tag browser: an element, or an item of a sequence. */
export interface TagRow {
  /** `x00100010`; `xfffee000` for an item. */
  readonly tag: string;
  /** How deep it lies; 0 for the object's own elements. */
  readonly depth: number;
  /** As the file writes it, or in parentheses what PS3.6 says where it writes none; empty for an item. */
  readonly vr: string;
  /** Keyword of PS3.6; for a private element its creator; empty where nothing is known, the number for an item. */
  readonly name: string;
  readonly isPrivate: boolean;
  readonly value: string;
  /** The value is longer than what is here. */
  readonly isShortened: boolean;
  readonly lengthBytes: number;
  /** Items of a sequence or elements of an item; null for an element with a value. */
  readonly children: number | null;
  /** The row this one lies in; -1 for none. */
  readonly parent: number;
}

export interface TagList {
  readonly rows: readonly TagRow[];
  readonly transferSyntaxUID: string;
  readonly warnings: readonly string[];
}

/** Everything that is constant while one file is taken apart. */
interface Listing {
  readonly bytes: Uint8Array;
  readonly evidence: () => TextEvidence;
  readonly rows: TagRow[];
  readonly warnings: Set<string>;
}

interface Scope {
  readonly isLittleEndian: boolean;
  readonly characterSet: string | null;
  readonly parent: number;
  readonly depth: number;
}

/** More than any object has; what a forged one has beyond is left out, with a warning. */
const maxRows = 500_000;

/**
 * Every element of an object, sequences and their items taken apart, in the order of the file. Values become text;
 * pixel data and other bytes are only counted.
 *
 * @throws {DicomError} not-dicom | truncated | unsupported | broken-value
 */
export function listTags(file: Uint8Array): TagList {
  const { bytes, encoding, meta, elements, transferSyntaxUID, warnings } = parseElements(file);
  let gathered: TextEvidence | null = null;
  const listing: Listing = { bytes, rows: [], warnings: new Set(warnings), evidence: () => (gathered ??= gatherEvidence(textsIn(bytes, elements))) };
  const outer: Scope = { isLittleEndian: true, characterSet: null, parent: -1, depth: 0 };
  addElements(listing, outer, meta);
  addElements(listing, { ...outer, isLittleEndian: encoding.isLittleEndian }, elements);
  if (listing.rows.length >= maxRows) listing.warnings.add(`Only the first ${maxRows} elements are listed`);
  return { rows: listing.rows, transferSyntaxUID, warnings: [...listing.warnings] };
}

const valueOf = ({ bytes }: Listing, element: Element): Uint8Array => bytes.subarray(element.dataOffset, element.dataOffset + element.length);

function addElements(listing: Listing, outer: Scope, table: ElementTable): void {
  const own = table['x00080005'];
  // An item's own SpecificCharacterSet overrides that of the object (PS3.3 C.12.1.1.2).
  const scope = own === undefined ? outer : { ...outer, characterSet: decodeText(valueOf(listing, own), null, 'CS').text.replace(/[\0 ]+$/, '') };
  const creators = new Map<string, string>();
  for (const element of Object.values(table)) {
    if (listing.rows.length >= maxRows) return;
    addElement(listing, scope, element, creators);
  }
}

/** @param creators names of private blocks in this data set, by group and block as `001910` (PS3.5 7.8.1) */
function addElement(listing: Listing, scope: Scope, element: Element, creators: Map<string, string>): void {
  const { tag } = element;
  const entry = lookUpTag(tag);
  const isPrivate = Number.parseInt(tag.slice(4, 5), 16) % 2 === 1;
  const vr = element.vr ?? entry?.vr.split('/')[0] ?? 'UN';
  const base = { tag, depth: scope.depth, parent: scope.parent, isPrivate, vr: element.vr ?? `(${entry?.vr ?? 'UN'})`, lengthBytes: element.length };
  const items = itemsOf(listing, element, vr);
  if (items !== null) {
    const row = listing.rows.push({ ...base, name: nameOf(tag, isPrivate, creators, entry?.keyword), value: '', isShortened: false, children: items.length }) - 1;
    // PS3.5 6.2.2: what VR UN holds is little endian in every syntax.
    const inner = { ...scope, isLittleEndian: scope.isLittleEndian || element.vr === 'UN', depth: scope.depth + 1, parent: row };
    for (const [index, item] of items.entries()) {
      const count = Object.keys(item.dataSet.elements).length;
      const itemRow = listing.rows.push({ tag: item.tag, depth: inner.depth, parent: row, isPrivate: false, vr: '', name: String(index + 1), value: '', isShortened: false, lengthBytes: item.length, children: count }) - 1;
      addElements(listing, { ...inner, depth: inner.depth + 1, parent: itemRow }, item.dataSet.elements);
    }
    return;
  }
  const bytes = valueOf(listing, element);
  const isCreator = isPrivate && tag.slice(5, 7) === '00' && Number.parseInt(tag.slice(7), 16) >= 0x10;
  const text = isTextVr(vr) || isCreator;
  const decoded = text ? decodeText(bytes, scope.characterSet, isCreator ? 'LO' : vr, listing.evidence) : null;
  const described = element.fragments === undefined && decoded === null ? describeValue(bytes, vr, tag, scope.isLittleEndian) : shorten((decoded?.text ?? '').replace(/[\0 ]+$/, ''));
  if (isCreator) creators.set(tag.slice(1, 5) + tag.slice(7), described.value);
  listing.rows.push({ ...base, name: isCreator ? 'PrivateCreator' : nameOf(tag, isPrivate, creators, entry?.keyword), ...described, children: null });
}

const maxTextLength = 20_000;
const shorten = (text: string): { readonly value: string; readonly isShortened: boolean } => ({ value: text.slice(0, maxTextLength), isShortened: text.length > maxTextLength });

const nameOf = (tag: string, isPrivate: boolean, creators: ReadonlyMap<string, string>, keyword: string | undefined): string =>
  (isPrivate ? creators.get(tag.slice(1, 5) + tag.slice(5, 7)) : keyword) ?? '';

/** Items of a sequence, also where only PS3.6 says that it is one; null for anything else. */
function itemsOf({ bytes, warnings }: Listing, element: Element, vr: string): NonNullable<Element['items']> | null {
  if (element.items !== undefined) return element.items;
  if (vr !== 'SQ') return null;
  if (element.length === 0) return [];
  try {
    return parseUnknownAsItems(bytes, element);
  } catch (error) {
    // Its bytes are still shown; the rest of the object is not lost for it.
    warnings.add(error instanceof Error ? error.message : String(error));
    return null;
  }
}
