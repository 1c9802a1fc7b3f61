import { add, scale } from '../../geometry/vector.ts';
import type { GridGeometry } from '../../volume/types.ts';
import { resliceDose } from './doseSlice.ts';
import { movePoint, turnDirection, type RigidTransform } from './rigidTransform.ts';
import type { DoseGrid } from '../types.ts';

/**
 * Trilinear dose at every voxel centre of another grid, in the dose's unit.
 *
 * @param toDose carries points of the grid's frame of reference into the dose's; null where it is the same
 * @returns [k][j][i] of `grid`; NaN outside the outermost voxel centres of the dose, and beside voxels it does not know itself
 */
export function resampleDose(dose: DoseGrid, grid: GridGeometry, toDose: RigidTransform | null): Float32Array {
  if (toDose === null && isSameGrid(dose.geometry, grid)) return dose.dose.slice();
  const { columns, rows, slices, sliceOffsetsMm, columnSpacingMm, rowSpacingMm } = grid;
  const xDirection = toDose === null ? grid.rowDirection : turnDirection(toDose, grid.rowDirection);
  const yDirection = toDose === null ? grid.columnDirection : turnDirection(toDose, grid.columnDirection);
  const out = new Float32Array(columns * rows * slices);
  for (let k = 0; k < slices; k += 1) {
    const start = add(grid.origin, scale(grid.sliceDirection, sliceOffsetsMm[k] ?? NaN));
    const origin = toDose === null ? start : movePoint(toDose, start);
    resliceDose(dose, { origin, xDirection, yDirection, columns, rows, columnSpacingMm, rowSpacingMm }, out.subarray(k * columns * rows, (k + 1) * columns * rows));
  }
  return out;
}

const near = (p: number | undefined, q: number | undefined, most: number): boolean => Math.abs((p ?? NaN) - (q ?? NaN)) <= most;

/** Places of the voxels agree to a thousandth of a millimetre. */
function isSameGrid(a: GridGeometry, b: GridGeometry): boolean {
  if (a.columns !== b.columns || a.rows !== b.rows || a.slices !== b.slices) return false;
  return (
    near(a.columnSpacingMm * a.columns, b.columnSpacingMm * a.columns, 1e-3) &&
    near(a.rowSpacingMm * a.rows, b.rowSpacingMm * a.rows, 1e-3) &&
    a.sliceOffsetsMm.every((offset, k) => near(offset, b.sliceOffsetsMm[k], 1e-3)) &&
    a.origin.every((value, n) => near(value, b.origin[n], 1e-3)) &&
    a.rowDirection.every((value, n) => near(value, b.rowDirection[n], 1e-6)) &&
    a.columnDirection.every((value, n) => near(value, b.columnDirection[n], 1e-6))
  );
}
