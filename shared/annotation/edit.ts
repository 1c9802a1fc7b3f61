import { add, dot, normalize, scale, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { figuresOf } from './figures.ts';
import type { Shape } from './figures.ts';
import { longAndShort } from './measure.ts';
import { placeNormal } from './plane.ts';
import { across, distanceMm, fourPoints, hasExtent, inPlanePart, intoPlane, midpoint, pointAt } from './points.ts';
import type { PixelSource } from './raster.ts';
import type { Annotation } from './types.ts';

/** The annotation with other points and the figures that follow from them; no report holds it so. */
export function withPoints<T extends Annotation>(annotation: T, points: readonly Vector3[], pixels: PixelSource): T {
  const moved = { ...annotation, points };
  return { ...moved, figures: figuresOf(moved, pixels), savedIn: null };
}

/**
 * The annotation with one of its points moved to another place in its plane. A rectangle keeps the corner opposite and its
 * directions; an ellipse the other end of the axis moved, its other axis staying as long and at a right angle; of a
 * bidirectional measurement a moved long axis takes the short one with it, and a moved short end slides along the long
 * axis, so that they stay at a right angle. Moves that leave nothing to measure change nothing.
 *
 * @param point anywhere; it is taken into the plane
 * @throws {AnnotationError} wrong-points where there is no such point
 */
export function moveHandle<T extends Annotation>(annotation: T, index: number, point: Vector3, pixels: PixelSource): T {
  const normal = placeNormal(annotation.place);
  const points = movedPoints(annotation, index, intoPlane(point, normal, pointAt(annotation.points, index)), normal);
  return hasExtent(annotation.kind, points) ? withPoints(annotation, points, pixels) : annotation;
}

function movedPoints({ kind, points }: Shape, index: number, to: Vector3, normal: Vector3): readonly Vector3[] {
  if (kind === 'rectangle') return resizedRectangle(points, index, to);
  if (kind === 'ellipse') return resizedEllipse(points, index, to, normal);
  if (kind === 'bidirectional') return index < 2 ? turnedLongAxis(points, index, to, normal) : movedShortAxis(points, index, to, normal);
  return points.map((point, n) => (n === index ? to : point));
}

function resizedRectangle(points: readonly Vector3[], index: number, to: Vector3): readonly Vector3[] {
  const at = (n: number): Vector3 => pointAt(points, (index + n) % 4);
  const opposite = at(2);
  const diagonal = subtract(to, opposite);
  const side = (corner: Vector3): Vector3 => {
    const direction = normalize(subtract(corner, opposite));
    return add(opposite, scale(direction, dot(diagonal, direction)));
  };
  const [next, before] = [side(at(1)), side(at(3))];
  const moved = [subtract(add(next, before), opposite), next, opposite, before];
  return points.map((_, n) => pointAt(moved, (n - index + 4) % 4));
}

function resizedEllipse(points: readonly Vector3[], index: number, to: Vector3, normal: Vector3): readonly Vector3[] {
  const fixed = pointAt(points, index ^ 1);
  const other = index < 2 ? 2 : 0;
  const [from, end] = [pointAt(points, other), pointAt(points, other + 1)];
  const turned = across(normal, normalize(subtract(to, fixed)));
  const half = scale(turned, (dot(subtract(end, from), turned) < 0 ? -1 : 1) * (distanceMm(from, end) / 2));
  const centre = midpoint(fixed, to);
  const moved: Vector3[] = [...points];
  moved[index] = to;
  moved[other] = subtract(centre, half);
  moved[other + 1] = add(centre, half);
  return moved;
}

/** Where the short axis meets the long one, as a part of its length, and how far its ends lie to the side. */
function crossing(points: readonly Vector3[], normal: Vector3): { readonly part: number; readonly sides: readonly [number, number] } {
  const [a, b, c, d] = fourPoints(points);
  const direction = normalize(subtract(b, a));
  const side = across(normal, direction);
  return { part: dot(subtract(c, a), direction) / distanceMm(a, b), sides: [dot(subtract(c, a), side), dot(subtract(d, a), side)] };
}

function turnedLongAxis(points: readonly Vector3[], index: number, to: Vector3, normal: Vector3): readonly Vector3[] {
  const { part, sides } = crossing(points, normal);
  const [a, b] = index === 0 ? [to, pointAt(points, 1)] : [pointAt(points, 0), to];
  const side = across(normal, normalize(subtract(b, a)));
  const foot = add(a, scale(subtract(b, a), part));
  return [a, b, add(foot, scale(side, sides[0])), add(foot, scale(side, sides[1]))];
}

function movedShortAxis(points: readonly Vector3[], index: number, to: Vector3, normal: Vector3): readonly Vector3[] {
  const [a, b] = fourPoints(points);
  const { sides } = crossing(points, normal);
  const direction = normalize(subtract(b, a));
  const side = across(normal, direction);
  const foot = add(a, scale(direction, Math.max(0, Math.min(distanceMm(a, b), dot(subtract(to, a), direction)))));
  const reach = dot(subtract(to, a), side);
  const [first, second] = index === 2 ? [reach, sides[1]] : [sides[0], reach];
  return [a, b, add(foot, scale(side, first)), add(foot, scale(side, second))];
}

/** The whole annotation moved within its plane; what of the vector leaves the plane is left out. */
export function moveBy<T extends Annotation>(annotation: T, vector: Vector3, pixels: PixelSource): T {
  const step = inPlanePart(vector, placeNormal(annotation.place));
  return withPoints(annotation, annotation.points.map((point) => add(point, step)), pixels);
}

/** With other words; the same object where they are the same. */
export const changeText = (annotation: Annotation, text: string): Annotation => (text === annotation.text ? annotation : { ...annotation, text, savedIn: null });

/** As a measurement of a lesion, or of none. */
export const nameLesion = (annotation: Annotation, lesion: Annotation['lesion']): Annotation => ({ ...annotation, lesion, savedIn: null });

/** A bidirectional measurement with its long axis first, as it is saved, whichever of the two is longer after editing. Others as they are. */
export function settled<T extends Annotation>(annotation: T): T {
  if (annotation.kind !== 'bidirectional') return annotation;
  const { long, short } = longAndShort(annotation.points);
  return long[0] === annotation.points[0] ? annotation : { ...annotation, points: [...long, ...short] };
}
