import { DicomError } from '../../errors/appError.ts';
import { decodeText } from '../decodeText.ts';
import { lookUpTag } from '../dictionary.ts';
import type { Element, ElementTable } from '../elements.ts';
import { nameTag } from '../elements.ts';
import { parseElements, parseUnknownAsItems } from '../parseElements.ts';
import { swapped, widthOf } from './byteOrder.ts';
import { characterSetRepresentations, textRepresentations } from './elementTree.ts';
import type { ElementNode, ElementTree } from './elementTree.ts';

/** A whole file as a tree that can be written again. */
export interface FileTree {
  readonly transferSyntaxUID: string;
  readonly meta: ElementTree;
  readonly tree: ElementTree;
  /** Pixel data in fragments: the file has to be written in its own transfer syntax. */
  readonly isEncapsulated: boolean;
  readonly warnings: readonly string[];
}

/** What the elements of one data set share while they are read. */
interface Scope {
  readonly bytes: Uint8Array;
  readonly isLittleEndian: boolean;
  readonly characterSet: string | null;
  readonly pixels: PixelLayout;
  readonly warnings: Set<string>;
}

/** What decides VR and byte order of the attributes that depend on others. */
interface PixelLayout {
  readonly bitsAllocated: number;
  readonly isSigned: boolean;
  readonly arePixelsBigEndian: boolean;
}

const pixelData = 'x7fe00010';
/** GE's private syntax: little endian save for the pixels. */
const bigEndianPixels = '1.2.840.113619.5.2';

/**
 * Reads a file into a tree: every sequence as items, every value little endian, every text UTF-8, every VR named.
 *
 * VRs that implicit files and UN leave open are those of PS3.6; of several, the one the pixel description decides.
 *
 * @throws {DicomError} as parseElements; truncated where pixel data is cut short
 */
export function readTree(file: Uint8Array): FileTree {
  const plain = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const { bytes, encoding, elements, meta, transferSyntaxUID, warnings } = parseElements(plain);
  const base = { bytes, isLittleEndian: encoding.isLittleEndian, characterSet: null, warnings: new Set(warnings) };
  const scope = { ...base, pixels: { ...layoutOf(base, elements), arePixelsBigEndian: !encoding.isLittleEndian || transferSyntaxUID === bigEndianPixels } };
  const tree = treeOf(scope, elements);
  return {
    transferSyntaxUID,
    meta: treeOf({ ...scope, isLittleEndian: true }, meta),
    tree,
    isEncapsulated: tree.some((node) => node.kind === 'fragments'),
    warnings: [...scope.warnings],
  };
}

function layoutOf(source: { readonly bytes: Uint8Array; readonly isLittleEndian: boolean }, elements: ElementTable): { readonly bitsAllocated: number; readonly isSigned: boolean } {
  const view = new DataView(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
  const unsigned = (tag: string): number => {
    const element = elements[tag];
    return element === undefined || element.length < 2 ? 0 : view.getUint16(element.dataOffset, source.isLittleEndian);
  };
  return { bitsAllocated: unsigned('x00280100') || 16, isSigned: unsigned('x00280103') === 1 };
}

function treeOf(outer: Scope, elements: ElementTable): ElementTree {
  const own = elements['x00080005'];
  // Item level SpecificCharacterSet overrides that of the object (PS3.3 C.12.1.1.2).
  const scope = own === undefined ? outer : { ...outer, characterSet: decodeText(valueOf(outer, own), null, 'CS').text.replace(/[\0 ]+$/, '') };
  return Object.values(elements).map((element) => nodeOf(scope, element)).sort((a, b) => (a.tag < b.tag ? -1 : 1));
}

const valueOf = (scope: Scope, element: Element): Uint8Array => scope.bytes.subarray(element.dataOffset, element.dataOffset + element.length);

function nodeOf(scope: Scope, element: Element): ElementNode {
  const { tag } = element;
  if (element.isCut === true) throw new DicomError('truncated', `${nameTag(tag)} at byte ${element.dataOffset} is cut short; send the object again.`, { detail: { tag, byteOffset: element.dataOffset } });
  if (element.fragments !== undefined) {
    const [first] = element.fragments;
    const tableEnd = first === undefined ? element.dataOffset + element.length : first.position - 8;
    return {
      kind: 'fragments', tag, vr: 'OB',
      offsetTable: scope.bytes.subarray(Math.min(element.dataOffset + 8, tableEnd), tableEnd),
      fragments: element.fragments.map(({ position, length }) => scope.bytes.subarray(position, position + length)),
    };
  }
  const vr = representationOf(scope, element);
  if (element.items !== undefined || vr === 'SQ') return sequenceOf(scope, element);
  const raw = valueOf(scope, element);
  if (characterSetRepresentations.has(vr)) {
    const { text, warning } = decodeText(raw, scope.characterSet, vr);
    if (warning !== null) scope.warnings.add(`${nameTag(tag)}: ${warning}`);
    return { kind: 'value', tag, vr, bytes: new TextEncoder().encode(text), asStood: raw };
  }
  const bytes = needsSwap(scope, tag, vr) ? swapped(raw, tag === pixelData && vr === 'OW' ? Math.max(2, scope.pixels.bitsAllocated / 8) : widthOf(vr)) : raw;
  return { kind: 'value', tag, vr, bytes, asStood: raw };
}

function needsSwap(scope: Scope, tag: string, vr: string): boolean {
  if (tag === pixelData) return scope.pixels.arePixelsBigEndian && vr === 'OW';
  return !scope.isLittleEndian && widthOf(vr) > 1;
}

function sequenceOf(scope: Scope, element: Element): ElementNode {
  const isUnknown = element.vr === 'UN' || (element.items === undefined && element.length > 0);
  const items = element.items ?? (element.length > 0 ? parseUnknownAsItems(scope.bytes, element) : []);
  const inner = isUnknown ? { ...scope, isLittleEndian: true } : scope;
  return { kind: 'sequence', tag: element.tag, vr: 'SQ', items: items.map((item) => treeOf(inner, item.dataSet.elements)) };
}

/** VR of an element: the file's where it is one of the standard's for this tag, else the standard's where both are text. */
function representationOf(scope: Scope, element: Element): string {
  const known = lookUpTag(element.tag)?.vr.split('/') ?? [];
  const given = element.vr;
  if (given === undefined || given === 'UN') return known.length === 0 ? 'UN' : chosenOf(scope, element, known);
  if (known.length === 0 || known.includes(given)) return given;
  const [first = given] = known;
  return textRepresentations.has(given) && textRepresentations.has(first) ? first : given;
}

function chosenOf({ pixels }: Scope, element: Element, known: readonly string[]): string {
  if (known.includes('SS')) return element.length > 0xfffe ? 'OW' : known.includes('OW') && element.tag === 'x00283006' ? 'OW' : pixels.isSigned ? 'SS' : 'US';
  if (element.tag === pixelData) return pixels.bitsAllocated <= 8 && !pixels.arePixelsBigEndian ? 'OB' : 'OW';
  if (known.includes('OW')) return 'OW';
  return known[0] ?? 'UN';
}
