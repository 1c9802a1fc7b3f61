import { Identifiers } from '../../shared/deid/identifiers.ts';
import { deidentify, type DeidContext, type Deidentified } from '../../shared/deid/deidentify.ts';
import { KeyedValues } from '../../shared/deid/keyedValues.ts';
import { lookUpTag } from '../../shared/dicom/dictionary.ts';
import { textNode } from '../../shared/dicom/write/elementTree.ts';
import type { ElementNode, ElementTree } from '../../shared/dicom/write/elementTree.ts';
import { readTree } from '../../shared/dicom/write/readTree.ts';
import { writeElements } from '../../shared/dicom/write/writeElements.ts';

export const testKey = new Uint8Array(32).fill(7);
export const ctClass = '1.2.840.10008.5.1.4.1.1.2';

/** A context as a job makes it for one file. */
export function contextOf(changes: Partial<DeidContext> = {}): DeidContext {
  return { preset: 'teaching', values: new KeyedValues(testKey), pseudonym: 'P-01', dateOffsetDays: -1234, ordinal: 1, identifiers: new Identifiers(), isReviewed: false, pixels: null, ...changes };
}

export const text = (tag: string, vr: string, value: string): ElementNode => textNode(tag, vr, value);

/** Node of a keyword's tag with bytes of our choice. */
export const bytesNode = (tag: string, vr: string, bytes: Uint8Array): ElementNode => ({ kind: 'value', tag, vr, bytes, asStood: bytes });

export const sequence = (tag: string, ...items: ElementTree[]): ElementNode => ({ kind: 'sequence', tag, vr: 'SQ', items });

/** A file of the given attributes besides its SOP UIDs. */
export function fileOf(nodes: readonly ElementNode[], sopClassUID = ctClass): Uint8Array<ArrayBuffer> {
  const own = [text('x00080016', 'UI', sopClassUID), text('x00080018', 'UI', '1.2.826.0.1.3680043.9.9.1')];
  const tree = [...own.filter(({ tag }) => !nodes.some((node) => node.tag === tag)), ...nodes].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  return writeElements({ sopClassUID, sopInstanceUID: '1.2.826.0.1.3680043.9.9.1', encapsulatedSyntaxUID: null, tree });
}

/** De-identifies and reads the result back. */
export function treeAfter(file: Uint8Array, changes: Partial<DeidContext> = {}): { readonly tree: ElementTree; readonly result: Deidentified } {
  const result = deidentify(file, contextOf(changes));
  return { tree: readTree(result.bytes).tree, result };
}

/** First VR of a tag in PS3.6. */
export function vrOf(tag: string): string {
  return lookUpTag(tag)?.vr.split('/')[0] ?? 'LO';
}

/** One character a byte, to look for bytes as text. */
export const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
