import { evaluateLimits } from '../../limits/evaluateLimits.ts';
import { noteSentence } from '../../limits/limitNotes.ts';
import { limitLibrary } from '../../limits/library.ts';
import { selectLimits, type LimitSetName } from '../../limits/selectLimits.ts';
import type { Limit, LimitResult } from '../../limits/types.ts';
import { absent, atStructure, flag, notApplicable, notCheckable, pass, rounded } from '../findings.ts';
import { matchOf } from '../structures/structureRoles.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { fractionationOf, highestPrescribedGy, otherDoseSentence, partialDoseType } from './planFacts.ts';

/**
 * Every limit that applies to a review's plan, evaluated; null where prescription, fractions, structures or a total dose of
 * the plan in Gy are missing.
 */
export function reviewLimits(review: Review, set: LimitSetName = 'auto'): readonly LimitResult[] | null {
  const { structureSet, numbers, site: { tolerances } } = review;
  const fractionation = fractionationOf(review);
  if (structureSet === null || fractionation === null || numbers.planDose?.units !== 'GY' || partialDoseType(review) !== null) return null;
  return evaluateLimits(selectLimits(fractionation, set), {
    structures: structureSet.structures.map((structure) => ({ structure, match: matchOf(structure, review) })),
    dvh: numbers.dvh,
    fractionation,
    prescribedGy: highestPrescribedGy(review),
    borderline: tolerances.borderline,
    coveragePercent: tolerances.coveragePercent,
  });
}

const line = '{{structure}} {{metric}} {{value}} {{unit}}';
const rest = '{{endpoint}}; {{source}} {{id}}{{notes}}';
const restZh = '{{endpoint}}；{{source}} {{id}}{{notesZh}}';

/** Check 57 by one set of limits, or by those that fit the fractionation. */
export const organLimitsBy = (set: LimitSetName): Check => ({
  number: 57,
  title: { zh: '器官限值', en: 'Organ limits' },
  severity: 'B',
  attributes: ['DoseGridScaling', 'NumberOfFractionsPlanned', 'TargetPrescriptionDose'],
  rule: {
    zh: '按分次选用 QUANTEC 或 TG-101 限值（优先级 1 用于判断，其余仅列出）；2 % 或 0.5 Gy 以内为临界',
    en: 'QUANTEC or TG-101 limits by fractionation (those of priority 1 decide, others are listed); within 2 % or 0.5 Gy is borderline',
  },
  source: `${limitLibrary.sources.QUANTEC2010.title}; ${limitLibrary.sources.TG101.title}`,
  sentences: {
    met: { zh: `${line}，限值 {{op}} {{limit}}（余量 {{margin}}）；${restZh}`, en: `${line}, limit {{op}} {{limit}} (margin {{margin}}); ${rest}` },
    borderline: { zh: `临界：${line}，限值 {{op}} {{limit}}（余量 {{margin}}）；${restZh}`, en: `Borderline: ${line}, limit {{op}} {{limit}} (margin {{margin}}); ${rest}` },
    exceeded: { zh: `超出：${line}，限值 {{op}} {{limit}}（余量 {{margin}}）；${restZh}`, en: `Exceeded: ${line}, limit {{op}} {{limit}} (margin {{margin}}); ${rest}` },
    noted: { zh: `仅供参考：${line}，参考值 {{op}} {{limit}}；${restZh}`, en: `For information: ${line}, reference {{op}} {{limit}}; ${rest}` },
    incomplete: { zh: `不完整：${line}（网格内 {{coveredPercent}} %），限值 {{op}} {{limit}}；${restZh}`, en: `Incomplete: ${line} ({{coveredPercent}} % in the grid), limit {{op}} {{limit}}; ${rest}` },
    'cannot-judge': { zh: '{{structure}} {{metric}} 无法判断；{{source}} {{id}}{{notesZh}}', en: '{{structure}} {{metric}} cannot be judged; {{source}} {{id}}{{notes}}' },
    'not-contoured': { zh: '有限值但未勾画：{{structures}}', en: 'Limits exist, but not contoured: {{structures}}' },
    maybe: { zh: '{{notesZh}}', en: '{{notes}}' },
    'other-dose': otherDoseSentence,
    brachy: { zh: '近距离治疗计划，不按外照射限值核对', en: 'Brachytherapy: not judged by limits of external beams' },
    'no-limits': { zh: '所选限值集没有适用于此分次的限值', en: 'The chosen set has no limits for this fractionation' },
  },
  run: (review) => {
    const { structureSet, plan, numbers } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('brachy')];
    if (numbers.planDose === null || numbers.planDose.units !== 'GY') return [absent('RTDOSE in Gy')];
    const type = partialDoseType(review);
    if (type !== null) return [notCheckable('other-dose', { type })];
    const results = reviewLimits(review, set);
    if (results === null) return [absent('TargetPrescriptionDose (300A,0026) or NumberOfFractionsPlanned (300A,0078)')];
    if (results.length === 0) return [notCheckable('no-limits', { set })];
    return findingsOf(results);
  },
});

/** Check 57 as the list has it. */
export const organLimits: Check = organLimitsBy('auto');

function findingsOf(results: readonly LimitResult[]): readonly CheckFinding[] {
  const missing = results.filter(({ outcome }) => outcome === 'NOT_CONTOURED');
  const findings = results.filter(({ outcome }) => outcome !== 'NOT_CONTOURED').flatMap(findingOf);
  const maybe = new Map(missing.flatMap(({ notes }) => notes.filter(({ code }) => code === 'maybe' || code === 'one-side')).map((note) => [noteSentence(note, 'en'), note]));
  for (const note of maybe.values()) findings.push(notApplicable('maybe', { notes: noteSentence(note, 'en'), notesZh: noteSentence(note, 'zh') }));
  const structures = [...new Set(missing.map(({ limit }) => limit.structure))];
  if (structures.length === 0) return findings;
  const evaluated = results.length - missing.length;
  // Nothing evaluated is not a pass.
  return [...findings, evaluated === 0 ? notCheckable('not-contoured', { structures }) : notApplicable('not-contoured', { structures })];
}

function findingOf(result: LimitResult): readonly CheckFinding[] {
  const { limit, outcome, roiNumbers, isMet } = result;
  const values = valuesOf(result);
  const places = roiNumbers.map(atStructure);
  if (limit.priority > 1) {
    // Risk ladders and limits of single diseases inform; only what is reached is worth a line.
    return outcome === 'FAIL' || outcome === 'BORDERLINE' ? [pass('noted', values, places)] : [];
  }
  if (outcome === 'INCOMPLETE') return [isMet === false ? flag('exceeded', values, places) : notCheckable('incomplete', values, places)];
  if (outcome === 'NOT_CHECKABLE') return [notCheckable('cannot-judge', values, places)];
  if (outcome === 'FAIL') return [flag('exceeded', values, places)];
  if (outcome === 'BORDERLINE') return [isMet === true ? pass('borderline', values, places) : flag('borderline', values, places)];
  return [pass('met', values, places)];
}

const valuesOf = ({ limit, structureName, value, margin, coverage, d0_03ccGy, notes, outcome, libraryVersion }: LimitResult): CheckFinding['values'] => ({
  structure: structureName, metric: metricName(limit), value: value === null ? null : rounded(value), unit: limit.unit, op: limit.op, limit: limit.limit, margin: margin === null ? null : rounded(margin), outcome,
  coveredPercent: coverage === null ? null : rounded(coverage * 100, 1), d0_03ccGy: d0_03ccGy === null ? null : rounded(d0_03ccGy), endpoint: limit.endpoint, source: limit.source, id: limit.id, priority: limit.priority,
  isCrossChecked: limit.cross_checked, libraryVersion, notes: notes.map((note) => `; ${noteSentence(note, 'en')}`).join(''), notesZh: notes.map((note) => `；${noteSentence(note, 'zh')}`).join(''),
});

/** A metric as TG-263 writes it. */
export function metricName({ metric, unit }: Pick<Limit, 'metric' | 'unit'>): string {
  switch (metric.type) {
    case 'Dmax':
      return 'Dmax';
    case 'Dmean':
      return 'Dmean';
    case 'Dxcc':
      return `D${metric.at}cc`;
    case 'DxPct':
      return `D${metric.at}%`;
    case 'VxGy':
      return `V${metric.at}Gy[${unit}]`;
    case 'CVxcc':
      return `CV${metric.at}Gy[cc]`;
    case 'prescription':
      return 'prescription';
  }
}
