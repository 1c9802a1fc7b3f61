import { describe, expect, test } from 'vitest';
import { angleInName } from '../../../shared/rt/checks/beams/names.ts';
import { checkList } from '../../../shared/rt/checks/checkList.ts';
import { comparableName, isSameName } from '../../../shared/rt/checks/identity/nameText.ts';
import { makeReview } from '../../../shared/rt/checks/makeReview.ts';
import { runCheck } from '../../../shared/rt/checks/runChecks.ts';
import type { CheckOutcome, Review } from '../../../shared/rt/checks/types.ts';
import { defaultSite } from '../../../shared/rt/site/defaultSite.ts';
import type { Beam, Plan } from '../../../shared/rt/types.ts';
import { beamOf, controlPointOf, fractionGroupOf, planOf, prescriptionOf } from '../../support/rtObjects.ts';

function check(number: number, plan: Plan, more: Partial<Review> = {}): CheckOutcome {
  const found = checkList.find((one) => one.number === number);
  if (found === undefined) throw new Error(`no check ${number}`);
  return runCheck(found, makeReview({ images: [], structureSet: null, doses: [], records: [], previous: null, request: null, site: defaultSite, plan, ...more }));
}
const result = (number: number, plan: Plan, more: Partial<Review> = {}): string => check(number, plan, more).result;
const planWith = (...beams: Beam[]): Plan => planOf({ beams, fractionGroups: [fractionGroupOf({ fractionsPlanned: 20, beamNumbers: beams.map(({ number }) => number) })], prescriptions: [prescriptionOf({ targetPrescriptionDoseGy: 40 })] });
const arc = (angles: readonly number[], direction: string): Beam =>
  beamOf({ controlPoints: angles.map((gantryDeg, index) => controlPointOf({ index, gantryDeg, gantryDirection: index === angles.length - 1 ? 'NONE' : direction, cumulativeMetersetWeight: index / (angles.length - 1) })) });

const at = (number: number, x: number): Beam => beamOf({ number, controlPoints: [controlPointOf({ isocenterMm: [x, 0, 0] }), controlPointOf({ index: 1, cumulativeMetersetWeight: 1, isocenterMm: [x, 0, 0] })] });

const segment = (index: number, weight: number, open: number) => controlPointOf({ index, cumulativeMetersetWeight: weight, devices: { MLCX: [-open, open] } });
const tangent = (number: number): Beam => beamOf({ number, metersetMU: 120, controlPoints: [segment(0, 0, 50), segment(1, 0.8, 50), segment(2, 0.8, 40), segment(3, 1, 40)] });

describe('names of patients', () => {
  test.each([
    ['Zhang^San', 'ZHANG^SAN^^^', true], ['Zhang^San=张^三', '张三', true], ['Zhang^San=张^三=', 'Zhang^San', true], ['Zhang^San', 'Zhang^Si', false], ['Zhang^San=张^三', 'Zhang^San=张^四', false], ['Zhang^San', '张三', null],
  ] as const)('%s and %s', (a, b, same) => {
    expect(isSameName(comparableName(a), comparableName(b))).toBe(same);
  });
});

describe('angles in beam names', () => {
  test.each([
    ['G180', 180], ['G000', 0], ['G0', 0], ['1 gantry 45', 45], ['5-LPO 135°', 135], ['机架角 210', 210], ['G181-179 CW', 181], ['40度', 40],
    ['G1', null], ['Field 3', null], ['Arc2 CW', null], ['6MV_10x10', null], ['T90', null], ['couch 90°', null], ['LAO', null], ['IMG5', null], ['PG90x', null], ['1-2', null],
  ] as const)('%s', (name, angle) => {
    expect(angleInName(name)).toBe(angle);
  });
});

describe('arcs', () => {
  test.each([
    ['through 0, clockwise', [350, 355, 0, 5, 10], 'CW'], ['through 0, counter-clockwise', [10, 5, 0, 355, 350], 'CC'], ['given by their ends', [181, 179], 'CW'], ['of a full turn', [180, 180], 'CW'],
    ['that rest in between', [10, 12, 12, 14], 'CW'],
  ] as const)('%s fire neither check of angles nor of direction', (_name, angles, direction) => {
    const plan = planWith(arc(angles, direction));
    expect([result(30, plan), result(31, plan)]).toEqual(['PASS', 'PASS']);
  });

  test('a direction against the motion, or none while it moves, fails', () => {
    expect(result(31, planWith(arc([350, 355, 0, 5], 'CC')))).toBe('FAIL');
    expect(result(31, planWith(arc([350, 355, 0, 5], 'NONE')))).toBe('FAIL');
  });
});

describe('fields and machines', () => {
  test('setup and port film fields need no meterset; one that stands as TREATMENT is named', () => {
    const setup = beamOf({ number: 2, name: 'kV AP', deliveryType: 'SETUP', metersetMU: null });
    const port = beamOf({ number: 3, name: 'port', deliveryType: 'OPEN_PORTFILM', metersetMU: null });
    expect(result(20, planWith(beamOf(), setup, port))).toBe('PASS');
    expect(check(20, planWith(beamOf(), beamOf({ number: 4, name: 'CBCT', metersetMU: null }))).findings).toMatchObject([{ result: 'FLAG', code: 'setup' }]);
    expect(result(20, planWith(beamOf({ metersetMU: null })))).toBe('FAIL');
  });

  test('a helical plan in minutes is judged neither by MU nor by MU per Gy', () => {
    const beam = beamOf({ dosimeterUnit: 'MINUTE', metersetMU: null, machine: 'TOMO1' });
    expect([result(20, planWith(beam)), result(21, planWith(beam))]).toEqual(['PASS', 'NOT_APPLICABLE']);
  });

  test('field-in-field tangents of 120 MU per Gy are plausible', () => {
    expect(result(21, planWith(tangent(1), tangent(2)))).toBe('PASS');
  });

  test('without a machine list an unknown geometry cannot be checked, a linac can', () => {
    expect(result(29, planWith(beamOf({ machine: 'CyberKnife M6', sourceAxisDistanceMm: 800 })))).toBe('NOT_CHECKABLE');
    expect(result(29, planWith(beamOf({ machine: 'LA1', sourceAxisDistanceMm: 800 })))).toBe('FLAG');
  });

  test('leaves drawn back behind the jaws make no open gap; two layers are open only where both are', () => {
    const boundaries = [-20, -10, 0, 10, 20];
    const field = (devices: Beam['controlPoints'][number]['devices']): Beam => beamOf({
      leafBoundariesMm: Object.fromEntries(Object.keys(devices).filter((type) => type.startsWith('MLC')).map((type) => [type, boundaries])),
      controlPoints: [0, 1].map((index) => controlPointOf({ index, cumulativeMetersetWeight: index, devices })),
    });
    const jaws = { ASYMX: [-30, 30], ASYMY: [-20, 20] };
    const open = [-100, -100, -100, -100, 100, 100, 100, 100];
    const fitted = [-30, -30, -30, -30, 30, 30, 30, 30];
    expect(result(33, planWith(field({ ...jaws, MLCX: open })))).toBe('PASS');
    expect(result(33, planWith(field({ ...jaws, MLCX1: open, MLCX2: fitted })))).toBe('PASS');
    expect(result(33, planWith(field({ ...jaws, MLCX: [-25, -25, -25, -60, 25, 25, 25, 25] })))).toBe('FLAG');
  });

  test('several isocentres far apart are listed, a small difference fails', () => {
    expect(result(26, planWith(at(1, 0), at(2, 0.3)))).toBe('PASS');
    expect(result(26, planWith(at(1, 0), at(2, 3)))).toBe('FAIL');
    expect(result(26, planWith(at(1, 0), at(2, 250)))).toBe('FLAG');
  });

  test('a brachytherapy plan has no beams to be judged', () => {
    const plan = planOf({ kind: 'brachy', fractionGroups: [fractionGroupOf({ fractionsPlanned: 4, brachySetups: [{ number: 1, doseGy: 7 }] })], prescriptions: [prescriptionOf({ targetPrescriptionDoseGy: 28 })] });
    const fired = checkList.filter(({ number }) => number <= 40).map(({ number }) => ({ number, result: result(number, plan) })).filter(({ result: one }) => one === 'FLAG' || one === 'FAIL');
    expect(fired).toEqual([]);
  });

  test('text that is no date, and years before DICOM, are no time order', () => {
    for (const date of ['b4d6-uuid', '19010101']) expect(result(7, planOf({ date, time: '120000' }))).toBe('NOT_CHECKABLE');
  });
});
