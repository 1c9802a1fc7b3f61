import { RtError } from '../../errors/appError.ts';
import { doseAtVolumeCc } from '../dvh/dvhMetrics.ts';
import type { Tolerances } from '../site/types.ts';
import type { Dvh, Structure } from '../types.ts';
import { alphaBetaOf, toEqd2, type Isoeffect } from './isoeffect.ts';
import { limitLibrary } from './library.ts';
import { limitStructures, type FoundStructures, type NamedStructure } from './limitStructures.ts';
import { limitValue, volumeAskedCc } from './limitValue.ts';
import type { SelectedLimits } from './selectLimits.ts';
import type { Fractionation, Limit, LimitNote, LimitOutcome, LimitResult, LimitStructure } from './types.ts';

/** Everything limits of one plan are evaluated with. */
export interface LimitSituation {
  readonly structures: readonly NamedStructure[];
  /** Histogram of a structure, contoured or derived; null where there is no dose. */
  readonly dvh: (structure: Structure) => Dvh | null;
  readonly fractionation: Fractionation;
  /** The plan's highest target dose, Gy; null where it names none. */
  readonly prescribedGy: number | null;
  readonly borderline: Tolerances['borderline'];
  /** Below this part of its volume in the dose grid, percent, a structure is not judged. */
  readonly coveragePercent: number;
}

/** A figure from the linear-quadratic model is uncertain above this, Gy per fraction (rt-reference section 8). */
const modelUncertainGy = 10;
/** Limits that one of several organs has to keep, not each. */
const oneSuffices: ReadonlySet<string> = new Set(['q-parotid-one20']);

/** Every selected limit on every structure it is about; one result `NOT_CONTOURED` where there is none. */
export function evaluateLimits(selected: SelectedLimits, situation: LimitSituation): readonly LimitResult[] {
  const known = new Map<string, FoundStructures | RtError>();
  return selected.limits.flatMap((limit) => {
    const found = known.get(limit.structure) ?? findOrFail(limit.structure, situation.structures);
    known.set(limit.structure, found);
    if (found instanceof RtError) return [without(limit, 'NOT_CHECKABLE', [{ code: 'cannot-compute', values: { reason: found.message } }])];
    if (found.found.length === 0) return [without(limit, 'NOT_CONTOURED', found.notes)];
    const results = found.found.map((structure) => evaluateOne(limit, structure, selected, situation));
    return oneSuffices.has(limit.id) ? [bestOf(results)] : results;
  });
}

function findOrFail(expression: string, named: readonly NamedStructure[]): FoundStructures | RtError {
  try {
    return limitStructures(expression, named);
  } catch (error) {
    if (error instanceof RtError) return error;
    throw error;
  }
}

const without = (limit: Limit, outcome: LimitOutcome, notes: readonly LimitNote[]): LimitResult => ({
  limit, outcome, structureName: null, roiNumbers: [], value: null, margin: null, isMet: null, d0_03ccGy: null, coverage: null, notes, libraryVersion: limitLibrary.version,
});

function evaluateOne(limit: Limit, { structure, standard, roiNumbers, notes }: LimitStructure, { isConverted }: SelectedLimits, situation: LimitSituation): LimitResult {
  const start = { ...without(limit, 'NOT_CHECKABLE', notes), structureName: structure.name, roiNumbers };
  const more: LimitNote[] = limit.cross_checked ? [...notes] : [...notes, { code: 'not-cross-checked', values: {} }];
  if (limit.metric.type === 'prescription') {
    if (situation.prescribedGy === null) return { ...start, notes: [...more, { code: 'no-prescription', values: {} }] };
    return { ...start, ...judged(limit, situation.prescribedGy, situation.borderline), value: situation.prescribedGy, notes: more };
  }
  const dvh = histogram(structure, situation);
  if (dvh === null || dvh instanceof RtError) return { ...start, notes: [...more, dvh === null ? { code: 'no-dose', values: {} } : { code: 'cannot-compute', values: { reason: dvh.message } }] };
  const { fractions, dosePerFractionGy } = situation.fractionation;
  const isoeffect: Isoeffect | null = isConverted ? { fractions, alphaBetaGy: alphaBetaOf(standard) } : null;
  if (isoeffect !== null) more.push({ code: 'eqd2', values: { ...isoeffect, dosePerFractionGy: Math.round(dosePerFractionGy * 1000) / 1000 } });
  if (isoeffect !== null && (dvh.maxGy ?? 0) / fractions > modelUncertainGy) more.push({ code: 'lq-uncertain', values: { fromGy: modelUncertainGy } });
  const value = limitValue(limit, dvh, isoeffect);
  const hottest = limit.metric.type === 'Dmax' ? doseAtVolumeCc(dvh, 0.03) : null;
  const figures = { ...start, value, coverage: dvh.coverage, d0_03ccGy: hottest === null || isoeffect === null ? hottest : toEqd2(hottest, isoeffect) };
  if (dvh.coverage * 100 < situation.coveragePercent) return incomplete(figures, more);
  const askedCc = volumeAskedCc(limit);
  if (value === null || askedCc > dvh.volumeCc * (1 + 1e-9)) {
    return { ...figures, notes: [...more, { code: 'smaller', values: { volumeCc: Math.round(dvh.volumeCc * 100) / 100, askedCc } }] };
  }
  return { ...figures, ...judged(limit, value, situation.borderline), notes: more };
}

/** Outside the grid the dose is unknown: nothing passes, but what is too much inside it already is said. */
function incomplete(figures: LimitResult, notes: readonly LimitNote[]): LimitResult {
  const { limit, value, coverage } = figures;
  const outside: LimitNote = { code: 'outside', values: { coveredPercent: Math.round((coverage ?? 0) * 1000) / 10 } };
  // These can only grow with what lies outside.
  const canOnlyGrow = limit.metric.type === 'Dmax' || limit.metric.type === 'Dxcc' || (limit.metric.type === 'VxGy' && limit.unit === 'cc');
  const isExceeded = value !== null && canOnlyGrow && !isMet(limit, value);
  return { ...figures, outcome: 'INCOMPLETE', isMet: isExceeded ? false : null, notes: isExceeded ? [...notes, outside, { code: 'exceeded-inside', values: {} }] : [...notes, outside] };
}

function histogram(structure: Structure, { dvh }: LimitSituation): Dvh | RtError | null {
  try {
    return dvh(structure);
  } catch (error) {
    if (error instanceof RtError) return error;
    throw error;
  }
}

const isMet = ({ op, limit }: Limit, value: number): boolean => {
  if (op === '<') return value < limit;
  return op === '<=' ? value <= limit : value >= limit;
};

function judged(limit: Limit, value: number, borderline: Tolerances['borderline']): Pick<LimitResult, 'outcome' | 'margin' | 'isMet'> {
  const margin = limit.op === '>=' ? value - limit.limit : limit.limit - value;
  const nearGy = limit.unit === 'Gy' ? borderline.gy : 0;
  const isNear = Math.abs(margin) <= Math.max((borderline.percent / 100) * limit.limit, nearGy) + 1e-9;
  const met = isMet(limit, value);
  return { margin, isMet: met, outcome: isNear ? 'BORDERLINE' : met ? 'PASS' : 'FAIL' };
}

const goodness: readonly LimitOutcome[] = ['NOT_CONTOURED', 'NOT_CHECKABLE', 'INCOMPLETE', 'FAIL', 'BORDERLINE', 'PASS'];

function bestOf(results: readonly LimitResult[]): LimitResult {
  const best = results.reduce((a, b) => (goodness.indexOf(b.outcome) > goodness.indexOf(a.outcome) || (a.outcome === b.outcome && (b.margin ?? -Infinity) > (a.margin ?? -Infinity)) ? b : a));
  return results.length < 2 ? best : { ...best, notes: [...best.notes, { code: 'one-spared', values: { structure: best.structureName ?? '' } }] };
}
