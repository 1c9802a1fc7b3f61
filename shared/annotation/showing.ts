import { dot, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { isParallel } from './plane.ts';
import type { Annotation } from './types.ts';

/**
 * Whether an annotation of patient space lies in a plane: the planes are parallel and none of its points is further from
 * it than the tolerance. Half the distance between slices as tolerance shows it on one slice, or on two where it lies
 * halfway. One drawn in a crossing plane is not shown, though all its points may lie in both.
 *
 * The frame of reference is the caller's to compare; {@link isShownIn} does.
 */
export function isInPlane({ place, points }: Pick<Annotation, 'place' | 'points'>, planeNormal: Vector3, planePoint: Vector3, toleranceMm: number): boolean {
  if (place.space !== 'patient' || !isParallel(place.normal, planeNormal)) return false;
  return points.every((point) => Math.abs(dot(subtract(point, planePoint), planeNormal)) <= toleranceMm);
}

/** A plane or frame on screen. */
export type ShownPlane =
  | { readonly space: 'patient'; readonly frameOfReferenceUID: string; readonly normal: Vector3; readonly point: Vector3; readonly toleranceMm: number }
  | { readonly space: 'image'; readonly sopInstanceUID: string; readonly frame: number };

/** Whether an annotation belongs on what is shown: the same plane of the same frame of reference, or the same frame of the same image. */
export function isShownIn(annotation: Pick<Annotation, 'place' | 'points'>, shown: ShownPlane): boolean {
  const { place } = annotation;
  if (shown.space === 'image') return place.space === 'image' && place.sopInstanceUID === shown.sopInstanceUID && place.frame === shown.frame;
  return place.space === 'patient' && place.frameOfReferenceUID === shown.frameOfReferenceUID && isInPlane(annotation, shown.normal, shown.point, shown.toleranceMm);
}
