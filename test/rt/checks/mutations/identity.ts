import { editDose, editPlan, editSet, type Mutation } from './edits.ts';

const other = '1.2.826.0.1.3680043.10.999.1';

/** Checks 1 to 10. */
export const identityMutations: readonly Mutation[] = [
  { number: 1, change: 'another Patient ID in the plan', mutate: (clean) => editPlan(clean, (plan) => ({ ...plan, PatientID: 'OTHER' })) },
  {
    number: 2, change: 'the plan refers to another structure set UID',
    mutate: (clean) => editPlan(clean, (plan) => ({ ...plan, ReferencedStructureSetSequence: (plan.ReferencedStructureSetSequence ?? []).map((item) => ({ ...item, ReferencedSOPInstanceUID: other })) })),
  },
  {
    number: 3, change: 'the dose refers to another plan UID',
    mutate: (clean) => editDose(clean, (dose) => ({ ...dose, ReferencedRTPlanSequence: (dose.ReferencedRTPlanSequence ?? []).map((item) => ({ ...item, ReferencedSOPInstanceUID: other })) })),
  },
  { number: 4, change: 'three CT slices are dropped', mutate: (clean) => ({ objects: { ...clean, images: clean.images.filter((_, n) => n < 14 || n > 16) } }) },
  { number: 5, change: 'another frame of reference UID in the dose', mutate: (clean) => editDose(clean, (dose) => ({ ...dose, FrameOfReferenceUID: other })) },
  { number: 6, change: 'a second plan dose', mutate: (clean) => ({ objects: { ...clean, doses: [...clean.doses, ...clean.doses.map((dose) => ({ ...dose, SOPInstanceUID: other }))] } }) },
  { number: 7, change: 'the structures are dated after the plan', mutate: (clean) => editSet(clean, (set) => ({ ...set, StructureSetDate: '20260106' })) },
  { number: 8, change: 'the plan is REJECTED', mutate: (clean) => editPlan(clean, (plan) => ({ ...plan, ApprovalStatus: 'REJECTED' })) },
  { number: 9, change: 'the plan intent is VERIFICATION', mutate: (clean) => editPlan(clean, (plan) => ({ ...plan, PlanIntent: 'VERIFICATION' })) },
  {
    number: 10, change: 'HFS becomes FFS in the plan',
    mutate: (clean) => editPlan(clean, (plan) => ({ ...plan, PatientSetupSequence: (plan.PatientSetupSequence ?? []).map((setup) => ({ ...setup, PatientPosition: 'FFS' })) })),
  },
];
