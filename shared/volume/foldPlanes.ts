import type { AlignedPlanes } from './alignedPlanes.ts';
import { copyPlane } from './copyPlane.ts';
import { noVoxel } from './planeLines.ts';
import type { ImageVolume, Voxels } from './types.ts';

/**
 * Greatest or least voxel of several planes whose pixels are voxels, in their own type: several times faster than
 * combining lines of numbers. Padding counts nothing; it stays where all planes have it.
 *
 * @param planes at least one
 */
export function foldPlanes(volume: ImageVolume, axes: AlignedPlanes, planes: readonly number[], mode: 'mip' | 'minip', pixels: Voxels): void {
  const { voxels } = volume;
  const { x, y, through } = axes;
  const padding = volume.paddingValue ?? noVoxel;
  const fold = mode === 'mip' ? keepGreatest : keepLeast;
  const [first = 0, ...others] = planes;
  copyPlane(volume, axes, first, pixels);
  for (let row = 0; row < y.count; row++) {
    const from = x.start + y.start + y.step * row + through.start;
    for (const plane of others) fold(voxels, from + through.step * plane, x.step, padding, pixels, row * x.count, x.count);
  }
}

function keepGreatest(voxels: Voxels, start: number, step: number, padding: number, pixels: Voxels, to: number, count: number): void {
  for (let column = 0, from = start; column < count; column++, from += step) {
    const voxel = voxels[from] ?? 0;
    const known = pixels[to + column] ?? 0;
    if ((voxel > known && voxel !== padding) || known === padding || known !== known) pixels[to + column] = voxel;
  }
}

function keepLeast(voxels: Voxels, start: number, step: number, padding: number, pixels: Voxels, to: number, count: number): void {
  for (let column = 0, from = start; column < count; column++, from += step) {
    const voxel = voxels[from] ?? 0;
    const known = pixels[to + column] ?? 0;
    if ((voxel < known && voxel !== padding) || known === padding || known !== known) pixels[to + column] = voxel;
  }
}
