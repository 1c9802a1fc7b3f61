import { prescribedDose } from '../../../shared/rt/plan/prescription.ts';
import type { Review } from '../../../shared/rt/checks/types.ts';
import { plannedFractions } from '../../../shared/rt/checks/targets.ts';
import { evaluateLimits } from '../../../shared/rt/limits/evaluateLimits.ts';
import { matchName } from '../../../shared/rt/names/matchName.ts';
import { selectLimits, type LimitSetName } from '../../../shared/rt/limits/selectLimits.ts';
import type { LimitResult } from '../../../shared/rt/limits/types.ts';

/** Organ limits of a reviewed plan; `reason` says why there are none. */
export interface ReviewLimits {
  readonly reason: string | null;
  readonly results: readonly LimitResult[];
}

/** Limits by the fractions and target dose of the plan; without them nothing says which apply. */
export function reviewLimits({ plan, structureSet, numbers, site }: Review, set: LimitSetName): ReviewLimits {
  if (structureSet === null) return { reason: 'RTSTRUCT is absent', results: [] };
  const fractions = plan === null ? null : plannedFractions(plan);
  const prescribedGy = plan === null ? null : (prescribedDose(plan).targets[0]?.targetPrescriptionDoseGy ?? null);
  if (fractions === null || fractions <= 0 || prescribedGy === null) return { reason: 'NumberOfFractionsPlanned (300A,0078) or TargetPrescriptionDose (300A,0026) is absent; nothing says which limits apply', results: [] };
  const fractionation = { fractions, dosePerFractionGy: prescribedGy / fractions };
  const structures = structureSet.structures.map((structure) => ({ structure, match: matchName(structure.name, site.structureNames) }));
  const results = evaluateLimits(selectLimits(fractionation, set), {
    structures, dvh: numbers.dvh, fractionation, prescribedGy, borderline: site.tolerances.borderline, coveragePercent: site.tolerances.coveragePercent,
  });
  return { reason: null, results };
}
