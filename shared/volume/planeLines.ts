import type { Voxels } from './types.ts';

/** Reads row `row` of a plane into `line`, as long as the plane is wide; NaN stands for padding and for outside. */
export type ReadLine = (row: number, line: Float64Array) => void;

/** A number that no voxel of 16 bits is, to compare with where there is no padding. */
export const noVoxel = 0x7fffffff;

/** Rounds a line into the voxels of a plane, whole numbers where they are; NaN becomes `filler`. */
export function writeLine(line: Float64Array, pixels: Voxels, to: number, filler: number): void {
  if (pixels instanceof Float32Array) {
    for (let column = 0; column < line.length; column++) {
      const value = line[column] ?? 0;
      pixels[to + column] = value === value ? value : filler;
    }
    return;
  }
  for (let column = 0; column < line.length; column++) {
    const value = line[column] ?? 0;
    pixels[to + column] = value === value ? Math.round(value) : filler;
  }
}
