import { parseTarget } from '../../names/targetName.ts';
import { prescribedDose } from '../../plan/prescription.ts';
import { isDrawn, isTarget } from '../structures/structureRoles.ts';
import { structureOfPrescription, targetClassOf } from '../targets.ts';
import type { Structure } from '../../types.ts';
import type { Review } from '../types.ts';

/** A target with the dose it is to get, and what says so. */
export interface TargetDose {
  readonly structure: Structure;
  readonly doseGy: number;
  readonly by: 'reference' | 'name' | 'only-dose';
}

/** Two doses that mean the same level: names are rounded to whole Gy. */
const sameLevel = 0.02;

/**
 * Target volumes of a plan with the dose each is certainly to get: the dose reference that points at it, else the dose in
 * its name unless the plan prescribes less, else the plan's one dose. PTVs, or where there are none CTVs, then GTVs; of a
 * volume and the same cut back from skin or organs only the latter.
 */
export function targetDoses(review: Review): readonly TargetDose[] {
  const { structureSet, plan } = review;
  const drawn = (structureSet?.structures ?? []).filter((structure) => isDrawn(structure) && isTarget(structure));
  const kind = (['PTV', 'CTV', 'GTV'] as const).find((wanted) => drawn.some((structure) => targetClassOf(structure) === wanted));
  const prescribed = plan === null ? null : prescribedDose(plan);
  const pointed = new Map((prescribed?.targets ?? []).map((prescription) => [structureOfPrescription(structureSet, prescription)?.number, prescription.targetPrescriptionDoseGy]));
  const highest = prescribed?.targets[0]?.targetPrescriptionDoseGy ?? null;
  const found = drawn.filter((structure) => targetClassOf(structure) === kind).flatMap((structure): readonly TargetDose[] => {
    const named = parseTarget(structure.name)?.doseGy ?? null;
    const pointedGy = pointed.get(structure.number);
    if (pointedGy !== undefined) return [{ structure, doseGy: pointedGy, by: 'reference' }];
    // A volume named for more than the plan gives belongs to a course of several plans.
    if (named !== null) return highest === null || named <= highest * (1 + sameLevel) ? [{ structure, doseGy: levelOf(named, review), by: 'name' }] : [];
    return prescribed?.doseGy == null || pointed.size > 1 ? [] : [{ structure, doseGy: prescribed.doseGy, by: 'only-dose' }];
  });
  // A reference may point at a CTV or GTV beside the PTVs: that is certain as well.
  const others = drawn.filter((structure) => targetClassOf(structure) !== kind && pointed.has(structure.number)).map((structure): TargetDose => ({ structure, doseGy: pointed.get(structure.number) ?? 0, by: 'reference' }));
  return [...withoutUncropped(found), ...others];
}

/** The prescribed dose a name rounds. */
function levelOf(namedGy: number, { plan }: Review): number {
  const doses = plan === null ? [] : prescribedDose(plan).targets.map(({ targetPrescriptionDoseGy }) => targetPrescriptionDoseGy);
  return doses.find((doseGy) => Math.abs(doseGy - namedGy) < 0.5 && Math.abs(doseGy - namedGy) <= sameLevel * doseGy) ?? namedGy;
}

const withoutUncropped = (all: readonly TargetDose[]): readonly TargetDose[] =>
  all.filter(({ structure, doseGy }) => {
    const own = parseTarget(structure.name);
    if (own === null || own.isCropped) return true;
    return !all.some((other) => {
      const theirs = parseTarget(other.structure.name);
      return theirs?.isCropped === true && other.doseGy === doseGy && theirs.classes === own.classes && theirs.number === own.number && theirs.laterality === own.laterality;
    });
  });
