import { describe, expect, it } from 'vitest';
import { doseChecks } from '../../../../shared/rt/checks/dose/doseChecks.ts';
import { organLimitsBy, reviewLimits } from '../../../../shared/rt/checks/dose/organLimits.ts';
import { runCheck } from '../../../../shared/rt/checks/runChecks.ts';
import { computeStructureSetDvh } from '../../../../shared/rt/dvh/structureSetDvh.ts';
import type { DoseGrid, StoredDvh, Structure } from '../../../../shared/rt/types.ts';
import { fractionGroupOf, planOf, prescriptionOf } from '../../../support/rtObjects.ts';
import { doseOf } from '../../shapes.ts';
import { box, boxReview, cleanDose, cleanPlan, cleanStructures, cylinder, doseAt, found, named, outcomeOf, setOf, unreadable, withStructure } from '../structures/boxReview.ts';

type Parts = Parameters<typeof boxReview>[0];
const judge = (number: number, parts: Parts): string[] => {
  const outcome = outcomeOf(number, boxReview(parts));
  expect(unreadable(outcome)).toEqual([]);
  return found(outcome);
};
const withDose = (change: Partial<DoseGrid>): Parts => ({ doses: [{ ...cleanDose, ...change }] });
const scaled = (factor: number): Parts => withDose({ dose: cleanDose.dose.map((value) => value * factor), maximum: cleanDose.maximum * factor });
const plus = (...more: readonly Structure[]): readonly Structure[] => [...cleanStructures, ...more];
const numbersOf = (name: string): number => cleanStructures.find((structure) => structure.name === name)?.number ?? -1;
const planWith = (doseGy: number, fractions: number) => planOf({ prescriptions: [prescriptionOf({ targetPrescriptionDoseGy: doseGy })], fractionGroups: [fractionGroupOf({ fractionsPlanned: fractions })] });

const grid = (spacing: readonly [number, number, number]): Parts => ({ doses: [{ ...doseOf(spacing, 60, doseAt), planUID: '1.2' }] });
const hot = (x: number, y: number): Parts => {
  const dose = doseOf([2.5, 2.5, 2.5], 130, (px, py, pz) => (Math.hypot(px - x, py - y, pz) < 3 ? 80 : doseAt(px, py, pz)));
  return { doses: [{ ...dose, planUID: '1.2' }] };
};
/** What this engine computes, as a planning system would store it, in steps of 0.01 Gy. */
const storedOf = (structures: readonly Structure[], dose: DoseGrid, factor = 1): StoredDvh[] =>
  computeStructureSetDvh(setOf(structures), dose, {}, structures).flatMap((item) => ('error' in item ? [] : [{
    rois: [{ number: item.structure.number, contribution: 'INCLUDED' }], dvhType: 'CUMULATIVE', doseUnits: 'GY', doseType: 'PHYSICAL', volumeUnits: 'CM3', dose: item.dvh.curve.doseGy.map((value) => value * factor),
    volume: item.dvh.curve.volumeCc, minimum: null, mean: null, maximum: null,
  }]));
const device = (name: string, x: number) => named(name, 'ORGAN', cylinder(8, 12, [x, -20, 0]));

describe('checks 51 to 60 on a clean plan', () => {
  it.each(doseChecks.map(({ number }) => number))('%i does not fire', (number) => {
    const outcome = outcomeOf(number, boxReview());
    expect(['PASS', 'NOT_APPLICABLE']).toContain(outcome.result);
    expect(unreadable(outcome)).toEqual([]);
  });

  it.each([51, 52, 53, 54, 55, 56, 57, 58, 59])('%i is not checkable without a dose', (number) => {
    expect(outcomeOf(number, boxReview({ doses: [] })).result).toBe('NOT_CHECKABLE');
  });
});

describe('51 units and type', () => {
  it.each([
    [{ units: 'RELATIVE' }, ['FAIL relative']], [{ doseType: 'EFFECTIVE' }, ['FLAG type']], [{ doseType: 'ERROR' }, ['FAIL error']], [{}, ['PASS usual']],
  ] as const)('%j: %j', (change, lines) => {
    expect(judge(51, withDose(change))).toEqual(lines);
  });

  it('takes an effective dose of an ion plan as usual', () => {
    expect(judge(51, { ...withDose({ doseType: 'EFFECTIVE' }), plan: { ...cleanPlan, kind: 'ion' } })).toEqual(['PASS usual']);
  });

  it('leaves no other check a relative dose', () => {
    expect([52, 56, 57, 58, 59].map((number) => outcomeOf(number, boxReview(withDose({ units: 'RELATIVE' }))).result)).toEqual(Array.from({ length: 5 }, () => 'NOT_CHECKABLE'));
  });
});

describe('52 coverage of the grid', () => {
  it('flags targets and limited organs that leave it, and says how much is in', () => {
    const small = { ...doseOf([2.5, 2.5, 2.5], 40, doseAt), planUID: '1.2' };
    const { findings } = outcomeOf(52, boxReview({ doses: [small] }));
    expect(findings.map(({ values }) => values['structure'])).toEqual(['Lung_L', 'Lung_R', 'Heart', 'SpinalCord']);
    expect(findings[0]?.values['coveredPercent']).toBe(0);
  });

  it('does not ask about the body, rings and unknown structures', () => {
    expect(judge(52, { structures: plus(named('ring', null, cylinder(20, 30, [190, 0, 0])), named('X1', null, cylinder(20, 30, [190, 0, 0]))) })).toEqual(['PASS covered']);
  });
});

describe('53 resolution', () => {
  it.each([[[2.5, 2.5, 3], 'PASS fine'], [[3, 3, 3], 'PASS fine'], [[5, 2.5, 2.5], 'FLAG coarse'], [[2.5, 5, 2.5], 'FLAG coarse'], [[2.5, 2.5, 5], 'FLAG coarse']] as const)('of %j: %s', (spacing, line) => {
    expect(judge(53, grid(spacing))).toEqual([line]);
  });

  it('of a stereotactic plan is 2 mm, by the request or the dose per fraction', () => {
    expect(judge(53, { ...grid([2, 2, 2]), plan: planWith(54, 3) })).toEqual(['PASS fine']);
    expect(judge(53, { ...grid([2.5, 2.5, 2.5]), plan: planWith(54, 3) })).toEqual(['FLAG coarse']);
    expect(judge(53, { ...grid([2.5, 2.5, 2.5]), request: { totalDoseGy: null, fractions: null, laterality: null, technique: 'srs', site: null, hasImaging: null } })).toEqual(['FLAG coarse']);
  });
});

describe('54 heterogeneity', () => {
  it.each([[['IMAGE'], 'PASS corrected'], [['IMAGE', 'ROI_OVERRIDE'], 'PASS corrected'], [['WATER'], 'FLAG water'], [['ROI_OVERRIDE', 'WATER'], 'FLAG water'], [null, 'NOT_CHECKABLE absent']] as const)('%j: %s', (heterogeneityCorrection, line) => {
    expect(judge(54, withDose({ heterogeneityCorrection }))).toEqual([line]);
  });

  it('is not asked of brachytherapy', () => {
    expect(judge(54, { ...withDose({ heterogeneityCorrection: ['WATER'] }), plan: { ...cleanPlan, kind: 'brachy' } })).toEqual(['NOT_APPLICABLE brachy']);
  });
});

describe('55 the hot spot', () => {
  it('is flagged outside the target, with the organ', () => {
    const { findings } = outcomeOf(55, boxReview(hot(90, 0)));
    expect(findings).toMatchObject([{ result: 'FLAG', code: 'outside', values: { structures: ['Lung_L'], maximumGy: 80 } }]);
    expect(judge(55, hot(0, -30))).toEqual(['FLAG nowhere']);
  });

  it('cannot be placed without a target', () => {
    expect(judge(55, { structures: cleanStructures.filter(({ name }) => !/TV/u.test(name)) })).toEqual(['NOT_CHECKABLE no-target']);
  });
});

describe('56 coverage of targets', () => {
  it('is flagged with the dose at 0.9, and reports V95%, D98% and D2%', () => {
    const { findings } = outcomeOf(56, boxReview(scaled(0.9)));
    expect(findings).toMatchObject([{ result: 'FLAG', code: 'low', values: { structure: 'PTV_6000', doseGy: 60, leastPercent: 95 } }]);
    expect(findings[0]?.values['d2Gy']).toBeCloseTo(0.9 * 61.5, 0);
  });

  it('judges each target by the dose that points at it, or that its name states', () => {
    // Its outer edge gets 49 Gy: enough for 50, not for 60.
    const low = named('PTV_5000', 'PTV', cylinder(5, 24, [22, 0, 0]));
    expect(judge(56, { structures: plus(low) })).toEqual(['PASS covered', 'PASS covered']);
    const plan = { ...cleanPlan, prescriptions: [prescriptionOf({ targetPrescriptionDoseGy: 60, roiNumber: numbersOf('PTV_6000') }), prescriptionOf({ number: 2, targetPrescriptionDoseGy: 70, roiNumber: numbersOf('CTVp') })] };
    const { findings } = outcomeOf(56, boxReview({ plan }));
    expect(findings.map(({ result, values }) => [result, values['structure'], values['doseGy']])).toEqual([['PASS', 'PTV_6000', 60], ['FLAG', 'CTVp', 70]]);
  });

  it('says nothing of targets whose dose is not certain', () => {
    const structures = withStructure('PTV_6000', (structure) => ({ ...structure, name: 'PTV1' }));
    const plan = { ...cleanPlan, prescriptions: [prescriptionOf({ targetPrescriptionDoseGy: 60 }), prescriptionOf({ number: 2, targetPrescriptionDoseGy: 50 })] };
    expect(judge(56, { structures, plan })).toEqual(['NOT_CHECKABLE no-level']);
    expect(judge(56, { structures })).toEqual(['PASS covered']);
  });

  it('leaves a target of another course, helpers, and the volume before cropping out', () => {
    const more = [named('PTV_7000', 'PTV', cylinder(8, 24)), named('PTV_opt', 'PTV', cylinder(8, 24, [90, 0, 0])), named('PTV_6000_eval', 'PTV', cylinder(8, 24))];
    const { findings } = outcomeOf(56, boxReview({ structures: plus(...more) }));
    expect(findings.map(({ values }) => values['structure'])).toEqual(['PTV_6000_eval']);
  });

  it('cannot be judged where the target leaves the grid, or by the dose of one fraction', () => {
    expect(judge(56, { doses: [{ ...doseOf([2.5, 2.5, 2.5], 15, doseAt), planUID: '1.2' }] })).toEqual(['NOT_CHECKABLE outside']);
    expect(judge(56, withDose({ doseSummationType: 'FRACTION' }))).toEqual(['NOT_CHECKABLE other-dose']);
  });
});

describe('57 organ limits', () => {
  const overCord = named('SpinalCord', 'ORGAN', cylinder(6, 60, [0, 28, 0]));

  it('flag a cord in the high dose, naming limit, margin, source and id', () => {
    const { findings } = outcomeOf(57, boxReview({ structures: withStructure('SpinalCord', () => overCord) }));
    const finding = findings.find(({ result }) => result === 'FLAG');
    expect(finding).toMatchObject({ code: 'exceeded', values: { structure: 'SpinalCord', metric: 'Dmax', limit: 50, op: '<=', source: 'QUANTEC2010', id: 'q-cord-max50', endpoint: 'myelopathy', libraryVersion: '1.0' } });
    expect(finding?.values['margin']).toBeLessThan(-5);
  });

  it('evaluate both lungs together and list what is not contoured, never as a pass', () => {
    const { findings } = outcomeOf(57, boxReview());
    expect(findings.find(({ values }) => values['id'] === 'q-lung-v20')).toMatchObject({ result: 'PASS', values: { structure: 'Lung_L|Lung_R' } });
    const missing = findings.find(({ code }) => code === 'not-contoured');
    expect(missing?.result).toBe('NOT_APPLICABLE');
    expect(missing?.values['structures']).toContain('Rectum');
  });

  it('are not checkable where no organ is contoured, or nothing is prescribed', () => {
    expect(judge(57, { structures: cleanStructures.filter(({ name }) => /TV|BODY/u.test(name)) })).toEqual(['NOT_CHECKABLE not-contoured']);
    expect(judge(57, { plan: { ...cleanPlan, prescriptions: [] } })).toEqual(['NOT_CHECKABLE absent']);
  });

  it.each(['FRACTION', 'BEAM', 'MULTI_PLAN'])('are not judged by a dose of type %s', (doseSummationType) => {
    expect([56, 57, 58].map((number) => judge(number, withDose({ doseSummationType })))).toEqual([['NOT_CHECKABLE other-dose'], ['NOT_CHECKABLE other-dose'], ['NOT_CHECKABLE other-dose']]);
  });

  it('are TG-101 and QUANTEC by fractions for a stereotactic plan, and one set where it is asked for', () => {
    const review = boxReview({ plan: planWith(60, 5) });
    const ids = (reviewLimits(review) ?? []).map(({ limit }) => limit.id);
    expect(ids.some((id) => id.startsWith('t101'))).toBe(true);
    expect(ids).not.toContain('q-cord-max50');
    expect(found(runCheck(organLimitsBy('TG101'), boxReview()))).toEqual(['NOT_CHECKABLE no-limits']);
  });

  it('say when they were converted to EQD2', () => {
    const [result] = (reviewLimits(boxReview({ plan: planWith(60, 20) })) ?? []).filter(({ limit }) => limit.id === 'q-cord-max50');
    expect(result?.notes).toContainEqual({ code: 'eqd2', values: { fractions: 20, alphaBetaGy: 2, dosePerFractionGy: 3 } });
  });

  it('are incomplete, not passed, outside the grid', () => {
    const { findings, result } = outcomeOf(57, boxReview({ doses: [{ ...doseOf([2.5, 2.5, 2.5], 70, doseAt), planUID: '1.2' }] }));
    expect(result).toBe('NOT_CHECKABLE');
    expect(findings.find(({ code, values }) => code === 'incomplete' && values['id'] === 'q-cord-max50')?.result).toBe('NOT_CHECKABLE');
  });
});

describe('58 indices', () => {
  it('of one target in the body are shown', () => {
    const [finding] = outcomeOf(58, boxReview()).findings;
    expect(finding).toMatchObject({ result: 'PASS', code: 'shown', values: { structure: 'PTV_6000' } });
    // 60 Gy within 24 mm and ±22 mm, the target within 20 mm and ±18 mm: π 24² 44 / (π 20² 36) = 1.76, to the grid.
    expect(finding?.values['rtog']).toBeGreaterThan(1.5);
    expect(finding?.values['rtog']).toBeLessThan(1.85);
  });

  it('are required of a stereotactic plan', () => {
    const structures = cleanStructures.filter(({ name }) => name !== 'BODY');
    expect(judge(58, { structures, plan: planWith(60, 5) })).toEqual(['FLAG required']);
    expect(judge(58, { structures })).toEqual(['PASS partly']);
  });
});

describe('59 stored histograms', () => {
  const drawn = cleanStructures.filter(({ name }) => name !== 'BODY');

  it('that agree pass', () => {
    expect(judge(59, withDose({ storedDvhs: storedOf(drawn, cleanDose) }))).toEqual(['PASS agree']);
  });

  it('are flagged where the dose is 5 % off, and name the figures', () => {
    const { findings } = outcomeOf(59, boxReview(withDose({ storedDvhs: storedOf(drawn, cleanDose, 1.05) })));
    expect(findings.filter(({ values }) => values['structure'] === 'PTV_6000').map(({ values }) => values['figure'])).toEqual(['Dmean', 'D2%', 'D98%']);
  });

  it('are flagged where the volume is 5 % off', () => {
    const [ptv] = storedOf(cleanStructures.filter(({ name }) => name === 'PTV_6000'), cleanDose);
    const storedDvhs = ptv === undefined ? [] : [{ ...ptv, volume: ptv.volume.map((value) => value * 1.05) }];
    expect(outcomeOf(59, boxReview(withDose({ storedDvhs }))).findings.map(({ values }) => values['figure'])).toEqual(['V']);
  });

  it('of structures that leave the grid are left out where all of the volume was counted', () => {
    const small: DoseGrid = { ...doseOf([2.5, 2.5, 2.5], 70, doseAt), planUID: '1.2' };
    const [lung] = storedOf(cleanStructures.filter(({ name }) => name === 'Lung_L'), cleanDose);
    expect(judge(59, { doses: [{ ...small, storedDvhs: lung === undefined ? [] : [lung] }] })).toEqual(['NOT_APPLICABLE outside']);
    expect(judge(59, { doses: [{ ...small, storedDvhs: storedOf(drawn, small) }] })).toEqual(['PASS agree']);
  });
});

describe('60 implanted devices', () => {
  it.each(['Pacemaker', 'ICD', 'PM_L', 'CIED_1', '起搏器', '心脏起搏器'])('%s is flagged above 2 Gy', (name) => {
    expect(judge(60, { structures: plus(device(name, 40)) })).toEqual(['FLAG high']);
  });

  it('passes in little dose, and is unknown outside the grid', () => {
    expect(judge(60, { structures: plus(device('Pacemaker', 115)) })).toEqual(['PASS low']);
    expect(judge(60, { structures: plus(device('Pacemaker', 145)) })).toEqual(['NOT_CHECKABLE outside']);
  });

  it('is no organ, and the couch is only listed', () => {
    expect(judge(60, { structures: plus(named('CouchSurface', 'SUPPORT', box(-100, 112, 100, 120, 120))) })).toEqual(['PASS couch']);
    expect(judge(60, {})).toEqual(['NOT_APPLICABLE none']);
  });
});
