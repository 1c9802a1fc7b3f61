import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { ControlPoint } from '../types.ts';

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
export function readControlPoints(item: DataSet, beam: number, warnings: RtNotice[]): readonly ControlPoint[] {
  const items = item.items('ControlPointSequence');
  if (items.length === 0) {
    warnings.push(notice('no-control-points', { beam }));
    return [];
  }
  let current = nothing;
  const points = items.map((point, position): ControlPoint => {
    current = inherit(current, point);
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

function inherit(before: Inherited, item: DataSet): Inherited {
  const isocenter = item.numbers('IsocenterPosition');
  const [x, y, z] = isocenter ?? [];
  const hasIsocenter = x !== undefined && y !== undefined && z !== undefined;
  const [vertical, longitudinal, lateral] = before.tableTopMm;
  return {
    cumulativeMetersetWeight: item.number('CumulativeMetersetWeight') ?? before.cumulativeMetersetWeight,
    gantryDeg: item.number('GantryAngle') ?? before.gantryDeg,
    gantryDirection: item.text('GantryRotationDirection') ?? before.gantryDirection,
    collimatorDeg: item.number('BeamLimitingDeviceAngle') ?? before.collimatorDeg,
    collimatorDirection: item.text('BeamLimitingDeviceRotationDirection') ?? before.collimatorDirection,
    couchDeg: item.number('PatientSupportAngle') ?? before.couchDeg,
    couchDirection: item.text('PatientSupportRotationDirection') ?? before.couchDirection,
    pitchDeg: item.number('TableTopPitchAngle') ?? before.pitchDeg,
    rollDeg: item.number('TableTopRollAngle') ?? before.rollDeg,
    tableTopMm: [item.number('TableTopVerticalPosition') ?? vertical, item.number('TableTopLongitudinalPosition') ?? longitudinal, item.number('TableTopLateralPosition') ?? lateral],
    energyMV: item.number('NominalBeamEnergy') ?? before.energyMV,
    doseRateMUPerMin: item.number('DoseRateSet') ?? before.doseRateMUPerMin,
    isocenterMm: hasIsocenter ? [x, y, z] : before.isocenterMm,
    sourceToSurfaceMm: item.number('SourceToSurfaceDistance') ?? before.sourceToSurfaceMm,
    devices: inheritDevices(before.devices, item),
    wedgePositions: inheritWedges(before.wedgePositions, item),
  };
}

function inheritWedges(before: ControlPoint['wedgePositions'], item: DataSet): ControlPoint['wedgePositions'] {
  const moved = item.items('WedgePositionSequence');
  if (moved.length === 0) return before;
  const stated = moved.flatMap((wedge) => {
    const [number, position] = [wedge.number('ReferencedWedgeNumber'), wedge.text('WedgePosition')];
    return number === null || position === null ? [] : [[number, position] as const];
  });
  return { ...before, ...Object.fromEntries(stated) };
}

/** Each device keeps its own last position; one sequence may move only some of them. */
function inheritDevices(before: ControlPoint['devices'], item: DataSet): ControlPoint['devices'] {
  const moved = item.items('BeamLimitingDevicePositionSequence');
  if (moved.length === 0) return before;
  const devices: Record<string, readonly number[]> = { ...before };
  for (const device of moved) {
    const type = device.text('RTBeamLimitingDeviceType');
    const positions = device.numbers('LeafJawPositions');
    if (type !== null && positions !== null) devices[type] = Array.from(positions);
  }
  return devices;
}
