import type { DoseGrid, Plan, Prescription } from '../types.ts';

/** What the plan's dose references say about the target dose (PS3.3 C.8.8.10). */
export interface PrescribedDose {
  /** The one total target dose, Gy; null where there is none or more than one. */
  readonly doseGy: number | null;
  /** `one` dose, `several` different ones (every one listed in `targets`), or `none` with a positive TargetPrescriptionDose. */
  readonly found: 'one' | 'several' | 'none';
  /** TARGET references with a positive TargetPrescriptionDose (300A,0026), highest dose first. */
  readonly targets: readonly (Prescription & { readonly targetPrescriptionDoseGy: number })[];
}

/** Target doses of a plan; references that repeat the same dose count as one. */
export function prescribedDose(plan: Plan): PrescribedDose {
  const targets = plan.prescriptions.filter(isTarget).toSorted((a, b) => b.targetPrescriptionDoseGy - a.targetPrescriptionDoseGy);
  const highest = targets[0];
  const lowest = targets.at(-1);
  if (highest === undefined || lowest === undefined) return { doseGy: null, found: 'none', targets };
  const isOne = highest.targetPrescriptionDoseGy - lowest.targetPrescriptionDoseGy < 1e-6;
  return { doseGy: isOne ? highest.targetPrescriptionDoseGy : null, found: isOne ? 'one' : 'several', targets };
}

/** The plan's one total target dose, Gy; null where it names none or several, see {@link prescribedDose}. */
export const prescribedDoseGy = (plan: Plan): number | null => prescribedDose(plan).doseGy;

/**
 * Target prescription dose divided by NumberOfFractionsPlanned (300A,0078), Gy.
 * Null without one prescribed dose, and with several fraction groups: nothing says how they share it.
 */
export function dosePerFractionGy(plan: Plan): number | null {
  const doseGy = prescribedDoseGy(plan);
  const [group, ...others] = plan.fractionGroups;
  if (doseGy === null || group === undefined || others.length > 0) return null;
  return group.fractionsPlanned !== null && group.fractionsPlanned > 0 ? doseGy / group.fractionsPlanned : null;
}

/** Why a dose grid may not be given in percent of a plan's prescription: it is not a plan's total dose, or not this plan's. */
export type ReferenceProblem = 'not-plan-dose' | 'other-plan';

/**
 * Whether the prescription of a plan is 100 % of a dose: only of the total dose (DoseSummationType PLAN) that names the plan.
 * Doses of a beam or a fraction, sums of several plans and doses that name no plan need a reference chosen by a person.
 */
export function referenceProblem(plan: Pick<Plan, 'sopInstanceUID'> | null, dose: Pick<DoseGrid, 'doseSummationType' | 'planUID'>): ReferenceProblem | null {
  if (dose.doseSummationType !== 'PLAN') return 'not-plan-dose';
  return plan !== null && dose.planUID !== plan.sopInstanceUID ? 'other-plan' : null;
}

const isTarget = (prescription: Prescription): prescription is Prescription & { readonly targetPrescriptionDoseGy: number } =>
  prescription.type === 'TARGET' && prescription.targetPrescriptionDoseGy !== null && prescription.targetPrescriptionDoseGy > 0;
