import type { View } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { ReslicePlane } from '../../shared/volume/reslice.ts';
import { gridCentre, sampleNearest } from '../../shared/volume/sample.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';

/** The three patient planes. */
export type PlaneName = ReslicePlane;
export const planeNames: readonly PlaneName[] = ['axial', 'sagittal', 'coronal'];

/** Index of the LPS axis each plane is perpendicular to: x sagittal, y coronal, z axial. */
export const normalAxis: Readonly<Record<PlaneName, 0 | 1 | 2>> = { axial: 2, sagittal: 0, coronal: 1 };

/** The point all planes pass through: the crosshair of the view, or the middle of the volume. */
export const crosshairOf = (view: View, volume: ImageVolume): Vector3 => view.crosshairMm ?? gridCentre(volume.geometry);

/** Where the values under the crosshair are read: in the slice drawn, so that they fit the picture; a crosshair outside the images stays outside. */
export function shownPoint(crosshair: Vector3, plane: PlaneName, slicePositionMm: number, volume: ImageVolume): Vector3 {
  if (sampleNearest(volume.geometry, volume.voxels, crosshair) === null) return crosshair;
  const point: [number, number, number] = [...crosshair];
  point[normalAxis[plane]] = slicePositionMm;
  return point;
}

/** Index of the position nearest to `valueMm`. */
export function nearestIndex(positions: readonly number[], valueMm: number): number {
  let low = 0;
  let high = positions.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? 0) <= valueMm) low = middle;
    else high = middle;
  }
  return Math.abs((positions[high] ?? 0) - valueMm) < Math.abs((positions[low] ?? 0) - valueMm) ? high : low;
}

/** The crosshair moved by whole slices along the normal of a plane; stops at both ends. Positive goes to head, left or back. */
export function scrollCrosshair(crosshair: Vector3, plane: PlaneName, positions: readonly number[], slices: number): Vector3 {
  const axis = normalAxis[plane];
  const index = Math.min(positions.length - 1, Math.max(0, nearestIndex(positions, crosshair[axis]) + slices));
  const moved: [number, number, number] = [...crosshair];
  moved[axis] = positions[index] ?? crosshair[axis];
  return moved;
}

/** Letter of the patient's side a direction (LPS) points to, with the second one where it is oblique: 'L', 'HA'. */
export function sideLetters(direction: Vector3): string {
  const letters = [direction[0] > 0 ? 'L' : 'R', direction[1] > 0 ? 'P' : 'A', direction[2] > 0 ? 'H' : 'F'];
  return [0, 1, 2]
    .filter((axis) => Math.abs(direction[axis] ?? 0) > 0.2)
    .sort((a, b) => Math.abs(direction[b] ?? 0) - Math.abs(direction[a] ?? 0))
    .map((axis) => letters[axis])
    .join('');
}
