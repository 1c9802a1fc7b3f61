import { limitLibrary } from '../../limits/library.ts';
import { sidesOf } from '../../names/organTable.ts';
import type { Structure } from '../../types.ts';
import type { Review } from '../types.ts';
import { isDrawn, isTarget, matchOf } from './structureRoles.ts';

/** TG-263 names some limit is about, with both sides of what is limited together. */
const limited: ReadonlySet<string> = new Set(limitLibrary.constraints.flatMap(({ structure }) => structure.split(/[|]/u)).flatMap((standard) => [standard, standard.split('-')[0] ?? standard, ...(sidesOf(standard) ?? [])]));

/** Structures whose dose figures a reviewer goes by: targets, and organs that have a limit. Skin follows the outline of the body everywhere and is none. */
export const evaluatedStructures = (review: Review): readonly Structure[] =>
  (review.structureSet?.structures ?? []).filter((structure) => isDrawn(structure) && (isTarget(structure) || (limited.has(matchOf(structure, review).standard ?? '') && matchOf(structure, review).standard !== 'Skin')));
