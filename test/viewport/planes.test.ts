import { expect, test } from 'vitest';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { shownPoint } from '../../renderer/viewport/planes.ts';
import { readoutAt } from '../../renderer/viewport/readout.ts';

const geometry = { columns: 4, rows: 4, slices: 4, origin: [0, 0, 0], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], normal: [0, 0, 1], columnSpacingMm: 1, rowSpacingMm: 1, sliceOffsetsMm: [0, 4, 8, 12] } as const;
const voxels = Int16Array.from({ length: 64 }, (_, n) => Math.floor(n / 16) * 100);
const volume = { geometry, voxels, slope: 1, intercept: 0, unit: 'HU' } as unknown as ImageVolume;

test('the readout belongs to the slice that is drawn, also half way between two', () => {
  // 6 mm is as near to 4 as to 8; the slice drawn is the lower one.
  const point = shownPoint([1, 1, 6], 'axial', 4, volume);
  expect(point).toEqual([1, 1, 4]);
  expect(readoutAt(point, volume, null, null, []).value).toBe(100);
});

test('a crosshair outside the images is not moved into them', () => {
  expect(shownPoint([1, 1, 40], 'axial', 12, volume)).toEqual([1, 1, 40]);
  expect(shownPoint([1, 9, 8], 'coronal', 3, volume)).toEqual([1, 9, 8]);
});
