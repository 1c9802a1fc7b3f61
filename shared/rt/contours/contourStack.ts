import { RtError } from '../../errors/appError.ts';
import { cross, dot, scale, type Vector3 } from '../../geometry/vector.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { Contour, Structure } from '../types.ts';
import { createRingSet } from './repeatedRings.ts';

/** Right-handed axes of a stack of parallel contours: a patient point is u·uAxis + v·vAxis + w·normal. */
export interface StackFrame {
  readonly uAxis: Vector3;
  readonly vAxis: Vector3;
  readonly normal: Vector3;
}

/** All closed contours of one structure that lie in one plane; combined by even–odd fill. */
export interface ContourPlane {
  /** Distance from the patient origin along the stack's normal. */
  readonly positionMm: number;
  /** Each u0,v0,u1,v1,… in mm; implicitly closed. */
  readonly polygons: readonly Float64Array[];
  /** The stretch the plane stands for where its contours state one; otherwise half way to the neighbours. */
  readonly slabMm?: readonly [low: number, high: number];
}

/** A contour plane with the stretch along the normal it stands for. */
export interface Slab extends ContourPlane {
  readonly lowMm: number;
  readonly highMm: number;
}

/** The closed contours of one structure, grouped by plane and ordered along the common normal. */
export interface ContourStack {
  readonly frame: StackFrame;
  /** Ascending by position. */
  readonly planes: readonly ContourPlane[];
  readonly notices: readonly RtNotice[];
}

/** Contours nearer than this along the normal are one plane; exports round positions to 0.01–0.1 mm. */
const samePlaneMm = 0.1;
/** A contour whose points leave its mean plane by more than this cannot be stacked. */
const flatnessMm = 0.5;
/** Contours of less span no plane. */
const leastAreaMm2 = 1e-3;

const isClosed = (contour: Contour): boolean =>
  contour.geometricType === 'CLOSED_PLANAR' || contour.geometricType === 'CLOSEDPLANAR_XOR';

/**
 * Groups the closed contours of a structure by plane (PS3.3 C.8.8.6).
 *
 * Contours may be stacked along any one direction; repeats of a ring in a plane, wherever they begin
 * and whichever way they turn, are dropped with a notice, since even–odd fill would cancel them.
 *
 * @throws {RtError} no-closed-contour | unsupported (contours not in parallel planes) | frame-of-reference-mismatch
 */
export function buildContourStack(structure: Structure): ContourStack {
  if (structure.otherFrameUID !== undefined) {
    throw new RtError('frame-of-reference-mismatch', `Structure "${structure.name}" lies in another frame of reference (${structure.otherFrameUID}) than the rest of its structure set; register it first.`, {
      detail: { structure: structure.name },
    });
  }
  const closed = structure.contours.filter((contour) => isClosed(contour) && contour.pointsMm.length >= 9);
  const area = stackArea(closed);
  if (area === null) {
    const problem = closed.length === 0 ? 'has no closed contour' : 'has closed contours, each of which encloses no area';
    throw new RtError('no-closed-contour', `Structure "${structure.name}" ${problem}, so it has no volume; draw closed contours or leave it out.`, {
      detail: { structure: structure.name, contours: structure.contours.length },
    });
  }
  const notices: RtNotice[] = [];
  const skipped = structure.contours.length - closed.length;
  if (skipped > 0) notices.push(notice('contours-without-volume', { contours: skipped }));
  const frame = stackFrame(area);
  const entries = closed.map((contour) => ({ ...project(contour.pointsMm, frame, structure.name), ...(contour.slabMm === undefined ? {} : { slabMm: contour.slabMm }) }));
  entries.sort((a, b) => a.positionMm - b.positionMm);
  const groups: { positionMm: number; polygons: Float64Array[]; slabMm?: readonly [number, number] }[] = [];
  let repeats = 0;
  let inPlane = createRingSet();
  for (const entry of entries) {
    const last = groups.at(-1);
    const isApart = last === undefined || entry.positionMm - last.positionMm > samePlaneMm || entry.slabMm?.[0] !== last.slabMm?.[0];
    if (isApart) {
      const { polygon, ...place } = entry;
      groups.push({ ...place, polygons: [polygon] });
      inPlane = createRingSet();
      inPlane.isRepeat(polygon);
      continue;
    }
    if (inPlane.isRepeat(entry.polygon)) repeats += 1;
    else last.polygons.push(entry.polygon);
  }
  if (repeats > 0) notices.push(notice('contours-repeated', { contours: repeats }));
  return { frame, planes: groups, notices };
}

/**
 * The vector the stack's normal is taken from: the largest area vector, and where all cancel, as in a figure of eight, the
 * largest of a triangle between corners. Null where no contour spans a plane.
 */
function stackArea(closed: readonly Contour[]): Vector3 | null {
  for (const areaOf of [areaVector, largestTriangle]) {
    const largest = largestOf(closed.map(({ pointsMm }) => areaOf(pointsMm)));
    if (dot(largest, largest) >= leastAreaMm2 ** 2) return largest;
  }
  return null;
}

const largestOf = (areas: readonly Vector3[]): Vector3 => areas.reduce<Vector3>((best, area) => (dot(area, area) > dot(best, best) ? area : best), [0, 0, 0]);

/** Largest area vector of the triangles between the first corner and two neighbours, mm². */
function largestTriangle(points: Float64Array): Vector3 {
  const corner = (n: number): Vector3 => [points[n]! - points[0]!, points[n + 1]! - points[1]!, points[n + 2]! - points[2]!];
  let best: Vector3 = [0, 0, 0];
  for (let n = 3; n + 3 < points.length; n += 3) best = largestOf([best, scale(cross(corner(n), corner(n + 3)), 0.5)]);
  return best;
}

/** Newell's area vector of a closed polygon, mm². */
function areaVector(points: Float64Array): Vector3 {
  let x = 0;
  let y = 0;
  let z = 0;
  for (let n = 0; n < points.length; n += 3) {
    const m = n + 3 < points.length ? n + 3 : 0;
    const [ax, ay, az] = [points[n]!, points[n + 1]!, points[n + 2]!];
    const [bx, by, bz] = [points[m]!, points[m + 1]!, points[m + 2]!];
    x += (ay - by) * (az + bz);
    y += (az - bz) * (ax + bx);
    z += (ax - bx) * (ay + by);
  }
  return [x / 2, y / 2, z / 2];
}

/** Axes for a normal direction; a normal along a patient axis (within 0.02°) becomes exactly that axis. */
function stackFrame(area: Vector3): StackFrame {
  const size = Math.hypot(...area);
  const raw = area.map((value) => value / size) as unknown as Vector3;
  // The margin keeps rounding from choosing the axis, and with it the sign, of a normal at 45° to two of them.
  const main = raw.reduce((best, value, axis) => (Math.abs(value) > Math.abs(raw[best]!) * (1 + 1e-6) ? axis : best), 0);
  const sign = Math.sign(raw[main]!);
  const isAlongAxis = Math.abs(raw[main]!) > 1 - 6e-8;
  const normal = raw.map((value, axis) => (isAlongAxis ? Number(axis === main) : value * sign)) as unknown as Vector3;
  const helper: Vector3 = main === 0 ? [0, 1, 0] : [1, 0, 0];
  const along = dot(helper, normal);
  const flat: Vector3 = [helper[0] - along * normal[0], helper[1] - along * normal[1], helper[2] - along * normal[2]];
  const flatSize = Math.hypot(...flat);
  const uAxis: Vector3 = [flat[0] / flatSize, flat[1] / flatSize, flat[2] / flatSize];
  return { uAxis, vAxis: cross(normal, uAxis), normal };
}

function project(points: Float64Array, frame: StackFrame, name: string): { positionMm: number; polygon: Float64Array } {
  const { uAxis, vAxis, normal } = frame;
  const count = points.length / 3;
  const polygon = new Float64Array(count * 2);
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  for (let n = 0; n < count; n += 1) {
    const x = points[n * 3]!;
    const y = points[n * 3 + 1]!;
    const z = points[n * 3 + 2]!;
    polygon[n * 2] = x * uAxis[0] + y * uAxis[1] + z * uAxis[2];
    polygon[n * 2 + 1] = x * vAxis[0] + y * vAxis[1] + z * vAxis[2];
    const w = x * normal[0] + y * normal[1] + z * normal[2];
    low = Math.min(low, w);
    high = Math.max(high, w);
    sum += w;
  }
  if (!(high - low <= flatnessMm)) {
    throw new RtError(
      'unsupported',
      `Structure "${name}" has contours that do not lie in parallel planes; its volume cannot be built from slabs.`,
      { detail: { structure: name, deviationMm: high - low } },
    );
  }
  return { positionMm: sum / count, polygon };
}
