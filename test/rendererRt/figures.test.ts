import { describe, expect, it } from 'vitest';
import type { Beam, ControlPoint, Dvh, Plan } from '../../shared/rt/types.ts';
import { statusColour } from '../../renderer/rt/chainLayout.ts';
import { dvhColumns, shownVolume, volumeAtDose } from '../../renderer/rt/dvhSeries.ts';
import { rtLocale } from '../../renderer/rt/locale.ts';
import { parseLevels } from '../../renderer/rt/parseLevels.ts';
import { angleSpan, fractionation, isocentreText, totalMeterset } from '../../renderer/rt/planFigures.ts';
import { beamOf, controlPointOf } from '../support/rtObjects.ts';

const point = (gantryDeg: number): ControlPoint => controlPointOf({ gantryDeg, collimatorDeg: 10, isocenterMm: [1.25, -2, 30] });
const beam = (fields: Partial<Beam>): Beam => beamOf({ controlPoints: [point(181), point(179)], ...fields });

describe('plan figures', () => {
  it('leaves setup and portal film beams out of the total and counts beams without MU', () => {
    expect(totalMeterset([beam({}), beam({ metersetMU: 50.5 }), beam({ deliveryType: 'SETUP', metersetMU: 999 }), beam({ deliveryType: 'TRMT_PORTFILM', metersetMU: null }), beam({ metersetMU: null })])).toEqual({ totalMU: 150.5, unknown: 1 });
  });
  it('writes one angle for a fixed gantry and start to stop for an arc', () => {
    expect(angleSpan([point(90), point(90)], (entry) => entry.gantryDeg)).toBe('90.0°');
    expect(angleSpan([point(181), point(179)], (entry) => entry.gantryDeg)).toBe('181.0° → 179.0°');
    expect(angleSpan([], (entry) => entry.gantryDeg)).toBe('—');
    expect(angleSpan([point(Number.NaN), point(Number.NaN)], (entry) => entry.gantryDeg)).toBe('—');
    expect(angleSpan([point(Number.NaN), point(179)], (entry) => entry.gantryDeg)).toBe('— → 179.0°');
  });
  it('writes the isocentre in mm', () => {
    expect(isocentreText(beam({}))).toBe('1.3, -2.0, 30.0');
  });
  it('divides the prescription by the fractions of a single group only', () => {
    const plan = { fractionGroups: [{ number: 1, fractionsPlanned: 23, beamNumbers: [1] }] } as unknown as Plan;
    expect(fractionation(plan, 41.4)).toEqual([{ number: 1, totalGy: 41.4, fractions: 23, perFractionGy: 41.4 / 23 }]);
    const two = { fractionGroups: [{ number: 1, fractionsPlanned: 23, beamNumbers: [1] }, { number: 2, fractionsPlanned: 5, beamNumbers: [2] }] } as unknown as Plan;
    expect(fractionation(two, 41.4).map((group) => group.perFractionGy)).toEqual([null, null]);
    expect(fractionation(plan, null)[0]?.perFractionGy).toBeNull();
  });
});

describe('levels written by hand', () => {
  it('sorts them and drops repeats', () => {
    expect(parseLevels('95, 100，107% 100')).toEqual([107, 100, 95]);
  });
  it.each(['', '95 abc', '0', '-3', '1e999'])('refuses %j', (text) => {
    expect(parseLevels(text)).toBeNull();
  });
});

describe('DVH columns', () => {
  const curve = { doseGy: Float64Array.of(0, 10, 20), volumeCc: Float64Array.of(40, 20, 0) };
  const dvh = { curve, maxGy: 20 } as unknown as Dvh;
  it('interpolates volumes and ends at zero', () => {
    expect(volumeAtDose(curve, 5)).toBe(30);
    expect(volumeAtDose(curve, 0)).toBe(40);
    expect(volumeAtDose(curve, 20.1)).toBe(0);
  });
  it('gives no volume where no part lies in the dose grid', () => {
    const outside = { curve: { doseGy: Float64Array.of(0), volumeCc: Float64Array.of(0) }, maxGy: null } as unknown as Dvh;
    expect([shownVolume(outside, 20, true), shownVolume(outside, 20, false)]).toEqual([null, null]);
    expect(dvhColumns([outside], { isRelativeVolume: true, percentOfGy: null })[1]?.every((value) => value === null)).toBe(true);
    expect(shownVolume(dvh, 10, true)).toBe(50);
  });
  it('gives relative volume and dose in percent', () => {
    const [dose = [], volume = []] = dvhColumns([dvh], { isRelativeVolume: true, percentOfGy: 10 });
    expect(dose.at(-1)).toBeCloseTo(206, 6);
    expect(volume[0]).toBe(100);
    expect(volume[dose.findIndex((value) => (value ?? 0) >= 100)]).toBeCloseTo(50, 0);
  });
});

describe('texts', () => {
  const keysOf = (value: unknown, path = ''): string[] => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`)) : [path]);
  it('has every text in both languages', () => {
    expect(keysOf(rtLocale.en)).toEqual(keysOf(rtLocale.zh));
  });
  it('marks only a complete link green', () => {
    const green = statusColour('complete');
    expect((['partial', 'missing', 'mismatched', 'absent', 'duplicated', null] as const).map(statusColour)).not.toContain(green);
  });
});
