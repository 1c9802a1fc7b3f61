import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { type CaseIdentity, commonAttributes, sopClass } from './caseIdentity.ts';

/** Days of the fractions delivered so far: a week and the Monday after it. */
export const treatmentDates = ['20260112', '20260113', '20260114', '20260115', '20260116', '20260119'] as const;

/** One RT Beams Treatment Record per fraction, every treatment beam delivered as the plan says. */
export function reviewRecords(identity: CaseIdentity, plan: DicomObject): readonly DicomObject[] {
  const [group] = plan.FractionGroupSequence ?? [];
  const beams = (group?.ReferencedBeamSequence ?? []).filter(({ BeamMeterset }) => typeof BeamMeterset === 'number');
  return treatmentDates.map((date, n) => ({
    ...commonAttributes(identity, {
      sopClassUID: sopClass.record,
      sopInstanceUID: identity.uid(`record/${n + 1}`),
      modality: 'RTRECORD',
      seriesUID: identity.uid('series/records'),
      seriesNumber: 5,
      seriesDescription: '治疗记录',
      time: '140000',
    }),
    InstanceCreationDate: date,
    OperatorsName: null,
    InstanceNumber: n + 1,
    TreatmentDate: date,
    TreatmentTime: '140000',
    PrimaryDosimeterUnit: 'MU',
    NumberOfFractionsPlanned: group?.NumberOfFractionsPlanned ?? null,
    ReferencedRTPlanSequence: [{ ReferencedSOPClassUID: sopClass.plan, ReferencedSOPInstanceUID: identity.planUID }],
    TreatmentSessionBeamSequence: beams.map(({ ReferencedBeamNumber, BeamMeterset }) => ({
      ReferencedBeamNumber: ReferencedBeamNumber ?? null,
      BeamName: plan.BeamSequence?.find(({ BeamNumber }) => BeamNumber === ReferencedBeamNumber)?.BeamName ?? null,
      TreatmentDeliveryType: 'TREATMENT',
      CurrentFractionNumber: n + 1,
      TreatmentTerminationStatus: 'NORMAL',
      TreatmentVerificationStatus: 'VERIFIED',
      SpecifiedPrimaryMeterset: BeamMeterset ?? null,
      DeliveredPrimaryMeterset: BeamMeterset ?? null,
    })),
  }));
}
