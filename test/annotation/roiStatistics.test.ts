import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { figuresOf } from '../../shared/annotation/figures.ts';
import { planeRaster, ucumOf } from '../../shared/annotation/raster.ts';
import { regionOn } from '../../shared/annotation/region.ts';
import { roiStatistics } from '../../shared/annotation/roiStatistics.ts';
import type { PlaneImage } from '../../shared/volume/planeStack.ts';
import type { GridGeometry, Suv } from '../../shared/volume/types.ts';
import { figure, imagePlace, patientPlace, rasterOf } from './support.ts';

const rectangle = (left: number, top: number, right: number, bottom: number): readonly Vector3[] => [[left, top, 0], [right, top, 0], [right, bottom, 0], [left, bottom, 0]];

const place = imagePlace();

describe('statistics of a region', () => {
  it('divides the squares by the number of pixels: 2, 4, 4, 4, 5, 5, 7, 9 have 2', () => {
    const raster = rasterOf(4, [2, 4, 4, 4, 5, 5, 7, 9]);
    expect(roiStatistics(regionOn(raster, 'rectangle', rectangle(-0.5, -0.5, 3.5, 1.5)), raster)).toEqual({ unit: "[hnsf'U]", count: 8, mean: 5, standardDeviation: 2, minimum: 2, maximum: 9, paddingCount: 0, outsideCount: 0 });
  });

  it('applies slope and intercept, also a falling slope', () => {
    const raster = rasterOf(2, [0, 1, 2, 3], { slope: -2, intercept: 10, unit: 'Bq/ml' });
    expect(roiStatistics(regionOn(raster, 'rectangle', rectangle(-0.5, -0.5, 1.5, 1.5)), raster)).toMatchObject({ unit: 'Bq/ml', mean: 7, standardDeviation: 2 * Math.sqrt(1.25), minimum: 4, maximum: 10 });
  });

  it('gives every pixel of two regions with a common border to exactly one', () => {
    const raster = rasterOf(9, Array.from({ length: 81 }, () => 1));
    const upper: readonly Vector3[] = [[1, 1, 0], [7, 1, 0], [1, 7, 0]];
    const lower: readonly Vector3[] = [[7, 1, 0], [7, 7, 0], [1, 7, 0]];
    const count = (points: readonly Vector3[]): number => roiStatistics(regionOn(raster, 'freehand', points), raster).count;
    expect(count(upper) + count(lower)).toBe(count(rectangle(1, 1, 7, 7)));
    expect(count([...upper].reverse())).toBe(count(upper));
  });

  it('leaves a hole where a line goes round twice', () => {
    const raster = rasterOf(9, Array.from({ length: 81 }, (_, n) => n));
    const twice: readonly Vector3[] = [...rectangle(-0.5, -0.5, 8.5, 8.5), [-0.5, -0.5, 0], ...rectangle(2.5, 2.5, 5.5, 5.5), [2.5, 2.5, 0]];
    expect(roiStatistics(regionOn(raster, 'freehand', twice), raster).count).toBe(81 - 9);
  });

  it('says beside the figures that only a part lies on the image', () => {
    const raster = rasterOf(4, [1, 1, 1, 1, 3, 3, 3, 3]);
    const figures = figuresOf({ kind: 'rectangle', place, points: rectangle(1.5, 0.5, 5.5, 2.5) }, raster);
    expect(figures.find(({ quantity }) => quantity === 'pixels')).toEqual({ quantity: 'pixels', value: 2, unit: '{pixels}', why: 'outside' });
    expect(figures.find(({ quantity }) => quantity === 'mean')).toEqual({ quantity: 'mean', value: 3, unit: "[hnsf'U]", why: 'outside' });
    expect(roiStatistics(regionOn(raster, 'rectangle', rectangle(1.5, 0.5, 5.5, 2.5)), raster).outsideCount).toBe(6);
    const beyond = figuresOf({ kind: 'ellipse', place, points: [[50, 50, 0], [60, 50, 0], [55, 45, 0], [55, 55, 0]] }, raster);
    expect(beyond.find(({ quantity }) => quantity === 'maximum')).toEqual({ quantity: 'maximum', value: null, unit: "[hnsf'U]", why: 'outside' });
  });

  it('leaves padding out and says so', () => {
    const raster = rasterOf(4, [-2000, 10, 20, -2000], { paddingValue: -2000 });
    const figures = figuresOf({ kind: 'rectangle', place, points: rectangle(-0.5, -0.5, 3.5, 0.5) }, raster);
    expect(figures.find(({ quantity }) => quantity === 'mean')).toEqual({ quantity: 'mean', value: 15, unit: "[hnsf'U]", why: 'padding' });
    expect(figure(figures, 'pixels')).toBe(2);
    const nothing = figuresOf({ kind: 'rectangle', place, points: rectangle(-0.5, -0.5, 0.5, 0.5) }, raster);
    expect(nothing.find(({ quantity }) => quantity === 'mean')).toEqual({ quantity: 'mean', value: null, unit: "[hnsf'U]", why: 'padding' });
  });

  it('says that a region between pixel centres is too small', () => {
    const figures = figuresOf({ kind: 'rectangle', place, points: rectangle(0.2, 0.2, 0.4, 0.4) }, rasterOf(2, [1, 2, 3, 4]));
    expect(figures.find(({ quantity }) => quantity === 'mean')).toMatchObject({ value: null, why: 'too-small' });
    expect(figure(figures, 'area')).toBeCloseTo(0.04, 12);
  });

  it('has statistics on an image that is not calibrated', () => {
    const figures = figuresOf({ kind: 'rectangle', place: imagePlace({ isCalibrated: false }), points: rectangle(-0.5, -0.5, 1.5, 1.5) }, rasterOf(2, [1, 2, 3, 6]));
    expect([figure(figures, 'area'), figure(figures, 'mean'), figure(figures, 'pixels')]).toEqual([4, 3, 4]);
  });

  it('leaves figures open while pixels load, and out where a pixel has no single value', () => {
    const shape = { kind: 'rectangle', place, points: rectangle(0, 0, 1, 1) } as const;
    expect(figuresOf(shape, 'loading').filter(({ why }) => why === 'loading').map(({ quantity }) => quantity)).toEqual(['mean', 'standardDeviation', 'minimum', 'maximum', 'pixels']);
    expect(figuresOf(shape, 'none').map(({ quantity }) => quantity)).toEqual(['area', 'perimeter']);
    expect(figuresOf({ kind: 'probe', place, points: [[0, 0, 0]] }, 'none')).toEqual([]);
  });

  it('never measures on the pixels of another slice', () => {
    const raster = rasterOf(2, [1, 2, 3, 4], { origin: [0, 0, 5] });
    expect(figure(figuresOf({ kind: 'rectangle', place, points: rectangle(-0.5, -0.5, 1.5, 1.5) }, raster), 'mean')).toBeNull();
    expect(figuresOf({ kind: 'probe', place, points: [[0, 0, 0]] }, raster)).toEqual([{ quantity: 'value', value: null, unit: "[hnsf'U]", why: 'outside' }]);
  });
});

describe('probe', () => {
  it('tells the value of the pixel it lies on, or why there is none', () => {
    const raster = rasterOf(3, [10, 20, -2000], { slope: 2, intercept: -1, paddingValue: -2000 });
    const probe = (x: number) => figuresOf({ kind: 'probe', place, points: [[x, 0, 0]] }, raster)[0];
    expect([-0.49, 0.4, 0.6].map((x) => probe(x)?.value)).toEqual([19, 19, 39]);
    expect(probe(2)).toEqual({ quantity: 'value', value: null, unit: "[hnsf'U]", why: 'padding' });
    expect(probe(2.6)).toEqual({ quantity: 'value', value: null, unit: "[hnsf'U]", why: 'outside' });
  });
});

describe('rasters of planes', () => {
  const geometry: GridGeometry = {
    columns: 4, rows: 4, slices: 3, origin: [0, 0, 0], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], normal: [0, 0, 1], sliceDirection: [0, 0, 1],
    columnSpacingMm: 1, rowSpacingMm: 1, sliceOffsetsMm: [0, 2, 4],
  };
  const volume = (fields: { readonly suv?: Suv | null; readonly paddingValue?: number | null; readonly unit?: string }) => ({ geometry, slope: 2, intercept: 0, paddingValue: null, unit: 'BQML', suv: null, ...fields });
  /** A plane along x and −z one column and one row larger than the volume on each side. */
  const image: PlaneImage = {
    columns: 6, rows: 5, columnSpacingMm: 1, rowSpacingMm: 2, origin: [-1, 1, 6], xDirection: [1, 0, 0], yDirection: [0, 0, -1],
    pixels: Uint16Array.from([0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 6, 7, 8, 0, 0, 9, 10, 11, 12, 0, 0, 0, 0, 0, 0, 0]),
  };
  const whole: readonly Vector3[] = [[-1.5, 1, 7], [4.5, 1, 7], [4.5, 1, -3], [-1.5, 1, -3]];

  it('tells what lies beyond the volume from a real value of the same number', () => {
    const raster = planeRaster(image, volume({}), { isExact: false, unit: 'stored' });
    const statistics = roiStatistics(regionOn(raster, 'rectangle', whole), raster);
    // The 0 in the middle row is a voxel; the eighteen around the volume are none.
    expect(statistics).toMatchObject({ unit: 'Bq/ml', count: 12, minimum: 0, maximum: 24, paddingCount: 0, outsideCount: 18 });
  });

  it('tells padding of the volume from what lies beyond it', () => {
    const raster = planeRaster(image, volume({ paddingValue: 0 }), { isExact: false, unit: 'stored' });
    expect(roiStatistics(regionOn(raster, 'rectangle', whole), raster)).toMatchObject({ count: 11, minimum: 2, paddingCount: 1, outsideCount: 18 });
  });

  it('follows the slices of a tilted gantry', () => {
    const tilted = { ...volume({}), geometry: { ...geometry, sliceDirection: [0, -0.5, 1] as const } };
    const raster = planeRaster(image, tilted, { isExact: false, unit: 'stored' });
    const covered = (row: number): boolean | undefined => raster.isCovered?.(2, row, 0);
    // At z = 4 the slice starts at y = −2, so y = 1 is its fourth row; at z = 4 with y = 1.5 it would be beyond.
    expect([1, 2, 3].map(covered)).toEqual([true, true, true]);
    expect(planeRaster({ ...image, origin: [-1, 1.5, 6] }, tilted, { isExact: false, unit: 'stored' }).isCovered?.(2, 1, 0)).toBe(false);
  });

  it('takes an acquired slice as it is', () => {
    expect(planeRaster(image, volume({}), { isExact: true, unit: 'stored' }).isCovered).toBeNull();
  });

  it('tells SUV by the factor of the volume, or refuses with the attribute that is missing', () => {
    const raster = planeRaster(image, volume({ suv: { kind: 'factor', factor: 0.25 } }), { isExact: false, unit: 'suv' });
    const figures = figuresOf({ kind: 'rectangle', place: patientPlace([0, 1, 0]), points: whole }, raster);
    expect(figures.find(({ quantity }) => quantity === 'maximum')).toMatchObject({ value: 6, unit: '{SUVbw}g/ml' });
    const refused = volume({ suv: { kind: 'refused', attribute: "Patient's Weight (0010,1030)", message: 'SUV needs the weight.' } });
    expect(() => planeRaster(image, refused, { isExact: false, unit: 'suv' })).toThrow(expect.objectContaining({ reason: 'suv-refused', detail: { attribute: "Patient's Weight (0010,1030)" } }));
    expect(() => planeRaster(image, volume({}), { isExact: false, unit: 'suv' })).toThrow(expect.objectContaining({ reason: 'suv-refused' }));
  });

  it('names units as UCUM does', () => {
    expect(['HU', 'BQML', 'GML', '', 'mm2/s', 'OD', 'PCT'].map(ucumOf)).toEqual(["[hnsf'U]", 'Bq/ml', '{SUVbw}g/ml', '1', 'mm2/s', '{OD}', '%']);
  });
});
