import { formatTag } from '../../../shared/dicom/attributes.ts';
import type { TagRow } from './tagRows.ts';

/** Rows in which the words of a query occur, in tag, VR, keyword or value; every word must be found, letter case aside. */
export function matchRows(rows: readonly TagRow[], query: string): readonly number[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const found: number[] = [];
  for (const [index, row] of rows.entries()) {
    if (words.every((word) => partsOf(row).some((part) => part.toLowerCase().includes(word)))) found.push(index);
  }
  return found;
}

/** What is looked for, apart at spaces. A tag may be written (0010,0010), 0010,0010, 00100010 or with a space between. */
export function wordsOf(query: string): readonly string[] {
  return query.toLowerCase().replaceAll(/\(?\b([0-9a-fx]{4})[,\s]\s*([0-9a-fx]{4})\b\)?/g, '$1,$2').split(/\s+/).filter((word) => word !== '');
}

const partsOf = (row: TagRow): readonly string[] => [formatTag(row.tag), row.tag.slice(1), row.vr, row.name, row.value];

/**
 * Rows to show, in order: all whose sequences and items are open; while something is looked for only what was found and
 * what it lies in.
 */
export function visibleRows(rows: readonly TagRow[], closed: ReadonlySet<number>, matches: readonly number[] | null): readonly number[] {
  if (matches !== null) {
    const shown = new Set<number>();
    for (const match of matches) {
      for (let row = match; row >= 0 && !shown.has(row); row = rows[row]?.parent ?? -1) shown.add(row);
    }
    return [...shown].sort((a, b) => a - b);
  }
  const shown: number[] = [];
  // Depth of the closed row whose inside is being left out.
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const [index, row] of rows.entries()) {
    if (row.depth > hiddenBelow) continue;
    hiddenBelow = closed.has(index) ? row.depth : Number.POSITIVE_INFINITY;
    shown.push(index);
  }
  return shown;
}

/** A text cut where the words of a query begin and end; every second piece is one that was found. */
export function cutAt(text: string, words: readonly string[]): readonly string[] {
  const lower = text.toLowerCase();
  // A few letters change their length in lower case; then nothing is marked.
  if (lower.length !== text.length) return [text];
  const pieces: string[] = [];
  let from = 0;
  while (from <= text.length) {
    let at = -1;
    let length = 0;
    for (const word of words) {
      const found = lower.indexOf(word, from);
      if (found >= 0 && (at < 0 || found < at || found === at && word.length > length)) [at, length] = [found, word.length];
    }
    if (at < 0) break;
    pieces.push(text.slice(from, at), text.slice(at, at + length));
    from = at + length;
  }
  return [...pieces, text.slice(from)];
}
