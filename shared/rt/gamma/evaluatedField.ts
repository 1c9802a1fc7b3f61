import type { DoseGrid } from '../types.ts';

/**
 * An evaluated dose made ready for the search: one box ("cell") between each eight neighbouring voxel centres, with the
 * least and the greatest dose in it. Trilinear dose never leaves the range of its corners, so a cell whose range and
 * distance together exceed the best gamma found is skipped without looking inside.
 */
export interface EvaluatedField {
  readonly grid: DoseGrid;
  /** Cells along i, j, k: one less than voxels, and one where the grid is a single voxel thick. */
  readonly cells: readonly [i: number, j: number, k: number];
  /** [k][j][i] of the cells; NaN where a corner is unknown. */
  readonly lowest: Float32Array;
  readonly highest: Float32Array;
}

const cellsAlong = (voxels: number): number => Math.max(1, voxels - 1);

/** Bounds of every cell. Math.min and Math.max keep NaN. */
export function prepareEvaluated(grid: DoseGrid): EvaluatedField {
  const { columns, rows, slices } = grid.geometry;
  const values = grid.dose;
  const [ci, cj, ck] = [cellsAlong(columns), cellsAlong(rows), cellsAlong(slices)];
  const alongI = columns > 1 ? 1 : 0;
  const alongJ = rows > 1 ? columns : 0;
  const alongK = slices > 1 ? columns * rows : 0;
  const lowest = new Float32Array(ci * cj * ck);
  const highest = new Float32Array(ci * cj * ck);
  let target = 0;
  for (let k = 0; k < ck; k += 1) {
    for (let j = 0; j < cj; j += 1) {
      let at = (k * rows + j) * columns;
      // The face at i is carried on to the next cell, so that each cell reads four new voxels.
      let low = Math.min(values[at]!, values[at + alongJ]!, values[at + alongK]!, values[at + alongJ + alongK]!);
      let high = Math.max(values[at]!, values[at + alongJ]!, values[at + alongK]!, values[at + alongJ + alongK]!);
      for (let i = 0; i < ci; i += 1) {
        at += alongI;
        const a = values[at]!;
        const b = values[at + alongJ]!;
        const c = values[at + alongK]!;
        const d = values[at + alongJ + alongK]!;
        const nextLow = Math.min(a, b, c, d);
        const nextHigh = Math.max(a, b, c, d);
        lowest[target] = Math.min(low, nextLow);
        highest[target] = Math.max(high, nextHigh);
        target += 1;
        low = nextLow;
        high = nextHigh;
      }
    }
  }
  return { grid, cells: [ci, cj, ck], lowest, highest };
}
