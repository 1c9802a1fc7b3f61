import { dot, scale, subtract } from '../geometry/vector.ts';
import type { PatientPoint, Vector3, VoxelIndex } from '../geometry/vector.ts';
import type { GridGeometry } from './types.ts';

/** Indices this close beyond the border voxels still count as on the border (rounding of positions in text). */
const borderTolerance = 1e-6;

/** Position of a voxel index, which may be fractional, in patient LPS mm; uneven slices are interpolated between. */
export function voxelToPatient(geometry: GridGeometry, [i, j, k]: VoxelIndex): PatientPoint {
  const along = i * geometry.columnSpacingMm;
  const down = j * geometry.rowSpacingMm;
  const up = sliceOffset(geometry.sliceOffsetsMm, k);
  const { origin, rowDirection, columnDirection, sliceDirection } = geometry;
  const at = (axis: 0 | 1 | 2): number => origin[axis] + rowDirection[axis] * along + columnDirection[axis] * down + sliceDirection[axis] * up;
  return [at(0), at(1), at(2)];
}

/**
 * Fractional voxel index of a patient point. Beyond the first and last slice the spacing of the nearest pair goes on;
 * a single slice has no thickness, so points off its plane get ±Infinity.
 */
export function patientToVoxel(geometry: GridGeometry, point: PatientPoint): VoxelIndex {
  const offset = subtract(point, geometry.origin);
  const up = dot(offset, geometry.normal);
  const { column, row } = indexAxes(geometry);
  return [dot(offset, column), dot(offset, row), sliceIndex(geometry.sliceOffsetsMm, up)];
}

/**
 * What turns an offset from the grid's origin (LPS mm) into fractional indices: dot(offset, column) is the column,
 * dot(offset, row) the row. Both vanish along the line the slices run on, and cosines written with few digits, not quite
 * perpendicular, are allowed for.
 */
export function indexAxes({ rowDirection, columnDirection, sliceDirection, normal, columnSpacingMm, rowSpacingMm }: GridGeometry): { readonly column: Vector3; readonly row: Vector3 } {
  const skew = dot(rowDirection, columnDirection);
  const axis = (own: Vector3, other: Vector3, spacingMm: number): Vector3 => {
    const upright = scale(subtract(own, scale(other, skew)), 1 / (1 - skew * skew));
    return scale(subtract(upright, scale(normal, dot(upright, sliceDirection))), 1 / spacingMm);
  };
  return { column: axis(rowDirection, columnDirection, columnSpacingMm), row: axis(columnDirection, rowDirection, rowSpacingMm) };
}

/** Value of the voxel whose centre is nearest; null more than half a voxel outside. */
export function sampleNearest(geometry: GridGeometry, values: ArrayLike<number>, point: PatientPoint): number | null {
  const [i, j, k] = patientToVoxel(geometry, point);
  const column = Math.round(i);
  const row = Math.round(j);
  const slice = Math.round(k);
  const isInside = column >= 0 && row >= 0 && slice >= 0 && column < geometry.columns && row < geometry.rows && slice < geometry.slices;
  return isInside ? (values[(slice * geometry.rows + row) * geometry.columns + column] ?? null) : null;
}

/**
 * Trilinear value at a patient point, stored values as they are.
 *
 * @param values [k][j][i]
 * @returns null outside the box of voxel centres, where the value is unknown
 */
export function sampleTrilinear(geometry: GridGeometry, values: ArrayLike<number>, point: PatientPoint): number | null {
  const [i, j, k] = patientToVoxel(geometry, point);
  const value = interpolate(geometry, values, i, j, k);
  return Number.isNaN(value) ? null : value;
}

/** The same by fractional index and without allocation, for loops over millions of points; NaN outside. */
export function interpolate(geometry: GridGeometry, values: ArrayLike<number>, i: number, j: number, k: number): number {
  const { columns, rows, slices } = geometry;
  const isInside =
    i >= -borderTolerance && j >= -borderTolerance && k >= -borderTolerance &&
    i <= columns - 1 + borderTolerance && j <= rows - 1 + borderTolerance && k <= slices - 1 + borderTolerance;
  if (!isInside) return Number.NaN;
  const i0 = lower(i, columns);
  const j0 = lower(j, rows);
  const k0 = lower(k, slices);
  const u = clampUnit(i - i0);
  const v = clampUnit(j - j0);
  const w = clampUnit(k - k0);
  const base = (k0 * rows + j0) * columns + i0;
  const di = columns > 1 ? 1 : 0;
  const dj = rows > 1 ? columns : 0;
  const dk = slices > 1 ? rows * columns : 0;
  const near = bilinear(values, base, di, dj, u, v);
  return w === 0 ? near : near + (bilinear(values, base + dk, di, dj, u, v) - near) * w;
}

function bilinear(values: ArrayLike<number>, base: number, di: number, dj: number, u: number, v: number): number {
  const a = values[base] ?? Number.NaN;
  const b = values[base + di] ?? Number.NaN;
  const c = values[base + dj] ?? Number.NaN;
  const d = values[base + di + dj] ?? Number.NaN;
  const top = a + (b - a) * u;
  return top + (c + (d - c) * u - top) * v;
}

/** First voxel of the pair around an index, so that the second one exists too. */
function lower(index: number, size: number): number {
  return Math.max(0, Math.min(Math.floor(index), size - 2));
}

function clampUnit(fraction: number): number {
  return fraction < 0 ? 0 : fraction > 1 ? 1 : fraction;
}

function sliceOffset(offsets: readonly number[], k: number): number {
  const last = offsets.length - 1;
  if (last === 0) return k === 0 ? 0 : Number.NaN;
  const below = Math.max(0, Math.min(Math.floor(k), last - 1));
  const from = offsets[below] ?? 0;
  return from + ((offsets[below + 1] ?? 0) - from) * (k - below);
}

/** Fractional slice index of a distance along the normal; offsets ascend. */
export function sliceIndex(offsets: readonly number[], distanceMm: number): number {
  const last = offsets.length - 1;
  if (last === 0) return Math.abs(distanceMm) < 1e-3 ? 0 : distanceMm * Number.POSITIVE_INFINITY;
  // Evenly spaced is the rule: try the place it predicts before searching.
  const mean = (offsets[last] ?? 0) / last;
  let low = Math.max(0, Math.min(Math.floor(distanceMm / mean), last - 1));
  const isThere = (low === 0 || (offsets[low] ?? 0) <= distanceMm) && (low === last - 1 || distanceMm < (offsets[low + 1] ?? 0));
  if (!isThere) {
    low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((offsets[middle] ?? 0) <= distanceMm) low = middle;
      else high = middle;
    }
  }
  const from = offsets[low] ?? 0;
  return low + (distanceMm - from) / ((offsets[low + 1] ?? 0) - from);
}

/** The slice whose plane is nearest to a distance along the normal. */
export function nearestSlice(offsets: readonly number[], distanceMm: number): number {
  if (offsets.length === 1) return 0;
  const below = Math.max(0, Math.min(Math.floor(sliceIndex(offsets, distanceMm)), offsets.length - 2));
  const isUpper = (offsets[below + 1] ?? 0) - distanceMm < distanceMm - (offsets[below] ?? 0);
  return isUpper ? below + 1 : below;
}

/** Middle of the box of voxel centres, where a view starts. */
export function gridCentre(geometry: GridGeometry): PatientPoint {
  const middle: Vector3 = [(geometry.columns - 1) / 2, (geometry.rows - 1) / 2, 0];
  const inPlane = voxelToPatient(geometry, middle);
  const half = (geometry.sliceOffsetsMm.at(-1) ?? 0) / 2;
  const { sliceDirection } = geometry;
  return [inPlane[0] + sliceDirection[0] * half, inPlane[1] + sliceDirection[1] * half, inPlane[2] + sliceDirection[2] * half];
}
