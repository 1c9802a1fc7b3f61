import { DicomError, RtError } from '../../errors/appError.ts';
import type { Keyword } from '../../dicom/attributes.ts';
import { parseDataSet } from '../../dicom/dataSet.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { sopClass } from '../../dicom/sopClasses.ts';
import { fileNotices, notice, type RtNotice } from '../notices.ts';
import { readControlPoints } from './readControlPoints.ts';
import { asRtError } from './translateError.ts';
import type { Beam, Plan, Prescription } from '../types.ts';

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
  const groups = dataSet.items('FractionGroupSequence');
  const metersets = metersetsOf(groups, warnings);
  const beams = dataSet.items('BeamSequence').map((item) => beamOf(item, metersets, warnings));
  if (beams.length === 0) warnings.push(notice('no-beams'));
  const fractionGroups = groups.map((group, index) => fractionGroupOf(group, index, beams, warnings));
  const positions = new Set(dataSet.items('PatientSetupSequence').map((setup) => setup.text('PatientPosition')).filter((position) => position !== null));
  if (positions.size > 1) warnings.push(notice('positions-differ', { positions: [...positions].join(', ') }));
  return {
    sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
    label: dataSet.text('RTPlanLabel') ?? '',
    name: dataSet.text('RTPlanName'),
    approvalStatus: dataSet.text('ApprovalStatus'),
    structureSetUID: dataSet.items('ReferencedStructureSetSequence')[0]?.text('ReferencedSOPInstanceUID') ?? null,
    patientPosition: [...positions][0] ?? null,
    manufacturerModel: dataSet.text('ManufacturerModelName'),
    fractionGroups,
    prescriptions: dataSet.items('DoseReferenceSequence').map((item) => prescriptionOf(item, warnings)),
    beams,
    warnings: [...fileNotices(dataSet.warnings), ...warnings],
  };
}

/** MU by beam number over all fraction groups; null where groups disagree. */
function metersetsOf(groups: readonly DataSet[], warnings: RtNotice[]): ReadonlyMap<number, number | null> {
  const metersets = new Map<number, number | null>();
  for (const group of groups) {
    for (const item of group.items('ReferencedBeamSequence')) {
      const beamNumber = item.requireNumber('ReferencedBeamNumber');
      const meterset = optional(item, 'BeamMeterset', warnings, (detail) => notice('beam-value-unreadable', { beam: beamNumber, detail }));
      const known = metersets.get(beamNumber);
      if (known !== undefined && known !== meterset) {
        warnings.push(notice('meterset-differs', { beam: beamNumber, first: known ?? '–', other: meterset ?? '–' }));
        metersets.set(beamNumber, null);
      } else metersets.set(beamNumber, meterset);
    }
  }
  return metersets;
}

function fractionGroupOf(group: DataSet, index: number, beams: readonly Beam[], warnings: RtNotice[]): Plan['fractionGroups'][number] {
  const number = group.number('FractionGroupNumber') ?? index + 1;
  const fractionsPlanned = optional(group, 'NumberOfFractionsPlanned', warnings, (detail) => notice('fraction-value-unreadable', { group: number, detail }));
  if (fractionsPlanned === null) warnings.push(notice('fractions-absent', { group: number }));
  const beamNumbers = group.items('ReferencedBeamSequence').map((item) => item.requireNumber('ReferencedBeamNumber'));
  for (const beamNumber of beamNumbers) {
    if (!beams.some((beam) => beam.number === beamNumber)) warnings.push(notice('beam-undefined', { group: number, beam: beamNumber }));
  }
  return { number, fractionsPlanned, beamNumbers };
}

function beamOf(item: DataSet, metersets: ReadonlyMap<number, number | null>, warnings: RtNotice[]): Beam {
  const number = item.requireNumber('BeamNumber');
  const deliveryType = item.text('TreatmentDeliveryType') ?? 'TREATMENT';
  const dosimeterUnit = item.text('PrimaryDosimeterUnit');
  let metersetMU = metersets.get(number) ?? null;
  if (metersetMU !== null && dosimeterUnit !== null && dosimeterUnit !== 'MU') {
    warnings.push(notice('meterset-not-mu', { beam: number, unit: dosimeterUnit }));
    metersetMU = null;
  } else if (metersetMU === null && deliveryType === 'TREATMENT') warnings.push(notice('meterset-absent', { beam: number }));
  const controlPoints = readControlPoints(item, number, warnings);
  return {
    number,
    name: item.text('BeamName') ?? '',
    type: item.text('BeamType') ?? '',
    radiationType: item.text('RadiationType') ?? '',
    deliveryType,
    machine: item.text('TreatmentMachineName'),
    energyMV: controlPoints[0]?.energyMV ?? null,
    metersetMU,
    sourceAxisDistanceMm: optional(item, 'SourceAxisDistance', warnings, (detail) => notice('beam-value-unreadable', { beam: number, detail })),
    leafBoundariesMm: leafBoundariesOf(item, number, warnings),
    controlPoints,
  };
}

function leafBoundariesOf(item: DataSet, beam: number, warnings: RtNotice[]): Beam['leafBoundariesMm'] {
  const boundaries: Record<string, readonly number[]> = {};
  for (const device of item.items('BeamLimitingDeviceSequence')) {
    const type = device.text('RTBeamLimitingDeviceType');
    const values = device.numbers('LeafPositionBoundaries');
    if (type === null || values === null) continue;
    const pairs = device.number('NumberOfLeafJawPairs');
    if (pairs !== null && values.length !== pairs + 1) warnings.push(notice('leaf-boundaries', { beam, device: type, boundaries: values.length, pairs }));
    boundaries[type] = Array.from(values);
  }
  return boundaries;
}

function prescriptionOf(item: DataSet, warnings: RtNotice[]): Prescription {
  return {
    description: item.text('DoseReferenceDescription'),
    type: item.text('DoseReferenceType') ?? '',
    targetPrescriptionDoseGy: optional(item, 'TargetPrescriptionDose', warnings, (detail) => notice('prescription-unreadable', { detail })),
    structureType: item.text('DoseReferenceStructureType'),
  };
}

function optional(item: DataSet, keyword: Keyword, warnings: RtNotice[], unreadable: (detail: string) => RtNotice): number | null {
  try {
    return item.number(keyword);
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    warnings.push(unreadable(error.message));
    return null;
  }
}
