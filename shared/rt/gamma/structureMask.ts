import { add, dot, scale } from '../../geometry/vector.ts';
import type { GridGeometry } from '../../volume/types.ts';
import { buildContourStack } from '../contours/contourStack.ts';
import { buildSlabs } from '../contours/slabs.ts';
import { indexMembership, isMember } from '../structures/slabMembership.ts';
import type { Structure } from '../types.ts';

/**
 * Voxels whose centre lies inside a structure: even–odd in the plane, slabs half way to the neighbouring contours, ends half
 * a spacing beyond the end contours.
 *
 * @returns 1 inside, 0 outside, on the grid, [k][j][i]
 * @throws {RtError} no-closed-contour | unsupported | frame-of-reference-mismatch (of the contours)
 */
export function structureMask(structure: Structure, grid: GridGeometry): Uint8Array {
  const { columns, rows, slices, sliceOffsetsMm } = grid;
  const planeMm = slices > 1 ? (sliceOffsetsMm.at(-1) ?? 0) / (slices - 1) : grid.columnSpacingMm;
  const { frame, slabs } = buildSlabs(buildContourStack(structure), 'half', planeMm);
  const inside = slabs.map((slab) => ({ ...slab, membership: indexMembership(slab.polygons) }));
  const mask = new Uint8Array(columns * rows * slices);
  const rowStep = scale(grid.rowDirection, grid.columnSpacingMm);
  const [du, dv, dw] = [dot(rowStep, frame.uAxis), dot(rowStep, frame.vAxis), dot(rowStep, frame.normal)];
  for (let k = 0; k < slices; k += 1) {
    for (let j = 0; j < rows; j += 1) {
      const start = add(add(grid.origin, scale(grid.columnDirection, j * grid.rowSpacingMm)), scale(grid.sliceDirection, sliceOffsetsMm[k] ?? NaN));
      const [u, v, w] = [dot(start, frame.uAxis), dot(start, frame.vAxis), dot(start, frame.normal)];
      const slabAt = (height: number): (typeof inside)[number] | undefined => inside.find(({ lowMm, highMm }) => height >= lowMm && height < highMm);
      const slabOfRow = slabAt(w);
      // As a rule rows run along the contour planes, and one slab serves the whole row.
      for (let i = 0; i < columns; i += 1) {
        const slab = dw === 0 ? slabOfRow : slabAt(w + i * dw);
        if (slab !== undefined && isMember(slab.membership, u + i * du, v + i * dv)) mask[(k * rows + j) * columns + i] = 1;
      }
    }
  }
  return mask;
}
