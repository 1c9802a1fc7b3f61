import type { Vector3 } from '../../geometry/vector.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { ControlPoint } from '../types.ts';

/** What a control point keeps from the one before (PS3.3 C.8.8.14.5). */
interface Inherited {
  readonly cumulativeMetersetWeight: number;
  readonly gantryDeg: number;
  readonly collimatorDeg: number;
  readonly couchDeg: number;
  readonly energyMV: number | null;
  readonly isocenterMm: Vector3 | null;
  readonly devices: ControlPoint['devices'];
}

/** Before the first control point nothing is known; an angle never stated stays NaN and is warned about. */
const nothing: Inherited = {
  cumulativeMetersetWeight: Number.NaN, gantryDeg: Number.NaN, collimatorDeg: Number.NaN, couchDeg: Number.NaN, energyMV: null, isocenterMm: null, devices: {},
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
  return {
    cumulativeMetersetWeight: item.number('CumulativeMetersetWeight') ?? before.cumulativeMetersetWeight,
    gantryDeg: item.number('GantryAngle') ?? before.gantryDeg,
    collimatorDeg: item.number('BeamLimitingDeviceAngle') ?? before.collimatorDeg,
    couchDeg: item.number('PatientSupportAngle') ?? before.couchDeg,
    energyMV: item.number('NominalBeamEnergy') ?? before.energyMV,
    isocenterMm: hasIsocenter ? [x, y, z] : before.isocenterMm,
    devices: inheritDevices(before.devices, item),
  };
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
