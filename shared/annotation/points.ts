import { add, cross, dot, length, normalize, scale, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { wrongPoints } from './annotationError.ts';
import type { AnnotationKind } from './types.ts';

/** Most points of one annotation; a freehand line is thinned before it grows beyond. */
export const mostPoints = 2000;

/** How many points a kind has. */
export const pointCounts: Readonly<Record<AnnotationKind, { readonly least: number; readonly most: number }>> = {
  length: { least: 2, most: 2 }, angle: { least: 3, most: 3 }, cobb: { least: 4, most: 4 }, ellipse: { least: 4, most: 4 }, rectangle: { least: 4, most: 4 },
  freehand: { least: 3, most: mostPoints }, probe: { least: 1, most: 1 }, arrow: { least: 2, most: 2 }, bidirectional: { least: 4, most: 4 },
};

/** Shorter than this is no extent, mm (pixels where the image is not calibrated): far below any pixel, far above rounding. */
export const leastExtentMm = 1e-6;

/**
 * A point of the list.
 * @throws {AnnotationError} wrong-points where there is none
 */
export function pointAt(points: readonly Vector3[], index: number): Vector3 {
  const point = points[index];
  if (point === undefined) throw wrongPoints('any', points.length, `at least ${index + 1}`);
  return point;
}

/** @throws {AnnotationError} wrong-points where the kind has another number of points */
export function requirePoints(kind: AnnotationKind, points: readonly Vector3[]): void {
  const { least, most } = pointCounts[kind];
  if (points.length < least || points.length > most) throw wrongPoints(kind, points.length, least === most ? String(least) : `${least} to ${most}`);
}

/** Four points as a tuple. @throws {AnnotationError} wrong-points */
export const fourPoints = (points: readonly Vector3[]): readonly [Vector3, Vector3, Vector3, Vector3] => [pointAt(points, 0), pointAt(points, 1), pointAt(points, 2), pointAt(points, 3)];

export const distanceMm = (a: Vector3, b: Vector3): number => length(subtract(a, b));

export const midpoint = (a: Vector3, b: Vector3): Vector3 => scale(add(a, b), 0.5);

/** Middle of the points. */
export const centreOf = (points: readonly Vector3[]): Vector3 => scale(points.reduce<Vector3>(add, [0, 0, 0]), 1 / points.length);

/** The part of a vector in the plane with this unit normal. */
export const inPlanePart = (vector: Vector3, normal: Vector3): Vector3 => subtract(vector, scale(normal, dot(vector, normal)));

/** A point moved along the normal into the plane through another. */
export const intoPlane = (point: Vector3, normal: Vector3, through: Vector3): Vector3 => add(through, inPlanePart(subtract(point, through), normal));

/** Unit vector in the plane at a right angle to one in the plane. */
export const across = (normal: Vector3, direction: Vector3): Vector3 => normalize(cross(normal, direction));

/**
 * Area of a closed plane polygon in space: half the length of the sum of cross products (the shoelace formula in the
 * polygon's plane). Loops that run the other way count negative, so a line that crosses itself has less than it covers.
 */
export function polygonArea(points: readonly Vector3[]): number {
  const first = pointAt(points, 0);
  let twice: Vector3 = [0, 0, 0];
  for (let n = 1; n + 1 < points.length; n += 1) twice = add(twice, cross(subtract(pointAt(points, n), first), subtract(pointAt(points, n + 1), first)));
  return length(twice) / 2;
}

/** Length of a closed line. */
export const polygonPerimeter = (points: readonly Vector3[]): number => points.reduce((sum, point, n) => sum + distanceMm(point, pointAt(points, (n + 1) % points.length)), 0);

/**
 * Perimeter of an ellipse by the arithmetic–geometric mean: exact to rounding.
 * @see Abramowitz & Stegun 17.6 (complete elliptic integral of the second kind)
 */
export function ellipsePerimeter(halfA: number, halfB: number): number {
  let a = Math.max(halfA, halfB);
  let b = Math.min(halfA, halfB);
  if (b === 0) return 4 * a;
  const square = a * a;
  let sum = (square - b * b) / 2;
  for (let power = 1; a - b > a * 1e-16 && power < 2 ** 40; power *= 2) {
    const c = (a - b) / 2;
    [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
    sum += power * c * c;
  }
  return (2 * Math.PI * (square - sum)) / a;
}

/** Whether the shape is more than a point or a line where it needs to be; every figure of it can then be said. */
export function hasExtent(kind: AnnotationKind, points: readonly Vector3[]): boolean {
  const isLine = (a: number, b: number): boolean => distanceMm(pointAt(points, a), pointAt(points, b)) > leastExtentMm;
  switch (kind) {
    case 'probe':
      return true;
    case 'length':
    case 'arrow':
      return isLine(0, 1);
    case 'angle':
      return isLine(0, 1) && isLine(1, 2);
    case 'cobb':
    case 'ellipse':
    case 'bidirectional':
      return isLine(0, 1) && isLine(2, 3);
    case 'rectangle':
      return isLine(0, 1) && isLine(1, 2);
    case 'freehand':
      return polygonArea(points) > leastExtentMm * leastExtentMm;
  }
}
