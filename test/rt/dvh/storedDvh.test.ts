import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { compareStored, storedDvhOf } from '../../../shared/rt/dvh/storedDvh.ts';
import { computeStructureSetDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { Dvh, StoredDvh } from '../../../shared/rt/types.ts';
import { doseOf, rectangle, stackOf } from '../shapes.ts';

/** 4.8 cm³ with dose evenly spread over 30 … 50 Gy, as the closed form has it. */
const dvh: Dvh = {
  ...computeDvh(stackOf(12, 3, () => rectangle(-10, -10, 10, 10)), doseOf([2, 2, 2], 30, (x) => 40 + x)),
  curve: {
    doseGy: Float64Array.from({ length: 5001 }, (_, n) => n / 100),
    volumeCc: Float64Array.from({ length: 5001 }, (_, n) => 4.8 * Math.min(1, (50 - n / 100) / 20)),
  },
  volumeCc: 4.8, minGy: 30, meanGy: 40, maxGy: 50, d98Gy: 30.4, d95Gy: 31, d50Gy: 40, d2Gy: 49.6,
};

/** The same histogram as a planning system would store it, with bins of 0.5 Gy. */
const stored: StoredDvh = {
  rois: [{ number: 1, contribution: 'INCLUDED' }],
  dvhType: 'CUMULATIVE', doseUnits: 'GY', doseType: 'PHYSICAL', volumeUnits: 'CM3',
  dose: Float64Array.from({ length: 121 }, (_, n) => n / 2),
  volume: Float64Array.from({ length: 121 }, (_, n) => 4.8 * Math.min(1, Math.max(0, (50 - n / 2) / 20))),
  minimum: 30, mean: 40, maximum: 50,
};

describe('a stored histogram beside the recomputed one', () => {
  test('equal histograms differ by nothing in any figure', () => {
    const result = compareStored(dvh, stored);
    for (const value of [result.meanDifferenceGy, result.d98DifferenceGy, result.d50DifferenceGy, result.d2DifferenceGy, result.largestDoseDifference?.gy]) expect(Math.abs(value ?? NaN)).toBeLessThan(1e-9);
    expect(result.volumeDifferencePercent).toBe(0);
    expect(Math.abs(result.largestCurveDifference?.percent ?? NaN)).toBeLessThan(1e-9);
  });

  test('without stated figures minimum, mean and maximum come from the stored curve', () => {
    const { stored: figures } = compareStored(dvh, { ...stored, minimum: null, mean: null, maximum: null });
    expect(figures).toMatchObject({ minGy: 30, meanGy: expect.closeTo(40, 9), maxGy: 50, d98Gy: expect.closeTo(30.4, 9), d50Gy: expect.closeTo(40, 9), d2Gy: expect.closeTo(49.6, 9) });
  });

  test('a stored curve 1 Gy higher and 3 % larger shows as that, with its sign', () => {
    const altered = { ...stored, dose: stored.dose.map((value) => value + (value > 0 ? 1 : 0)), volume: stored.volume.map((value) => value * 1.03), mean: 41 };
    const result = compareStored(dvh, altered);
    expect(result).toMatchObject({ meanDifferenceGy: expect.closeTo(1, 2), d98DifferenceGy: expect.closeTo(1, 2), d2DifferenceGy: expect.closeTo(1, 2), volumeDifferencePercent: expect.closeTo(3, 2) });
    expect(result.largestCurveDifference?.percent).toBeCloseTo(5, 1);
    expect(result.largestDoseDifference?.gy).toBeCloseTo(1, 1);
  });

  test('where the dose grid cuts the structure the stored volume is set against the whole and against the covered part', () => {
    const result = compareStored({ ...dvh, volumeCc: 6, coverage: 0.8 }, stored);
    expect(result).toMatchObject({ volumeDifferencePercent: expect.closeTo(-20, 9), coveredVolumeDifferencePercent: expect.closeTo(0, 9) });
  });

  test('a curve in percent has no volume of its own and is compared in percent', () => {
    const result = compareStored(dvh, { ...stored, volumeUnits: 'PERCENT', volume: stored.volume.map((value) => (value / 4.8) * 100) });
    expect(result.stored.volumeCc).toBeNull();
    expect(result.volumeDifferencePercent).toBeNull();
    expect(Math.abs(result.largestCurveDifference?.percent ?? NaN)).toBeLessThan(1e-9);
  });

  test('a RELATIVE curve needs its normalization dose, and fractions are told from percent', () => {
    const percent: StoredDvh = { ...stored, doseUnits: 'RELATIVE', dose: stored.dose.map((value) => value / 0.4), minimum: 75, mean: 100, maximum: 125 };
    const fraction: StoredDvh = { ...percent, dose: percent.dose.map((value) => value / 100), minimum: 0.75, mean: 1, maximum: 1.25 };
    expect(compareStored(dvh, percent)).toMatchObject({ meanDifferenceGy: null, d2DifferenceGy: null, largestCurveDifference: null, relativeReading: null });
    for (const [curve, relativeReading] of [[percent, 'percent'], [fraction, 'fraction']] as const) {
      const result = compareStored(dvh, curve, 40);
      expect(result.relativeReading).toBe(relativeReading);
      expect(result.meanDifferenceGy).toBeCloseTo(0, 2);
      expect(result.d50DifferenceGy).toBeCloseTo(0, 2);
    }
  });

  test('a histogram of several ROIs or of the part outside one is not taken for the structure', () => {
    const sum: StoredDvh = { ...stored, rois: [{ number: 1, contribution: 'INCLUDED' }, { number: 2, contribution: 'EXCLUDED' }] };
    expect(storedDvhOf(1, [sum, stored])).toBe(stored);
    expect(storedDvhOf(2, [sum, stored])).toBeNull();
  });

  test('a stored curve without volume gives no figure', () => {
    const empty = { ...stored, volume: stored.volume.map(() => 0), minimum: null, mean: null, maximum: null };
    expect(compareStored(dvh, empty)).toMatchObject({ stored: { volumeCc: null, meanGy: null, maxGy: null, d50Gy: null }, largestCurveDifference: null, largestDoseDifference: null });
  });
});

const folder = join(import.meta.dirname, '../../../../shared/data/rt-aria-qa');

test.runIf(existsSync(folder))('the histograms Eclipse stored in rt-aria-qa: mean and D2% within 0.5 % of 20 Gy, volume of the whole or the covered structure within 1 %', () => {
  const dose = readDose(readFileSync(join(folder, 'RD.dcm')));
  const set = readStructureSet(readFileSync(join(folder, 'RS.dcm')));
  const compared = computeStructureSetDvh(set, dose).flatMap((result) => {
    const curve = storedDvhOf(result.structure.number, dose.storedDvhs);
    return curve === null || 'error' in result ? [] : [compareStored(result.dvh, curve)];
  });
  expect(compared.length).toBe(3);
  for (const { meanDifferenceGy, d2DifferenceGy, volumeDifferencePercent, coveredVolumeDifferencePercent } of compared) {
    expect(Math.abs(meanDifferenceGy ?? NaN)).toBeLessThan(0.1);
    expect(Math.abs(d2DifferenceGy ?? NaN)).toBeLessThan(0.1);
    expect(Math.min(Math.abs(volumeDifferencePercent ?? NaN), Math.abs(coveredVolumeDifferencePercent ?? NaN))).toBeLessThan(1);
  }
});
