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

export const cellsAlong = (voxels: number): number => Math.max(1, voxels - 1);

/** Bounds of every cell: two passes along i, then j, then k over one copy of the grid each. */
export function prepareEvaluated(grid: DoseGrid): EvaluatedField {
  const { columns, rows, slices } = grid.geometry;
  const cells = [cellsAlong(columns), cellsAlong(rows), cellsAlong(slices)] as const;
  return { grid, cells, lowest: foldAll(grid.dose, [columns, rows, slices], cells, Math.min), highest: foldAll(grid.dose, [columns, rows, slices], cells, Math.max) };
}

type Fold = (a: number, b: number) => number;

/** Folds each voxel with its next neighbour along every axis. Math.min and Math.max keep NaN. */
function foldAll(values: Float32Array, voxels: readonly [number, number, number], cells: readonly [number, number, number], fold: Fold): Float32Array {
  const [ci, cj, ck] = cells;
  const [columns, rows, slices] = voxels;
  const alongI = columns > 1 ? 1 : 0;
  const alongJ = rows > 1 ? columns : 0;
  const alongK = slices > 1 ? columns * rows : 0;
  const out = new Float32Array(ci * cj * ck);
  let target = 0;
  for (let k = 0; k < ck; k += 1) {
    for (let j = 0; j < cj; j += 1) {
      let at = (k * rows + j) * columns;
      // The face at i is carried on to the next cell, so that each cell reads four new voxels.
      let face = fold(fold(values[at]!, values[at + alongJ]!), fold(values[at + alongK]!, values[at + alongJ + alongK]!));
      for (let i = 0; i < ci; i += 1) {
        at += alongI;
        const next = fold(fold(values[at]!, values[at + alongJ]!), fold(values[at + alongK]!, values[at + alongJ + alongK]!));
        out[target] = fold(face, next);
        target += 1;
        face = next;
      }
    }
  }
  return out;
}
