import { describe, expect, test } from 'vitest';
import { add, type Vector3 } from '../../../shared/geometry/vector.ts';
import { doseAtPoint } from '../../../shared/rt/dose/doseIndex.ts';
import { differenceDose } from '../../../shared/rt/dose/differenceDose.ts';
import { movePoint, rigidFromMatrix } from '../../../shared/rt/dose/rigidTransform.ts';
import { sumDoses, type SummedDose, type SumOptions } from '../../../shared/rt/dose/sumDoses.ts';
import type { DoseGrid } from '../../../shared/rt/types.ts';
import { doseOf, type Axes } from '../shapes.ts';

const options: SumOptions = { sopInstanceUID: '1.2.77', grid: 'first', isMixedTypeAllowed: false };
const part = (dose: DoseGrid, fields: Partial<SummedDose> = {}): SummedDose => ({ dose, weight: 1, eqd2: null, fromFirst: null, ...fields });
const linear = (x: number, y: number, z: number): number => 40 + 0.5 * x - 0.3 * y + 0.2 * z;
const other = (x: number, y: number, z: number): number => 20 - 0.1 * x + 0.4 * y + 0.6 * z;
const turned: Axes = { a: [0.8, 0.6, 0], b: [-0.6, 0.8, 0], c: [0, 0, 1] };
const first = doseOf([3, 2.5, 4], 12, linear);
const points: readonly Vector3[] = [[0, 0, 0], [3.3, -7.1, 5.9], [-11, 10.4, -8.8]];

describe('sumDoses', () => {
  test('linear doses on grids of other origin, spacing and orientation add exactly', () => {
    const second = { ...doseOf([2, 1.7, 3], 30, other, [1, 2, -1], turned), sopInstanceUID: '1.2.5' };
    const sum = sumDoses([part(first), part(second, { weight: 0.6 })], options);
    for (const [x, y, z] of points) expect(doseAtPoint(sum, [x, y, z])).toBeCloseTo(linear(x, y, z) + 0.6 * other(x, y, z), 4);
    expect(sum.geometry).toBe(first.geometry);
    expect(sum).toMatchObject({ sopInstanceUID: '1.2.77', doseType: 'PHYSICAL', doseSummationType: 'MULTI_PLAN', comment: 'Sum of 1 x 1.2.3 + 0.6 x 1.2.5', frameOfReferenceUID: '1.2.4' });
    expect(sum.warnings.map(({ code }) => code)).toContain('dose-sum-weighted');
    expect(sum.maximum).toBe(sum.dose.reduce((most, value) => Math.max(most, value), 0));
  });

  test('the finest grid of the common frame may carry the sum', () => {
    const fine = doseOf([1, 1, 2], 8, other);
    const sum = sumDoses([part(first), part(fine)], { ...options, grid: 'finest' });
    expect(sum.geometry).toBe(fine.geometry);
    expect(doseAtPoint(sum, [1.2, 3.4, -5.6])).toBeCloseTo(linear(1.2, 3.4, -5.6) + other(1.2, 3.4, -5.6), 4);
  });

  test('a single plane is no finest grid, however small its pixels: a volume summed on it would be lost', () => {
    const fine = doseOf([1, 1, 2], 8, other);
    const { columns, rows } = fine.geometry;
    const plane = { ...fine, dose: fine.dose.slice(0, columns * rows), geometry: { ...fine.geometry, slices: 1, sliceOffsetsMm: [0] } };
    expect(sumDoses([part(first), part(plane)], { ...options, grid: 'finest' }).geometry).toBe(first.geometry);
  });

  test('a rigid registration moves the second dose: rotated linear fields stay exact', () => {
    const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
    const transform = rigidFromMatrix([c, -s, 0, 100, s, c, 0, -30, 0, 0, 1, 12, 0, 0, 0, 1]);
    const second = { ...doseOf([2, 2, 2], 40, other, [100, -30, 12]), frameOfReferenceUID: '1.2.99' };
    const sum = sumDoses([part(first), part(second, { fromFirst: { transform, registrationUID: '1.2.88' } })], options);
    for (const point of points) expect(doseAtPoint(sum, point)).toBeCloseTo(linear(...point) + other(...movePoint(transform, point)), 3);
    expect(sum.warnings.map(({ message }) => message)).toContain('dose 1.2.3 was moved by the rigid registration 1.2.88');
    expect(sum.frameOfReferenceUID).toBe('1.2.4');
  });

  test('EQD2 is taken voxel by voxel before the weight: the worked numbers of the linear-quadratic table', () => {
    for (const [doseGy, fractions, alphaBetaGy, eqd2Gy] of [[60, 20, 10, 65], [60, 20, 3, 72], [48, 4, 10, 88], [30, 10, 2, 37.5]] as const) {
      const flat = doseOf([4, 4, 4], 8, () => doseGy);
      const sum = sumDoses([part(flat, { eqd2: { fractions, alphaBetaGy }, weight: 0.5 }), part(flat, { eqd2: { fractions, alphaBetaGy } })], options);
      expect(sum.dose[0]).toBeCloseTo(1.5 * eqd2Gy, 4);
      expect(sum.doseType).toBe('EFFECTIVE');
      expect(sum.warnings.map(({ code }) => code)).toContain('dose-sum-biological');
    }
  });

  test('where one grid ends the sum is unknown, counted and said', () => {
    const half = doseOf([3, 2.5, 4], 12, other, [12, 0, 0]);
    const sum = sumDoses([part(first), part(half)], options);
    const unknown = sum.dose.filter((value) => Number.isNaN(value)).length;
    expect(unknown).toBe((4 / 9) * sum.dose.length);
    expect(sum.warnings.find(({ code }) => code === 'dose-sum-unknown')?.values).toEqual({ voxels: unknown, total: sum.dose.length });
    expect(doseAtPoint(sum, [-6, 0, 0])).toBeNaN();
    expect(doseAtPoint(sum, [3, 0, 0])).toBeCloseTo(linear(3, 0, 0) + other(3, 0, 0), 4);
    expect(sum.maximum).toBeGreaterThan(0);
  });

  test('what must not be added is refused by name', () => {
    const refused = (second: DoseGrid, fields: Partial<SummedDose> = {}): (() => DoseGrid) => () => sumDoses([part(first), part(second, fields)], options);
    expect(refused({ ...first, frameOfReferenceUID: '1.2.99' })).toThrow(expect.objectContaining({ reason: 'frame-of-reference-mismatch', message: expect.stringMatching(/^Sum without registration is not valid.*1\.2\.4 and 1\.2\.99/u) }));
    expect(refused({ ...first, units: 'RELATIVE' })).toThrow(/GY.*RELATIVE/u);
    expect(refused({ ...first, doseType: 'EFFECTIVE' })).toThrow(/PHYSICAL, EFFECTIVE/u);
    expect(refused(first, { eqd2: { fractions: 20, alphaBetaGy: 3 } })).toThrow(/PHYSICAL, EFFECTIVE \(EQD2\)/u);
    expect(refused(first, { weight: 0 })).toThrow(/weight/u);
    expect(() => sumDoses([part({ ...first, doseType: 'EFFECTIVE' }, { eqd2: { fractions: 20, alphaBetaGy: 3 } })], options)).toThrow(/EQD2/u);
    expect(() => sumDoses([part(first, { eqd2: { fractions: 2.5, alphaBetaGy: 3 } })], options)).toThrow(/fractions/u);
    expect(() => sumDoses([], options)).toThrow(/at least one/u);
  });

  test('physical and effective dose are added when that is asked for, and the sum says so', () => {
    const sum = sumDoses([part(first), part({ ...first, doseType: 'EFFECTIVE' })], { ...options, isMixedTypeAllowed: true });
    expect(sum.warnings.map(({ message }) => message)).toContain('doses of different types were summed on request: PHYSICAL, EFFECTIVE');
    expect(sum.doseType).toBe('EFFECTIVE');
  });
});

describe('differenceDose', () => {
  test('is the first minus the second on the grid of the first', () => {
    const second = { ...doseOf([2, 1.7, 3], 30, other, [1, 2, -1], turned), sopInstanceUID: '1.2.5' };
    const difference = differenceDose(first, second, '1.2.78');
    for (const [x, y, z] of points) expect(doseAtPoint(difference, [x, y, z])).toBeCloseTo(linear(x, y, z) - other(x, y, z), 4);
    expect(difference.geometry).toBe(first.geometry);
    expect(difference).toMatchObject({ comment: '1.2.3 minus 1.2.5', doseType: 'ERROR' });
    expect(difference.warnings.map(({ message }) => message)).toContain('difference of two doses: 1.2.3 minus 1.2.5; negative where the second is higher');
  });

  test('is unknown outside the second and refused across frames', () => {
    const half = doseOf([3, 2.5, 4], 12, other, [0, 0, 13]);
    expect(doseAtPoint(differenceDose(first, half, '1.2.78'), [0, 0, -6])).toBeNaN();
    expect(() => differenceDose(first, { ...half, frameOfReferenceUID: '1.2.99' }, '1.2.78')).toThrow(/without registration/u);
  });
});

test('a transform and the sum of origins agree for a pure shift', () => {
  const shift: Vector3 = [4, -5, 6];
  expect(movePoint(rigidFromMatrix([1, 0, 0, 4, 0, 1, 0, -5, 0, 0, 1, 6, 0, 0, 0, 1]), [1, 2, 3])).toEqual(add([1, 2, 3], shift));
});
