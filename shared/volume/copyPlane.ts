import type { AlignedPlanes, VoxelAxis } from './alignedPlanes.ts';
import { noVoxel } from './planeLines.ts';
import type { ReadLine } from './planeLines.ts';
import { isPadding } from './types.ts';
import type { ImageVolume, Voxels } from './types.ts';

/** Copies plane `plane` of a stack that lies along the grid; rows that lie side by side in memory go in one piece. */
export function copyPlane({ voxels }: Pick<ImageVolume, 'voxels'>, { x, y, through }: AlignedPlanes, plane: number, pixels: Voxels): void {
  const base = x.start + y.start + through.start + through.step * plane;
  if (x.step === 1 && y.step === x.count) {
    pixels.set(voxels.subarray(base, base + pixels.length));
    return;
  }
  for (let row = 0; row < y.count; row++) {
    const from = base + y.step * row;
    const to = row * x.count;
    if (x.step === 1) pixels.set(voxels.subarray(from, from + x.count), to);
    else copyStrided(voxels, from, x.step, pixels, to, x.count);
  }
}

function copyStrided(voxels: Voxels, start: number, step: number, pixels: Voxels, to: number, count: number): void {
  for (let column = 0, from = start; column < count; column++, from += step) pixels[to + column] = voxels[from] ?? 0;
}

/** Reader of plane `plane`; between slices that lie unevenly it mixes the two beside a pixel. */
export function alignedLines(volume: ImageVolume, { x, y, through }: AlignedPlanes, plane: number): ReadLine {
  const { voxels } = volume;
  const padding = volume.paddingValue ?? noVoxel;
  const base = through.start + through.step * plane;
  if (x.between === null && y.between === null) {
    return (row, line) => { readStrided(voxels, base + x.start + y.start + y.step * row, x.step, padding, line); };
  }
  const across = placesOf(x);
  const down = placesOf(y);
  return (row, line) => {
    const lower = base + (down.lower[row] ?? 0);
    const upper = base + (down.upper[row] ?? 0);
    const rowWeight = down.weight[row] ?? 0;
    for (let column = 0; column < line.length; column++) {
      // Slices run along one of the two axes, so one of the weights is 0 everywhere.
      const near = voxels[lower + (across.lower[column] ?? 0)] ?? 0;
      const far = voxels[upper + (across.upper[column] ?? 0)] ?? 0;
      line[column] = mix(volume, near, far, rowWeight + (across.weight[column] ?? 0));
    }
  };
}

function readStrided(voxels: Voxels, start: number, step: number, padding: number, line: Float64Array): void {
  const count = line.length;
  for (let column = 0, from = start; column < count; column++, from += step) {
    const voxel = voxels[from] ?? 0;
    line[column] = voxel === padding ? Number.NaN : voxel;
  }
}

/** Next to padding, which has no value to mix, the nearer voxel is taken. */
function mix(volume: ImageVolume, near: number, far: number, weight: number): number {
  if (!isPadding(volume, near) && !isPadding(volume, far)) return near + (far - near) * weight;
  const nearest = weight < 0.5 ? near : far;
  return isPadding(volume, nearest) ? Number.NaN : nearest;
}

/** Offsets of the two voxels around every position of an axis, and how much the second one weighs. */
function placesOf(axis: VoxelAxis): { readonly lower: Int32Array; readonly upper: Int32Array; readonly weight: Float64Array } {
  const lower = new Int32Array(axis.count);
  const upper = new Int32Array(axis.count);
  const weight = new Float64Array(axis.count);
  const stride = Math.abs(axis.step);
  for (let position = 0; position < axis.count; position++) {
    const slice = axis.between?.[position];
    const below = slice === undefined ? axis.first + position * Math.sign(axis.step) : Math.floor(slice);
    lower[position] = below * stride;
    upper[position] = (slice === undefined || slice === below ? below : below + 1) * stride;
    weight[position] = slice === undefined ? 0 : slice - below;
  }
  return { lower, upper, weight };
}
