import { longFormRepresentations } from '../elements.ts';
import { Chunks, explicitHeader, implicitHeader, itemTag, longestShortValue, sequenceDelimiterTag } from './chunks.ts';
import type { ElementNode, ElementTree, FragmentsNode } from './elementTree.ts';
import { fileMeta } from './fileMeta.ts';

const implicitLittleEndian = '1.2.840.10008.1.2';
export const explicitLittleEndian = '1.2.840.10008.1.2.1';

/** What a file is written from. */
export interface WrittenObject {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  /** Transfer syntax of pixel data in fragments; null where pixel data is native or absent. */
  readonly encapsulatedSyntaxUID: string | null;
  /** Text in UTF-8, numbers little endian; SpecificCharacterSet must say ISO_IR 192 where text is not ASCII. */
  readonly tree: ElementTree;
}

/**
 * A tree as the bytes of a Part 10 file: a new preamble and file meta information, sequences of defined length,
 * values padded to even length (PS3.5 7.1, 7.5; PS3.10 7.1).
 *
 * Native objects are explicit VR little endian. Where a value is too long for its explicit form (contours of an
 * RTSTRUCT with more than 64 kB), the object is implicit VR little endian; fragments keep their own syntax, and such
 * a value is then written as UN (PS3.5 6.2.2 note).
 *
 * Group lengths are left out, as is everything of groups below 0008, which a data set cannot hold.
 */
export function writeElements({ sopClassUID, sopInstanceUID, encapsulatedSyntaxUID, tree }: WrittenObject): Uint8Array<ArrayBuffer> {
  const isExplicit = encapsulatedSyntaxUID !== null || !hasOverlongValue(tree);
  const transferSyntaxUID = encapsulatedSyntaxUID ?? (isExplicit ? explicitLittleEndian : implicitLittleEndian);
  const file = fileMeta({ sopClassUID, sopInstanceUID, transferSyntaxUID });
  file.append(encodeTree(tree.filter(({ tag }) => tag >= 'x00080000'), isExplicit));
  return file.join();
}

function hasOverlongValue(tree: ElementTree): boolean {
  return tree.some((node) => (node.kind === 'sequence' ? node.items.some(hasOverlongValue) : node.kind === 'value' && !longFormRepresentations.has(node.vr) && node.bytes.length > longestShortValue));
}

function encodeTree(tree: ElementTree, isExplicit: boolean): Chunks {
  const chunks = new Chunks();
  for (const node of tree) {
    if (node.tag.endsWith('0000')) continue;
    encodeNode(chunks, node, isExplicit);
  }
  return chunks;
}

function encodeNode(chunks: Chunks, node: ElementNode, isExplicit: boolean): void {
  const tag = Number.parseInt(node.tag.slice(1), 16);
  const header = (vr: string, length: number): Uint8Array => (isExplicit ? explicitHeader(tag, vr, length) : implicitHeader(tag, length));
  if (node.kind === 'fragments') {
    chunks.push(header(node.vr, 0xffffffff));
    encodeFragments(chunks, node);
    return;
  }
  if (node.kind === 'sequence') {
    const body = new Chunks();
    for (const item of node.items) {
      const content = encodeTree(item, isExplicit);
      body.push(implicitHeader(itemTag, content.length));
      body.append(content);
    }
    chunks.push(header('SQ', body.length));
    chunks.append(body);
    return;
  }
  const length = node.bytes.length + (node.bytes.length % 2);
  const isOverlong = length > longestShortValue && !longFormRepresentations.has(node.vr);
  chunks.push(header(isOverlong ? 'UN' : node.vr, length));
  chunks.push(node.bytes);
  if (length > node.bytes.length) chunks.push(Uint8Array.of(paddingOf(node.vr)));
}

/** Offsets counted anew, for fragments of odd length move those behind them when they are padded. */
function evenOffsets({ offsetTable, fragments }: FragmentsNode): Uint8Array {
  if (fragments.every(({ length }) => length % 2 === 0)) return offsetTable;
  const moved = new Map<number, number>();
  let [from, to] = [0, 0];
  for (const { length } of fragments) {
    moved.set(from, to);
    from += 8 + length;
    to += 8 + length + (length % 2);
  }
  const table = new Uint8Array(offsetTable);
  const view = new DataView(table.buffer);
  for (let at = 0; at + 4 <= table.length; at += 4) view.setUint32(at, moved.get(view.getUint32(at, true)) ?? view.getUint32(at, true), true);
  return table;
}

function encodeFragments(chunks: Chunks, node: FragmentsNode): void {
  for (const item of [evenOffsets(node), ...node.fragments]) {
    const length = item.length + (item.length % 2);
    chunks.push(implicitHeader(itemTag, length));
    chunks.push(item);
    if (length > item.length) chunks.push(Uint8Array.of(0));
  }
  chunks.push(implicitHeader(sequenceDelimiterTag, 0));
}

/** Text is padded with a space, UI and everything binary with zero (PS3.5 6.2). */
function paddingOf(vr: string): number {
  return vr === 'UI' || vr === 'UN' || vr.startsWith('O') ? 0 : 0x20;
}
