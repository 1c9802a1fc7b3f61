import { describe, expect, it } from 'vitest';
import { add, scale } from '../../shared/geometry/vector.ts';
import { cutPlane } from '../../shared/volume/cutPlane.ts';
import { planeIndexAt, planeStack } from '../../shared/volume/planeStack.ts';
import { sampleNearest } from '../../shared/volume/sample.ts';
import { volumeOf } from './buildForTest.ts';
import { syntheticSeries } from './syntheticSeries.ts';

/** Every way rows and columns can lie along the patient axes. */
const axes = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]] as const;
const orientations = axes.flatMap((row) => axes.filter((column) => row.every((part, axis) => part * (column[axis] ?? 0) === 0)).map((column) => [...row, ...column]));
const steps = [[0, 0, 0], [3, 3, 3], [6, 6, 6], [9, 9, 9]] as const;

describe('planes of a stack along the patient axes', () => {
  it.each(orientations.map((orientation) => ({ orientation })))('show the voxel that lies at the place of every pixel: $orientation', async ({ orientation }) => {
    const through = [0, 1, 2].map((axis) => (orientation[axis] === 0 && orientation[axis + 3] === 0 ? 1 : 0));
    const volume = await volumeOf(syntheticSeries({ orientation, columns: 7, rows: 5, zMm: [0, 3, 6, 9], change: (k) => ({ ImagePositionPatient: (steps[k] ?? [0, 0, 0]).map((step, axis) => -7 + step * (through[axis] ?? 0)) }) }));
    expect(volume.geometry.slices).toBe(4);
    for (const kind of ['axial', 'sagittal', 'coronal'] as const) {
      const stack = planeStack(volume, { kind });
      expect(stack.isExact).toBe(true);
      expect(stack.columns * stack.rows * stack.positionsMm.length).toBe(7 * 5 * 4);
      stack.positionsMm.forEach((_, index) => {
        const image = cutPlane(volume, stack, index, null);
        image.pixels.forEach((pixel, at) => {
          const point = add(image.origin, add(scale(image.xDirection, (at % image.columns) * image.columnSpacingMm), scale(image.yDirection, Math.floor(at / image.columns) * image.rowSpacingMm)));
          expect(pixel).toBe(sampleNearest(volume.geometry, volume.voxels, point));
        });
      });
    }
  });

  it('keep the display convention', async () => {
    const volume = await volumeOf(syntheticSeries({ orientation: [-1, 0, 0, 0, -1, 0] }));
    const sagittal = planeStack(volume, { kind: 'sagittal' });
    expect([sagittal.xDirection, sagittal.yDirection, sagittal.normal, sagittal.rowSpacingMm, sagittal.columnSpacingMm]).toEqual([[0, 1, 0], [0, 0, -1], [-1, 0, 0], 3, 2]);
    expect(sagittal.origins[0]?.[2]).toBe(6);
    const coronal = planeStack(volume, { kind: 'coronal' });
    expect([coronal.xDirection, coronal.yDirection, coronal.normal]).toEqual([[1, 0, 0], [0, 0, -1], [0, 1, 0]]);
    const axial = planeStack(volume, { kind: 'axial' });
    expect([axial.xDirection, axial.yDirection, axial.normal]).toEqual([[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  });

  it('are interpolated along z at the median spacing where slices lie unevenly', async () => {
    const volume = await volumeOf(syntheticSeries({ zMm: [0, 2, 4, 8], value: (_i, _j, k) => [0, 20, 40, 80][k] ?? 0 }));
    for (const kind of ['sagittal', 'coronal'] as const) {
      const stack = planeStack(volume, { kind });
      const image = cutPlane(volume, stack, 1, null);
      expect([stack.isExact, image.rows, image.rowSpacingMm, image.origin[2]]).toEqual([false, 5, 2, 8]);
      expect(Array.from({ length: 5 }, (_, row) => image.pixels[row * image.columns])).toEqual([80, 60, 40, 20, 0]);
    }
  });

  it('are found at the ends for points beyond them', async () => {
    const stack = planeStack(await volumeOf(syntheticSeries()), { kind: 'axial' });
    expect([-500, 1.4, 1.6, 500].map((z) => planeIndexAt(stack, [0, 0, z]))).toEqual([0, 0, 1, 2]);
  });
});

const stepOf = ({ positionsMm: [first = 0, second = 0] }: { readonly positionsMm: readonly number[] }): number => second - first;

describe('free planes', () => {
  it('along the grid are its slices', async () => {
    const orientation = [0.8, 0.6, 0, -0.36, 0.48, -0.8];
    const through = [-0.48, 0.64, 0.6];
    const volume = await volumeOf(syntheticSeries({ orientation, spacing: [3, 3], change: (k) => ({ ImagePositionPatient: through.map((part) => -9.3 + 3 * k * part) }) }));
    const stack = planeStack(volume, { kind: 'oblique', xDirection: [0.8, 0.6, 0], yDirection: [-0.36, 0.48, -0.8] });
    expect([stack.columns, stack.rows, stack.columnSpacingMm, stack.rowSpacingMm, stack.positionsMm.length]).toEqual([5, 4, 3, 3, 3]);
    const acquired = planeStack(volume, { kind: 'acquired' });
    acquired.positionsMm.forEach((_, k) => {
      const { pixels, origin } = cutPlane(volume, acquired, k, null);
      expect([...cutPlane(volume, stack, planeIndexAt(stack, origin), null).pixels]).toEqual([...pixels]);
    });
  });

  it('have pixels as large as the smallest voxel spacing and lie as far apart as voxels of the nearest axis', async () => {
    const volume = await volumeOf(syntheticSeries({ spacing: [2, 1.5], zMm: [0, 3, 6] }));
    const [cos, sin] = [Math.cos(0.35), Math.sin(0.35)];
    const nearAxial = planeStack(volume, { kind: 'oblique', xDirection: [1, 0, 0], yDirection: [0, cos, sin] });
    const nearCoronal = planeStack(volume, { kind: 'oblique', xDirection: [cos, sin, 0], yDirection: [0, 0, -1] });
    expect([nearAxial.columnSpacingMm, nearAxial.rowSpacingMm, nearCoronal.columnSpacingMm]).toEqual([1.5, 1.5, 1.5]);
    expect([stepOf(nearAxial), stepOf(nearCoronal)].map((step) => Number(step.toFixed(9)))).toEqual([3, 2]);
  });
});
