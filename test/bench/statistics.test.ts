import { expect, test } from 'vitest';
import { toResults } from './benchResult.ts';
import { median, percentile, rounded } from './statistics.ts';

test('the median of an even count lies half way between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('percentiles are those of numpy.percentile with its default method', () => {
  const samples = [15, 20, 35, 40, 50];
  expect(percentile(samples, 40)).toBeCloseTo(29, 12);
  expect(percentile(samples, 95)).toBeCloseTo(48, 12);
  expect([percentile(samples, 0), percentile(samples, 100)]).toEqual([15, 50]);
});

test('no samples and no percentile are refused', () => {
  expect(() => median([])).toThrow(RangeError);
  expect(() => percentile([1], 101)).toThrow(RangeError);
});

test('figures keep four significant digits', () => {
  expect([rounded(1234.567), rounded(0.00123456)]).toEqual([1235, 0.001235]);
});

test('a ratio above 1 means ours is better, for times and for rates', () => {
  const times = toResults({ metric: 'time', unit: 's', better: 'lower', ours: [1, 1], peer: { name: 'other', samples: [5, 5] }, target: { ratioAtLeast: 5 } });
  expect(times[0]).toMatchObject({ metric: 'time, median', ratio: 5, target: 'ratio >= 5', met: true });
  const rates = toResults({ metric: 'rate', unit: 'files/s', better: 'higher', ours: [10, 20], peer: { name: 'other', samples: [30, 30] }, target: { ratioAtLeast: 0.6 } });
  expect(rates[0]).toMatchObject({ ours: 15, ratio: 0.5, met: false });
  expect(rates[1]).toMatchObject({ metric: 'rate, p95', ours: 10.5, target: null, met: null });
});

test('a target against a peer that cannot run is not judged', () => {
  const [row] = toResults({ metric: 'time', unit: 's', better: 'lower', ours: [1], peer: { name: 'other', samples: null }, target: { ratioAtLeast: 5 } });
  expect(row).toMatchObject({ peerName: null, peer: null, ratio: null, met: null, note: 'other cannot run here' });
});
