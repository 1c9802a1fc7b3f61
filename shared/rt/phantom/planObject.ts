import type { DicomObject } from '../../dicom/write/dicomObject.ts';
import { isInBody } from './anatomy.ts';
import { fitAperture, isocentre, leafBoundariesMm, slidingLeaves, SOURCE_AXIS_MM } from './aperture.ts';
import { caseDate, type CaseIdentity, commonAttributes, sopClass } from './caseIdentity.ts';
import { beamAngles, prescription } from './phantomDose.ts';
import { roiNumber } from './structureSetObject.ts';

const MACHINE = 'SAMPLE_LINAC';
/** Progress of the sliding window and the share of the meterset given by then. */
const moments = [
  { progress: 0, weight: 0 },
  { progress: 0.3, weight: 0.3 },
  { progress: 0.7, weight: 0.7 },
  { progress: 1, weight: 1 },
] as const;

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Meterset of the beam, MU: made up, but in proportion to its dose. */
export const beamMetersetMU = (weight: number): number => tenth(weight * 1150);

/** Source to skin along the central axis, by walking outwards from the isocentre in steps of 0.1 mm. */
function sourceToSurfaceMm(gantryDeg: number): number {
  const angle = (gantryDeg * Math.PI) / 180;
  let depth = 0;
  while (isInBody(isocentre[0] + depth * Math.sin(angle), isocentre[1] - depth * Math.cos(angle), isocentre[2])) depth += 0.1;
  return tenth(SOURCE_AXIS_MM - depth);
}

export const limitingDevices: readonly DicomObject[] = [
  { RTBeamLimitingDeviceType: 'ASYMX', NumberOfLeafJawPairs: 1 },
  { RTBeamLimitingDeviceType: 'ASYMY', NumberOfLeafJawPairs: 1 },
  { RTBeamLimitingDeviceType: 'MLCX', NumberOfLeafJawPairs: leafBoundariesMm.length - 1, LeafPositionBoundaries: leafBoundariesMm },
];

/** Everything the first control point must say; later ones inherit it (PS3.3 C.8.8.14.5). */
export function firstControlPoint(gantryDeg: number, collimatorDeg: number): DicomObject {
  return {
    NominalBeamEnergy: 6,
    DoseRateSet: 400,
    GantryAngle: gantryDeg,
    GantryRotationDirection: 'NONE',
    BeamLimitingDeviceAngle: collimatorDeg,
    BeamLimitingDeviceRotationDirection: 'NONE',
    PatientSupportAngle: 0,
    PatientSupportRotationDirection: 'NONE',
    TableTopEccentricAngle: 0,
    TableTopEccentricRotationDirection: 'NONE',
    TableTopVerticalPosition: null,
    TableTopLongitudinalPosition: null,
    TableTopLateralPosition: null,
    IsocenterPosition: isocentre,
    SourceToSurfaceDistance: sourceToSurfaceMm(gantryDeg),
  };
}

export function beamCommon(number: number, name: string): DicomObject {
  return {
    BeamNumber: number,
    BeamName: name,
    RadiationType: 'PHOTON',
    TreatmentMachineName: MACHINE,
    Manufacturer: 'MDT Console',
    InstitutionName: '示例合作医院（虚构）',
    ManufacturerModelName: 'Sample linac',
    PrimaryDosimeterUnit: 'MU',
    SourceAxisDistance: SOURCE_AXIS_MM,
    BeamLimitingDeviceSequence: limitingDevices,
    ReferencedPatientSetupNumber: 1,
    NumberOfWedges: 0,
    NumberOfCompensators: 0,
    NumberOfBoli: 0,
    NumberOfBlocks: 0,
  };
}

function treatmentBeam(number: number, gantryDeg: number, collimatorDeg: number): DicomObject {
  const aperture = fitAperture(gantryDeg, collimatorDeg);
  const jaws: readonly DicomObject[] = [
    { RTBeamLimitingDeviceType: 'ASYMX', LeafJawPositions: aperture.jawsXMm.map(tenth) },
    { RTBeamLimitingDeviceType: 'ASYMY', LeafJawPositions: aperture.jawsYMm.map(tenth) },
  ];
  return {
    ...beamCommon(number, `G${String(gantryDeg).padStart(3, '0')}`),
    BeamType: 'DYNAMIC',
    TreatmentDeliveryType: 'TREATMENT',
    FinalCumulativeMetersetWeight: 1,
    NumberOfControlPoints: moments.length,
    ControlPointSequence: moments.map(({ progress, weight }, index) => ({
      ControlPointIndex: index,
      ...(index === 0 ? firstControlPoint(gantryDeg, collimatorDeg) : {}),
      BeamLimitingDevicePositionSequence: [
        ...(index === 0 ? jaws : []),
        { RTBeamLimitingDeviceType: 'MLCX', LeafJawPositions: slidingLeaves(aperture, progress).map(tenth) },
      ],
      CumulativeMetersetWeight: weight,
    })),
  };
}

/** A kilovoltage-style setup field from the front: no dose, no leaves. */
export function setupBeam(number: number): DicomObject {
  return {
    ...beamCommon(number, 'SETUP_AP'),
    BeamType: 'STATIC',
    TreatmentDeliveryType: 'SETUP',
    BeamLimitingDeviceSequence: limitingDevices.slice(0, 2),
    FinalCumulativeMetersetWeight: 1,
    NumberOfControlPoints: 2,
    ControlPointSequence: [
      {
        ControlPointIndex: 0,
        ...firstControlPoint(0, 0),
        BeamLimitingDevicePositionSequence: [
          { RTBeamLimitingDeviceType: 'ASYMX', LeafJawPositions: [-100, 100] },
          { RTBeamLimitingDeviceType: 'ASYMY', LeafJawPositions: [-100, 100] },
        ],
        CumulativeMetersetWeight: 0,
      },
      { ControlPointIndex: 1, CumulativeMetersetWeight: 1 },
    ],
  };
}

/** The RT Plan of the sample case: 7 sliding-window fields of 6 MV and one setup field. */
export function planObject(identity: CaseIdentity): DicomObject {
  const fractionDoseGy = prescription.doseGy / prescription.fractions;
  const setupNumber = beamAngles.length + 1;
  return {
    ...commonAttributes(identity, {
      sopClassUID: sopClass.plan,
      sopInstanceUID: identity.planUID,
      modality: 'RTPLAN',
      seriesUID: identity.uid('series/plan'),
      seriesNumber: 3,
      seriesDescription: '放疗计划',
      time: '102000',
    }),
    OperatorsName: null,
    InstanceNumber: 1,
    FrameOfReferenceUID: identity.frameOfReferenceUID,
    PositionReferenceIndicator: null,
    RTPlanLabel: 'SAMPLE_IMRT',
    RTPlanName: '示例计划 食管下段 7 野调强',
    RTPlanDescription: 'Phantom plan for demonstration; never treat with it',
    RTPlanDate: caseDate,
    RTPlanTime: '102000',
    PlanIntent: 'CURATIVE',
    RTPlanGeometry: 'PATIENT',
    PrescriptionDescription: '41.4 Gy / 23 fx',
    DoseReferenceSequence: [
      {
        DoseReferenceNumber: 1,
        DoseReferenceUID: identity.uid('dose-reference/target'),
        DoseReferenceStructureType: 'VOLUME',
        DoseReferenceDescription: 'PTV_4140',
        ReferencedROINumber: roiNumber('PTV_4140'),
        DoseReferenceType: 'TARGET',
        TargetPrescriptionDose: prescription.doseGy,
        TargetMaximumDose: 45.5,
      },
      {
        DoseReferenceNumber: 2,
        DoseReferenceUID: identity.uid('dose-reference/cord'),
        DoseReferenceStructureType: 'VOLUME',
        DoseReferenceDescription: 'SpinalCord',
        ReferencedROINumber: roiNumber('SpinalCord'),
        DoseReferenceType: 'ORGAN_AT_RISK',
        OrganAtRiskMaximumDose: 40,
      },
    ],
    FractionGroupSequence: [
      {
        FractionGroupNumber: 1,
        NumberOfFractionsPlanned: prescription.fractions,
        NumberOfBeams: setupNumber,
        NumberOfBrachyApplicationSetups: 0,
        ReferencedBeamSequence: [
          ...beamAngles.map(({ weight }, n) => ({
            BeamDose: Math.round(fractionDoseGy * weight * 1e6) / 1e6,
            BeamMeterset: beamMetersetMU(weight),
            ReferencedBeamNumber: n + 1,
          })),
          { ReferencedBeamNumber: setupNumber },
        ],
      },
    ],
    BeamSequence: [...beamAngles.map(({ gantryDeg, collimatorDeg }, n) => treatmentBeam(n + 1, gantryDeg, collimatorDeg)), setupBeam(setupNumber)],
    PatientSetupSequence: [{ PatientSetupNumber: 1, PatientPosition: 'HFS', SetupTechnique: 'ISOCENTRIC' }],
    ReferencedStructureSetSequence: [{ ReferencedSOPClassUID: sopClass.structureSet, ReferencedSOPInstanceUID: identity.structureSetUID }],
    ApprovalStatus: 'UNAPPROVED',
  };
}
