import { cross, dot, normalize } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { inPlanePart } from './points.ts';
import type { AnnotationPlace } from './types.ts';

/** Unit normal of the plane an annotation lies in; of an image it is [0, 0, 1]. */
export const placeNormal = (place: AnnotationPlace): Vector3 => (place.space === 'patient' ? place.normal : [0, 0, 1]);

/**
 * Two unit directions at a right angle in a plane. The first follows the patient's left, or his back where the plane is
 * nearly sagittal: level on screen in the display convention.
 */
export function planeDirections(normal: Vector3): readonly [Vector3, Vector3] {
  const level: Vector3 = Math.abs(normal[0]) > 0.9 ? [0, 1, 0] : [1, 0, 0];
  const first = normalize(inPlanePart(level, normal));
  return [first, cross(normal, first)];
}

/** Planes whose normals differ by less count as parallel, a millimetre over a metre: orientations come as short decimals and float32 points. */
const parallelTolerance = 1e-3;

/** Whether two unit normals belong to parallel planes, whichever way they point. */
export const isParallel = (a: Vector3, b: Vector3): boolean => Math.hypot(...cross(a, b)) < parallelTolerance && Math.abs(dot(a, b)) > 0.5;
