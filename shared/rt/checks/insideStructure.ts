import { dot, type Vector3 } from '../../geometry/vector.ts';
import { buildContourStack } from '../contours/contourStack.ts';
import { buildSlabs } from '../contours/slabs.ts';
import type { Structure } from '../types.ts';

/**
 * Whether a point lies in the slabs of a structure (even–odd).
 * @throws {RtError} no-closed-contour | unsupported | frame-of-reference-mismatch
 */
export function isInside(structure: Structure, pointMm: Vector3): boolean {
  const { frame, slabs } = buildSlabs(buildContourStack(structure), 'half', 1);
  const [u, v, w] = [dot(pointMm, frame.uAxis), dot(pointMm, frame.vAxis), dot(pointMm, frame.normal)];
  const slab = slabs.find(({ lowMm, highMm }) => w >= lowMm && w <= highMm);
  return slab !== undefined && slab.polygons.reduce((sum, polygon) => sum + crossings(polygon, u, v), 0) % 2 === 1;
}

/** How often a ray towards +u crosses a polygon u0,v0,u1,v1,… */
function crossings(polygon: Float64Array, u: number, v: number): number {
  let count = 0;
  const points = polygon.length / 2;
  for (let n = 0; n < points; n += 1) {
    const m = (n + 1) % points;
    const [u0, v0, u1, v1] = [polygon[2 * n]!, polygon[2 * n + 1]!, polygon[2 * m]!, polygon[2 * m + 1]!];
    if (v0 > v !== v1 > v && u < u0 + ((v - v0) / (v1 - v0)) * (u1 - u0)) count += 1;
  }
  return count;
}
