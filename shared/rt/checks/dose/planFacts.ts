import { prescribedDose } from '../../plan/prescription.ts';
import { plannedFractions } from '../targets.ts';
import type { Fractionation } from '../../limits/types.ts';
import type { Review } from '../types.ts';

/** The plan's highest target dose, Gy; null where it states none. */
export const highestPrescribedGy = ({ plan }: Pick<Review, 'plan'>): number | null => (plan === null ? null : (prescribedDose(plan).targets[0]?.targetPrescriptionDoseGy ?? null));

/** Fractions of a plan and the highest target dose of one; null where the plan does not say. */
export function fractionationOf(review: Pick<Review, 'plan'>): Fractionation | null {
  const fractions = review.plan === null ? null : plannedFractions(review.plan);
  const doseGy = highestPrescribedGy(review);
  return fractions === null || !(fractions > 0) || doseGy === null ? null : { fractions, dosePerFractionGy: doseGy / fractions };
}

/** SRS or SBRT, by the request, else by the dose per fraction. */
export function isStereotactic(review: Review): boolean {
  const technique = review.request?.technique ?? null;
  if (technique !== null) return technique !== 'conventional';
  return (fractionationOf(review)?.dosePerFractionGy ?? 0) >= review.site.tolerances.dosePerFractionGy.stereotacticAbove;
}
