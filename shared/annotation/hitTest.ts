import { add, dot, scale, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import type { Shape } from './figures.ts';
import { placeNormal } from './plane.ts';
import { distanceMm, intoPlane, pointAt } from './points.ts';
import { strokesOf } from './strokes.ts';
import type { Stroke } from './strokes.ts';
import type { Annotation, AnnotationKind } from './types.ts';

/** What is under the pointer: a point that can be moved alone, or the lines as a whole. */
export type Hit = { readonly part: 'handle'; readonly index: number; readonly distanceMm: number } | { readonly part: 'body'; readonly distanceMm: number };

/** A freehand line of more points than this is moved as a whole: its points lie closer than a pointer can tell apart. */
const mostFreehandHandles = 24;

/** Indices of the points that can be moved alone. */
export const handleIndices = (kind: AnnotationKind, points: readonly Vector3[]): readonly number[] => (kind === 'freehand' && points.length > mostFreehandHandles ? [] : points.map((_, index) => index));

/**
 * What of an annotation lies nearest to a point, within the tolerance; handles go before lines. The point is taken into
 * the plane of the annotation first, which may lie a little beside the one shown. The inside of
 * a region is not hit: it is image, to be windowed and scrolled.
 */
export function hitTest({ kind, place, points }: Shape, pointer: Vector3, toleranceMm: number): Hit | null {
  const point = intoPlane(pointer, placeNormal(place), pointAt(points, 0));
  let handle: Hit | null = null;
  for (const index of handleIndices(kind, points)) {
    const distance = distanceMm(pointAt(points, index), point);
    if (distance <= toleranceMm && (handle === null || distance < handle.distanceMm)) handle = { part: 'handle', index, distanceMm: distance };
  }
  if (handle !== null) return handle;
  const distance = strokesOf(kind, points).reduce((nearest, stroke) => Math.min(nearest, distanceToStroke(point, stroke)), Number.POSITIVE_INFINITY);
  return distance <= toleranceMm ? { part: 'body', distanceMm: distance } : null;
}

/** The annotation hit best: a handle before any line, then the nearest, then the one drawn last. */
export function hitTestAll(annotations: readonly Annotation[], point: Vector3, toleranceMm: number): { readonly annotation: Annotation; readonly hit: Hit } | null {
  let best: { readonly annotation: Annotation; readonly hit: Hit } | null = null;
  for (const annotation of annotations) {
    const hit = hitTest(annotation, point, toleranceMm);
    if (hit !== null && (best === null || !isBetter(best.hit, hit))) best = { annotation, hit };
  }
  return best;
}

const isBetter = (a: Hit, b: Hit): boolean => (a.part === b.part ? a.distanceMm < b.distanceMm : a.part === 'handle');

function distanceToStroke(point: Vector3, { points, isClosed }: Stroke): number {
  let nearest = Number.POSITIVE_INFINITY;
  const count = isClosed ? points.length : points.length - 1;
  for (let n = 0; n < count; n += 1) nearest = Math.min(nearest, distanceToSegment(point, pointAt(points, n), pointAt(points, (n + 1) % points.length)));
  return nearest;
}

function distanceToSegment(point: Vector3, from: Vector3, to: Vector3): number {
  const line = subtract(to, from);
  const square = dot(line, line);
  const part = square === 0 ? 0 : Math.max(0, Math.min(1, dot(subtract(point, from), line) / square));
  return distanceMm(point, add(from, scale(line, part)));
}
