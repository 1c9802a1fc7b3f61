import { dot, subtract } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { ReferencePlane } from './scene.ts';
import type { Transform } from './transform.ts';
import { toScreen } from './transform.ts';
import type { SliceFrame } from './transform.ts';

/** Corners of a picture, in order, patient mm. */
export function frameCorners({ origin, xDirection, yDirection, columns, rows, columnSpacingMm, rowSpacingMm }: SliceFrame): readonly Vector3[] {
  const [w, h] = [columns * columnSpacingMm, rows * rowSpacingMm];
  const at = (x: number, y: number): Vector3 => [0, 1, 2].map((axis) => (origin[axis] ?? 0) + (xDirection[axis] ?? 0) * (x - columnSpacingMm / 2) + (yDirection[axis] ?? 0) * (y - rowSpacingMm / 2)) as [number, number, number];
  return [at(0, 0), at(w, 0), at(w, h), at(0, h)];
}

/**
 * Where another picture crosses the plane through `point` with `normal`: the ends of the line, or null where it does not
 * (parallel planes, or the picture ends before).
 */
export function crossingLine({ corners }: Pick<ReferencePlane, 'corners'>, point: Vector3, normal: Vector3): readonly [Vector3, Vector3] | null {
  const ends: Vector3[] = [];
  corners.forEach((from, index) => {
    const to = corners[(index + 1) % corners.length];
    if (to === undefined) return;
    const [a, b] = [dot(subtract(from, point), normal), dot(subtract(to, point), normal)];
    if (a === b || (a > 0) === (b > 0)) return;
    const part = a / (a - b);
    ends.push([from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part]);
  });
  const [first, second] = ends;
  return first === undefined || second === undefined ? null : [first, second];
}

/** A line on screen, CSS px. */
export interface ScreenLine {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly isActive: boolean;
}

/** Where the planes of other cells cross a picture, on screen. */
export function referenceLines(transform: Transform, planes: readonly ReferencePlane[], slicePoint: Vector3, normal: Vector3): readonly ScreenLine[] {
  return planes.flatMap((plane) => {
    const line = crossingLine(plane, slicePoint, normal);
    return line === null ? [] : [{ from: toScreen(transform, line[0]), to: toScreen(transform, line[1]), isActive: plane.isActive }];
  });
}

/** That of the active cell is stronger. */
export function drawReferenceLines(context: CanvasRenderingContext2D, lines: readonly ScreenLine[]): void {
  for (const { from, to, isActive } of lines) {
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.lineWidth = isActive ? 1.6 : 1;
    context.setLineDash(isActive ? [] : [6, 4]);
    context.strokeStyle = isActive ? 'rgba(255, 212, 59, 0.9)' : 'rgba(255, 212, 59, 0.55)';
    context.stroke();
  }
  context.setLineDash([]);
}
