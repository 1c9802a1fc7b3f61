import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { Applicator, Beam, FractionBeam } from '../types.ts';
import type { BeamSource } from './beamSource.ts';
import { readBlock, readWedge } from './readBeamModifiers.ts';
import { optionalValues, type OptionalValues } from './optionalValue.ts';
import { readControlPoints } from './readControlPoints.ts';
import { readIonBeam } from './readIonBeam.ts';
import { readLimitingDevices } from './readLimitingDevices.ts';
import { warnImplausible } from './warnImplausible.ts';

/** One item of BeamSequence or IonBeamSequence (PS3.3 C.8.8.14, C.8.8.25); `reference` is what the fraction groups say of it. */
export function readBeam(item: DataSet, source: BeamSource, reference: FractionBeam | null, warnings: RtNotice[]): Beam {
  const number = item.requireNumber('BeamNumber');
  const values = optionalValues(item, warnings, (detail) => notice('beam-value-unreadable', { beam: number, detail }));
  const deliveryType = item.text('TreatmentDeliveryType') ?? 'TREATMENT';
  const dosimeterUnit = item.text('PrimaryDosimeterUnit');
  let metersetMU = reference?.metersetMU ?? null;
  if (metersetMU !== null && dosimeterUnit !== null && dosimeterUnit !== 'MU') {
    warnings.push(notice('meterset-not-mu', { beam: number, unit: dosimeterUnit }));
    metersetMU = null;
  } else if (metersetMU === null && deliveryType === 'TREATMENT') warnings.push(notice('meterset-absent', { beam: number }));
  const limitingDevices = readLimitingDevices(item, source, number, warnings);
  const controlPoints = readControlPoints(item, source, number, limitingDevices, warnings);
  const fluence = item.items('PrimaryFluenceModeSequence')[0];
  const beam: Beam = {
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
    wedges: item.items(source.wedges).map((wedge, index) => readWedge(wedge, index, number, warnings)),
    blocks: item.items(source.blocks).map((block, index) => readBlock(block, index, number, warnings)),
    applicators: item.items('ApplicatorSequence').map((applicator): Applicator => ({ id: applicator.text('ApplicatorID'), type: applicator.text('ApplicatorType') })),
    bolusROINumbers: item.items('ReferencedBolusSequence').flatMap((bolus) => bolus.number('ReferencedROINumber') ?? []),
    patientSetupNumber: values.number('ReferencedPatientSetupNumber'),
    toleranceTableNumber: values.number('ReferencedToleranceTableNumber'),
    controlPoints,
    ...(source.isIon ? { ion: readIonBeam(item, number, warnings) } : {}),
  };
  warnImplausible(beam, warnings);
  return beam;
}

const statedCounts = ({ number }: OptionalValues): Beam['stated'] => ({
  controlPoints: number('NumberOfControlPoints'),
  wedges: number('NumberOfWedges'),
  compensators: number('NumberOfCompensators'),
  boli: number('NumberOfBoli'),
  blocks: number('NumberOfBlocks'),
});
