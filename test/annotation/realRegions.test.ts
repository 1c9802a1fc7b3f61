import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasRealData, readReal } from '../dicom/realData.ts';
import { volumeOf } from '../volume/buildForTest.ts';
import { add, dot, scale, subtract } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { figuresOf } from '../../shared/annotation/figures.ts';
import { planeRaster } from '../../shared/annotation/raster.ts';
import type { PlaneImage } from '../../shared/volume/planeStack.ts';
import { nearestSlice } from '../../shared/volume/sample.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { figure, patientPlace } from './support.ts';

interface RealCase {
  readonly files: readonly string[];
  readonly unit: string;
  readonly kind: 'ellipse' | 'rectangle';
  readonly normal: Vector3;
  readonly points: readonly Vector3[];
  readonly figures: { readonly pixels: number; readonly mean: number; readonly standardDeviation: number; readonly minimum: number; readonly maximum: number };
}

/** The acquired slice through a point, its voxels as they are stored. */
function sliceThrough({ geometry, voxels }: ImageVolume, point: Vector3): PlaneImage {
  const { columns, rows, columnSpacingMm, rowSpacingMm, origin, rowDirection, columnDirection, normal, sliceDirection, sliceOffsetsMm } = geometry;
  const k = nearestSlice(sliceOffsetsMm, dot(subtract(point, origin), normal));
  const pixels = voxels.subarray(k * rows * columns, (k + 1) * rows * columns);
  return { columns, rows, columnSpacingMm, rowSpacingMm, pixels, origin: add(origin, scale(sliceDirection, sliceOffsetsMm[k] ?? 0)), xDirection: rowDirection, yDirection: columnDirection };
}

describe.runIf(hasRealData)('regions on real CT, PET and oblique MR', () => {
  it('count the pixels pydicom and numpy count and have their figures', async () => {
    const cases = JSON.parse(await readFile(join(import.meta.dirname, 'oracles/realRegions.json'), 'utf8')) as readonly RealCase[];
    const volumes = new Map<string, ImageVolume>();
    expect(cases).toHaveLength(24);
    for (const { files, unit, kind, normal, points, figures } of cases) {
      const key = files.join();
      const volume = volumes.get(key) ?? (await volumeOf(files.map(readReal)));
      volumes.set(key, volume);
      const raster = planeRaster(sliceThrough(volume, points[0] ?? [0, 0, 0]), volume, { isExact: true, unit: 'stored' });
      const got = figuresOf({ kind, points, place: patientPlace(normal) }, raster);
      expect(figure(got, 'pixels'), `${files[0]} ${kind}`).toBe(figures.pixels);
      expect(got.find(({ quantity }) => quantity === 'mean')?.unit).toBe(unit);
      for (const quantity of ['mean', 'standardDeviation', 'minimum', 'maximum'] as const) {
        expect(Math.abs((figure(got, quantity) ?? Number.NaN) - figures[quantity]), `${files[0]} ${kind} ${quantity}`).toBeLessThan(1e-7 * (1 + Math.abs(figures.maximum)));
      }
    }
  });
});
