import { testRequest } from '../reviewOf.ts';
import { editDose, editPlan, editSet, scaled, withContours, withGroup, withoutRoi, withReferences, type Mutation } from './edits.ts';
import type { DicomObject } from '../../../../shared/dicom/write/dicomObject.ts';

const withTargetDose = (plan: DicomObject, dose: number | null): DicomObject => ({
  ...plan,
  DoseReferenceSequence: (plan.DoseReferenceSequence ?? []).map((reference) => (reference.DoseReferenceType === 'TARGET' ? { ...reference, TargetPrescriptionDose: dose } : reference)),
});

/** Checks 11 to 18. */
export const prescriptionMutations: readonly Mutation[] = [
  { number: 11, change: 'the target prescription dose is deleted', mutate: (clean) => editPlan(clean, (plan) => withTargetDose(plan, null)) },
  {
    number: 12, change: 'one fraction less',
    mutate: (clean) => editPlan(clean, (plan) => withGroup(plan, (group) => ({ ...group, NumberOfFractionsPlanned: 22 }))),
    implied: { 14: 'the same total in fewer fractions is more per fraction than the beam doses add up to' },
  },
  {
    number: 13, change: '60 Gy in 2 fractions, as requested', result: 'FAIL',
    mutate: (clean) => ({ ...editPlan(clean, (plan) => withTargetDose(withGroup(plan, (group) => ({ ...group, NumberOfFractionsPlanned: 2 })), 60)), request: { ...testRequest, totalDoseGy: 60, fractions: 2 } }),
    implied: {
      14: 'the beam doses are those of 1.8 Gy',
      15: 'the dose grid is that of 41.4 Gy',
      21: 'the meterset is that of 1.8 Gy',
      56: 'the target gets 41.4 Gy',
      57: 'doses in two fractions weigh more',
      64: 'more than two fractions were delivered',
    },
  },
  {
    number: 14, change: 'one beam dose is halved',
    mutate: (clean) => editPlan(clean, (plan) => withReferences(plan, (reference, n) => (n === 0 ? { ...reference, BeamDose: Number(reference.BeamDose) / 2 } : reference))),
  },
  {
    number: 15, change: 'dose grid scaling × 0.01',
    mutate: (clean) => editDose(clean, (dose) => scaled(dose, 0.01)),
    implied: { 56: 'a target without dose is not covered', 59: 'the stored histograms are those of the right dose' },
  },
  {
    number: 16, change: 'the ROI of the prescription is deleted',
    mutate: (clean) => editSet(clean, (set) => withoutRoi(set, 'PTV_4140')),
  },
  {
    number: 17, change: 'the node on the left is mirrored',
    mutate: (clean) => editSet(clean, (set) => withContours(set, 'GTVn_L', (points) => points.map((value, n) => (n % 3 === 0 ? -value : value)))),
  },
  {
    number: 18, change: 'the fraction group is duplicated',
    mutate: (clean) => editPlan(clean, (plan) => ({ ...plan, FractionGroupSequence: [...(plan.FractionGroupSequence ?? []), ...(plan.FractionGroupSequence ?? [])] })),
    implied: { 12: 'two groups have twice the fractions' },
  },
];

