/** A stretch of one kind of script in a text, in lower case. */
export interface Stretch {
  readonly kind: 'han' | 'word';
  readonly text: string;
}

const stretches = /(?<han>\p{Script=Han}+)|(?<word>(?:(?!\p{Script=Han})[\p{L}\p{N}])+)/gu;
/** Words that belong together as a person reads them: T-0001, PD-L1, 60Gy/30f. */
const compounds = /(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:[-_/.](?:(?!\p{Script=Han})[\p{L}\p{N}])+)+/gu;

/** Full-width letters, ligatures and case play no part in finding. */
export const plainForm = (text: string): string => text.normalize('NFKC').toLowerCase();

export const stretchesOf = (plain: string): Stretch[] =>
  [...plain.matchAll(stretches)].map(({ groups }) => (groups?.['han'] === undefined ? { kind: 'word', text: groups?.['word'] ?? '' } : { kind: 'han', text: groups['han'] }));

/** Each character and each pair of neighbours: 放疗计划 gives 放, 疗, 计, 划, 放疗, 疗计, 计划. */
export function hanWords(run: string): string[] {
  const letters = Array.from(run);
  return [...letters, ...pairsOf(letters)];
}

/** Neighbours two by two; a single character stands for itself. */
export const pairsOf = (letters: readonly string[]): string[] => (letters.length === 1 ? [...letters] : letters.slice(1).map((letter, at) => `${letters[at] ?? ''}${letter}`));

/** What a text is found by. */
export function wordsOf(text: string): string[] {
  const plain = plainForm(text);
  const words = stretchesOf(plain).flatMap((stretch) => (stretch.kind === 'han' ? hanWords(stretch.text) : [stretch.text]));
  return [...words, ...[...plain.matchAll(compounds)].map(([compound]) => joined(compound))];
}

/** T-0001 and T0001 are one number. */
export const joined = (compound: string): string => compound.replaceAll(/[-_/.]/g, '');

export const isCompound = (plain: string): boolean => plain.match(compounds)?.[0] === plain;
