import { add, scale, type Vector3 } from '../../../shared/geometry/vector.ts';
import type { GridGeometry } from '../../../shared/volume/types.ts';

/** Patient point of the voxel with this index in [k][j][i] order. */
export function voxelPoint(grid: GridGeometry, index: number): Vector3 {
  const i = index % grid.columns;
  const j = Math.floor(index / grid.columns) % grid.rows;
  const k = Math.floor(index / (grid.columns * grid.rows));
  const inPlane = add(scale(grid.rowDirection, i * grid.columnSpacingMm), scale(grid.columnDirection, j * grid.rowSpacingMm));
  return add(add(grid.origin, inPlane), scale(grid.sliceDirection, grid.sliceOffsetsMm[k] ?? NaN));
}
