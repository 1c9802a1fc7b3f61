import { add, dot, length, normalize, scale, subtract, type PatientPoint, type Vector3 } from '../../geometry/vector.ts';
import { backProject, type BeamGeometry } from './beamGeometry.ts';
import type { ViewPoint } from './iecFrames.ts';

/** A half line in patient coordinates; `direction` has length 1. */
export interface Ray {
  readonly origin: PatientPoint;
  readonly direction: Vector3;
}

/** From the source through a point of the beam's eye view. */
export function rayThrough(geometry: BeamGeometry, view: ViewPoint): Ray {
  return { origin: geometry.sourceMm, direction: normalize(subtract(backProject(geometry, view), geometry.sourceMm)) };
}

/** The point of a ray at a distance from its origin, mm. */
export const pointOnRay = ({ origin, direction }: Ray, distanceMm: number): PatientPoint => add(origin, scale(direction, distanceMm));

/** Distance of the foot of a point's perpendicular on the ray's line from its origin, mm; negative behind the origin. */
export const alongRayMm = ({ origin, direction }: Ray, point: PatientPoint): number => dot(subtract(point, origin), direction);

/** Distance of a point from the ray's line, mm. */
export const offRayMm = (ray: Ray, point: PatientPoint): number => length(subtract(point, pointOnRay(ray, alongRayMm(ray, point))));
