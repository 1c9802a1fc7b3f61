import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../shared/annotation/figures.ts';
import { voxelToPatient } from '../../../shared/volume/sample.ts';
import { volumeOf } from '../../volume/buildForTest.ts';
import { deskView, drawn, figureOf, firstCell, planeOf } from './desk.ts';
import { expected } from './expected.ts';

describe.each(expected().series)('measured on $name', ({ files, lengths, angles, region, slices, views, toleranceMm }) => {
  it('lengths and angles between voxels are those of the attributes', async () => {
    const { geometry, volumeId, frameOfReferenceUID } = await volumeOf(files);
    const place = { space: 'patient', frameOfReferenceUID, normal: geometry.normal, volumeId, sopInstanceUID: null, frame: 0 } as const;
    for (const { voxels, lengthMm } of lengths) {
      const figures = figuresOf({ kind: 'length', place, points: voxels.map((index) => voxelToPatient(geometry, index)) }, 'none');
      expect(Math.abs(figureOf({ figures }, 'length') - lengthMm)).toBeLessThan(2 * toleranceMm);
    }
    for (const { voxels, degrees, toleranceDegrees } of angles) {
      const figures = figuresOf({ kind: 'angle', place, points: voxels.map((index) => voxelToPatient(geometry, index)) }, 'none');
      expect(Math.abs(figureOf({ figures }, 'angle') - degrees)).toBeLessThan(toleranceDegrees);
    }
  });

  it.each(views)('$name: lengths and angles drawn from pixel to pixel are those of the attributes', async ({ lengths: drawnLengths, angles: drawnAngles, ...shown }) => {
    const volume = await volumeOf(files);
    const source = planeOf(volume, 'acquired');
    const cell = firstCell(deskView(volume, shown));
    for (const { k, points, lengthMm } of drawnLengths) {
      const line = drawn('length', source, k, cell, points);
      expect(Math.abs(figureOf(line, 'length') - lengthMm)).toBeLessThan(2 * toleranceMm);
      expect(line.figures.map(({ unit }) => unit)).toEqual(['mm']);
      expect(line.place).toMatchObject({ sopInstanceUID: slices[k]?.sopInstanceUID });
    }
    for (const { k, points, degrees, toleranceDegrees } of drawnAngles) expect(Math.abs(figureOf(drawn('angle', source, k, cell, points), 'angle') - degrees)).toBeLessThan(toleranceDegrees);
  });

  it('a rectangle has its area and the values of the pixels in it', async () => {
    const volume = await volumeOf(files);
    const rectangle = drawn('rectangle', planeOf(volume, 'acquired'), region.k, firstCell(deskView(volume, { steps: [], zoom: 1, centre: null })), region.points);
    // Each side is some 10 mm long.
    expect(Math.abs(figureOf(rectangle, 'area') - region.areaMm2)).toBeLessThan(40 * toleranceMm);
    expect(figureOf(rectangle, 'pixels')).toBe(region.pixels);
    expect(figureOf(rectangle, 'mean')).toBeCloseTo(region.mean, 9);
    expect([figureOf(rectangle, 'minimum'), figureOf(rectangle, 'maximum')]).toEqual([region.minimum, region.maximum]);
  });
});
