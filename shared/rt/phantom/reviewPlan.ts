import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { arcBeam, arcs } from './arcBeams.ts';
import { caseDate, type CaseIdentity, sopClass } from './caseIdentity.ts';
import { prescription } from './phantomDose.ts';
import { planObject, setupBeam } from './planObject.ts';
import { reviewRoi } from './reviewStructures.ts';

const TOLERANCE_TABLE = 1;

/** What every treatment beam of a complete plan refers to. */
function withReferences(beam: DicomObject): DicomObject {
  if (beam.TreatmentDeliveryType !== 'TREATMENT') return { ...beam, ReferencedToleranceTableNumber: TOLERANCE_TABLE };
  return {
    ...beam,
    ReferencedToleranceTableNumber: TOLERANCE_TABLE,
    NumberOfBoli: 1,
    ReferencedBolusSequence: [{ ReferencedROINumber: reviewRoi('Bolus') }],
  };
}

function arcPlan(identity: CaseIdentity): DicomObject {
  const plan = planObject(identity);
  const beamDose = Math.round((prescription.doseGy / prescription.fractions / arcs.length) * 1e6) / 1e6;
  const setupNumber = arcs.length + 1;
  return {
    ...plan,
    RTPlanLabel: 'SAMPLE_VMAT',
    RTPlanName: '示例计划 食管下段 双弧',
    BeamSequence: [...arcs.map((arc, n) => arcBeam(n + 1, arc)), setupBeam(setupNumber)],
    FractionGroupSequence: [
      {
        FractionGroupNumber: 1,
        NumberOfFractionsPlanned: prescription.fractions,
        NumberOfBeams: setupNumber,
        NumberOfBrachyApplicationSetups: 0,
        ReferencedBeamSequence: [...arcs.map(({ metersetMU }, n) => ({ BeamDose: beamDose, BeamMeterset: metersetMU, ReferencedBeamNumber: n + 1 })), { ReferencedBeamNumber: setupNumber }],
      },
    ],
  };
}

/** An approved plan with tolerance table and bolus; `previousUID` is the plan it replaces. */
export function reviewPlan(identity: CaseIdentity, technique: 'imrt' | 'vmat', patientPosition: string, previousUID: string | null): DicomObject {
  const plan = technique === 'imrt' ? planObject(identity) : arcPlan(identity);
  return {
    ...plan,
    BeamSequence: (plan.BeamSequence ?? []).map(withReferences),
    ToleranceTableSequence: [{ ToleranceTableNumber: TOLERANCE_TABLE, ToleranceTableLabel: 'BODY', GantryAngleTolerance: 1 }],
    PatientSetupSequence: [{ PatientSetupNumber: 1, PatientPosition: patientPosition, SetupTechnique: 'ISOCENTRIC' }],
    ...(previousUID === null ? {} : { ReferencedRTPlanSequence: [{ ReferencedSOPClassUID: sopClass.plan, ReferencedSOPInstanceUID: previousUID, RTPlanRelationship: 'PREDECESSOR' }] }),
    ApprovalStatus: 'APPROVED',
    ReviewDate: caseDate,
    ReviewTime: '110000',
    ReviewerName: '示例^物理师',
  };
}
