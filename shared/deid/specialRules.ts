import { findNode, textNode, textOf, textsOf } from '../dicom/write/elementTree.ts';
import type { ElementNode, ElementTree, SequenceNode } from '../dicom/write/elementTree.ts';
import type { Cleaner } from './cleaner.ts';
import { isAllKnown } from './cleanText.ts';
import { cleanRoiName, itemNumber } from './roiNames.ts';

/** What becomes of one attribute; null removes it. `siblings` are the attributes beside it. */
export type SpecialRule = (cleaner: Cleaner, node: ElementNode, siblings: ElementTree) => ElementNode | null;

const remove: SpecialRule = (cleaner, node) => cleaner.removed(node);
const pseudonym: SpecialRule = (cleaner, node) => cleaner.replaced(node, cleaner.context.pseudonym);
const numbered = (prefix: string): SpecialRule => (cleaner, node) => cleaner.replaced(node, `${prefix}${cleaner.context.ordinal}`);
const isEmpty = (node: ElementNode): boolean => node.kind === 'value' && node.bytes.length === 0;

/** Ages above 89 are so few that they point at persons (PS3.15 E.1.1 note; domain rule). */
const age: SpecialRule = (cleaner, node) => {
  if (isEmpty(node)) return node;
  const [, digits = '', unit = ''] = /^(\d{1,3})([DWMY])$/.exec(textOf(node).trim()) ?? [];
  if (unit === '') return cleaner.removed(node);
  return cleaner.replaced(node, unit === 'Y' && Number(digits) > 89 ? '090Y' : digits.padStart(3, '0') + unit);
};

const structureName: SpecialRule = (cleaner, node, siblings) => (isEmpty(node) ? node : cleaner.replaced(node, cleanRoiName(textOf(node), itemNumber(siblings), cleaner.isIdentifier), 'cleaned'));

const segmentLabel: SpecialRule = (cleaner, node, siblings) => cleaner.replaced(node, cleanRoiName(textOf(node), itemNumber(siblings), cleaner.isIdentifier).replace(/^ROI_/, 'SEG_'), 'cleaned');

/** Beams keep names made of technique words and numbers; any other becomes its number. */
const beamName: SpecialRule = (cleaner, node, siblings) => {
  if (isEmpty(node)) return node;
  const left = cleaner.wordsOf(textOf(node));
  return cleaner.replaced(node, left === '' ? `BEAM ${itemNumber(siblings)}`.trim() : left, 'cleaned');
};

/** A machine keeps its name only where devices are retained. */
const machineName: SpecialRule = (cleaner, node) => (isEmpty(node) || cleaner.context.options.has('V') ? node : cleaner.replaced(node, 'LINAC'));

/** A serial number is type 1 in enhanced objects (PS3.3 C.7.5.2), so that emptying it would break them. */
const serialNumber: SpecialRule = (cleaner, node) => (isEmpty(node) || cleaner.context.options.has('V') ? node : cleaner.replaced(node, 'REMOVED'));

/** Drawings stay, texts go; an item without either goes too (option Clean Graphics, PS3.15 E.3.3). */
const graphicAnnotations: SpecialRule = (cleaner, node) => {
  if (node.kind !== 'sequence') return cleaner.removed(node);
  const items = node.items.map((item) => item.filter(({ tag }) => tag !== 'x00700008')).filter((item) => findNode(item, 'x00700009') !== undefined);
  if (items.length !== node.items.length || node.items.some((item) => findNode(item, 'x00700008') !== undefined)) cleaner.changes.note('x00700008', 'removed');
  return items.length === 0 ? cleaner.removed(node) : cleaner.sequence({ ...node, items });
};

/** Annotations of a waveform that are measured or coded stay, written ones go (PS3.3 C.10.10). */
const waveformAnnotations: SpecialRule = (cleaner, node) => {
  if (node.kind !== 'sequence') return cleaner.removed(node);
  const items = node.items.filter((item) => findNode(item, 'x00700006') === undefined);
  if (items.length < node.items.length) cleaner.changes.note('x00700006', 'removed', node.items.length - items.length);
  return items.length === 0 ? cleaner.removed(node) : cleaner.sequence({ ...node, items });
};

/** Terms people fill in as they like, where a word of a name can stand by chance: those are replaced. */
const freeTerms = (replacement: string): SpecialRule => (cleaner, node) => {
  const kept = textsOf(node).map((text) => (!/^[A-Za-z0-9 _]{0,16}$/.test(text) || (text.length > 2 && cleaner.isIdentifier(text)) ? replacement : text));
  return cleaner.replaced(node, kept.join('\\'), 'cleaned');
};

/** Layers of drawings are called as people like, and named in several places alike (PS3.3 C.10.5, C.10.7). */
const graphicLayer: SpecialRule = (cleaner, node) => {
  const layer = textOf(node).trim();
  return layer === '' || isAllKnown(layer, cleaner.isIdentifier) ? node : cleaner.replaced(node, `LAYER ${cleaner.context.values.label('layer', layer)}`);
};

/** One person's code replaced by a code that says nobody. */
const personCode: SpecialRule = (cleaner, node) => {
  if (node.kind !== 'sequence' || node.items.length === 0) return node;
  cleaner.changes.note(node.tag, 'replaced');
  const item = [textNode('x00080100', 'SH', 'REMOVED'), textNode('x00080102', 'SH', '99LOCAL'), textNode('x00080104', 'LO', 'Removed')];
  return { ...node, items: [item] } satisfies SequenceNode;
};

/** Kept with what it refers to mapped, because objects of some classes must have it (PS3.3 type 1C and 2). */
const mappedReferences: SpecialRule = (cleaner, node) => (node.kind === 'sequence' ? cleaner.sequence(node) : cleaner.removed(node));

/** Studies referred to say nothing once their UIDs are mapped, and an empty sequence is not allowed where it is type 3. */
const requestNumbers: ReadonlySet<string> = new Set(['x00081110', 'x00401001']);

const emptyOf = (node: ElementNode): ElementNode => (node.kind === 'sequence' ? { ...node, items: [] } : textNode(node.tag, node.vr, ''));

/** A study's request: numbers of the order are type 2 there, so they are emptied instead of removed. */
const referencedRequest: SpecialRule = (cleaner, node) => {
  if (node.kind !== 'sequence') return cleaner.removed(node);
  const kept = cleaner.sequence(node);
  const items = kept.items.map((item, index) => {
    const missing = (node.items[index] ?? []).filter(({ tag }) => requestNumbers.has(tag) && findNode(item, tag) === undefined).map(emptyOf);
    return [...item, ...missing].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  });
  return { ...kept, items };
};

/** Attributes with a rule of their own, by tag; they go before table E.1-1. */
export const specialRules: Readonly<Record<string, SpecialRule>> = {
  x00080008: freeTerms('OTHER'),
  x00080300: remove,
  x00081110: remove,
  x00081111: mappedReferences,
  x00089007: freeTerms('OTHER'),
  x00100010: pseudonym,
  x00100020: pseudonym,
  x00101010: age,
  // Written anew for what was done here.
  x00120062: remove,
  x00120063: remove,
  x00120064: remove,
  x00180015: freeTerms(''),
  x00181000: serialNumber,
  x00280303: remove,
  x0040a370: referencedRequest,
  x0040b020: waveformAnnotations,
  x00401101: personCode,
  x00620005: segmentLabel,
  x00700001: graphicAnnotations,
  x00700002: graphicLayer,
  x00700080: freeTerms('LABEL'),
  x04000500: remove,
  x30020020: machineName,
  x30060002: numbered('SS'),
  x30060026: structureName,
  x30060028: remove,
  x30060085: remove,
  x300a0002: numbered('PLAN'),
  x300a00b2: machineName,
  x300a00c2: beamName,
  x300a00c3: remove,
  x4ffe0001: remove,
};
