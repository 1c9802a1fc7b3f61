import { DicomError } from '../errors/appError.ts';
import { findNode, textOf, textsOf, unsignedOf, withNode } from '../dicom/write/elementTree.ts';
import type { ElementNode, ElementTree, FragmentsNode, ValueNode } from '../dicom/write/elementTree.ts';
import { readTree } from '../dicom/write/readTree.ts';
import type { FileTree } from '../dicom/write/readTree.ts';
import { writeElements } from '../dicom/write/writeElements.ts';
import { findResidue } from './byteScan.ts';
import type { ChangeList } from './changes.ts';
import { TreeCleaner } from './cleanTree.ts';
import { hasHead } from './headSigns.ts';
import { Identifiers, identifiersOf } from './identifiers.ts';
import type { KeyedValues } from './keyedValues.ts';
import { ownText, withMarks } from './marks.ts';
import { optionsOf } from './presets.ts';
import type { Preset } from './presets.ts';
import { assertClassIsOpen, DeidError } from './refusal.ts';
import { withoutStreamText } from './streamSegments.ts';

/** What all objects of one patient are de-identified with. */
export interface DeidContext {
  readonly preset: Preset;
  readonly values: KeyedValues;
  /** Takes the place of name and ID; 1 to 32 characters. */
  readonly pseudonym: string;
  /** Whole days every date of the patient is moved by. */
  readonly dateOffsetDays: number;
  /** Which plan or structure set of the patient this is, from 1. */
  readonly ordinal: number;
  /** Names and numbers met in other objects of the patient. */
  readonly identifiers: Identifiers | null;
  /** A person looked at the pixels and said what is to be masked. */
  readonly isReviewed: boolean;
  /** Decoded and masked pixels that take the place of the object's own; null where they stay. */
  readonly pixels: ReplacedPixels | null;
}

/** Native pixels with the attributes that describe them (group 0028 and PixelData), explicit VR little endian. */
export interface ReplacedPixels {
  readonly nodes: readonly ElementNode[];
}

/** A de-identified object. */
export interface Deidentified {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sopInstanceUID: string;
  readonly changes: ChangeList;
  readonly warnings: readonly string[];
}

/**
 * De-identifies one object by the Basic Application Level Confidentiality Profile and the options of the preset
 * (PS3.15 2024e annex E): attributes by table E.1-1 and our allow lists at every nesting level, UIDs mapped, dates
 * shifted, a new header, no padding, no private data that is not known to be safe.
 *
 * The finished bytes are searched for everything that identified the original; an object in which anything is left is
 * refused. Pixels are not looked at: that is a person's review ({@link DeidContext.isReviewed}).
 *
 * @throws {DeidError} directory | encapsulated-document | raw-data | unknown-class | missing-uid | graphics-in-pixels | residual-identifier
 * @throws {DicomError} where the object cannot be read
 */
export function deidentify(file: Uint8Array, context: DeidContext): Deidentified {
  return deidentifyTree(readTree(file), context);
}

/** As {@link deidentify}, for an object that was read already. */
export function deidentifyTree(source: FileTree, context: DeidContext): Deidentified {
  const { tree, meta } = source;
  const sopClassUID = sopClassOf(source);
  assertClassIsOpen(sopClassUID);
  const original = textOf(findNode(tree, 'x00080018')) || textOf(findNode(meta, 'x00020003'));
  if (original === '') throw new DeidError('missing-uid', 'The object has no SOP Instance UID, so nothing can refer to it; leave it out.');

  const options = optionsOf(context.preset);
  const identifiers = identifiersOf(tree, options);
  for (const uid of textsOf(findNode(meta, 'x00020003'))) identifiers.uids.add(uid);
  if (context.identifiers !== null) identifiers.add(context.identifiers);
  const cleaner = new TreeCleaner({ ...context, options, identifiers });
  if (cleaner.isIdentifier(context.pseudonym)) {
    throw new DeidError('unsafe-pseudonym', 'The pseudonym is a name or number of the patient, or contains one; choose another and export again.');
  }
  const cleaned = cleaner.tree(withoutHiddenBytes(withPixels(tree, context.pixels), source, cleaner.changes));
  const sopInstanceUID = textOf(findNode(cleaned, 'x00080018')) || context.values.uid(original);
  const hasRecognizableFeatures = hasHead(tree);
  const marked = withMarks(cleaned, context.preset, { isReviewed: context.isReviewed, hasRecognizableFeatures });
  const isEncapsulated = context.pixels === null && source.isEncapsulated;
  const bytes = writeElements({ sopClassUID, sopInstanceUID, encapsulatedSyntaxUID: isEncapsulated ? source.transferSyntaxUID : null, tree: marked });

  const residue = findResidue(bytes, identifiers, `${ownText(context.preset)}\n${codedTerms(cleaned)}`);
  if (residue !== null) {
    throw new DeidError('residual-identifier', `After cleaning, a ${residueWords[residue.kind]} of the original is still in the object at byte ${residue.byteOffset}; it is not written. Leave it out, or have the attribute looked at.`, { detail: { byteOffset: residue.byteOffset } });
  }
  const warnings = [...cleaner.warnings];
  if (hasRecognizableFeatures) warnings.push('the head is shown in slices, from which a face can be reconstructed; faces are not removed, so hand these images on only under the same care as a photograph');
  return { bytes, sopInstanceUID, changes: cleaner.changes, warnings };
}

const residueWords = { name: 'name or number', date: 'date', uid: 'UID' } as const;

/** SOP class of an object, from its header where the data set names none. */
export function sopClassOf({ tree, meta }: Pick<FileTree, 'tree' | 'meta'>): string {
  if (findNode(tree, 'x00041220') !== undefined) return '1.2.840.10008.1.3.10';
  return textOf(findNode(tree, 'x00080016')).trim() || textOf(findNode(meta, 'x00020002')).trim();
}

/** Values of VR CS that stay: terms of the standard, where a word that is also part of a name stands by right. */
function codedTerms(tree: ElementTree): string {
  return tree.map((node) => (node.kind === 'sequence' ? node.items.map(codedTerms).join('\n') : node.kind === 'value' && node.vr === 'CS' ? textOf(node) : '')).join('\n');
}

function withPixels(tree: ElementTree, pixels: ReplacedPixels | null): ElementTree {
  // Offset tables of the fragments that are gone go with them.
  const replaced = pixels === null ? tree : pixels.nodes.reduce(withNode, tree.filter(({ tag }) => tag !== 'x7fe00001' && tag !== 'x7fe00002'));
  const bits = embeddedOverlayBits(replaced);
  if (bits === 0) return replaced;
  const node = findNode(replaced, 'x7fe00010');
  if (node?.kind === 'fragments') {
    throw new DeidError('graphics-in-pixels', 'Drawings lie in unused bits of compressed pixels, where they cannot be removed; export the object uncompressed.');
  }
  return node?.kind === 'value' ? withNode(replaced, clearedOf(node, bits)) : replaced;
}

/** Without what lies behind the last pixel and what the streams of compressed ones say beside them. */
function withoutHiddenBytes(tree: ElementTree, { transferSyntaxUID }: FileTree, changes: ChangeList): ElementTree {
  const node = tree.find((one): one is ValueNode | FragmentsNode => pixelBits.has(one.tag) && one.kind !== 'sequence');
  if (node === undefined) return tree;
  const shown = node.kind === 'fragments' ? withoutStreamText(node, transferSyntaxUID) : { ...node, bytes: node.bytes.subarray(0, nativeLength(tree, pixelBits.get(node.tag) ?? 0)) };
  if (shown === node || (shown.kind === 'value' && node.kind === 'value' && shown.bytes.length === node.bytes.length)) return tree;
  changes.note(node.tag, 'cleaned');
  // The extended offset table counts what is no longer there.
  return withNode(tree.filter(({ tag }) => tag !== 'x7fe00001' && tag !== 'x7fe00002'), shown);
}

/** Attributes of pixels, with the bits of a sample where those are not told (PS3.3 C.7.6.3, C.7.6.24, C.7.6.25). */
const pixelBits: ReadonlyMap<string, number> = new Map([['x7fe00008', 32], ['x7fe00009', 64], ['x7fe00010', 0]]);

/** Bytes of native pixels, at most; infinite where their description does not tell. */
function nativeLength(tree: ElementTree, bits: number): number {
  const numberOf = (tag: string): number => unsignedOf(findNode(tree, tag)) ?? 0;
  const frames = textOf(findNode(tree, 'x00280008')).trim();
  if (!/^\d*$/.test(frames)) return Infinity;
  const length = Math.ceil((numberOf('x00280010') * numberOf('x00280011') * (numberOf('x00280002') || 1) * Math.max(1, Number(frames)) * (bits || numberOf('x00280100'))) / 8);
  return length === 0 ? Infinity : length;
}

/** Bits above BitsStored that hold overlays, as files before 2004 have them (PS3.3 C.9.2, retired). */
function embeddedOverlayBits(tree: ElementTree): number {
  const allocated = unsignedOf(findNode(tree, 'x00280100'));
  const stored = unsignedOf(findNode(tree, 'x00280101'));
  if (allocated !== 16 || stored === null) return 0;
  let bits = 0;
  for (let group = 0x6000; group <= 0x601e; group += 2) {
    const at = (element: string): ElementNode | undefined => findNode(tree, `x${group.toString(16)}${element}`);
    const position = unsignedOf(at('0102'));
    if (position !== null && position >= stored && position < 16 && unsignedOf(at('0100')) === 16 && at('3000') === undefined) bits |= 1 << position;
  }
  return bits;
}

function clearedOf(node: ValueNode, bits: number): ValueNode {
  const bytes = new Uint8Array(node.bytes);
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    bytes[at] = (bytes[at] ?? 0) & ~bits;
    bytes[at + 1] = (bytes[at + 1] ?? 0) & ~(bits >> 8);
  }
  return { ...node, bytes };
}

/** True for errors that mean this one object is not written, not that the job cannot go on. */
export function isRefusal(error: unknown): error is DeidError | DicomError {
  return error instanceof DeidError || error instanceof DicomError;
}
