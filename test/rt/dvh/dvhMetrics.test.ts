import { expect, test } from 'vitest';
import { differentialCurve, percentPerGy, relativeCurve } from '../../../shared/rt/dvh/dvhCurves.ts';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { doseOf, rectangle, stackOf } from '../shapes.ts';
import { doseAtVolumeCc, doseAtVolumePercent, evaluateMetric, metricUnit, needsPrescription, parseMetric, volumeAtDoseGy } from '../../../shared/rt/dvh/dvhMetrics.ts';

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
  expect(['NearMin', 'near-max', 'D_near-minimum'].map(parseMetric)).toEqual([98, 2, 98].map((percent) => ({ kind: 'doseAtPercent', percent })));
  expect(['CV15Gy', 'CV15Gycc', 'CV15Gy[%]'].map(parseMetric)).toEqual(['sparedCc', 'sparedCc', 'sparedPercent'].map((kind) => ({ kind, doseGy: 15 })));
  expect(['V95%', 'V95%Rx', 'v107%[cc]'].map(parseMetric)).toEqual([
    { kind: 'volumePercent', prescriptionPercent: 95 }, { kind: 'volumePercent', prescriptionPercent: 95 }, { kind: 'volumeCc', prescriptionPercent: 107 },
  ]);
  expect(['V20Gy[%]', 'V15Gy[cc]', 'D95%[%]', 'D0.03cc[Gy]', 'Mean[Gy]'].map(parseMetric)).toEqual([
    { kind: 'volumePercent', doseGy: 20 }, { kind: 'volumeCc', doseGy: 15 }, { kind: 'doseAtPercent', percent: 95, ofPrescription: true }, { kind: 'doseAtCc', cc: 0.03 }, { kind: 'mean' },
  ]);
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
  expect(['D95%', 'V20Gy', 'V20Gycc', 'Mean', 'CV15Gy', 'CV15Gy%', 'D95%[%]'].map((text) => metricUnit(parseMetric(text)!))).toEqual(['Gy', '%', 'cm³', 'Gy', 'cm³', '%', '%']);
});

const valueOf = (text: string, prescriptionDoseGy: number | null = null): number | null => evaluateMetric(dvh, parseMetric(text)!, prescriptionDoseGy);

test('a spared volume is the rest of the covered volume', () => {
  expect(valueOf('CV17Gy')).toBeCloseTo(1.5, 9);
  expect(valueOf('CV17Gy%')).toBeCloseTo(37.5, 9);
  expect(valueOf('CV5Gy')).toBe(0);
  expect(valueOf('CV40Gy')).toBe(4);
});

test('figures relative to a prescription need one', () => {
  expect(['V95%', 'V95%cc', 'D50%[%]', 'Max%'].map((text) => needsPrescription(parseMetric(text)!))).toEqual([true, true, true, true]);
  expect(['V95%', 'V95%cc', 'D50%[%]', 'Max%'].map((text) => valueOf(text))).toEqual([null, null, null, null]);
  expect(['V85%', 'V85%cc', 'D25%[%]', 'Max%'].map((text) => valueOf(text, 20))).toEqual([62.5, 2.5, expect.closeTo(130, 9), 150]);
  expect(valueOf('V85%', 0)).toBeNull();
});

test('volumes are read from curves with bins of any width', () => {
  const uneven = { ...dvh, curve: { doseGy: Float64Array.of(0, 10, 16, 20, 30), volumeCc: Float64Array.of(4, 4, 2.5, 2.5, 0) } };
  for (const dose of [0, 9, 10, 12.5, 16, 17, 20, 23, 29.9, 30, 31]) expect(volumeAtDoseGy(uneven, dose)?.cc).toBeCloseTo(volumeAtDoseGy(dvh, dose)?.cc ?? NaN, 9);
});

test('the differential form holds the same volume in every bin width, and per Gy does not depend on it', () => {
  for (const widthGy of [2, 4, 7, 100]) {
    const { edgesGy, volumeCc } = differentialCurve(dvh.curve, widthGy);
    expect(edgesGy.length).toBe(volumeCc.length + 1);
    expect(volumeCc.reduce((sum, value) => sum + value, 0)).toBeCloseTo(4, 12);
  }
  expect([...differentialCurve(dvh.curve).volumeCc]).toEqual([0, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5]);
  expect(percentPerGy(differentialCurve(dvh.curve, 2))[12]).toBeCloseTo(6.25, 12);
  expect(percentPerGy(differentialCurve(dvh.curve, 4))[6]).toBeCloseTo(6.25, 12);
});

test('the differential form of a curve with uneven bins has the width asked for and rising edges', () => {
  // The axis of a converted curve stretches with dose: here D², so that 4 cm³ lie evenly over 0 to 20 of its root.
  const doseGy = Float64Array.from({ length: 2001 }, (_, n) => (n / 100) ** 2);
  const curve = { doseGy, volumeCc: Float64Array.from({ length: 2001 }, (_, n) => 4 - n / 500) };
  const { edgesGy, volumeCc } = differentialCurve(curve, 50);
  expect([...edgesGy]).toEqual([0, 50, 100, 150, 200, 250, 300, 350, 400]);
  [...volumeCc].forEach((cc, n) => expect(cc).toBeCloseTo((Math.sqrt(50 * (n + 1)) - Math.sqrt(50 * n)) / 5, 5));
  expect(differentialCurve(curve).edgesGy).toEqual(doseGy);
  expect(volumeCc.reduce((sum, value) => sum + value, 0)).toBeCloseTo(4, 12);
});

test('relative curves: dose in percent of the prescription, volume in percent of the covered volume', () => {
  const { dose, volume } = relativeCurve(dvh.curve, { prescriptionDoseGy: 20, isPercentVolume: true });
  expect([dose[10], volume[10], volume[0]]).toEqual([100, 62.5, 100]);
  expect(relativeCurve(dvh.curve, { isPercentVolume: false })).toEqual({ dose: dvh.curve.doseGy, volume: dvh.curve.volumeCc });
});

test('where half of a structure leaves the dose grid percentages are of the covered half and a spared volume only what is known', () => {
  // Dose 40 + x Gy up to x = 30; the structure spans x = 20 to 40, so its covered half holds 60 to 70 Gy evenly.
  const half = computeDvh(stackOf(12, 3, () => rectangle(20, -8, 40, 8)), doseOf([2, 2, 2], 30, (x) => 40 + x));
  expect(half.coverage).toBeCloseTo(0.5, 6);
  expect(evaluateMetric(half, parseMetric('V65Gy%')!)).toBeCloseTo(50, 3);
  expect(evaluateMetric(half, parseMetric('V65Gycc')!)).toBeCloseTo(0.96, 5);
  expect(evaluateMetric(half, parseMetric('CV65Gy')!)).toBeCloseTo(0.96, 5);
  expect(evaluateMetric(half, parseMetric('D50%')!)).toBeCloseTo(65, 3);
  expect(half.notices).toMatchObject([{ code: 'partly-outside-dose', values: { outsidePercent: 50 } }]);
});
