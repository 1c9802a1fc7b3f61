import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { BeamLimitingDevice, ControlPoint } from '../types.ts';
import type { BeamSource } from './beamSource.ts';
import { optionalValues } from './optionalValue.ts';
import { positionsExpected } from './readLimitingDevices.ts';
import { readScanSpots } from './readScanSpots.ts';

/** What every control point of one beam is read with. */
interface BeamContext {
  readonly beam: number;
  readonly source: BeamSource;
  readonly limitingDevices: readonly BeamLimitingDevice[];
  readonly warnings: RtNotice[];
}

/** What a control point keeps from the one before (PS3.3 C.8.8.14.5). */
type Inherited = Omit<ControlPoint, 'index'>;

/** Before the first control point nothing is known; an angle never stated stays NaN and is warned about. */
const nothing: Inherited = {
  cumulativeMetersetWeight: Number.NaN, gantryDeg: Number.NaN, gantryDirection: null, collimatorDeg: Number.NaN, collimatorDirection: null, couchDeg: Number.NaN, couchDirection: null,
  pitchDeg: null, rollDeg: null, tableTopMm: [null, null, null], energyMV: null, doseRateMUPerMin: null, isocenterMm: null, sourceToSurfaceMm: null, devices: {}, wedgePositions: {},
};

/** What the first control point has to state, and its DICOM keyword. */
const needed = [
  ['gantryDeg', 'GantryAngle'], ['collimatorDeg', 'BeamLimitingDeviceAngle'], ['couchDeg', 'PatientSupportAngle'], ['cumulativeMetersetWeight', 'CumulativeMetersetWeight'],
] as const;

/** Control points of a beam as a dense table: every row complete, inheritance resolved. */
export function readControlPoints(item: DataSet, source: BeamSource, beam: number, limitingDevices: readonly BeamLimitingDevice[], warnings: RtNotice[]): readonly ControlPoint[] {
  const items = item.items(source.controlPoints);
  const context: BeamContext = { beam, source, limitingDevices, warnings };
  if (items.length === 0) {
    warnings.push(notice('no-control-points', { beam }));
    return [];
  }
  let current = nothing;
  const points = items.map((point, position): ControlPoint => {
    current = inherit(current, point, context);
    return { index: point.number('ControlPointIndex') ?? position, ...current };
  });
  const first = points[0];
  if (first !== undefined) {
    const unknown = needed.filter(([field]) => Number.isNaN(first[field])).map(([, keyword]) => keyword);
    if (unknown.length > 0) warnings.push(notice('control-point-incomplete', { beam, fields: unknown.join(', ') }));
    if (first.isocenterMm === null) warnings.push(notice('isocentre-absent', { beam }));
  }
  return points;
}

function inherit(before: Inherited, item: DataSet, context: BeamContext): Inherited {
  const { beam, source, warnings } = context;
  const values = optionalValues(item, warnings, (detail) => notice('beam-value-unreadable', { beam, detail }));
  const isocenter = values.point('IsocenterPosition');
  const [vertical, longitudinal, lateral] = before.tableTopMm;
  return {
    cumulativeMetersetWeight: item.number('CumulativeMetersetWeight') ?? before.cumulativeMetersetWeight,
    gantryDeg: item.number('GantryAngle') ?? before.gantryDeg,
    gantryDirection: item.text('GantryRotationDirection') ?? before.gantryDirection,
    collimatorDeg: item.number('BeamLimitingDeviceAngle') ?? before.collimatorDeg,
    collimatorDirection: item.text('BeamLimitingDeviceRotationDirection') ?? before.collimatorDirection,
    couchDeg: item.number('PatientSupportAngle') ?? before.couchDeg,
    couchDirection: item.text('PatientSupportRotationDirection') ?? before.couchDirection,
    pitchDeg: values.number('TableTopPitchAngle') ?? before.pitchDeg,
    rollDeg: values.number('TableTopRollAngle') ?? before.rollDeg,
    tableTopMm: [item.number('TableTopVerticalPosition') ?? vertical, item.number('TableTopLongitudinalPosition') ?? longitudinal, item.number('TableTopLateralPosition') ?? lateral],
    energyMV: item.number('NominalBeamEnergy') ?? before.energyMV,
    doseRateMUPerMin: item.number('DoseRateSet') ?? before.doseRateMUPerMin,
    isocenterMm: isocenter ?? before.isocenterMm,
    sourceToSurfaceMm: item.number('SourceToSurfaceDistance') ?? before.sourceToSurfaceMm,
    devices: inheritDevices(before.devices, item, context),
    wedgePositions: inheritWedges(before.wedgePositions, item, source),
    ...(source.isIon ? { scanSpots: readScanSpots(item, before.scanSpots ?? null, beam, warnings), snoutPositionMm: values.number('SnoutPosition') ?? before.snoutPositionMm ?? null } : {}),
  };
}

function inheritWedges(before: ControlPoint['wedgePositions'], item: DataSet, source: BeamSource): ControlPoint['wedgePositions'] {
  const moved = item.items(source.wedgePositions);
  if (moved.length === 0) return before;
  const stated = moved.flatMap((wedge) => {
    const [number, position] = [wedge.number('ReferencedWedgeNumber'), wedge.text('WedgePosition')];
    return number === null || position === null ? [] : [[number, position] as const];
  });
  return { ...before, ...Object.fromEntries(stated) };
}

/**
 * Each device keeps its own last position; one sequence may move only some of them. Positions of the wrong number belong to
 * leaves nobody can name: the device is then unknown from here on, until it is stated again.
 */
function inheritDevices(before: ControlPoint['devices'], item: DataSet, { beam, limitingDevices, warnings }: BeamContext): ControlPoint['devices'] {
  const moved = item.items('BeamLimitingDevicePositionSequence');
  if (moved.length === 0) return before;
  const devices = new Map(Object.entries(before));
  for (const device of moved) {
    const type = device.text('RTBeamLimitingDeviceType');
    const positions = device.numbers('LeafJawPositions');
    if (type === null || positions === null) continue;
    const expected = positionsExpected(type, limitingDevices);
    if (expected === null ? positions.length % 2 === 0 : positions.length === expected) devices.set(type, Array.from(positions));
    else {
      devices.delete(type);
      warnings.push(notice('leaf-positions-differ', { beam, point: item.text('ControlPointIndex') ?? '–', device: type, positions: positions.length, expected: expected ?? '–' }));
    }
  }
  return Object.fromEntries(devices);
}
