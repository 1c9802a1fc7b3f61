import { RtError } from '../../errors/appError.ts';
import { computeStructureSetDvh } from '../dvh/structureSetDvh.ts';
import type { DoseGrid, Dvh, Plan, Structure, StructureSet } from '../types.ts';
import { contourBody, type ContourBody } from './contourBody.ts';
import type { Review, ReviewNumbers } from './types.ts';

type Sources = Pick<Review, 'plan' | 'structureSet' | 'doses'> & {
  /** TG-263 name of a structure by the site's mapping. */
  readonly standardName: ReviewNumbers['standardName'];
};

/** The numbers of a review, each computed when first asked for and kept. */
export function makeReviewNumbers({ plan, structureSet, doses, standardName }: Sources): ReviewNumbers {
  const planDose = choosePlanDose(plan, doses);
  const dvhOf = remembered((structure: Structure) => (planDose === null ? null : dvhUnder(planDose, structureSet, structure)));
  const bodyOf = remembered((structure: Structure): ContourBody | null => withoutVolumeNull(() => contourBody(structure, structureSet)));
  return {
    planDose,
    dvh: dvhOf,
    volumeCc: (structure) => bodyOf(structure)?.volumeCc ?? null,
    centroidMm: (structure) => bodyOf(structure)?.centroidMm ?? null,
    standardName: remembered(standardName),
  };
}

/**
 * The dose of the whole plan: the one of type PLAN that names it; where none does, the only dose of type PLAN, else the
 * only dose. Of an ion plan with a physical and an effective dose the effective one, in which ions are prescribed. Null where
 * several qualify: nothing says which is meant.
 */
export function choosePlanDose(plan: Pick<Plan, 'sopInstanceUID' | 'kind'> | null, doses: readonly DoseGrid[]): DoseGrid | null {
  // The uncertainty of a Monte Carlo dose is no dose.
  const real = doses.filter(({ doseType }) => doseType !== 'ERROR');
  const ofType = real.filter(({ doseSummationType }) => doseSummationType === 'PLAN');
  const ofPlan = ofType.filter(({ planUID, planUIDs }) => plan !== null && (planUID === plan.sopInstanceUID || planUIDs.includes(plan.sopInstanceUID)));
  const effective = plan?.kind === 'ion' ? ofPlan.filter(({ doseType }) => doseType === 'EFFECTIVE') : [];
  for (const candidates of [effective, ofPlan, ofType, real]) {
    if (candidates.length > 0) return candidates.length === 1 ? (candidates[0] ?? null) : null;
  }
  return null;
}

/** Null for a relative dose and for a structure without volume; any other trouble is the caller's to report. */
function dvhUnder(dose: DoseGrid, set: StructureSet | null, structure: Structure): Dvh | null {
  if (dose.units !== 'GY' || set === null) return null;
  const [item] = computeStructureSetDvh(set, dose, {}, [structure]);
  if (item === undefined) return null;
  if ('dvh' in item) return item.dvh;
  return withoutVolumeNull(() => {
    throw item.error;
  });
}

function withoutVolumeNull<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RtError && error.reason === 'no-closed-contour') return null;
    throw error;
  }
}

/** Keeps what a function gave for an object; an error is not kept. */
function remembered<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key) ?? { value: compute(key) };
    known.set(key, found);
    return found.value;
  };
}
