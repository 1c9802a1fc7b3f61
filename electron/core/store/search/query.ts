import { isCompound, joined, pairsOf, plainForm, stretchesOf } from './words.ts';

/** One word of a query: what the index is asked, and what is marked in the text. */
export interface Term {
  /** As typed, in lower case. */
  readonly text: string;
  /** FTS5 expression without a column. */
  readonly match: string;
}

const mostTerms = 8;
/** Nobody types more into a search field; a text pasted by mistake is cut. */
const mostLetters = 100;

const quoted = (word: string): string => `"${word}"`;
const startsWith = (word: string): string => `"${word}"*`;

/** The words of a query, parted at white space and where Han characters begin or end; all of them have to be found. */
export const termsOf = (query: string): Term[] => plainForm(query.slice(0, mostLetters)).split(/\s+/u).filter(Boolean).flatMap(termsOfChunk).slice(0, mostTerms);

function termsOfChunk(chunk: string): Term[] {
  if (isCompound(chunk)) return [{ text: chunk, match: `(${startsWith(joined(chunk))} OR (${stretchesOf(chunk).map(({ text }, at, all) => (at === all.length - 1 ? startsWith(text) : quoted(text))).join(' AND ')}))` }];
  return stretchesOf(chunk).map(({ kind, text }) => ({ text, match: kind === 'han' ? `(${pairsOf(Array.from(text)).map(quoted).join(' AND ')})` : startsWith(text) }));
}
