import type { OptionLetter } from './presets.ts';
import { profileRows } from './profileRows.ts';

/** One row of PS3.15 table E.1-1. */
export interface ProfileRow {
  /** Lower case hexadecimal with `x` for any digit, or `private`. */
  readonly tag: string;
  /** Action of the basic profile: D, Z, X, K, C, U or a combination. */
  readonly basic: string;
  readonly options: ReadonlySet<OptionLetter>;
}

/** What is done to an attribute. `clean` falls back to the basic action where nothing is left. */
export type Action = 'remove' | 'empty' | 'dummy' | 'keep' | 'clean' | 'uid' | 'date';

/** All rows, in the order of the standard. */
export const profile: readonly ProfileRow[] = profileRows.trim().split('\n').map((line) => {
  const [tag = '', basic = '', letters = ''] = line.split(' ');
  return { tag, basic, options: new Set(Array.from(letters) as OptionLetter[]) };
});

const byTag = new Map(profile.filter(({ tag }) => !tag.includes('x')).map((row) => [`x${row.tag}`, row]));
const wildcards = profile.filter(({ tag }) => tag.includes('x')).map((row) => [new RegExp(`^x${row.tag.replaceAll('x', '[0-9a-f]')}$`), row] as const);

/** The row for a tag (`x00100010`); null where the table has none. */
export function rowOf(tag: string): ProfileRow | null {
  return byTag.get(tag) ?? wildcards.find(([pattern]) => pattern.test(tag))?.[1] ?? null;
}

/**
 * Action of the basic profile. Of the combinations the one is taken that keeps every object valid whatever the type
 * of the attribute is there: emptied instead of removed, filled instead of emptied only where X/D allows no empty value.
 */
export function basicAction(basic: string): Action {
  switch (basic) {
    case 'X':
      return 'remove';
    case 'Z':
    case 'X/Z':
    case 'Z/D':
    case 'X/Z/D':
      return 'empty';
    case 'D':
    case 'X/D':
      return 'dummy';
    case 'U':
      return 'uid';
    default:
      return 'keep';
  }
}

/** Action of a row under the options switched on. A date that a retained device carries is shifted like any other. */
export function actionOf(row: ProfileRow, options: ReadonlySet<OptionLetter>): Action {
  const has = (letter: OptionLetter): boolean => row.options.has(letter) && options.has(letter);
  if (row.basic === 'U') return has('U') ? 'keep' : 'uid';
  if (has('M')) return 'date';
  if (has('V') || has('I') || has('H') || has('F')) return 'keep';
  if (has('T') || has('S') || has('G') || has('h') || has('v')) return 'clean';
  return basicAction(row.basic);
}
