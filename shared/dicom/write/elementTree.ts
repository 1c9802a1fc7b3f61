/** One attribute with its value taken apart as far as structure goes. Bytes are little endian, text is UTF-8. */
export type ElementNode = ValueNode | SequenceNode | FragmentsNode;

/** Attributes of an object or of one item, in ascending tag order. */
export type ElementTree = readonly ElementNode[];

export interface ValueNode {
  readonly kind: 'value';
  /** `x00100010`. */
  readonly tag: string;
  readonly vr: string;
  readonly bytes: Uint8Array;
  /** Text as it stood in the file it was read from, in its own character set; the same as `bytes` for other values. */
  readonly asStood: Uint8Array;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly tag: string;
  readonly vr: 'SQ';
  readonly items: readonly ElementTree[];
}

/** Encapsulated pixel data (PS3.5 annex A.4), as it was. */
export interface FragmentsNode {
  readonly kind: 'fragments';
  readonly tag: string;
  readonly vr: string;
  /** Value of the first item; may be empty. */
  readonly offsetTable: Uint8Array;
  readonly fragments: readonly Uint8Array[];
}

/** VRs whose text is in the SpecificCharacterSet (PS3.5 6.1.2.2). */
export const characterSetRepresentations: ReadonlySet<string> = new Set(['SH', 'LO', 'ST', 'LT', 'UC', 'UT', 'PN']);

/** All VRs that are text (PS3.5 6.2). */
export const textRepresentations: ReadonlySet<string> = new Set([...characterSetRepresentations, 'AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'TM', 'UI', 'UR']);

/** VRs where a backslash is a character and not a separator (PS3.5 6.2). */
export const singleTextRepresentations: ReadonlySet<string> = new Set(['ST', 'LT', 'UT', 'UR']);

/** A value made of text. */
export function textNode(tag: string, vr: string, text: string): ValueNode {
  const bytes = new TextEncoder().encode(text);
  return { kind: 'value', tag, vr, bytes, asStood: bytes };
}

/** Text of a value without its padding. */
export function textOf(node: ElementNode | undefined): string {
  if (node?.kind !== 'value') return '';
  return new TextDecoder().decode(node.bytes).replace(/[\0 ]+$/, '');
}

/** Values of a text attribute, each trimmed; none where it is empty. */
export function textsOf(node: ElementNode | undefined): readonly string[] {
  const text = textOf(node);
  if (node?.kind !== 'value' || text === '') return [];
  return singleTextRepresentations.has(node.vr) ? [text.trim()] : text.split('\\').map((part) => part.trim());
}

export function findNode(tree: ElementTree, tag: string): ElementNode | undefined {
  return tree.find((node) => node.tag === tag);
}

/** The tree with a node put in its place, instead of one with the same tag where there is one. */
export function withNode(tree: ElementTree, node: ElementNode): ElementTree {
  return [...tree.filter(({ tag }) => tag !== node.tag), node].sort((a, b) => (a.tag < b.tag ? -1 : 1));
}

/** The first value as an unsigned 16 bit integer; null where the attribute is absent or empty. */
export function unsignedOf(node: ElementNode | undefined): number | null {
  if (node?.kind !== 'value' || node.bytes.length < 2) return null;
  return (node.bytes[0] ?? 0) | ((node.bytes[1] ?? 0) << 8);
}
