import { cross, dot, length, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { distanceMm, ellipsePerimeter, fourPoints, leastExtentMm, pointAt, polygonArea, polygonPerimeter, requirePoints } from './points.ts';
import type { AnnotationFigure, AnnotationKind, AnnotationPlace } from './types.ts';

type Line = readonly [Vector3, Vector3];

/** The two lines of a bidirectional measurement, the longer one first, whichever was drawn first. */
export function longAndShort(points: readonly Vector3[]): { readonly long: Line; readonly short: Line } {
  const [a, b, c, d] = fourPoints(points);
  return distanceMm(a, b) >= distanceMm(c, d) ? { long: [a, b], short: [c, d] } : { long: [c, d], short: [a, b] };
}

/** Angle at a corner, 0 to 180 degrees; null where an arm has no length. atan2 keeps small and flat angles exact, acos does not. */
export function angleDegrees(end: Vector3, corner: Vector3, otherEnd: Vector3): number | null {
  return between(subtract(end, corner), subtract(otherEnd, corner), (cosine) => cosine);
}

/**
 * Cobb angle: between two lines that have no direction, 0 to 90 degrees, so the way they were drawn does not matter; null
 * where a line has no length. A curve beyond 90 degrees is told as its supplement: measure it as an angle.
 *
 * @see Cobb JR. Outline for the study of scoliosis. AAOS Instr Course Lect 1948;5:261–275
 */
export function cobbDegrees([a, b]: Line, [c, d]: Line): number | null {
  return between(subtract(b, a), subtract(d, c), Math.abs);
}

function between(first: Vector3, second: Vector3, fold: (cosine: number) => number): number | null {
  if (length(first) <= leastExtentMm || length(second) <= leastExtentMm) return null;
  return (Math.atan2(length(cross(first, second)), fold(dot(first, second))) * 180) / Math.PI;
}

/**
 * Figures that follow from the points alone, in mm, mm² and degrees; in pixels where the image is not calibrated: lengths
 * in widths of a column, areas in whole pixels. Angles hold there too, the proportions of a pixel being in the points.
 *
 * @throws {AnnotationError} wrong-points
 */
export function geometryFigures(kind: AnnotationKind, place: AnnotationPlace, points: readonly Vector3[]): readonly AnnotationFigure[] {
  requirePoints(kind, points);
  switch (kind) {
    case 'length':
      return [lengthFigure('length', place, distanceMm(pointAt(points, 0), pointAt(points, 1)))];
    case 'angle':
      return [angleFigure(angleDegrees(pointAt(points, 0), pointAt(points, 1), pointAt(points, 2)))];
    case 'cobb': {
      const [a, b, c, d] = fourPoints(points);
      return [angleFigure(cobbDegrees([a, b], [c, d]))];
    }
    case 'bidirectional': {
      const { long, short } = longAndShort(points);
      return [lengthFigure('length', place, distanceMm(...long)), lengthFigure('shortAxis', place, distanceMm(...short))];
    }
    case 'ellipse': {
      const [a, b, c, d] = fourPoints(points);
      const [halfA, halfB] = [distanceMm(a, b) / 2, distanceMm(c, d) / 2];
      return [areaFigure(place, Math.PI * halfA * halfB), lengthFigure('perimeter', place, ellipsePerimeter(halfA, halfB))];
    }
    case 'rectangle':
    case 'freehand':
      return [areaFigure(place, polygonArea(points)), lengthFigure('perimeter', place, polygonPerimeter(points))];
    case 'probe':
    case 'arrow':
      return [];
  }
}

function lengthFigure(quantity: 'length' | 'shortAxis' | 'perimeter', place: AnnotationPlace, value: number): AnnotationFigure {
  if (place.space === 'patient' || place.isCalibrated) return { quantity, value, unit: 'mm' };
  return { quantity, value: value / place.columnSpacingMm, unit: '{pixels}', why: 'not-calibrated' };
}

function areaFigure(place: AnnotationPlace, value: number): AnnotationFigure {
  if (place.space === 'patient' || place.isCalibrated) return { quantity: 'area', value, unit: 'mm2' };
  return { quantity: 'area', value: value / (place.columnSpacingMm * place.rowSpacingMm), unit: '{pixels}', why: 'not-calibrated' };
}

const angleFigure = (value: number | null): AnnotationFigure => (value === null ? { quantity: 'angle', value, unit: 'deg', why: 'too-small' } : { quantity: 'angle', value, unit: 'deg' });
