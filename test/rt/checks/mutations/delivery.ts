import type { DicomObject } from '../../../../shared/dicom/write/dicomObject.ts';
import { ptv, targetCentre } from '../../../../shared/rt/phantom/anatomy.ts';
import { editPlan, editRecord, editSet, withContours, withReferences, type Mutation } from './edits.ts';

/** The first beam of a record changed. */
const withSession = (record: DicomObject, edit: (session: DicomObject) => DicomObject): DicomObject => ({
  ...record,
  TreatmentSessionBeamSequence: (record.TreatmentSessionBeamSequence ?? []).map((session, n) => (n === 0 ? edit(session) : session)),
});

/** Checks 61 to 65; the first two with the plan before. */
export const deliveryMutations: readonly Mutation[] = [
  {
    number: 61, change: 'the MU of a beam differ from the plan before',
    mutate: (clean) => ({ ...editPlan(clean, (plan) => withReferences(plan, (reference, n) => (n === 0 ? { ...reference, BeamMeterset: Number(reference.BeamMeterset) + 10 } : reference))), hasPrevious: true }),
  },
  {
    number: 62, change: 'the PTV is grown by 2 mm',
    mutate: (clean) => ({
      ...editSet(clean, (set) => withContours(set, 'PTV_4140', (points) => points.map((value, n) => {
        const centre = [targetCentre.x, targetCentre.y][n % 3];
        return centre === undefined ? value : Math.round((centre + (value - centre) * (1 + 2 / ptv.radiusMm)) * 100) / 100;
      }))),
      hasPrevious: true,
    }),
    implied: { 59: 'the stored histogram is that of the smaller PTV', 61: 'the volume of the PTV is a changed figure of the plan' },
  },
  { number: 63, change: 'half of the MU of a beam were delivered', mutate: (clean) => editRecord(clean, 1, (record) => withSession(record, (session) => ({ ...session, DeliveredPrimaryMeterset: Number(session.DeliveredPrimaryMeterset) / 2 }))) },
  { number: 64, change: 'a fraction is delivered twice', mutate: (clean) => editRecord(clean, 2, (record) => ({ ...record, TreatmentSessionBeamSequence: (record.TreatmentSessionBeamSequence ?? []).map((session) => ({ ...session, CurrentFractionNumber: 2 })) })) },
  {
    number: 65, change: 'an override without a reason',
    mutate: (clean) => editRecord(clean, 1, (record) => withSession(record, (session) => ({ ...session, OverrideSequence: [{ OverrideParameterPointer: 'PatientSupportAngle', OperatorsName: '示例^技师', OverrideReason: null }] }))),
  },
];
