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

/** Why the dose is not the whole dose of the plan, which prescription and limits are about: its DoseSummationType; null where it is. */
export const partialDoseType = ({ numbers: { planDose } }: Pick<Review, 'numbers'>): string | null => (planDose === null || planDose.doseSummationType === 'PLAN' ? null : planDose.doseSummationType);

/** Sentence of a finding that says so; its value is `type`. */
export const otherDoseSentence = { zh: '剂量不是此计划的总剂量（{{type}}），不能与处方或限值比较', en: 'The dose is not the total dose of this plan ({{type}}) and cannot be compared with its prescription or with limits' } as const;

/** SRS or SBRT, by the request, else by the dose per fraction. */
export function isStereotactic(review: Review): boolean {
  const technique = review.request?.technique ?? null;
  if (technique !== null) return technique !== 'conventional';
  return (fractionationOf(review)?.dosePerFractionGy ?? 0) >= review.site.tolerances.dosePerFractionGy.stereotacticAbove;
}
