import { DicomError, RtError } from '../errors/appError.ts';
import type { Keyword } from '../dicom/attributes.ts';
import { parseDataSet } from '../dicom/dataSet.ts';
import type { DataSet } from '../dicom/dataSet.ts';
import { sopClass } from '../dicom/sopClasses.ts';
import { readControlPoints } from './readControlPoints.ts';
import { asRtError } from './translateError.ts';
import type { Beam, Plan, Prescription } from './types.ts';

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
  const warnings: string[] = [];
  const groups = dataSet.items('FractionGroupSequence');
  const metersets = metersetsOf(groups, warnings);
  const beams = dataSet.items('BeamSequence').map((item) => beamOf(item, metersets, warnings));
  if (beams.length === 0) warnings.push('BeamSequence (300A,00B0) is absent or empty; there are no beams');
  const fractionGroups = groups.map((group, index) => fractionGroupOf(group, index, beams, warnings));
  const positions = new Set(dataSet.items('PatientSetupSequence').map((setup) => setup.text('PatientPosition')).filter((position) => position !== null));
  if (positions.size > 1) warnings.push(`the plan states several patient positions: ${[...positions].join(', ')}`);
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
    warnings: [...dataSet.warnings, ...warnings],
  };
}

/** MU by beam number over all fraction groups; null where groups disagree. */
function metersetsOf(groups: readonly DataSet[], warnings: string[]): ReadonlyMap<number, number | null> {
  const metersets = new Map<number, number | null>();
  for (const group of groups) {
    for (const item of group.items('ReferencedBeamSequence')) {
      const beamNumber = item.requireNumber('ReferencedBeamNumber');
      const meterset = optional(item, 'BeamMeterset', warnings, `beam ${beamNumber}`);
      const known = metersets.get(beamNumber);
      if (known !== undefined && known !== meterset) {
        warnings.push(`beam ${beamNumber} has different MU in several fraction groups (${known ?? 'none'} and ${meterset ?? 'none'}); none is shown`);
        metersets.set(beamNumber, null);
      } else metersets.set(beamNumber, meterset);
    }
  }
  return metersets;
}

function fractionGroupOf(group: DataSet, index: number, beams: readonly Beam[], warnings: string[]): Plan['fractionGroups'][number] {
  const number = group.number('FractionGroupNumber') ?? index + 1;
  const fractionsPlanned = optional(group, 'NumberOfFractionsPlanned', warnings, `fraction group ${number}`);
  if (fractionsPlanned === null) warnings.push(`fraction group ${number}: NumberOfFractionsPlanned (300A,0078) is not given; the total dose of the plan is unknown`);
  const beamNumbers = group.items('ReferencedBeamSequence').map((item) => item.requireNumber('ReferencedBeamNumber'));
  for (const beamNumber of beamNumbers) {
    if (!beams.some((beam) => beam.number === beamNumber)) warnings.push(`fraction group ${number} refers to beam ${beamNumber}, which the plan does not have; its MU belong to no beam`);
  }
  return { number, fractionsPlanned, beamNumbers };
}

function beamOf(item: DataSet, metersets: ReadonlyMap<number, number | null>, warnings: string[]): Beam {
  const number = item.requireNumber('BeamNumber');
  const who = `beam ${number}`;
  const deliveryType = item.text('TreatmentDeliveryType') ?? 'TREATMENT';
  const dosimeterUnit = item.text('PrimaryDosimeterUnit');
  let metersetMU = metersets.get(number) ?? null;
  if (metersetMU !== null && dosimeterUnit !== null && dosimeterUnit !== 'MU') {
    warnings.push(`${who}: PrimaryDosimeterUnit (300A,00B3) is ${dosimeterUnit}; its meterset is not shown as MU`);
    metersetMU = null;
  } else if (metersetMU === null && deliveryType === 'TREATMENT') warnings.push(`${who} has no BeamMeterset (300A,0086); its MU are unknown`);
  const controlPoints = readControlPoints(item, who, warnings);
  return {
    number,
    name: item.text('BeamName') ?? '',
    type: item.text('BeamType') ?? '',
    radiationType: item.text('RadiationType') ?? '',
    deliveryType,
    machine: item.text('TreatmentMachineName'),
    energyMV: controlPoints[0]?.energyMV ?? null,
    metersetMU,
    sourceAxisDistanceMm: optional(item, 'SourceAxisDistance', warnings, who),
    leafBoundariesMm: leafBoundariesOf(item, who, warnings),
    controlPoints,
  };
}

function leafBoundariesOf(beam: DataSet, who: string, warnings: string[]): Beam['leafBoundariesMm'] {
  const boundaries: Record<string, readonly number[]> = {};
  for (const device of beam.items('BeamLimitingDeviceSequence')) {
    const type = device.text('RTBeamLimitingDeviceType');
    const values = device.numbers('LeafPositionBoundaries');
    if (type === null || values === null) continue;
    const pairs = device.number('NumberOfLeafJawPairs');
    if (pairs !== null && values.length !== pairs + 1) warnings.push(`${who}: ${type} has ${values.length} leaf boundaries for ${pairs} pairs`);
    boundaries[type] = Array.from(values);
  }
  return boundaries;
}

function prescriptionOf(item: DataSet, warnings: string[]): Prescription {
  return {
    description: item.text('DoseReferenceDescription'),
    type: item.text('DoseReferenceType') ?? '',
    targetPrescriptionDoseGy: optional(item, 'TargetPrescriptionDose', warnings, 'prescription'),
    structureType: item.text('DoseReferenceStructureType'),
  };
}

function optional(item: DataSet, keyword: Keyword, warnings: string[], who: string): number | null {
  try {
    return item.number(keyword);
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    warnings.push(`${who}: ${error.message}`);
    return null;
  }
}
