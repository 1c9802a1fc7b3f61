import type { Structure } from '../../types.ts';
import { matchItems } from '../fields/matchItems.ts';

/** Two structures taken for the same one of two sets. */
export interface StructurePair {
  readonly first: Structure;
  readonly second: Structure;
  /** `number`: the names differ, but ROI number and interpreted type agree. */
  readonly matchedBy: 'name' | 'number';
}

export interface StructureMatches {
  readonly pairs: readonly StructurePair[];
  readonly onlyFirst: readonly Structure[];
  readonly onlySecond: readonly Structure[];
}

/** Structures of two sets by name, then by name without regard to case and blanks, then by number and type. */
export function matchStructures(first: readonly Structure[], second: readonly Structure[]): StructureMatches {
  const { pairs, removed, added } = matchItems(first, second, [
    ({ name }) => name,
    ({ name }) => name.trim().toLowerCase(),
    ({ number, interpretedType }) => `${number} ${interpretedType ?? ''}`,
  ]);
  return {
    pairs: pairs.map(({ before, after, key }) => ({ first: before, second: after, matchedBy: key < 2 ? 'name' : 'number' })),
    onlyFirst: removed,
    onlySecond: added,
  };
}
