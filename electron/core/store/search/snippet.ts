import { readAt } from './readings.ts';
import { searchFields, type SearchField, type SearchText } from './searchFields.ts';
import { maySpeak, type Term } from './query.ts';

/** A piece of a field around what was found. */
export interface Snippet {
  readonly field: SearchField;
  readonly parts: readonly { readonly text: string; readonly isHit: boolean }[];
}

const lettersBefore = 18;
const lettersAfter = 60;

/**
 * The first field that holds a word of the query, around it, with every word in that piece marked; null where none does.
 * @param spoken initials along the minutes
 */
export function snippetOf(fields: SearchText['fields'], terms: readonly Term[], spoken: string): Snippet | null {
  for (const field of searchFields) {
    const text = fields[field];
    if (text === undefined) continue;
    const hits = terms.flatMap((term) => placesOf(text, term, field, spoken)).sort(([a], [b]) => a - b);
    const first = hits[0];
    if (first) return { field, parts: partsOf(text, hits, Math.max(0, first[0] - lettersBefore), Math.min(text.length, first[1] + lettersAfter)) };
  }
  return null;
}

/** Whether all words stand in the fields as they were typed, or are read so: neighbouring pairs alone do not say so. */
export const holdsAll = (fields: SearchText['fields'], terms: readonly Term[], spoken: string): boolean =>
  terms.every((term) => searchFields.some((field) => placesOf(fields[field] ?? '', term, field, spoken).length > 0));

type Place = readonly [start: number, end: number];

function placesOf(text: string, { text: word }: Term, field: SearchField, spoken: string): Place[] {
  if (text === '') return [];
  const plain = foldedAsLong(text);
  const places: Place[] = [];
  for (let at = plain.indexOf(word); at >= 0 && places.length < 20; at = plain.indexOf(word, at + word.length)) places.push([at, at + word.length]);
  if (places.length > 0 || !/^[\p{L}\p{N}._/-]+$/u.test(word)) return places;
  if (field === 'minutes' && maySpeak(word)) {
    const at = spoken.indexOf(word);
    if (at >= 0) return [[at, at + word.length]];
  }
  const bare = word.replaceAll(/[-_/.]/g, '');
  const read = /^[a-z]+$/.test(bare) && (field === 'patientName' || field === 'diagnosis') ? readAt(text, bare, field === 'patientName') : null;
  return read ? [read] : acrossMarks(plain, bare);
}

/** T0001 stands in T-0001. */
function acrossMarks(plain: string, bare: string): Place[] {
  const pattern = Array.from(bare).map((letter) => letter.replaceAll(/[^\p{L}\p{N}]/gu, String.raw`\$&`)).join('[-_/.]?');
  const found = pattern === '' ? null : new RegExp(pattern, 'u').exec(plain);
  return found ? [[found.index, found.index + found[0].length]] : [];
}

/** Lower case and narrow letters, character by character, so that places in it are places in the text. */
const foldedAsLong = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => text[at] ?? '').map((unit) => {
    const folded = unit.normalize('NFKC').toLowerCase();
    return folded.length === 1 ? folded : unit;
  }).join('');

function partsOf(text: string, hits: readonly Place[], from: number, to: number): Snippet['parts'] {
  const parts: { text: string; isHit: boolean }[] = [];
  const add = (start: number, end: number, isHit: boolean): void => {
    if (end > start) parts.push({ text: text.slice(start, end).replaceAll('\n', ' '), isHit });
  };
  let at = from;
  for (const [start, end] of hits) {
    if (start < at || end > to) continue;
    add(at, start, false);
    add(start, end, true);
    at = end;
  }
  add(at, to, false);
  if (from > 0) parts.unshift({ text: '…', isHit: false });
  if (to < text.length) parts.push({ text: '…', isHit: false });
  return parts;
}
