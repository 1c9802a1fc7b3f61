import type { Applicator, Beam, BeamLimitingDevice, Block, ControlPoint, IonDevice, Wedge } from '../../types.ts';
import { field, type Field } from '../fields/fields.ts';

/** What of a beam may change, beside its parts and control points. A new field of the type is one line here. */
export const beamFields: readonly Field<Beam>[] = [
  field('number', null, (beam) => beam.number),
  field('name', null, (beam) => beam.name),
  field('description', null, (beam) => beam.description),
  field('type', null, (beam) => beam.type),
  field('radiationType', null, (beam) => beam.radiationType),
  field('deliveryType', null, (beam) => beam.deliveryType),
  field('highDoseTechnique', null, (beam) => beam.highDoseTechnique),
  field('fluenceMode', null, (beam) => beam.fluenceMode),
  field('fluenceModeID', null, (beam) => beam.fluenceModeID),
  field('machine', null, (beam) => beam.machine),
  field('manufacturerModel', null, (beam) => beam.manufacturerModel),
  field('energyMV', 'MV', (beam) => beam.energyMV),
  field('dosimeterUnit', null, (beam) => beam.dosimeterUnit),
  field('metersetMU', 'MU', (beam) => beam.metersetMU),
  field('beamDoseGy', 'Gy', (beam) => beam.beamDoseGy),
  field('doseSpecificationPointMm', 'mm', (beam) => beam.doseSpecificationPointMm, 'point'),
  field('sourceAxisDistanceMm', 'mm', (beam) => beam.sourceAxisDistanceMm),
  field('finalCumulativeMetersetWeight', null, (beam) => beam.finalCumulativeMetersetWeight),
  field('statedControlPoints', null, (beam) => beam.stated.controlPoints),
  field('statedWedges', null, (beam) => beam.stated.wedges),
  field('statedCompensators', null, (beam) => beam.stated.compensators),
  field('statedBoli', null, (beam) => beam.stated.boli),
  field('statedBlocks', null, (beam) => beam.stated.blocks),
  field('controlPoints', null, (beam) => beam.controlPoints.length),
  field('bolusROINumbers', null, (beam) => beam.bolusROINumbers),
  field('patientSetupNumber', null, (beam) => beam.patientSetupNumber),
  field('toleranceTableNumber', null, (beam) => beam.toleranceTableNumber),
  field('ionMassNumber', null, (beam) => beam.ion?.massNumber ?? null),
  field('ionAtomicNumber', null, (beam) => beam.ion?.atomicNumber ?? null),
  field('ionChargeState', null, (beam) => beam.ion?.chargeState ?? null),
  field('scanMode', null, (beam) => beam.ion?.scanMode ?? null),
  field('virtualSourceAxisMm', 'mm', (beam) => beam.ion?.virtualSourceAxisMm ?? null),
];

export const limitingDeviceFields: readonly Field<BeamLimitingDevice>[] = [
  field('leafJawPairs', null, (device) => device.leafJawPairs),
  field('distanceMm', 'mm', (device) => device.distanceMm),
  field('boundariesMm', 'mm', (device) => device.boundariesMm),
];

export const wedgeFields: readonly Field<Wedge>[] = [
  field('type', null, (wedge) => wedge.type),
  field('id', null, (wedge) => wedge.id),
  field('angleDeg', '°', (wedge) => wedge.angleDeg, 'angle'),
  field('orientationDeg', '°', (wedge) => wedge.orientationDeg, 'angle'),
  field('factor', null, (wedge) => wedge.factor),
];

export const blockFields: readonly Field<Block>[] = [
  field('name', null, (block) => block.name),
  field('type', null, (block) => block.type),
  field('divergence', null, (block) => block.divergence),
  field('trayDistanceMm', 'mm', (block) => block.trayDistanceMm),
  field('outlineMm', 'mm', (block) => [...block.outlineMm]),
];

export const applicatorFields: readonly Field<Applicator>[] = [
  field('id', null, (applicator) => applicator.id),
  field('type', null, (applicator) => applicator.type),
];

export const ionDeviceFields: readonly Field<IonDevice>[] = [
  field('id', null, (device) => device.id),
  field('type', null, (device) => device.type),
];

/** What may change from control point to control point, beside leaves and jaws. */
export const controlPointFields: readonly Field<ControlPoint>[] = [
  field('cumulativeMetersetWeight', null, (point) => point.cumulativeMetersetWeight),
  field('gantryDeg', '°', (point) => point.gantryDeg, 'angle'),
  field('gantryDirection', null, (point) => point.gantryDirection),
  field('collimatorDeg', '°', (point) => point.collimatorDeg, 'angle'),
  field('collimatorDirection', null, (point) => point.collimatorDirection),
  field('couchDeg', '°', (point) => point.couchDeg, 'angle'),
  field('couchDirection', null, (point) => point.couchDirection),
  field('pitchDeg', '°', (point) => point.pitchDeg, 'angle'),
  field('rollDeg', '°', (point) => point.rollDeg, 'angle'),
  field('tableTopMm', 'mm', (point) => point.tableTopMm),
  field('energyMV', 'MV', (point) => point.energyMV),
  field('doseRateMUPerMin', 'MU/min', (point) => point.doseRateMUPerMin),
  field('isocenterMm', 'mm', (point) => point.isocenterMm, 'point'),
  field('sourceToSurfaceMm', 'mm', (point) => point.sourceToSurfaceMm),
  field('wedgePositions', null, (point) => Object.entries(point.wedgePositions).map(([wedge, position]) => `${wedge} ${position}`)),
  field('snoutPositionMm', 'mm', (point) => point.snoutPositionMm ?? null),
  field('spotTuneID', null, (point) => point.scanSpots?.tuneID ?? null),
  field('spotPaintings', null, (point) => point.scanSpots?.paintings ?? null),
  field('spotSizeMm', 'mm', (point) => point.scanSpots?.spotSizeMm ?? null),
  field('spotPositionsMm', 'mm', (point) => [...(point.scanSpots?.positionsMm ?? [])]),
  field('spotMetersetWeights', null, (point) => [...(point.scanSpots?.metersetWeights ?? [])]),
];
