import type { SlabOptions } from './planeStack.ts';
import { writeLine } from './planeLines.ts';
import type { ReadLine } from './planeLines.ts';
import type { Voxels } from './types.ts';

/**
 * Combines parallel planes pixel by pixel: greatest value, least value, or the mean with every sample weighing the same.
 *
 * @param planes readers of the planes, in any order; padding counts nothing
 * @param pixels where the result goes, rounded where voxels are whole; `filler` where no plane has a value
 */
export function combinePlanes(planes: readonly ReadLine[], mode: SlabOptions['mode'], columns: number, pixels: Voxels, filler: number): void {
  const line = new Float64Array(columns);
  const sum = new Float64Array(columns);
  const counts = new Uint32Array(columns);
  const rows = pixels.length / columns;
  for (let row = 0; row < rows; row++) {
    sum.fill(mode === 'mean' ? 0 : Number.NaN);
    counts.fill(0);
    for (const readLine of planes) {
      readLine(row, line);
      if (mode === 'mip') keepGreatest(sum, line);
      else if (mode === 'minip') keepLeast(sum, line);
      else addUp(sum, counts, line);
    }
    // 0 / 0 is NaN, which stands for no value.
    if (mode === 'mean') for (let column = 0; column < columns; column++) sum[column] = (sum[column] ?? 0) / (counts[column] ?? 0);
    writeLine(sum, pixels, row * columns, filler);
  }
}

/** NaN compares with nothing: it is replaced by any value and replaces none. */
function keepGreatest(best: Float64Array, line: Float64Array): void {
  for (let column = 0; column < line.length; column++) {
    const value = line[column] ?? 0;
    const known = best[column] ?? 0;
    if (value > known || known !== known) best[column] = value;
  }
}

function keepLeast(best: Float64Array, line: Float64Array): void {
  for (let column = 0; column < line.length; column++) {
    const value = line[column] ?? 0;
    const known = best[column] ?? 0;
    if (value < known || known !== known) best[column] = value;
  }
}

function addUp(sum: Float64Array, counts: Uint32Array, line: Float64Array): void {
  for (let column = 0; column < line.length; column++) {
    const value = line[column] ?? 0;
    if (value !== value) continue;
    sum[column] = (sum[column] ?? 0) + value;
    counts[column] = (counts[column] ?? 0) + 1;
  }
}
