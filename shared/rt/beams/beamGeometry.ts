import { RtError } from '../../errors/appError.ts';
import { add, scale, subtract, type PatientPoint, type Vector3 } from '../../geometry/vector.ts';
import type { Beam, ControlPoint, Plan } from '../types.ts';
import { fixedToGantry, gantryToLimiter, patientPositions, patientToSupport, supportToFixed, type LimiterPoint, type PatientPosition, type ViewPoint } from './iecFrames.ts';

/** Why a picture of the beam is approximate: a tilted table top is not followed; an ion beam's two virtual sources are taken as one. */
export type Approximation = 'table-pitch-roll' | 'two-virtual-sources';

/** Where a beam stands to the patient at one control point. */
export interface BeamGeometry {
  readonly patientPosition: PatientPosition;
  readonly isocenterMm: PatientPoint;
  /** Source to isocentre, mm. */
  readonly sourceAxisMm: number;
  /** Xb, Yb, Zb as patient unit vectors. */
  readonly axes: readonly [Vector3, Vector3, Vector3];
  readonly sourceMm: PatientPoint;
  readonly accuracy: 'exact' | 'approximate';
  readonly approximations: readonly Approximation[];
}

/** Settings a geometry is made of; angles in degrees, absolute IEC 61217 values (PS3.3 C.8.8.14.6). */
export interface BeamSetting {
  readonly patientPosition: PatientPosition;
  readonly gantryDeg: number;
  readonly couchDeg: number;
  readonly collimatorDeg: number;
  readonly isocenterMm: PatientPoint;
  readonly sourceAxisMm: number;
}

/** Geometry of stated settings. */
export function geometryOf(setting: BeamSetting, approximations: readonly Approximation[] = []): BeamGeometry {
  const { patientPosition, isocenterMm, sourceAxisMm } = setting;
  const columns = ([[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const).map((offset) => offsetToLimiter(setting, offset));
  // The rotation carries patient axes to limiter axes, so its rows are the limiter axes in patient coordinates.
  const row = (n: 0 | 1 | 2): Vector3 => [columns[0]?.[n] ?? 0, columns[1]?.[n] ?? 0, columns[2]?.[n] ?? 0];
  const axes = [row(0), row(1), row(2)] as const;
  return { patientPosition, isocenterMm, sourceAxisMm, axes, sourceMm: add(isocenterMm, scale(axes[2], sourceAxisMm)), accuracy: approximations.length === 0 ? 'exact' : 'approximate', approximations };
}

/**
 * Geometry of a control point.
 *
 * @param position PatientPosition of the beam's patient setup ({@link patientPositionOf})
 * @throws {RtError} missing-attribute (angle, isocentre, source-axis distance or patient position unknown) | unsupported (a seated patient)
 */
export function beamGeometryAt(beam: Beam, point: ControlPoint, position: string | null): BeamGeometry {
  const absent = (what: string): RtError => new RtError('missing-attribute', `Beam ${beam.number} does not state ${what}; where it stands to the patient is unknown.`, { detail: { beam: beam.number, controlPoint: point.index } });
  if (position === null) throw absent('PatientPosition (0018,5100)');
  const patientPosition = patientPositions.find((known) => known === position.trim().toUpperCase());
  if (patientPosition === undefined) throw new RtError('unsupported', `PatientPosition ${position} is none of ${patientPositions.join(', ')}; beam ${beam.number} cannot be placed.`, { detail: { beam: beam.number, position } });
  if (!Number.isFinite(point.gantryDeg)) throw absent('GantryAngle (300A,011E)');
  if (!Number.isFinite(point.couchDeg)) throw absent('PatientSupportAngle (300A,0122)');
  if (!Number.isFinite(point.collimatorDeg)) throw absent('BeamLimitingDeviceAngle (300A,0120)');
  if (point.isocenterMm === null) throw absent('IsocenterPosition (300A,012C)');
  const [virtualX, virtualY] = beam.ion?.virtualSourceAxisMm ?? [null, null];
  const sourceAxisMm = beam.sourceAxisDistanceMm ?? (virtualX === null || virtualY === null ? null : (virtualX + virtualY) / 2);
  if (sourceAxisMm === null || !(sourceAxisMm > 0)) throw absent('SourceAxisDistance (300A,00B4)');
  const approximations: Approximation[] = [
    ...((point.pitchDeg ?? 0) !== 0 || (point.rollDeg ?? 0) !== 0 ? (['table-pitch-roll'] as const) : []),
    ...(beam.sourceAxisDistanceMm === null && virtualX !== virtualY ? (['two-virtual-sources'] as const) : []),
  ];
  const { gantryDeg, couchDeg, collimatorDeg, isocenterMm } = point;
  return geometryOf({ patientPosition, gantryDeg, couchDeg, collimatorDeg, isocenterMm, sourceAxisMm }, approximations);
}

/** PatientPosition of the setup a beam names; of the plan where the beam or its setup names none. */
export function patientPositionOf(plan: Pick<Plan, 'patientPosition' | 'patientSetups'>, beam: Pick<Beam, 'patientSetupNumber'>): string | null {
  const setup = plan.patientSetups.find(({ number }) => number !== null && number === beam.patientSetupNumber);
  return setup?.patientPosition ?? plan.patientPosition;
}

/** A patient point in the beam limiting device frame, mm from the isocentre. */
export function toLimiter({ isocenterMm, axes }: BeamGeometry, point: PatientPoint): LimiterPoint {
  const [x, y, z] = subtract(point, isocenterMm);
  const along = (axis: Vector3): number => axis[0] * x + axis[1] * y + axis[2] * z;
  return [along(axes[0]), along(axes[1]), along(axes[2])];
}

/** A point of the beam limiting device frame in patient coordinates. */
export const fromLimiter = ({ isocenterMm, axes }: BeamGeometry, [x, y, z]: LimiterPoint): PatientPoint =>
  add(isocenterMm, add(scale(axes[0], x), add(scale(axes[1], y), scale(axes[2], z))));

/** Where the ray from the source through a patient point meets the isocentre plane; null for a point not below the source. */
export function projectPoint(geometry: BeamGeometry, point: PatientPoint): ViewPoint | null {
  const [x, y, z] = toLimiter(geometry, point);
  if (!(z < geometry.sourceAxisMm)) return null;
  const magnification = geometry.sourceAxisMm / (geometry.sourceAxisMm - z);
  return [x * magnification, y * magnification];
}

/** The patient point that is seen at a point of the beam's eye view at a height above the isocentre plane, mm towards the source. */
export function backProject(geometry: BeamGeometry, [xb, yb]: ViewPoint, heightMm = 0): PatientPoint {
  const part = (geometry.sourceAxisMm - heightMm) / geometry.sourceAxisMm;
  return fromLimiter(geometry, [xb * part, yb * part, heightMm]);
}

function offsetToLimiter({ patientPosition, couchDeg, gantryDeg, collimatorDeg }: BeamSetting, offset: PatientPoint): LimiterPoint {
  return gantryToLimiter(fixedToGantry(supportToFixed(patientToSupport(patientPosition, offset), couchDeg), gantryDeg), collimatorDeg);
}
