import { RtError } from '../../errors/appError.ts';
import { parseDataSet } from '../../dicom/dataSet.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { sopClass } from '../../dicom/sopClasses.ts';
import { fileNotices, notice, type RtNotice } from '../notices.ts';
import type { Beam, FractionBeam, FractionGroup, PatientSetup, Plan, Prescription } from '../types.ts';
import { optionalValues } from './optionalValue.ts';
import { readBeam } from './readBeam.ts';
import { readApproval, readIdentity } from './readIdentity.ts';
import { asRtError } from './translateError.ts';

/**
 * RT Plan: beams with dense control points, fraction groups and prescriptions. Setup beams stay, marked by `deliveryType`.
 *
 * MU are taken from the fraction group by beam number and from nowhere else. Not covered: ion plans, brachytherapy.
 *
 * @throws {DicomError} not-dicom | truncated
 * @throws {RtError} unsupported (another kind of object) | missing-attribute | broken-value
 */
export function readPlan(bytes: Uint8Array): Plan {
  const dataSet = parseDataSet(bytes);
  return asRtError('RTPLAN', () => planOf(dataSet));
}

function planOf(dataSet: DataSet): Plan {
  const classUID = dataSet.text('SOPClassUID');
  if (classUID !== sopClass.rtPlan) {
    const isIon = classUID === sopClass.rtIonPlan;
    throw new RtError('unsupported', isIon ? 'RT Ion Plans cannot be reviewed yet.' : `SOP class ${classUID ?? '(absent)'} is not an RT Plan.`);
  }
  const warnings: RtNotice[] = [];
  const groups = dataSet.items('FractionGroupSequence').map((group, index) => fractionGroupOf(group, index, warnings));
  const references = beamReferences(groups, warnings);
  const beams = dataSet.items('BeamSequence').map((item) => readBeam(item, references.get(item.requireNumber('BeamNumber')) ?? null, warnings));
  if (beams.length === 0) warnings.push(notice('no-beams'));
  warnUndefinedBeams(groups, beams, warnings);
  const patientSetups = dataSet.items('PatientSetupSequence').map((setup) => patientSetupOf(setup, warnings));
  const positions = new Set(patientSetups.map(({ patientPosition }) => patientPosition).filter((position) => position !== null));
  if (positions.size > 1) warnings.push(notice('positions-differ', { positions: [...positions].join(', ') }));
  const approval = readApproval(dataSet);
  return {
    sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
    identity: readIdentity(dataSet),
    kind: 'photon-electron',
    frameOfReferenceUID: dataSet.text('FrameOfReferenceUID'),
    label: dataSet.text('RTPlanLabel') ?? '',
    name: dataSet.text('RTPlanName'),
    description: dataSet.text('RTPlanDescription'),
    date: dataSet.text('RTPlanDate'),
    time: dataSet.text('RTPlanTime'),
    intent: dataSet.text('PlanIntent'),
    geometry: dataSet.text('RTPlanGeometry'),
    approval,
    approvalStatus: approval.status,
    structureSetUID: dataSet.items('ReferencedStructureSetSequence')[0]?.text('ReferencedSOPInstanceUID') ?? null,
    referencedPlans: dataSet.items('ReferencedRTPlanSequence').flatMap((item) => {
      const uid = item.text('ReferencedSOPInstanceUID');
      return uid === null ? [] : [{ uid, relationship: item.text('RTPlanRelationship') }];
    }),
    patientPosition: [...positions][0] ?? null,
    manufacturerModel: dataSet.text('ManufacturerModelName'),
    prescriptionDescription: dataSet.text('PrescriptionDescription'),
    fractionGroups: groups,
    prescriptions: dataSet.items('DoseReferenceSequence').map((item) => prescriptionOf(item, warnings)),
    beams,
    patientSetups,
    toleranceTableNumbers: dataSet.items('ToleranceTableSequence').flatMap((item) => item.number('ToleranceTableNumber') ?? []),
    brachy: null,
    warnings: [...fileNotices(dataSet.warnings), ...warnings],
  };
}

function fractionGroupOf(group: DataSet, index: number, warnings: RtNotice[]): FractionGroup {
  const number = group.number('FractionGroupNumber') ?? index + 1;
  const values = optionalValues(group, warnings, (detail) => notice('fraction-value-unreadable', { group: number, detail }));
  const fractionsPlanned = values.number('NumberOfFractionsPlanned');
  if (fractionsPlanned === null) warnings.push(notice('fractions-absent', { group: number }));
  const beams = group.items('ReferencedBeamSequence').map((item) => fractionBeamOf(item, warnings));
  return {
    number,
    fractionsPlanned,
    beamsStated: values.number('NumberOfBeams'),
    beamNumbers: beams.map(({ beamNumber }) => beamNumber),
    beams,
    brachySetups: group.items('ReferencedBrachyApplicationSetupSequence').map((item) => ({
      number: item.requireNumber('ReferencedBrachyApplicationSetupNumber'),
      doseGy: item.number('BrachyApplicationSetupDose'),
    })),
  };
}

function fractionBeamOf(item: DataSet, warnings: RtNotice[]): FractionBeam {
  const beamNumber = item.requireNumber('ReferencedBeamNumber');
  const values = optionalValues(item, warnings, (detail) => notice('beam-value-unreadable', { beam: beamNumber, detail }));
  return {
    beamNumber,
    beamDoseGy: values.number('BeamDose'),
    metersetMU: values.number('BeamMeterset'),
    doseSpecificationPointMm: values.point('BeamDoseSpecificationPoint'),
  };
}

/** What the groups say of each beam; MU are null where groups disagree. */
function beamReferences(groups: readonly FractionGroup[], warnings: RtNotice[]): ReadonlyMap<number, FractionBeam> {
  const references = new Map<number, FractionBeam>();
  for (const beam of groups.flatMap((group) => group.beams)) {
    const known = references.get(beam.beamNumber);
    if (known === undefined) references.set(beam.beamNumber, beam);
    else if (known.metersetMU !== beam.metersetMU) {
      warnings.push(notice('meterset-differs', { beam: beam.beamNumber, first: known.metersetMU ?? '–', other: beam.metersetMU ?? '–' }));
      references.set(beam.beamNumber, { ...known, metersetMU: null });
    }
  }
  return references;
}

function warnUndefinedBeams(groups: readonly FractionGroup[], beams: readonly Beam[], warnings: RtNotice[]): void {
  for (const group of groups) {
    for (const beam of group.beamNumbers) {
      if (!beams.some(({ number }) => number === beam)) warnings.push(notice('beam-undefined', { group: group.number, beam }));
    }
  }
}

function patientSetupOf(item: DataSet, warnings: RtNotice[]): PatientSetup {
  const { number } = optionalValues(item, warnings, (detail) => notice('setup-value-unreadable', { detail }));
  return {
    number: number('PatientSetupNumber'),
    patientPosition: item.text('PatientPosition'),
    technique: item.text('SetupTechnique'),
    fixationDevices: item.items('FixationDeviceSequence').map((device) => device.text('FixationDeviceLabel') ?? device.text('FixationDeviceType') ?? ''),
    displacementMm: [number('TableTopVerticalSetupDisplacement'), number('TableTopLongitudinalSetupDisplacement'), number('TableTopLateralSetupDisplacement')],
  };
}

function prescriptionOf(item: DataSet, warnings: RtNotice[]): Prescription {
  const { number } = optionalValues(item, warnings, (detail) => notice('prescription-unreadable', { detail }));
  return {
    number: number('DoseReferenceNumber'),
    description: item.text('DoseReferenceDescription'),
    type: item.text('DoseReferenceType') ?? '',
    structureType: item.text('DoseReferenceStructureType'),
    roiNumber: number('ReferencedROINumber'),
    targetPrescriptionDoseGy: number('TargetPrescriptionDose'),
    targetMinimumDoseGy: number('TargetMinimumDose'),
    targetMaximumDoseGy: number('TargetMaximumDose'),
    organMaximumDoseGy: number('OrganAtRiskMaximumDose'),
    deliveryMaximumDoseGy: number('DeliveryMaximumDose'),
  };
}
