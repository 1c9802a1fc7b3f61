import { scale } from '../../geometry/vector.ts';
import type { SlabStack } from '../contours/slabs.ts';
import { sampleDosePoints } from '../dose/doseIndex.ts';
import type { DoseGrid } from '../types.ts';

/**
 * Least and greatest dose at the vertices of a structure's contours, Gy: points on a contour belong to the structure.
 * `least` is above `greatest` when no vertex lies in the dose grid.
 */
export function vertexDoseRange({ frame, slabs }: SlabStack, dose: DoseGrid): { readonly least: number; readonly greatest: number } {
  const most = slabs.reduce((sum, { polygons }) => Math.max(sum, ...polygons.map((polygon) => polygon.length / 2)), 0);
  const points = { count: 0, u: new Float64Array(most), v: new Float64Array(most), lift: new Float64Array(most) };
  const doseGy = new Float64Array(most);
  let least = Infinity;
  let greatest = -Infinity;
  for (const { polygons, positionMm } of slabs) {
    const plane = { origin: scale(frame.normal, positionMm), uStep: frame.uAxis, vStep: frame.vAxis, liftStep: frame.normal };
    for (const polygon of polygons) {
      points.count = polygon.length / 2;
      for (let n = 0; n < points.count; n += 1) {
        points.u[n] = polygon[n * 2]!;
        points.v[n] = polygon[n * 2 + 1]!;
      }
      sampleDosePoints(dose, plane, points, doseGy);
      for (let n = 0; n < points.count; n += 1) {
        const value = doseGy[n]!;
        if (value < least) least = value;
        if (value > greatest) greatest = value;
      }
    }
  }
  return { least, greatest };
}
