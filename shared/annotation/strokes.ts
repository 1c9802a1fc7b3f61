import { add, scale, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { fourPoints, midpoint } from './points.ts';
import type { AnnotationKind } from './types.ts';

/** A line to draw; a closed one goes back to its first point. */
export interface Stroke {
  readonly points: readonly Vector3[];
  readonly isClosed: boolean;
}

/** Pieces an ellipse is drawn in: off by less than a thousandth of its half axis. */
const ellipsePieces = 96;

const open = (...line: readonly Vector3[]): Stroke => ({ points: line, isClosed: false });

/** The lines of an annotation in its own space: what is drawn and what is hit. Points still missing leave lines out. */
export function strokesOf(kind: AnnotationKind, points: readonly Vector3[]): readonly Stroke[] {
  switch (kind) {
    case 'probe':
      return [];
    case 'length':
    case 'arrow':
    case 'angle':
      return [open(...points)];
    case 'cobb':
    case 'bidirectional':
      return [open(...points.slice(0, 2)), open(...points.slice(2))].filter((stroke) => stroke.points.length > 1);
    case 'ellipse':
      return [{ points: ellipseOutline(points), isClosed: true }];
    case 'rectangle':
    case 'freehand':
      return [{ points, isClosed: true }];
  }
}

/** Points on the border of the ellipse with these four axis ends. */
export function ellipseOutline(points: readonly Vector3[]): readonly Vector3[] {
  const [a0, a1, b0, b1] = fourPoints(points);
  const centre = midpoint(midpoint(a0, a1), midpoint(b0, b1));
  const [halfA, halfB] = [scale(subtract(a1, a0), 0.5), scale(subtract(b1, b0), 0.5)];
  return Array.from({ length: ellipsePieces }, (_, n) => {
    const turn = (2 * Math.PI * n) / ellipsePieces;
    return add(centre, add(scale(halfA, Math.cos(turn)), scale(halfB, Math.sin(turn))));
  });
}
