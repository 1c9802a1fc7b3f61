import { isCompound, joined, pairsOf, plainForm, stretchesOf } from './words.ts';

/** Letter a word of the index begins with: where it stands. Hospitals are words as well. */
export const places = { identity: 'n', illness: 'd', other: 'w', spoken: 'm', hospital: 'h' } as const;
export type Place = (typeof places)[keyof typeof places];

/** One word of a query: what the index is asked, and what is marked in the text. */
export interface Term {
  /** As typed, in lower case. */
  readonly text: string;
  /** FTS5 expression for the word in one of these places; as a whole word, or also as the beginning of one. */
  readonly matchIn: (among: readonly Place[], isWhole: boolean) => string;
}

/** Initials of the minutes as many as one word of the index has, and as few as still say something: two letters stand in every text. */
export const spokenLetters = { least: 3, most: 8 } as const;

/** Whether a word of a query may be the initials of characters in the minutes. */
export const maySpeak = (text: string): boolean => text.length >= spokenLetters.least && /^[a-z]+$/.test(text);

const mostTerms = 8;
/** Nobody types more into a search field; a text pasted by mistake is cut. */
const mostLetters = 100;

/** The words of a query, parted at white space and where Han characters begin or end; all of them have to be found. */
export const termsOf = (query: string): Term[] => plainForm(query.slice(0, mostLetters)).split(/\s+/u).filter(Boolean).flatMap(termsOfChunk).slice(0, mostTerms);

function termsOfChunk(chunk: string): Term[] {
  if (isCompound(chunk)) return [termOf(chunk, (whole, start) => `(${start(joined(chunk))} OR (${stretchesOf(chunk).map(({ text }, at, all) => (at === all.length - 1 ? start(text) : whole(text))).join(' AND ')}))`)];
  return stretchesOf(chunk).map(({ kind, text }) => termOf(text, (whole, start) => (kind === 'han' ? `(${pairsOf(Array.from(text)).map(whole).join(' AND ')})` : start(text))));
}

/** @param write writes the term for one place, given how a whole word and the beginning of one are written there */
const termOf = (text: string, write: (whole: (word: string) => string, start: (word: string) => string) => string): Term => ({
  text,
  matchIn: (among, isWhole) => `(${among.flatMap((place) => {
    if (place === places.spoken) return maySpeak(text) ? [`"${place}${text.slice(0, spokenLetters.most)}"*`] : [];
    return [write((word) => `"${place}${word}"`, (word) => `"${place}${word}"${isWhole ? '' : '*'}`)];
  }).join(' OR ')})`,
});
