import { pointCounts } from '../annotation/points.ts';
import type { Annotation, AnnotationKind } from '../annotation/types.ts';
import { DicomError } from '../errors/appError.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { length, subtract } from '../geometry/vector.ts';
import { axesOfStretched } from './ellipseAxes.ts';
import type { PixelPoint } from './pixelPoints.ts';

/** One line, ring or point of an annotation, in the points it was given. */
export interface Stroke<Point> {
  readonly shape: 'point' | 'line' | 'ring' | 'ellipse';
  readonly points: readonly Point[];
}

/**
 * What an annotation is drawn with: two lines for what has two, one stroke for all others.
 *
 * @throws {DicomError} broken-value where it has not as many points as its kind
 */
export function strokesOf<Point>(kind: AnnotationKind, points: readonly Point[]): readonly Stroke<Point>[] {
  const { least, most } = pointCounts[kind];
  if (points.length < least || points.length > most) throw new DicomError('broken-value', `An annotation (${kind}) has ${points.length} points and cannot be saved.`, { detail: { kind } });
  switch (kind) {
    case 'cobb':
    case 'bidirectional':
      return [{ shape: 'line', points: points.slice(0, 2) }, { shape: 'line', points: points.slice(2) }];
    case 'rectangle':
    case 'freehand':
      return [{ shape: 'ring', points }];
    case 'ellipse':
      return [{ shape: 'ellipse', points }];
    case 'probe':
      return [{ shape: 'point', points }];
    default:
      return [{ shape: 'line', points }];
  }
}

/** A ring as DICOM has it: the first point is the last one too. */
export const closed = <Point>(points: readonly Point[]): readonly Point[] => [...points, ...points.slice(0, 1)];

/** A ring without the point that closes it. */
export function opened<Point extends readonly number[]>(points: readonly Point[]): readonly Point[] {
  return isClosed(points) ? points.slice(0, -1) : points;
}

export function isClosed(points: readonly (readonly number[])[]): boolean {
  const [first, last] = [points[0], points.at(-1)];
  return points.length > 1 && first !== undefined && last !== undefined && first.every((value, index) => value === last[index]);
}

/** Ends of the axes of an ellipse in the patient, those of the longer one first. */
export function longerFirst(points: readonly Vector3[]): readonly Vector3[] {
  const [a0, a1, b0, b1] = points;
  if (a0 === undefined || a1 === undefined || b0 === undefined || b1 === undefined) return points;
  return length(subtract(a1, a0)) >= length(subtract(b1, b0)) ? points : [b0, b1, a0, a1];
}

/** Ends of the axes of an ellipse whose plane was stretched; see {@link axesOfStretched}. */
export function stretchedAxes(points: readonly PixelPoint[]): readonly PixelPoint[] {
  const [a0, a1, b0, b1] = points;
  return a0 === undefined || a1 === undefined || b0 === undefined || b1 === undefined ? points : axesOfStretched([a0, a1, b0, b1]);
}

/** The figures whose lines carry an annotation, by stroke; none for regions and marks, whose place stands by itself. */
export const carriers: Readonly<Partial<Record<AnnotationKind, readonly (readonly [quantity: Annotation['figures'][number]['quantity'], strokes: readonly number[]])[]>>> = {
  length: [['length', [0]]],
  angle: [['angle', [0]]],
  cobb: [['angle', [0, 1]]],
  bidirectional: [['length', [0]], ['shortAxis', [1]]],
};
