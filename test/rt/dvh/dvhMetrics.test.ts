import { expect, test } from 'vitest';
import { doseAtVolumeCc, doseAtVolumePercent, evaluateMetric, metricUnit, parseMetric, volumeAtDoseGy } from '../../../shared/rt/dvh/dvhMetrics.ts';

/** 4 cm³ evenly between 10 and 30 Gy, nothing between 16 and 20 Gy. */
const dvh = {
  curve: { doseGy: Float64Array.of(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), volumeCc: Float64Array.of(4, 4, 4, 4, 4, 4, 3.5, 3, 2.5, 2.5, 2.5, 2, 1.5, 1, 0.5, 0) },
  minGy: 10,
  meanGy: 20.75,
  maxGy: 30,
};

test('metrics are read as constraint sheets write them', () => {
  expect(parseMetric('D95%')).toEqual({ kind: 'doseAtPercent', percent: 95 });
  expect(parseMetric('D0.03cc')).toEqual({ kind: 'doseAtCc', cc: 0.03 });
  expect(parseMetric(' d2CC ')).toEqual({ kind: 'doseAtCc', cc: 2 });
  expect(parseMetric('V20Gy%')).toEqual({ kind: 'volumePercent', doseGy: 20 });
  expect(parseMetric('V20Gy')).toEqual({ kind: 'volumePercent', doseGy: 20 });
  expect(parseMetric('V47.5Gycc')).toEqual({ kind: 'volumeCc', doseGy: 47.5 });
  expect(['Mean', 'Dmax', 'D_min'].map(parseMetric)).toEqual([{ kind: 'mean' }, { kind: 'max' }, { kind: 'min' }]);
  expect(['', 'D', 'D101%', 'V20', 'D5mm', 'VGy', 'D-2%'].map(parseMetric)).toEqual(Array.from({ length: 7 }, () => null));
});

test('Dx is the lowest dose of the hottest x, interpolated inside a bin', () => {
  expect(doseAtVolumePercent(dvh, 100)).toBeCloseTo(10, 9);
  expect(doseAtVolumePercent(dvh, 25)).toBeCloseTo(26, 9);
  expect(doseAtVolumeCc(dvh, 0.25)).toBeCloseTo(29, 9);
  expect(doseAtVolumeCc(dvh, 0)).toBe(30);
  expect(doseAtVolumeCc(dvh, 3.75)).toBeCloseTo(11, 9);
});

test('a volume larger than the structure has no dose', () => {
  expect(doseAtVolumeCc(dvh, 4.01)).toBeNull();
  expect(doseAtVolumeCc(dvh, NaN)).toBeNull();
});

test('Vx is the volume at or above x', () => {
  expect(volumeAtDoseGy(dvh, 0)).toEqual({ cc: 4, percent: 100 });
  expect(volumeAtDoseGy(dvh, 17)).toEqual({ cc: 2.5, percent: 62.5 });
  expect(volumeAtDoseGy(dvh, 23)?.cc).toBeCloseTo(1.75, 9);
  expect(volumeAtDoseGy(dvh, 31)).toEqual({ cc: 0, percent: 0 });
});

test('without coverage no figure is given', () => {
  const empty = { curve: { doseGy: Float64Array.of(0), volumeCc: Float64Array.of(0) }, minGy: null, meanGy: null, maxGy: null };
  expect(['Min', 'Mean', 'Max', 'D95%', 'D1cc', 'V20Gy', 'V20Gycc'].map((text) => evaluateMetric(empty, parseMetric(text)!))).toEqual(
    Array.from({ length: 7 }, () => null),
  );
});

test('each metric names its unit', () => {
  expect(['D95%', 'V20Gy', 'V20Gycc', 'Mean'].map((text) => metricUnit(parseMetric(text)!))).toEqual(['Gy', '%', 'cm³', 'Gy']);
});
