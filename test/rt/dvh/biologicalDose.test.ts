import { describe, expect, test } from 'vitest';
import { RtError } from '../../../shared/errors/appError.ts';
import { biologicalDoseGrid, biologicalDvh, biologicalGy } from '../../../shared/rt/dvh/biologicalDose.ts';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { evaluateMetric, parseMetric } from '../../../shared/rt/dvh/dvhMetrics.ts';
import type { BiologicalModel } from '../../../shared/rt/types.ts';
import { doseOf, rectangle, stackOf } from '../shapes.ts';

const eqd2: BiologicalModel = { quantity: 'EQD2', alphaBetaGy: 3, fractions: 20 };

const digits = (text: string): number => text.split('.')[1]?.length ?? 0;

function reason(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof RtError) return error.reason;
  }
  return 'none';
}

describe('the linear-quadratic model', () => {
  /** Section 8 of the radiotherapy facts: D, n, α/β, BED and EQD2 with the digits printed there. */
  const table = [
    [60, 20, 10, '78.0', '65.0'], [60, 20, 3, '120.0', '72.0'], [48, 4, 10, '105.6', '88.0'], [48, 4, 3, '240.0', '144.0'],
    [50, 5, 10, '100.0', '83.333'], [30, 10, 2, '75.0', '37.5'], [42.56, 16, 4, '70.862', '47.242'],
  ] as const;
  for (const [doseGy, fractions, alphaBetaGy, bed, eq] of table) {
    test(`${doseGy} Gy in ${fractions} fractions with α/β ${alphaBetaGy} is BED ${bed} and EQD2 ${eq}`, () => {
      expect(biologicalGy(doseGy, { quantity: 'BED', alphaBetaGy, fractions }).toFixed(digits(bed))).toBe(bed);
      expect(biologicalGy(doseGy, { quantity: 'EQD2', alphaBetaGy, fractions }).toFixed(digits(eq))).toBe(eq);
    });
  }

  test('2 Gy a fraction is its own EQD2 whatever α/β', () => {
    for (const alphaBetaGy of [1.5, 3, 10]) expect(biologicalGy(50, { quantity: 'EQD2', alphaBetaGy, fractions: 25 })).toBeCloseTo(50, 12);
  });
});

/** 4.8 cm³ evenly from 30 to 50 Gy. */
const physical = computeDvh(stackOf(12, 3, () => rectangle(-10, -10, 10, 10)), doseOf([2, 2, 2], 30, (x) => 40 + x));

describe('a histogram of EQD2 is that of the converted interpolated dose', () => {
  const dvh = biologicalDvh(physical, eqd2);

  test('Dx, minimum and maximum are the converted ones of the closed form', () => {
    expect(dvh.minGy).toBeCloseTo(biologicalGy(30, eqd2), 2);
    expect(dvh.maxGy).toBeCloseTo(biologicalGy(50, eqd2), 2);
    for (const [value, dose] of [[dvh.d98Gy, 30.4], [dvh.d95Gy, 31], [dvh.d50Gy, 40], [dvh.d2Gy, 49.6], [dvh.d1ccGy, 50 - 20 / 4.8]] as const) expect(value).toBeCloseTo(biologicalGy(dose, eqd2), 2);
    expect(evaluateMetric(dvh, parseMetric('D10%')!)).toBeCloseTo(biologicalGy(48, eqd2), 2);
  });

  test('the mean is the integral of the model over the dose, (a² + ab + b²)/3 for its square', () => {
    const squareGy2 = (30 ** 2 + 30 * 50 + 50 ** 2) / 3;
    expect(dvh.meanGy).toBeCloseTo((40 + squareGy2 / 20 / 3) / (1 + 2 / 3), 3);
  });

  test('volumes keep their place: VxGy of the EQD2 is that of the dose it comes from', () => {
    for (const doseGy of [33, 40, 47.5]) {
      const atModel = evaluateMetric(dvh, { kind: 'volumePercent', doseGy: biologicalGy(doseGy, eqd2) });
      expect(atModel).toBeCloseTo(evaluateMetric(physical, { kind: 'volumePercent', doseGy }) ?? NaN, 3);
      expect(atModel).toBeCloseTo(((50 - doseGy) / 20) * 100, 1);
    }
    expect(dvh.volumeCc).toBe(physical.volumeCc);
  });

  test('says which model and fractions, in a notice and in its method', () => {
    expect(dvh.notices).toMatchObject([{ code: 'biological-dose', values: { quantity: 'EQD2', alphaBetaGy: 3, fractions: 20 } }]);
    expect(dvh.method.message).toMatch(/EQD2 with α\/β 3 Gy in 20 fractions/u);
    expect(dvh.method.biological).toEqual(eqd2);
  });

  test('above 10 Gy a fraction the model is called uncertain', () => {
    expect(biologicalDvh(physical, { ...eqd2, fractions: 5 }).notices.map(({ code }) => code)).toEqual(['biological-dose']);
    expect(biologicalDvh(physical, { ...eqd2, fractions: 4 }).notices).toMatchObject([{}, { code: 'lq-uncertain', values: { dosePerFractionGy: 12.5, limitGy: 10 } }]);
  });

  test('a dose that is not PHYSICAL is named beside the figures, as a weighted dose must not be weighted twice unseen', () => {
    const weighted = { ...physical, method: { ...physical.method, doseType: 'EFFECTIVE' } };
    expect(biologicalDvh(weighted, eqd2).notices.map(({ code }) => code)).toEqual(['biological-dose', 'lq-not-physical']);
  });

  test('a structure outside the dose grid still has no figure', () => {
    const outside = biologicalDvh(computeDvh(stackOf(12, 3, () => rectangle(50, -8, 70, 8)), doseOf([2, 2, 2], 30, () => 10)), eqd2);
    expect([outside.minGy, outside.meanGy, outside.maxGy, outside.d50Gy]).toEqual([null, null, null, null]);
  });
});

describe('a grid of EQD2', () => {
  const dose = doseOf([2, 2, 2], 10, (x, y) => 40 + x - y / 2);

  test('is converted voxel by voxel, with its maximum, and says what it is', () => {
    const grid = biologicalDoseGrid(dose, eqd2);
    for (const n of [0, 17, 500]) expect(grid.dose[n]).toBeCloseTo(biologicalGy(dose.dose[n]!, eqd2), 4);
    expect(grid.maximum).toBe(grid.dose.reduce((most, value) => Math.max(most, value), 0));
    expect(grid).toMatchObject({ doseType: 'EFFECTIVE', biological: eqd2, geometry: dose.geometry, units: 'GY' });
    expect(grid.warnings).toMatchObject([{ code: 'biological-dose' }]);
  });

  test('a dose below 0 Gy stays below 0 and is not squared', () => {
    expect(biologicalGy(-1, eqd2)).toBeCloseTo(-0.6, 12);
  });

  test('RELATIVE dose, dose converted already and impossible models are refused', () => {
    expect(reason(() => biologicalDoseGrid({ ...dose, units: 'RELATIVE' }, eqd2))).toBe('unsupported');
    expect(reason(() => biologicalDoseGrid(biologicalDoseGrid(dose, eqd2), eqd2))).toBe('unsupported');
    expect(reason(() => biologicalDvh(biologicalDvh(physical, eqd2), eqd2))).toBe('unsupported');
    expect(reason(() => biologicalDvh(computeDvh(stackOf(9, 3, () => rectangle(-4, -4, 4, 4)), biologicalDoseGrid(dose, eqd2)), eqd2))).toBe('unsupported');
    for (const broken of [{ alphaBetaGy: 0 }, { alphaBetaGy: NaN }, { fractions: 0 }, { fractions: 2.5 }]) expect(reason(() => biologicalDvh(physical, { ...eqd2, ...broken }))).toBe('broken-value');
  });
});
