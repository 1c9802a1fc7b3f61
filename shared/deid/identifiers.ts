import { findNode, textsOf } from '../dicom/write/elementTree.ts';
import type { ElementTree, ValueNode } from '../dicom/write/elementTree.ts';
import { normalDate } from './dates.ts';
import type { OptionLetter } from './presets.ts';
import { actionOf, rowOf } from './profile.ts';
import { isStandardUid } from './uids.ts';
import { englishWords } from './words.ts';

/** What must not be found in the output: words, whole values and bytes of one object or of all objects of a patient. */
export class Identifiers {
  /** Single words of names and whole values, lower case. */
  readonly words = new Set<string>();
  /** Whole values long enough to be looked for inside others. */
  readonly values = new Set<string>();
  /** Bytes of names and numbers as they stood in the files, as text of one character a byte. */
  readonly rawValues = new Set<string>();
  /** Calendar days, `20260131`. */
  readonly dates = new Set<string>();
  readonly uids = new Set<string>();

  add(other: Identifiers): void {
    for (const key of ['words', 'values', 'rawValues', 'dates', 'uids'] as const) for (const value of other[key]) this[key].add(value);
  }

  /** Does this word, or does a word, value or day inside this text, name somebody or a day of theirs? */
  isIn(text: string): boolean {
    const lower = text.toLowerCase();
    if (this.words.has(lower)) return true;
    for (const value of this.values) if (lower.includes(value.toLowerCase())) return true;
    for (const [, year = '', month = '', day = ''] of lower.matchAll(writtenDay)) if (this.dates.has(year + month + day)) return true;
    return lower.split(/[^\p{L}\p{N}]+/u).some((word) => word.length > 1 && this.words.has(word));
  }
}

/** A day as text has it. */
const writtenDay = /(?<!\d)(\d{4})[-./:]?(\d{2})[-./:]?(\d{2})(?!\d)/g;

/** VRs whose values name people, places or numbers when the profile wants them gone. */
const naming: ReadonlySet<string> = new Set(['PN', 'LO', 'SH', 'ST', 'LT', 'UC', 'UT', 'AE', 'UR']);
/** Longer texts are stories, not identifiers; they are dropped or cleaned word by word. */
const longestIdentifier = 64;

/** Everything in a tree that identifies somebody or something of the original, at every level. */
export function identifiersOf(tree: ElementTree, options: ReadonlySet<OptionLetter>): Identifiers {
  const found = new Identifiers();
  collect(tree, options, found);
  return found;
}

function collect(tree: ElementTree, options: ReadonlySet<OptionLetter>, found: Identifiers): void {
  for (const node of tree) {
    if (node.kind === 'sequence') for (const item of node.items) collect(item, options, found);
    if (node.kind === 'value') collectValue(node, options, found);
  }
}

function collectValue(node: ValueNode, options: ReadonlySet<OptionLetter>, found: Identifiers): void {
  const { tag, vr } = node;
  if (vr === 'UI') {
    const row = rowOf(tag);
    for (const uid of textsOf(node)) if (uid !== '' && !isStandardUid(uid, row?.basic === 'U')) found.uids.add(uid);
    return;
  }
  if (vr === 'DA' || vr === 'DT') {
    for (const value of textsOf(node)) {
      const date = normalDate(vr === 'DA' ? value : value.slice(0, 8));
      if (date !== null) found.dates.add(date);
    }
    return;
  }
  if (vr === 'PN') {
    addRaw(node, found);
    for (const value of textsOf(node)) addName(value, found);
    return;
  }
  if (naming.has(vr) && isRemoved(tag, options)) {
    addRaw(node, found);
    for (const value of textsOf(node)) addValue(value, found);
  }
}

function isRemoved(tag: string, options: ReadonlySet<OptionLetter>): boolean {
  const row = rowOf(tag);
  if (row === null || row.tag === 'private') return false;
  const action = actionOf(row, options);
  return action === 'remove' || action === 'empty' || action === 'dummy';
}

function addName(name: string, found: Identifiers): void {
  for (const group of name.split('=')) {
    addValue(group, found);
    const parts = group.split(/[\^\s,;]+/u).filter((part) => part !== '');
    // The same person is written `Li^Ming`, `Li Ming` and, in Chinese, without a break.
    for (const joined of [parts.join(' '), parts.join(''), parts.join('^')]) addValue(joined, found);
    for (const part of parts) if (part.length > 1) addWord(part, found);
  }
}

function addValue(value: string, found: Identifiers): void {
  const text = value.trim();
  if (text.length < 2 || text.length > longestIdentifier || !/[\p{L}\p{N}]/u.test(text)) return;
  addWord(text, found);
  if (isDistinct(text)) found.values.add(text);
}

/** Two letters that are a word of imaging, as CT, are no name to be found again. */
function addWord(text: string, found: Identifiers): void {
  const word = text.toLowerCase();
  if (!(/^[a-z]{2}$/.test(word) && englishWords.has(word))) found.words.add(word);
}

/** Long enough not to be met by chance inside another value. */
function isDistinct(text: string): boolean {
  return /[^\x20-\x7e]/.test(text) ? text.length > 1 : text.length > 4;
}

function addRaw(node: ValueNode, found: Identifiers): void {
  const text = String.fromCharCode(...node.asStood.subarray(0, 256)).replace(/[\0 ]+$/, '');
  if (node.asStood.length <= 256 && /[^\x20-\x7e]/.test(text)) for (const part of text.split(/[\\=^]/)) if (part.length > 3) found.rawValues.add(part);
}

/** Value of a top-level text attribute, or the empty text. */
export function topText(tree: ElementTree, tag: string): string {
  return textsOf(findNode(tree, tag))[0] ?? '';
}
