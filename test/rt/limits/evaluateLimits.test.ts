import { describe, expect, it } from 'vitest';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { evaluateLimits, type LimitSituation } from '../../../shared/rt/limits/evaluateLimits.ts';
import { fromEqd2, toEqd2 } from '../../../shared/rt/limits/isoeffect.ts';
import { limitNoteSentences, noteSentence } from '../../../shared/rt/limits/limitNotes.ts';
import { limitSets, selectLimits } from '../../../shared/rt/limits/selectLimits.ts';
import type { Limit, LimitMetric, LimitResult } from '../../../shared/rt/limits/types.ts';
import { matchName } from '../../../shared/rt/names/matchName.ts';
import { defaultTolerances } from '../../../shared/rt/site/defaultTolerances.ts';
import type { Dvh, Structure } from '../../../shared/rt/types.ts';
import { doseOf, rectangle, stackOf } from '../shapes.ts';

const limitOf = (metric: LimitMetric, op: Limit['op'], limit: number, unit: Limit['unit'], more: Partial<Limit> = {}): Limit => ({
  id: 'test', source: 'TG101', structure: 'Heart', structure_zh: '心脏', fractionation: { class: 'conventional' }, metric, op, limit, unit, endpoint: 'none', priority: 1, cross_checked: true, ...more,
});

const { method } = computeDvh(stackOf(10, 2, () => rectangle(-5, -5, 5, 5)), doseOf([5, 5, 5], 20, () => 1));

/** Dose spread evenly over 0 … 60 Gy in `volumeCc`: V(d) = volume · (1 − d / 60), mean 30 Gy. */
function evenDvh(volumeCc = 120, coverage = 1): Dvh {
  const edges = Array.from({ length: 6002 }, (_, n) => n / 100);
  return {
    name: 's', roiNumber: 1, volumeCc, coverage, minGy: 0, meanGy: 30, maxGy: 60, d98Gy: 1.2, d95Gy: 3, d50Gy: 30, d2Gy: 58.8, d1ccGy: null, d0_1ccGy: null, notices: [],
    curve: { doseGy: Float64Array.from(edges), volumeCc: Float64Array.from(edges, (d) => coverage * volumeCc * Math.max(0, 1 - d / 60)) },
    method,
  };
}

const roi = (name: string, number = 1, x = 0): Structure => ({ ...stackOf(30, 3, () => rectangle(-10, -10, 10, 10), [x, 0, 0]), name, number });

function evaluate(limit: Limit, options: { names?: readonly string[]; structures?: readonly Structure[]; dvh?: (structure: Structure) => Dvh | null; fractions?: number; dosePerFractionGy?: number; isConverted?: boolean; prescribedGy?: number | null } = {}): readonly LimitResult[] {
  const structures = options.structures ?? (options.names ?? ['Heart']).map((name, n) => roi(name, n + 1, n * 40));
  const situation: LimitSituation = {
    structures: structures.map((structure) => ({ structure, match: matchName(structure.name) })),
    dvh: options.dvh ?? (() => evenDvh()),
    fractionation: { fractions: options.fractions ?? 30, dosePerFractionGy: options.dosePerFractionGy ?? 2 },
    prescribedGy: options.prescribedGy ?? null,
    borderline: defaultTolerances.borderline,
    coveragePercent: defaultTolerances.coveragePercent,
  };
  return evaluateLimits({ limits: [limit], class: 'conventional', isConverted: options.isConverted ?? false }, situation);
}

const one = (...args: Parameters<typeof evaluate>): LimitResult => {
  const [result, ...more] = evaluate(...args);
  if (result === undefined || more.length > 0) throw new Error('expected one result');
  return result;
};

const codes = ({ notes }: LimitResult): string[] => notes.map(({ code }) => code);

describe('a limit on an evenly spread dose', () => {
  it.each<[LimitMetric, Limit['op'], number, Limit['unit'], number, LimitResult['outcome'], number]>([
    [{ type: 'Dmax' }, '<', 70, 'Gy', 60, 'PASS', 10],
    [{ type: 'Dmax' }, '<', 50, 'Gy', 60, 'FAIL', -10],
    [{ type: 'Dmax' }, '<=', 60, 'Gy', 60, 'BORDERLINE', 0],
    [{ type: 'Dmean' }, '<', 40, 'Gy', 30, 'PASS', 10],
    [{ type: 'Dmean' }, '<', 26, 'Gy', 30, 'FAIL', -4],
    [{ type: 'Dmean' }, '<', 30.5, 'Gy', 30, 'BORDERLINE', 0.5],
    [{ type: 'Dmean' }, '<=', 29.5, 'Gy', 30, 'BORDERLINE', -0.5],
    [{ type: 'Dmean' }, '<=', 29.3, 'Gy', 30, 'FAIL', -0.7],
    // V = 120 (1 − d / 60): 12 cm³ at 54 Gy.
    [{ type: 'Dxcc', at: 12, at_unit: 'cc' }, '<', 60, 'Gy', 54, 'PASS', 6],
    [{ type: 'Dxcc', at: 12, at_unit: 'cc' }, '<', 50, 'Gy', 54, 'FAIL', -4],
    [{ type: 'DxPct', at: 66.7, at_unit: '%' }, '<', 18.6, 'Gy', 19.98, 'FAIL', -1.38],
    [{ type: 'DxPct', at: 10, at_unit: '%' }, '<', 60, 'Gy', 54, 'PASS', 6],
    [{ type: 'VxGy', at: 20, at_unit: 'Gy' }, '<=', 30, '%', 200 / 3, 'FAIL', 30 - 200 / 3],
    [{ type: 'VxGy', at: 45, at_unit: 'Gy' }, '<=', 30, '%', 25, 'PASS', 5],
    [{ type: 'VxGy', at: 45, at_unit: 'Gy' }, '<=', 25.4, '%', 25, 'BORDERLINE', 0.4],
    [{ type: 'VxGy', at: 45, at_unit: 'Gy' }, '<', 195, 'cc', 30, 'PASS', 165],
    [{ type: 'CVxcc', at: 45, at_unit: 'Gy' }, '>=', 80, 'cc', 90, 'PASS', 10],
    [{ type: 'CVxcc', at: 45, at_unit: 'Gy' }, '>=', 100, 'cc', 90, 'FAIL', -10],
    [{ type: 'CVxcc', at: 45, at_unit: 'Gy' }, '>=', 89, 'cc', 90, 'BORDERLINE', 1],
  ])('%j %s %d %s is %d: %s, margin %d', (metric, op, limit, unit, value, outcome, margin) => {
    const result = one(limitOf(metric, op, limit, unit));
    expect(result.outcome).toBe(outcome);
    expect(result.value).toBeCloseTo(value, 6);
    expect(result.margin).toBeCloseTo(margin, 6);
    expect(result.isMet).toBe(op === '<' ? value < limit : op === '<=' ? value <= limit : value >= limit);
  });

  it('shows D0.03cc beside a maximum', () => {
    expect(one(limitOf({ type: 'Dmax' }, '<', 70, 'Gy')).d0_03ccGy).toBeCloseTo(60 * (1 - 0.03 / 120), 6);
  });

  it('carries limit, structure, library version and coverage', () => {
    expect(one(limitOf({ type: 'Dmean' }, '<', 40, 'Gy'), { names: ['心脏'] })).toMatchObject({ structureName: '心脏', roiNumbers: [1], coverage: 1, libraryVersion: '1.0', limit: { source: 'TG101', endpoint: 'none' } });
  });

  it('of a prescription is compared with the target dose', () => {
    const limit = limitOf({ type: 'prescription' }, '<=', 14, 'Gy');
    expect(one(limit, { prescribedGy: 12 })).toMatchObject({ outcome: 'PASS', value: 12, margin: 2 });
    expect(one(limit, { prescribedGy: 18 })).toMatchObject({ outcome: 'FAIL', margin: -4 });
    expect(one(limit)).toMatchObject({ outcome: 'NOT_CHECKABLE', value: null });
  });

  it('says that it was transcribed once', () => {
    expect(codes(one(limitOf({ type: 'Dmax' }, '<', 70, 'Gy', { cross_checked: false })))).toEqual(['not-cross-checked']);
  });
});

describe('a limit that cannot be judged', () => {
  it('is not contoured, never passed, where the structure is absent', () => {
    expect(one(limitOf({ type: 'Dmax' }, '<', 70, 'Gy'), { names: ['Liver'] })).toMatchObject({ outcome: 'NOT_CONTOURED', value: null, isMet: null });
  });

  it('is not evaluated on a name that is only near, and says which', () => {
    const result = one(limitOf({ type: 'Dmax' }, '<', 70, 'Gy'), { names: ['Heart_auto'] });
    expect([result.outcome, codes(result), result.notes[0]?.values['structures']]).toEqual(['NOT_CONTOURED', ['maybe'], 'Heart_auto']);
  });

  it('is not contoured where the ROI has no closed contour', () => {
    expect(one(limitOf({ type: 'Dmax' }, '<', 70, 'Gy'), { structures: [{ ...roi('Heart'), contours: [] }] }).outcome).toBe('NOT_CONTOURED');
  });

  it('is incomplete outside the grid, with the covered part and the figure', () => {
    const result = one(limitOf({ type: 'Dmax' }, '<', 70, 'Gy'), { dvh: () => evenDvh(120, 0.62) });
    expect(result).toMatchObject({ outcome: 'INCOMPLETE', coverage: 0.62, value: 60, isMet: null, margin: null });
    expect(result.notes).toEqual([{ code: 'outside', values: { coveredPercent: 62 } }]);
  });

  it('is incomplete and exceeded where the covered part is too much already', () => {
    const result = one(limitOf({ type: 'Dmax' }, '<', 50, 'Gy'), { dvh: () => evenDvh(120, 0.62) });
    expect([result.outcome, result.isMet, codes(result)]).toEqual(['INCOMPLETE', false, ['outside', 'exceeded-inside']]);
  });

  it('asks about more volume than the structure has', () => {
    const result = one(limitOf({ type: 'Dxcc', at: 10, at_unit: 'cc' }, '<', 50, 'Gy'), { dvh: () => evenDvh(4) });
    expect(result).toMatchObject({ outcome: 'NOT_CHECKABLE', value: null, isMet: null });
    expect(result.notes).toEqual([{ code: 'smaller', values: { volumeCc: 4, askedCc: 10 } }]);
    expect(one(limitOf({ type: 'CVxcc', at: 15, at_unit: 'Gy' }, '>=', 700, 'cc'), { dvh: () => evenDvh(600) }).outcome).toBe('NOT_CHECKABLE');
  });

  it('has no dose', () => {
    const result = one(limitOf({ type: 'Dmax' }, '<', 50, 'Gy'), { dvh: () => null });
    expect([result.outcome, codes(result)]).toEqual(['NOT_CHECKABLE', ['no-dose']]);
  });
});

const max = (structure: string, id = 'test'): Limit => limitOf({ type: 'Dmax' }, '<', 70, 'Gy', { structure, id });
const sparedRight = ({ name }: Structure): Dvh => (name === 'Parotid_L' ? evenDvh() : { ...evenDvh(), maxGy: 15 });

describe('structures of a limit', () => {
  it('are all alternatives that are contoured', () => {
    const results = evaluate(max('OpticChiasm|OpticNrv_L|OpticNrv_R'), { names: ['视交叉', 'ON_R', 'Heart'] });
    expect(results.map(({ structureName }) => structureName)).toEqual(['视交叉', 'ON_R']);
  });

  it('are both sides together where the plural is not contoured, and that is said', () => {
    const seen: Structure[] = [];
    const result = one(max('Lungs'), { names: ['左肺', 'Lung_R'], dvh: (structure) => (seen.push(structure), evenDvh()) });
    expect(result).toMatchObject({ structureName: '左肺|Lung_R', roiNumbers: [1, 2], outcome: 'PASS' });
    expect(codes(result)).toEqual(['union']);
    expect(new Set(seen[0]?.contours.map(({ slabMm }) => slabMm?.[0])).size).toBe(10);
  });

  it('are the plural itself where it is contoured', () => {
    expect(one(max('Lungs'), { names: ['Lung_L', 'Lung_R', 'LUNGS'] })).toMatchObject({ structureName: 'LUNGS', notes: [] });
  });

  it('are not one side for both', () => {
    const result = one(max('Kidneys'), { names: ['Kidney_L'] });
    expect([result.outcome, codes(result)]).toEqual(['NOT_CONTOURED', ['one-side']]);
  });

  it('are an organ without the target: half of a box whose other half is the target', () => {
    const half = { ...stackOf(30, 3, () => rectangle(0, -10, 10, 10)), name: 'GTVp', number: 2 };
    let areaMm2 = 0;
    const result = one(max('Liver-GTV'), {
      structures: [roi('肝'), half],
      dvh: ({ contours }) => {
        areaMm2 = contours.reduce((sum, { pointsMm }) => sum + Math.abs(Math.max(...pointsMm.filter((_, n) => n % 3 === 0)) - Math.min(...pointsMm.filter((_, n) => n % 3 === 0))) * 20, 0);
        return evenDvh();
      },
    });
    expect(result.structureName).toBe('肝-GTVp');
    expect(codes(result)).toEqual(['difference']);
    expect(areaMm2).toBeCloseTo(10 * 200, 3);
  });

  it('are the whole organ where no target is contoured, and that is said', () => {
    expect(codes(one(max('Liver-GTV'), { names: ['Liver'] }))).toEqual(['no-target']);
  });

  it('of a limit one gland has to keep are judged by the better gland', () => {
    const result = one(max('Parotid_L|Parotid_R', 'q-parotid-one20'), { names: ['Parotid_L', 'Parotid_R'], dvh: sparedRight });
    expect(result).toMatchObject({ structureName: 'Parotid_R', value: 15, outcome: 'PASS' });
    expect(codes(result)).toEqual(['one-spared']);
  });
});

describe('fractionation', () => {
  it.each([
    [25, 2, 'conventional', false], [23, 1.8, 'conventional', false], [30, 1.6, 'conventional', false], [25, 2.4, 'conventional', false], [20, 2.75, 'conventional', true], [15, 2.67, 'conventional', true], [36, 1.2, 'conventional', true],
    [3, 18, 'stereotactic', false], [5, 10, 'stereotactic', false], [1, 20, 'stereotactic', false], [8, 7.5, 'conventional', true],
  ] as const)('of %d × %d Gy takes %s limits, converted: %s', (fractions, dosePerFractionGy, kind, isConverted) => {
    const selected = selectLimits({ fractions, dosePerFractionGy });
    expect([selected.class, selected.isConverted, selected.limits.length > 0]).toEqual([kind, isConverted, true]);
    const classes = new Set(selected.limits.map(({ fractionation }) => fractionation.class));
    expect(classes.has('conventional')).toBe(kind === 'conventional');
    expect(selected.limits.every(({ fractionation }) => kind === 'conventional' || fractionation.fractions?.includes(fractions) === true)).toBe(true);
  });

  it('can be limited to one set', () => {
    expect(limitSets()).toEqual(['auto', 'QUANTEC2010', 'TG101']);
    expect(new Set(selectLimits({ fractions: 3, dosePerFractionGy: 18 }, 'TG101').limits.map(({ source }) => source))).toEqual(new Set(['TG101']));
    expect(selectLimits({ fractions: 25, dosePerFractionGy: 2 }, 'TG101').limits).toEqual([]);
  });

  it('converts doses by the printed example: 60 Gy in 20 at α/β 3 is 72 Gy', () => {
    expect(toEqd2(60, { fractions: 20, alphaBetaGy: 3 })).toBeCloseTo(72, 9);
    expect(fromEqd2(72, { fractions: 20, alphaBetaGy: 3 })).toBeCloseTo(60, 9);
    expect(fromEqd2(37.5, { fractions: 10, alphaBetaGy: 2 })).toBeCloseTo(30, 9);
  });

  const converted = { fractions: 20, dosePerFractionGy: 3, isConverted: true };

  it('of a converted maximum is judged in EQD2, with α/β 3 for the heart and 2 for the cord', () => {
    const heart = one(limitOf({ type: 'Dmax' }, '<', 70, 'Gy'), converted);
    expect(heart.value).toBeCloseTo(72, 9);
    expect([heart.outcome, heart.notes[0]]).toEqual(['FAIL', { code: 'eqd2', values: { fractions: 20, alphaBetaGy: 3, dosePerFractionGy: 3 } }]);
    expect(one(limitOf({ type: 'Dmax' }, '<', 70, 'Gy', { structure: 'SpinalCord' }), { ...converted, names: ['脊髓'] }).value).toBeCloseTo((60 * 5) / 4, 9);
  });

  it('of a converted volume is read at the physical dose of the same effect', () => {
    const at = fromEqd2(50, { fractions: 20, alphaBetaGy: 3 });
    expect(one(limitOf({ type: 'VxGy', at: 50, at_unit: 'Gy' }, '<', 50, '%'), converted).value).toBeCloseTo(100 * (1 - at / 60), 6);
  });

  it('of a converted mean is the mean of the effects, not the effect of the mean', () => {
    // ∫ D (D/20 + 3) / 5 over 0 … 60 Gy: (60² / (3 · 20) + 3 · 30) / 5 = 30; of the mean dose it would be 27.
    expect(one(limitOf({ type: 'Dmean' }, '<', 20, 'Gy'), converted).value).toBeCloseTo(30, 4);
  });

  it('warns where the model is uncertain', () => {
    expect(codes(one(limitOf({ type: 'Dmax' }, '<', 70, 'Gy'), { fractions: 4, dosePerFractionGy: 12, isConverted: true }))).toEqual(['eqd2', 'lq-uncertain']);
  });
});

describe('notes beside a result', () => {
  it('read as sentences in both languages', () => {
    expect(noteSentence({ code: 'union', values: { plural: 'Lungs', first: 'a', second: 'b' } }, 'zh')).toBe('Lungs 由 a 与 b 合并得到');
    expect(Object.values(limitNoteSentences).every(({ zh, en }) => /\p{Script=Han}/u.test(zh) && !/\p{Script=Han}/u.test(en))).toBe(true);
  });
});
