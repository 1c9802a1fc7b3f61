import { add, scale, type Vector3 } from '../../geometry/vector.ts';
import type { DoseGrid } from '../types.ts';

/** Patient point of a voxel centre. */
export function nodePoint({ geometry }: DoseGrid, i: number, j: number, k: number): Vector3 {
  const { origin, rowDirection, columnDirection, sliceDirection, columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = geometry;
  return add(add(add(origin, scale(rowDirection, columnSpacingMm * i)), scale(columnDirection, rowSpacingMm * j)), scale(sliceDirection, sliceOffsetsMm[k] ?? 0));
}

/** Calls `visit` for every voxel on the border of the grid. */
export function forEachBorderNode({ geometry: { columns, rows, slices } }: DoseGrid, visit: (i: number, j: number, k: number, index: number) => void): void {
  for (let k = 0; k < slices; k += 1) {
    const isEndSlice = slices > 1 && (k === 0 || k === slices - 1);
    for (let j = 0; j < rows; j += 1) {
      const step = isEndSlice || j === 0 || j === rows - 1 ? 1 : Math.max(1, columns - 1);
      for (let i = 0; i < columns; i += step) visit(i, j, k, (k * rows + j) * columns + i);
    }
  }
}
