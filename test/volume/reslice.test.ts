import { describe, expect, it } from 'vitest';
import { add, scale } from '../../shared/geometry/vector.ts';
import { planePositions, reslice } from '../../shared/volume/reslice.ts';
import type { ReslicePlane } from '../../shared/volume/reslice.ts';
import { sampleNearest } from '../../shared/volume/sample.ts';
import { volumeOf } from './buildForTest.ts';
import { syntheticSeries } from './syntheticSeries.ts';

const planes: readonly ReslicePlane[] = ['axial', 'sagittal', 'coronal'];

/** Row and column directions an axial stack has head first or feet first, supine or prone, and mirrored ones. */
const orientations = [[1, 0, 0, 0, 1, 0], [-1, 0, 0, 0, -1, 0], [-1, 0, 0, 0, 1, 0], [1, 0, 0, 0, -1, 0]];

describe('reslice', () => {
  it.each(orientations.map((orientation) => ({ orientation })))('shows the voxel that lies at the place of every pixel: $orientation', async ({ orientation }) => {
    const volume = await volumeOf(syntheticSeries({ orientation, columns: 7, rows: 5, zMm: [-3, 0, 3, 6] }));
    for (const plane of planes) {
      for (const position of planePositions(volume, plane)) {
        const image = reslice(volume, plane, position + 0.4);
        for (let row = 0; row < image.rows; row++) {
          for (let column = 0; column < image.columns; column++) {
            const point = add(image.origin, add(scale(image.xDirection, column * image.columnSpacingMm), scale(image.yDirection, row * image.rowSpacingMm)));
            expect(image.pixels[row * image.columns + column]).toBe(sampleNearest(volume.geometry, volume.voxels, point));
          }
        }
      }
    }
  });

  it('keeps the radiological convention and reuses the pixels it is given', async () => {
    const volume = await volumeOf(syntheticSeries({ orientation: [-1, 0, 0, 0, -1, 0] }));
    const sagittal = reslice(volume, 'sagittal', 0);
    expect([sagittal.xDirection, sagittal.yDirection, sagittal.rowSpacingMm, sagittal.columnSpacingMm]).toEqual([[0, 1, 0], [0, 0, -1], 3, 2]);
    expect(sagittal.origin[2]).toBe(6);
    expect(reslice(volume, 'coronal', 0).xDirection).toEqual([1, 0, 0]);
    expect(reslice(volume, 'axial', 0).yDirection).toEqual([0, 1, 0]);
    const out = new Int16Array(sagittal.pixels.length);
    expect(reslice(volume, 'sagittal', 0, out).pixels).toBe(out);
    expect(reslice(volume, 'sagittal', 0, new Int16Array(1)).pixels).toHaveLength(out.length);
  });

  it('interpolates along z at the median spacing where slices lie unevenly', async () => {
    const volume = await volumeOf(syntheticSeries({ zMm: [0, 2, 4, 8], value: (_i, _j, k) => [0, 20, 40, 80][k] ?? 0 }));
    const image = reslice(volume, 'coronal', -18);
    expect([image.rows, image.rowSpacingMm, image.origin[2]]).toEqual([5, 2, 8]);
    expect(Array.from({ length: 5 }, (_, row) => image.pixels[row * image.columns])).toEqual([80, 60, 40, 20, 0]);
  });

  it('gives the border plane and its true place for a position outside', async () => {
    const volume = await volumeOf(syntheticSeries());
    expect(reslice(volume, 'axial', 500).origin[2]).toBe(6);
    expect(reslice(volume, 'sagittal', -500).origin[0]).toBe(-10);
  });
});
