import { dot, subtract, type Vector3 } from '../geometry/vector.ts';
import type { DoseGrid } from './types.ts';

/** Points this close outside the outermost voxel centres (in voxels) still count as on the border: DS rounding. */
const borderVoxels = 1e-3;

/** Axes for points in patient space: origin + u·uStep + v·vStep + lift·liftStep, all mm. */
export interface PointFrame {
  readonly origin: Vector3;
  readonly uStep: Vector3;
  readonly vStep: Vector3;
  readonly liftStep: Vector3;
}

/** Scattered points in a {@link PointFrame}; the first `count` entries count. */
export interface PointCloud {
  readonly count: number;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly lift: Float64Array;
}

/**
 * Trilinear dose at scattered points.
 *
 * @param dose [k][j][i], patient LPS (PS3.3 C.8.8.3)
 * @param out receives the dose in the grid's unit; NaN where a point lies outside the outermost voxel centres
 */
export function sampleDosePoints(dose: DoseGrid, frame: PointFrame, points: PointCloud, out: Float64Array): void {
  const map = frameToIndex(dose, frame);
  const sample = createTrilinear(dose);
  const { count, u, v, lift } = points;
  for (let n = 0; n < count; n += 1) {
    const a = u[n]!;
    const b = v[n]!;
    const c = lift[n]!;
    out[n] = sample(
      map.i[0] + a * map.i[1] + b * map.i[2] + c * map.i[3],
      map.j[0] + a * map.j[1] + b * map.j[2] + c * map.j[3],
      map.w[0] + a * map.w[1] + b * map.w[2] + c * map.w[3],
    );
  }
}

/** Trilinear dose at one patient point, or NaN outside the grid. */
export function doseAtPoint(dose: DoseGrid, point: Vector3): number {
  const zero: Vector3 = [0, 0, 0];
  const { i, j, w } = frameToIndex(dose, { origin: point, uStep: zero, vStep: zero, liftStep: zero });
  return createTrilinear(dose)(i[0], j[0], w[0]);
}

/** Constant, u, v and lift coefficient of one grid coordinate. */
type Coefficients = readonly [constant: number, u: number, v: number, lift: number];

/** Affine from a frame to column index i, row index j and distance w (mm) from the first dose plane. */
export interface IndexMap {
  readonly i: Coefficients;
  readonly j: Coefficients;
  readonly w: Coefficients;
}

/** Dose grid coordinates of a frame's points. */
export function frameToIndex(dose: DoseGrid, frame: PointFrame): IndexMap {
  const { geometry } = dose;
  const offset = subtract(frame.origin, geometry.origin);
  const along = (axis: Vector3, spacing: number): Coefficients => [
    dot(offset, axis) / spacing,
    dot(frame.uStep, axis) / spacing,
    dot(frame.vStep, axis) / spacing,
    dot(frame.liftStep, axis) / spacing,
  ];
  return {
    i: along(geometry.rowDirection, geometry.columnSpacingMm),
    j: along(geometry.columnDirection, geometry.rowSpacingMm),
    w: along(geometry.normal, 1),
  };
}

/**
 * A function that interpolates the grid at column i, row j (fractional) and w mm along the normal.
 * Slices may be unevenly spaced. Returns NaN outside.
 */
export function createTrilinear(dose: DoseGrid): (i: number, j: number, w: number) => number {
  const { columns, rows, slices, sliceOffsetsMm } = dose.geometry;
  const values = dose.dose;
  const iMax = columns - 1;
  const jMax = rows - 1;
  const kMax = slices - 1;
  const rowStride = columns;
  const sliceStride = columns * rows;
  const offsets = Float64Array.from(sliceOffsetsMm);
  const wMax = offsets[kMax]!;
  const pitchMm = kMax > 0 ? wMax / kMax : 1;
  const wBorder = borderVoxels * pitchMm;
  let k = 0;
  return (i, j, w) => {
    if (!(i >= -borderVoxels && i <= iMax + borderVoxels)) return NaN;
    if (!(j >= -borderVoxels && j <= jMax + borderVoxels)) return NaN;
    if (!(w >= -wBorder && w <= wMax + wBorder)) return NaN;
    // Consecutive points usually share a slice pair, so the search starts from the last one.
    while (k > 0 && offsets[k]! > w) k -= 1;
    while (k < kMax - 1 && offsets[k + 1]! <= w) k += 1;
    const i0 = i >= iMax ? (iMax > 0 ? iMax - 1 : 0) : i > 0 ? i | 0 : 0;
    const j0 = j >= jMax ? (jMax > 0 ? jMax - 1 : 0) : j > 0 ? j | 0 : 0;
    const fi = Math.min(1, Math.max(0, i - i0));
    const fj = Math.min(1, Math.max(0, j - j0));
    const fk = kMax > 0 ? Math.min(1, Math.max(0, (w - offsets[k]!) / (offsets[k + 1]! - offsets[k]!))) : 0;
    const di = iMax > 0 ? 1 : 0;
    const dj = jMax > 0 ? rowStride : 0;
    const near = k * sliceStride + j0 * rowStride + i0;
    const far = kMax > 0 ? near + sliceStride : near;
    const n00 = values[near]! + fi * (values[near + di]! - values[near]!);
    const n10 = values[near + dj]! + fi * (values[near + dj + di]! - values[near + dj]!);
    const f00 = values[far]! + fi * (values[far + di]! - values[far]!);
    const f10 = values[far + dj]! + fi * (values[far + dj + di]! - values[far + dj]!);
    const n = n00 + fj * (n10 - n00);
    const f = f00 + fj * (f10 - f00);
    return n + fk * (f - n);
  };
}
