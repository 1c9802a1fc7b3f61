import { pinyin } from 'pinyin-pro';

const options = { toneType: 'none', type: 'array', v: true } as const;
/** Names with several characters of several readings each would multiply beyond use. */
const mostReadings = 24;
/** Of a diagnosis; what stands behind is found by its characters. */
const mostTermLetters = 24;

/** Of minutes: two printed pages. */
const mostSpokenLetters = 2000;

const hanRuns = /\p{Script=Han}+/gu;

/**
 * Pinyin a name is found by: full syllables and initials, from every character on. A character with several readings
 * is found by each of them, one that is read differently as a surname (单 shàn, 曾 zēng, 解 xiè, 仇 qiú) by that as well.
 */
export function readingsOfName(name: string): string[] {
  const found = new Set<string>();
  for (const [run] of name.matchAll(hanRuns)) for (const reading of namesReadings(run)) for (const form of formsOf(reading)) found.add(form);
  return [...found];
}

/** Pinyin a term is found by, each character as it is read in its word. */
export function readingsOfTerm(term: string): string[] {
  const found = new Set<string>();
  for (const [run] of term.matchAll(hanRuns)) for (const form of formsOf(syllables(run.slice(0, mostTermLetters)))) found.add(form);
  return [...found];
}

/** Where in a Han text a Latin query is read, as [start, end) of its characters; null where it is not. */
export function readAt(text: string, query: string, isName: boolean): readonly [number, number] | null {
  for (const match of text.matchAll(hanRuns)) {
    const letters = Array.from(match[0]);
    for (const reading of isName ? namesReadings(match[0]) : [syllables(match[0])]) {
      for (let start = 0; start < reading.length; start += 1) {
        const length = lettersRead(reading.slice(start), query);
        if (length === 0) continue;
        const before = match.index + letters.slice(0, start).join('').length;
        return [before, before + letters.slice(start, start + length).join('').length];
      }
    }
  }
  return null;
}

/** How many syllables a query covers, as initials or written out; 0 where it is neither. */
function lettersRead(reading: readonly string[], query: string): number {
  if (initials(reading).startsWith(query)) return query.length;
  if (!reading.join('').startsWith(query)) return 0;
  let length = 0;
  for (let covered = 0; covered < query.length; covered += reading[length - 1]?.length ?? query.length) length += 1;
  return length;
}

/**
 * The initials of a text, one unit for each of its units: a space where no Han character stands, so that a place in it is a place
 * in the text. What stands behind the first letters is found by its characters alone.
 */
export function initialsAlong(text: string): string {
  let read = 0;
  return text.replaceAll(/[^\p{Script=Han}]/gu, (other) => ' '.repeat(other.length)).replaceAll(hanRuns, (run) => {
    const letters = Array.from(run).slice(0, Math.max(0, mostSpokenLetters - read));
    read += letters.length;
    const own = letters.length === 0 ? [] : syllables(letters.join(''));
    return Array.from(run).map((letter, at) => (own[at]?.[0] ?? ' ').padEnd(letter.length)).join('');
  });
}

const syllables = (run: string): string[] => pinyin(run, options);

function namesReadings(run: string): string[][] {
  const asName = pinyin(run, { ...options, surname: 'head' });
  let readings: string[][] = [[]];
  for (const [at, letter] of Array.from(run).entries()) {
    const own = [...new Set([asName[at] ?? '', ...pinyin(letter, { ...options, multiple: true })])].filter((syllable) => syllable !== '');
    readings = readings.flatMap((before) => own.map((syllable) => [...before, syllable])).slice(0, mostReadings);
  }
  return readings;
}

const initials = (reading: readonly string[]): string => reading.map((syllable) => syllable[0] ?? '').join('');

/** From every syllable on: 欧阳娜 is found by ouyangna, yangna, na, oyn, yn. A prefix of each is found by itself. */
const formsOf = (reading: readonly string[]): string[] => reading.flatMap((_, start) => [reading.slice(start).join(''), initials(reading.slice(start))]);
