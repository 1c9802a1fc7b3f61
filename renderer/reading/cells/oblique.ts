import { add, cross, normalize, scale } from '../../../shared/geometry/vector.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import type { Cell } from '../../../shared/viewing/cell.ts';

export type ObliqueDirections = NonNullable<Cell['oblique']>;

/** Turned about a unit axis by the right hand (Rodrigues' formula), for a vector at a right angle to it or along it. */
function turned(vector: Vector3, axis: Vector3, degrees: number): Vector3 {
  const angle = (degrees * Math.PI) / 180;
  const along = vector[0] * axis[0] + vector[1] * axis[1] + vector[2] * axis[2];
  return add(add(scale(vector, Math.cos(angle)), scale(cross(axis, vector), Math.sin(angle))), scale(axis, along * (1 - Math.cos(angle))));
}

const tuple = (vector: Vector3): [number, number, number] => [...normalize(vector)] as [number, number, number];

/**
 * Directions of a plane tipped about the horizontal or the vertical line of the picture. Positive brings the lower edge,
 * or the right one, away from the reader.
 */
export function tipped(xDirection: Vector3, yDirection: Vector3, about: 'horizontal' | 'vertical', degrees: number): ObliqueDirections {
  return about === 'horizontal'
    ? { xDirection: tuple(xDirection), yDirection: tuple(turned(yDirection, xDirection, degrees)) }
    : { xDirection: tuple(turned(xDirection, yDirection, -degrees)), yDirection: tuple(yDirection) };
}
