import { cross, dot, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { fourPoints, midpoint } from './points.ts';
import type { PixelRaster } from './raster.ts';
import type { AnnotationKind } from './types.ts';

type Index = readonly [column: number, row: number];

/** Outline of a region in pixels of a raster, [column, row] of centres; fractional. */
export type Region =
  | { readonly shape: 'polygon'; readonly columns: Float64Array; readonly rows: Float64Array }
  /** Ends of two half axes from the centre; where pixels are not square they are no longer at a right angle, which does not matter. */
  | { readonly shape: 'ellipse'; readonly centre: Index; readonly halfA: Index; readonly halfB: Index };

/** Regions further off the raster's plane than this are not of it, mm. */
const offPlaneMm = 0.05;

/** Steps in a pixel an outline is rounded to, so that a border drawn through centres stays on them whatever way the patient lies. */
const steps = 2 ** 20;

/** Relative to the ellipse: centres this close to its border count as on it. */
const borderTolerance = 1e-9;

/** Kinds that enclose pixels. */
export const isRegion = (kind: AnnotationKind): kind is 'ellipse' | 'rectangle' | 'freehand' => kind === 'ellipse' || kind === 'rectangle' || kind === 'freehand';

/** Whether the points lie in the plane of the raster. */
export function isOnRaster(points: readonly Vector3[], { origin, xDirection, yDirection }: PixelRaster): boolean {
  const normal = cross(xDirection, yDirection);
  return points.every((point) => Math.abs(dot(subtract(point, origin), normal)) <= offPlaneMm);
}

const round = (value: number): number => Math.round(value * steps) / steps;

/** Pixel index of a point, rounded to {@link steps}. */
export function rasterIndex({ origin, xDirection, yDirection, columnSpacingMm, rowSpacingMm }: PixelRaster, point: Vector3): Index {
  const offset = subtract(point, origin);
  return [round(dot(offset, xDirection) / columnSpacingMm), round(dot(offset, yDirection) / rowSpacingMm)];
}

/** The region an annotation encloses on a raster. */
export function regionOn(raster: PixelRaster, kind: 'ellipse' | 'rectangle' | 'freehand', points: readonly Vector3[]): Region {
  if (kind === 'ellipse') {
    const [a0, a1, b0, b1] = fourPoints(points);
    const centre = rasterIndex(raster, midpoint(midpoint(a0, a1), midpoint(b0, b1)));
    const half = (from: Vector3, to: Vector3): Index => {
      const [column, row] = rasterIndex(raster, from);
      const [otherColumn, otherRow] = rasterIndex(raster, to);
      return [(otherColumn - column) / 2, (otherRow - row) / 2];
    };
    return { shape: 'ellipse', centre, halfA: half(a0, a1), halfB: half(b0, b1) };
  }
  const indices = points.map((point) => rasterIndex(raster, point));
  return { shape: 'polygon', columns: Float64Array.from(indices, ([column]) => column), rows: Float64Array.from(indices, ([, row]) => row) };
}

/** Box around a region: least and most column and row. */
export function regionBox(region: Region): { readonly fromColumn: number; readonly toColumn: number; readonly fromRow: number; readonly toRow: number } {
  if (region.shape === 'ellipse') {
    const { centre, halfA, halfB } = region;
    const [across, down] = [Math.hypot(halfA[0], halfB[0]), Math.hypot(halfA[1], halfB[1])];
    return { fromColumn: centre[0] - across, toColumn: centre[0] + across, fromRow: centre[1] - down, toRow: centre[1] + down };
  }
  const [columns, rows] = [region.columns, region.rows];
  return { fromColumn: columns.reduce((a, b) => Math.min(a, b)), toColumn: columns.reduce((a, b) => Math.max(a, b)), fromRow: rows.reduce((a, b) => Math.min(a, b)), toRow: rows.reduce((a, b) => Math.max(a, b)) };
}

/**
 * Runs of pixels whose centres lie inside, row by row between two rows: row, first and last column.
 *
 * Even–odd. A centre on a border of a polygon belongs to it on the side of lower columns and rows and not on the other, so
 * that of two regions with a common border exactly one has it. A centre on the border of an ellipse is inside.
 */
export function forEachRun(region: Region, fromRow: number, toRow: number, visit: (row: number, first: number, last: number) => void): void {
  if (region.shape === 'ellipse') {
    for (let row = fromRow; row <= toRow; row += 1) {
      const run = ellipseRun(region, row);
      if (run !== null) visit(row, run[0], run[1]);
    }
    return;
  }
  crossingsOfRows(region, fromRow, toRow).forEach((crossings, n) => {
    crossings.sort((a, b) => a - b);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const first = Math.ceil(crossings[at] ?? 0);
      const last = Math.ceil(crossings[at + 1] ?? 0) - 1;
      if (first <= last) visit(fromRow + n, first, last);
    }
  });
}

/** Columns where the edges of a polygon cross each row. */
function crossingsOfRows({ columns, rows }: Extract<Region, { readonly shape: 'polygon' }>, fromRow: number, toRow: number): readonly number[][] {
  const crossings: number[][] = Array.from({ length: Math.max(0, toRow - fromRow + 1) }, () => []);
  let before = columns.length - 1;
  for (let here = 0; here < columns.length; before = here, here += 1) {
    // The lower end first, so that an edge crosses at the same place whichever way round it is drawn.
    const [low, high] = (rows[before] ?? 0) < (rows[here] ?? 0) ? [before, here] : [here, before];
    const [lowRow, highRow] = [rows[low] ?? 0, rows[high] ?? 0];
    const [lowColumn, highColumn] = [columns[low] ?? 0, columns[high] ?? 0];
    const last = Math.min(toRow, Math.ceil(highRow) - 1);
    for (let row = Math.max(fromRow, Math.ceil(lowRow)); row <= last; row += 1) {
      crossings[row - fromRow]?.push(lowColumn + ((row - lowRow) / (highRow - lowRow)) * (highColumn - lowColumn));
    }
  }
  return crossings;
}

function ellipseRun({ centre, halfA, halfB }: Extract<Region, { readonly shape: 'ellipse' }>, row: number): readonly [first: number, last: number] | null {
  const determinant = halfA[0] * halfB[1] - halfA[1] * halfB[0];
  if (determinant === 0) return null;
  // Inside: s² + t² ≤ 1 where the point is centre + s·halfA + t·halfB; a quadratic in the column.
  const down = row - centre[1];
  const square = (halfA[1] ** 2 + halfB[1] ** 2) / determinant ** 2;
  const middle = (down * (halfA[0] * halfA[1] + halfB[0] * halfB[1])) / (determinant ** 2 * square);
  const rest = (down ** 2 * (halfA[0] ** 2 + halfB[0] ** 2)) / determinant ** 2 - 1 - borderTolerance;
  const root = middle ** 2 - rest / square;
  if (!(root >= 0)) return null;
  const first = Math.ceil(centre[0] + middle - Math.sqrt(root));
  const last = Math.floor(centre[0] + middle + Math.sqrt(root));
  return first <= last ? [first, last] : null;
}
