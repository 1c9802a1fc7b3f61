import { dot, type PatientPoint, type Vector3 } from '../../geometry/vector.ts';
import type { Slab } from './contourStack.ts';
import type { SlabStack } from './slabs.ts';

/** A line in a stack's axes: (u, v, w) = from + t·step. */
interface StackLine {
  readonly u: number;
  readonly v: number;
  readonly w: number;
  readonly du: number;
  readonly dv: number;
  readonly dw: number;
}

/** Stretches nearer than this are one. */
const touchingMm = 1e-6;

/**
 * Where a line runs inside a structure: distances from, to, from, to, … along it, ascending, in units of `direction` (mm for a
 * unit vector), behind the origin too. Exact for the slabs.
 */
export function insideStretches({ slabs, frame }: SlabStack, origin: PatientPoint, direction: Vector3): number[] {
  const line: StackLine = {
    u: dot(origin, frame.uAxis), v: dot(origin, frame.vAxis), w: dot(origin, frame.normal),
    du: dot(direction, frame.uAxis), dv: dot(direction, frame.vAxis), dw: dot(direction, frame.normal),
  };
  const found: (readonly [number, number])[] = [];
  for (const slab of slabs) {
    const [from, to] = insideSlab(slab, line);
    if (!(to > from)) continue;
    for (const [start, end] of insideContours(slab.polygons, line)) {
      if (Math.min(end, to) > Math.max(start, from)) found.push([Math.max(start, from), Math.min(end, to)]);
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  const joined: number[] = [];
  for (const [start, end] of found) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last + touchingMm) joined[joined.length - 1] = Math.max(last, end);
    else joined.push(start, end);
  }
  return joined;
}

/** The stretch of a line between a slab's borders; a line along the slab is wholly inside or not at all. */
function insideSlab({ lowMm, highMm }: Slab, { w, dw }: StackLine): readonly [number, number] {
  // The lower of two slabs that meet at a height holds it, as everywhere.
  if (Math.abs(dw) < 1e-12) return lowMm < w && w <= highMm ? [-Infinity, Infinity] : [0, 0];
  const [a, b] = [(lowMm - w) / dw, (highMm - w) / dw];
  return a < b ? [a, b] : [b, a];
}

/** Stretches of a line inside contours (even–odd), whatever its height. */
function insideContours(polygons: readonly Float64Array[], { u, v, du, dv }: StackLine): (readonly [number, number])[] {
  const square = du * du + dv * dv;
  const isAlongStack = square < 1e-24;
  // Along the stack the line is a point of the plane: a helper line through it tells whether it lies inside.
  const [su, sv, size] = isAlongStack ? [1, 0, 1] : [du, dv, square];
  const crossings: number[] = [];
  for (const polygon of polygons) {
    let n = polygon.length - 2;
    let before = (polygon[n]! - u) * sv - (polygon[n + 1]! - v) * su;
    for (let m = 0; m < polygon.length; n = m, m += 2) {
      const here = (polygon[m]! - u) * sv - (polygon[m + 1]! - v) * su;
      if (before < 0 !== here < 0) {
        const part = before / (before - here);
        const [pu, pv] = [polygon[n]! + part * (polygon[m]! - polygon[n]!) - u, polygon[n + 1]! + part * (polygon[m + 1]! - polygon[n + 1]!) - v];
        crossings.push((pu * su + pv * sv) / size);
      }
      before = here;
    }
  }
  crossings.sort((a, b) => a - b);
  const pairs: (readonly [number, number])[] = [];
  for (let n = 0; n + 1 < crossings.length; n += 2) pairs.push([crossings[n]!, crossings[n + 1]!]);
  if (!isAlongStack) return pairs;
  return pairs.some(([from, to]) => from <= 0 && 0 < to) ? [[-Infinity, Infinity]] : [];
}
