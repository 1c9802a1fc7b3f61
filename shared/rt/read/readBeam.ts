import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { Applicator, Beam, BeamLimitingDevice, Block, FractionBeam, Wedge } from '../types.ts';
import { optionalValues, type OptionalValues } from './optionalValue.ts';
import { readControlPoints } from './readControlPoints.ts';

/** One item of BeamSequence (PS3.3 C.8.8.14); `reference` is what the fraction groups say of it. */
export function readBeam(item: DataSet, reference: FractionBeam | null, warnings: RtNotice[]): Beam {
  const number = item.requireNumber('BeamNumber');
  const values = optionalValues(item, warnings, (detail) => notice('beam-value-unreadable', { beam: number, detail }));
  const deliveryType = item.text('TreatmentDeliveryType') ?? 'TREATMENT';
  const dosimeterUnit = item.text('PrimaryDosimeterUnit');
  let metersetMU = reference?.metersetMU ?? null;
  if (metersetMU !== null && dosimeterUnit !== null && dosimeterUnit !== 'MU') {
    warnings.push(notice('meterset-not-mu', { beam: number, unit: dosimeterUnit }));
    metersetMU = null;
  } else if (metersetMU === null && deliveryType === 'TREATMENT') warnings.push(notice('meterset-absent', { beam: number }));
  const controlPoints = readControlPoints(item, number, warnings);
  const limitingDevices = readLimitingDevices(item, number, warnings);
  const fluence = item.items('PrimaryFluenceModeSequence')[0];
  return {
    number,
    name: item.text('BeamName') ?? '',
    description: item.text('BeamDescription'),
    type: item.text('BeamType') ?? '',
    radiationType: item.text('RadiationType') ?? '',
    deliveryType,
    highDoseTechnique: item.text('HighDoseTechniqueType'),
    fluenceMode: fluence?.text('FluenceMode') ?? null,
    fluenceModeID: fluence?.text('FluenceModeID') ?? null,
    machine: item.text('TreatmentMachineName'),
    manufacturerModel: item.text('ManufacturerModelName'),
    energyMV: controlPoints[0]?.energyMV ?? null,
    dosimeterUnit,
    metersetMU,
    beamDoseGy: reference?.beamDoseGy ?? null,
    doseSpecificationPointMm: reference?.doseSpecificationPointMm ?? null,
    sourceAxisDistanceMm: values.number('SourceAxisDistance'),
    finalCumulativeMetersetWeight: values.number('FinalCumulativeMetersetWeight'),
    stated: statedCounts(values),
    limitingDevices,
    leafBoundariesMm: Object.fromEntries(limitingDevices.flatMap(({ type, boundariesMm }) => (boundariesMm === null ? [] : [[type, boundariesMm]]))),
    wedges: item.items('WedgeSequence').map((wedge, index) => readWedge(wedge, index, number, warnings)),
    blocks: item.items('BlockSequence').map((block, index) => readBlock(block, index, number, warnings)),
    applicators: item.items('ApplicatorSequence').map((applicator): Applicator => ({ id: applicator.text('ApplicatorID'), type: applicator.text('ApplicatorType') })),
    bolusROINumbers: item.items('ReferencedBolusSequence').flatMap((bolus) => bolus.number('ReferencedROINumber') ?? []),
    patientSetupNumber: values.number('ReferencedPatientSetupNumber'),
    toleranceTableNumber: values.number('ReferencedToleranceTableNumber'),
    controlPoints,
  };
}

const statedCounts = ({ number }: OptionalValues): Beam['stated'] => ({
  controlPoints: number('NumberOfControlPoints'),
  wedges: number('NumberOfWedges'),
  compensators: number('NumberOfCompensators'),
  boli: number('NumberOfBoli'),
  blocks: number('NumberOfBlocks'),
});

function readLimitingDevices(item: DataSet, beam: number, warnings: RtNotice[]): readonly BeamLimitingDevice[] {
  return item.items('BeamLimitingDeviceSequence').flatMap((device): BeamLimitingDevice[] => {
    const type = device.text('RTBeamLimitingDeviceType');
    if (type === null) return [];
    const values = optionalValues(device, warnings, (detail) => notice('beam-value-unreadable', { beam, detail }));
    const boundaries = values.numbers('LeafPositionBoundaries');
    const pairs = values.number('NumberOfLeafJawPairs');
    if (boundaries !== null && pairs !== null && boundaries.length !== pairs + 1) {
      warnings.push(notice('leaf-boundaries', { beam, device: type, boundaries: boundaries.length, pairs }));
    }
    return [{ type, leafJawPairs: pairs, distanceMm: values.number('SourceToBeamLimitingDeviceDistance'), boundariesMm: boundaries === null ? null : Array.from(boundaries) }];
  });
}

function readWedge(item: DataSet, index: number, beam: number, warnings: RtNotice[]): Wedge {
  const values = optionalValues(item, warnings, (detail) => notice('beam-value-unreadable', { beam, detail }));
  return {
    number: values.number('WedgeNumber') ?? index + 1,
    type: item.text('WedgeType'),
    id: item.text('WedgeID'),
    angleDeg: values.number('WedgeAngle'),
    orientationDeg: values.number('WedgeOrientation'),
    factor: values.number('WedgeFactor'),
  };
}

function readBlock(item: DataSet, index: number, beam: number, warnings: RtNotice[]): Block {
  const values = optionalValues(item, warnings, (detail) => notice('beam-value-unreadable', { beam, detail }));
  return {
    number: values.number('BlockNumber') ?? index + 1,
    name: item.text('BlockName'),
    type: item.text('BlockType'),
    divergence: item.text('BlockDivergence'),
    trayDistanceMm: values.number('SourceToBlockTrayDistance'),
    outlineMm: values.numbers('BlockData') ?? new Float64Array(0),
  };
}
