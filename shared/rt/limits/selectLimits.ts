import { limitLibrary } from './library.ts';
import type { Fractionation, Limit } from './types.ts';

export type LimitSetName = 'auto' | Limit['source'];

/** Limits that apply to a plan, and whether its doses have to be converted to 2 Gy fractions before they are compared. */
export interface SelectedLimits {
  readonly limits: readonly Limit[];
  readonly class: 'conventional' | 'stereotactic';
  readonly isConverted: boolean;
}

/** Names for `--constraints`. */
export const limitSets = (): readonly LimitSetName[] => ['auto', ...new Set(limitLibrary.constraints.map(({ source }) => source))];

/** Conventional limits hold as they are within these, Gy per fraction (evaluation rules of the library). */
const conventionalGy = [1.6, 2.4] as const;
/** From here a plan is stereotactic: the limits of its number of fractions apply (check 13). */
const stereotacticGy = 5;
const roundingGy = 1e-6;

/**
 * Limits by fraction count and dose per fraction. Stereotactic plans take the limits made for their number of fractions;
 * where there are none, and between 2.4 and 5 Gy or under 1.6 Gy per fraction, the conventional limits after conversion to
 * EQD2 of each organ.
 *
 * @param set `auto` any source; a source's name only its limits
 */
export function selectLimits({ fractions, dosePerFractionGy }: Fractionation, set: LimitSetName = 'auto'): SelectedLimits {
  const all = limitLibrary.constraints.filter(({ source }) => set === 'auto' || source === set);
  const isConventional = dosePerFractionGy >= conventionalGy[0] - roundingGy && dosePerFractionGy <= conventionalGy[1] + roundingGy;
  if (dosePerFractionGy >= stereotacticGy - roundingGy) {
    const own = all.filter(({ fractionation }) => fractionation.class !== 'conventional' && fractionation.fractions?.includes(fractions) === true);
    if (own.length > 0) return { limits: own, class: 'stereotactic', isConverted: false };
  }
  return { limits: all.filter(({ fractionation }) => fractionation.class === 'conventional'), class: 'conventional', isConverted: !isConventional };
}
