import { dot, subtract, type Vector3 } from '../../geometry/vector.ts';
import type { DoseGrid } from '../types.ts';

/** Points this close outside the outermost voxel centres (in voxels) still count as on the border: DS rounding. */
const borderVoxels = 1e-3;
/** A single dose plane has no thickness; points this near belong to it. */
const singleSliceMm = 1e-3;

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
 * Trilinear dose at scattered points; slices may be unevenly spaced.
 *
 * One loop over plain locals: a plan asks for tens of millions of points.
 *
 * @param dose [k][j][i], patient LPS (PS3.3 C.8.8.3)
 * @param out receives the dose in the grid's unit; NaN where a point lies outside the outermost voxel centres
 */
export function sampleDosePoints(dose: DoseGrid, frame: PointFrame, points: PointCloud, out: Float64Array | Float32Array): void {
  const { i: mapI, j: mapJ, w: mapW } = frameToIndex(dose, frame);
  const [i0, iu, iv, il] = mapI;
  const [j0, ju, jv, jl] = mapJ;
  const [w0, wu, wv, wl] = mapW;
  const { count, u, v, lift } = points;
  const values = dose.dose;
  const { columns, rows, slices } = dose.geometry;
  const offsets = dose.geometry.sliceOffsetsMm;
  const iTop = columns - 1;
  const jTop = rows - 1;
  const kTop = slices - 1;
  const di = iTop > 0 ? 1 : 0;
  const dj = jTop > 0 ? columns : 0;
  const dk = kTop > 0 ? columns * rows : 0;
  const wTop = offsets[kTop]!;
  const wBorder = kTop > 0 ? (borderVoxels * wTop) / kTop : singleSliceMm;
  let k = 0;
  for (let n = 0; n < count; n += 1) {
    const a = u[n]!;
    const b = v[n]!;
    const c = lift[n]!;
    const i = i0 + a * iu + b * iv + c * il;
    const j = j0 + a * ju + b * jv + c * jl;
    const w = w0 + a * wu + b * wv + c * wl;
    const isInside =
      i >= -borderVoxels && i <= iTop + borderVoxels && j >= -borderVoxels && j <= jTop + borderVoxels && w >= -wBorder && w <= wTop + wBorder;
    if (!isInside) {
      out[n] = NaN;
      continue;
    }
    // Neighbouring points lie in the same or the next pair of slices, so the search starts from the last one.
    while (k > 0 && offsets[k]! > w) k -= 1;
    while (k < kTop - 1 && offsets[k + 1]! <= w) k += 1;
    const column = i >= iTop ? iTop - di : i | 0;
    const row = j >= jTop ? (jTop > 0 ? jTop - 1 : 0) : j | 0;
    const fi = unit(i - column);
    const fj = unit(j - row);
    const fk = kTop > 0 ? unit((w - offsets[k]!) / (offsets[k + 1]! - offsets[k]!)) : 0;
    const near = (k * rows + row) * columns + column;
    const far = near + dk;
    const n0 = values[near]! + fi * (values[near + di]! - values[near]!);
    const n1 = values[near + dj]! + fi * (values[near + dj + di]! - values[near + dj]!);
    const f0 = values[far]! + fi * (values[far + di]! - values[far]!);
    const f1 = values[far + dj]! + fi * (values[far + dj + di]! - values[far + dj]!);
    const nearValue = n0 + fj * (n1 - n0);
    out[n] = nearValue + fk * (f0 + fj * (f1 - f0) - nearValue);
  }
}

const unit = (fraction: number): number => (fraction < 0 ? 0 : fraction > 1 ? 1 : fraction);

/** Trilinear dose at one patient point, or NaN outside the grid. */
export function doseAtPoint(dose: DoseGrid, point: Vector3): number {
  const zero: Vector3 = [0, 0, 0];
  const one = new Float64Array(1);
  const out = new Float64Array(1);
  sampleDosePoints(dose, { origin: point, uStep: zero, vStep: zero, liftStep: zero }, { count: 1, u: one, v: one, lift: one }, out);
  return out[0]!;
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
