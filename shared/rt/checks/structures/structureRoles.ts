import { RtError } from '../../../errors/appError.ts';
import { buildContourStack } from '../../contours/contourStack.ts';
import { isAccessoryName } from '../../names/accessoryName.ts';
import { isHelperName } from '../../names/helperName.ts';
import { matchName, type NameMatch } from '../../names/matchName.ts';
import { targetClassOf } from '../targets.ts';
import type { SiteSettings } from '../../site/types.ts';
import type { Structure, StructureSet } from '../../types.ts';
import type { Review } from '../types.ts';

/** Types of what is in a set for planning or positioning and is no part of the patient to be judged (PS3.3 C.8.8.8). */
const accessoryTypes: ReadonlySet<string> = new Set([
  'SUPPORT', 'FIXATION', 'MARKER', 'REGISTRATION', 'ISOCENTER', 'CONTROL', 'DOSE_REGION', 'DOSE_MEASUREMENT', 'TREATED_VOLUME', 'IRRAD_VOLUME', 'BRACHY_CHANNEL', 'BRACHY_ACCESSORY', 'BRACHY_SRC_APP', 'BRACHY_CHNL_SHLD', 'BOLUS',
]);

const known = new WeakMap<Structure, { readonly site: SiteSettings; readonly match: NameMatch }>();

/** What a structure's name stands for by the site's table; looked up once. */
export function matchOf(structure: Structure, { site }: Pick<Review, 'site'>): NameMatch {
  const found = known.get(structure);
  if (found?.site === site) return found.match;
  const match = matchName(structure.name, site.structureNames);
  known.set(structure, { site, match });
  return match;
}

/** What a structure most likely is: good enough to say how it may look, not to judge its dose. */
export const likelyStandard = (structure: Structure, review: Pick<Review, 'site'>): string | null => {
  const { standard, suggestion } = matchOf(structure, review);
  return standard ?? suggestion?.standard ?? null;
};

const volumes = new WeakMap<Structure, string | null>();

/** Why a structure with closed contours has no volume (contours of several directions, degenerate ones); null where it has one. Looked at once. */
export function volumeProblem(structure: Structure): string | null {
  const kept = volumes.get(structure);
  if (kept !== undefined) return kept;
  let problem: string | null = null;
  try {
    buildContourStack(structure);
  } catch (error) {
    if (!(error instanceof RtError)) throw error;
    problem = error.message;
  }
  volumes.set(structure, problem);
  return problem;
}

export const hasClosed = ({ contours, otherFrameUID }: Structure): boolean => otherFrameUID === undefined && contours.some(({ geometricType }) => geometricType.startsWith('CLOSED'));

/** Has a volume in the frame of the set; check 45 lists those that have contours and none. */
export const isDrawn = (structure: Structure): boolean => hasClosed(structure) && volumeProblem(structure) === null;

/** Organs and targets, as against couch, points, planning helpers, dose structures and the outline of the body. */
export function isAnatomy(structure: Structure): boolean {
  const { interpretedType, name } = structure;
  if (accessoryTypes.has(interpretedType ?? '') || interpretedType === 'EXTERNAL') return false;
  return !isHelperName(name) && !isAccessoryName(name) && matchName(name).standard !== 'External';
}

export const isAccessory = ({ interpretedType, name }: Structure): boolean => accessoryTypes.has(interpretedType ?? '') || isHelperName(name) || isAccessoryName(name);

/** A target that is evaluated: not a planning helper made of one. */
export const isTarget = (structure: Structure): boolean => !isHelperName(structure.name) && targetClassOf(structure) !== null;

/** The outline of the body: by type, else by name. */
export function externalsOf(set: StructureSet, review: Pick<Review, 'site'>): { readonly structures: readonly Structure[]; readonly by: 'type' | 'name' } {
  const drawn = set.structures.filter(isDrawn);
  const typed = drawn.filter(({ interpretedType }) => interpretedType === 'EXTERNAL');
  if (typed.length > 0) return { structures: typed, by: 'type' };
  const named = drawn.filter((structure) => matchOf(structure, review).standard === 'External');
  if (named.length > 0) return { structures: named, by: 'name' };
  return { structures: drawn.filter((structure) => matchOf(structure, review).standard === 'Skin'), by: 'name' };
}
