import { describe, expect, test } from 'vitest';
import { addStretch, coveredMm3, createDoseHistogram, cumulativeCurve, differentialMm3, greatestGy, leastGy, meanGy, pieces, type DoseHistogram } from '../../../shared/rt/dvh/doseHistogram.ts';
import { randomOf } from '../../fuzz/random.ts';

function histogramOf(nodesGy: readonly number[], from: number, to: number, perNode = 1, binWidthGy = 1): DoseHistogram {
  const histogram = createDoseHistogram(Math.max(...nodesGy), binWidthGy);
  addStretch(histogram, Float64Array.of(...nodesGy, nodesGy.at(-1) ?? 0), from, to, perNode);
  return histogram;
}

describe('a stretch of linear dose', () => {
  test('spreads its volume evenly over the bins it covers, whole and in part', () => {
    expect([...differentialMm3(histogramOf([2.5, 7.5], 0, 1, 10))]).toEqual([0, 0, 1, 2, 2, 2, 2, 1].map((value) => expect.closeTo(value, 12)));
  });

  test('counts the same falling as rising', () => {
    expect([...differentialMm3(histogramOf([7.3, 2.1], 0, 1))]).toEqual([...differentialMm3(histogramOf([2.1, 7.3], 0, 1))].map((value) => expect.closeTo(value, 12)));
  });

  test('of constant dose lies in one bin, and its least and greatest dose are that dose', () => {
    const histogram = histogramOf([10, 10, 10], 0.25, 1.75, 4);
    expect(differentialMm3(histogram).at(-1)).toBe(6);
    expect([leastGy(histogram), meanGy(histogram), greatestGy(histogram), coveredMm3(histogram), pieces(histogram)]).toEqual([10, 10, 10, 6, 2]);
  });

  test('may begin and end between nodes', () => {
    const histogram = histogramOf([0, 4, 2], 0.5, 1.5, 8);
    expect([leastGy(histogram), greatestGy(histogram), coveredMm3(histogram)]).toEqual([2, 4, 8]);
    expect(meanGy(histogram)).toBeCloseTo(3.25, 12);
    expect([...differentialMm3(histogram)]).toEqual([0, 0, 2, 6].map((value) => expect.closeTo(value, 12)));
  });

  test('below 0 Gy counts in the lowest bin', () => {
    const histogram = histogramOf([-3, 1], 0, 1, 4);
    expect([...differentialMm3(histogram)]).toEqual([expect.closeTo(4, 12)]);
    expect([...differentialMm3(histogramOf([-1, 3], 0, 1, 4))]).toEqual([2, 1, 1].map((value) => expect.closeTo(value, 12)));
    expect(leastGy(histogram)).toBe(-3);
    expect(meanGy(histogram)).toBeCloseTo(-1, 12);
  });

  test('of no length counts nothing', () => {
    const histogram = histogramOf([1, 2], 0.5, 0.5);
    expect([coveredMm3(histogram), differentialMm3(histogram).length, cumulativeCurve(histogram, 1).volumeCc.length]).toEqual([0, 0, 1]);
  });
});

test('many stretches: bins add up to the volume, the cumulative curve falls, and the mean is that of the bins within half a bin', () => {
  const random = randomOf(11, 0);
  const histogram = createDoseHistogram(60, 0.01);
  const nodes = Float64Array.from({ length: 400 }, () => 60 * random.next());
  let volume = 0;
  for (let n = 0; n < 3000; n += 1) {
    const from = 380 * random.next();
    const to = from + 15 * random.next();
    addStretch(histogram, nodes, from, to, 0.7);
    volume += (to - from) * 0.7;
  }
  const bins = differentialMm3(histogram);
  expect(coveredMm3(histogram)).toBeCloseTo(volume, 6);
  expect(bins.reduce((sum, value) => sum + value, 0)).toBeCloseTo(volume, 6);
  expect(bins.reduce((sum, value, n) => sum + value * (n + 0.5) * 0.01, 0) / volume).toBeCloseTo(meanGy(histogram), 2);
  const { volumeCc } = cumulativeCurve(histogram, 1);
  expect(volumeCc.every((value, n) => n === 0 || value <= volumeCc[n - 1]!)).toBe(true);
});
