import { RtError } from '../../../errors/appError.ts';
import type { FieldValue } from '../../compare/fields/fields.ts';
import { comparePlans } from '../../compare/plan/comparePlans.ts';
import type { PlanChange } from '../../compare/plan/planChange.ts';
import { compareStructureSets, type ComparedStructure } from '../../compare/structures/compareStructureSets.ts';
import { computeStructureSetDvh } from '../../dvh/structureSetDvh.ts';
import type { Structure } from '../../types.ts';
import { absent, atBeam, atStructure, flag, notApplicable, notCheckable, pass, rounded } from '../findings.ts';
import { contourBody } from '../contourBody.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding, Review } from '../types.ts';

/** One change in words: `beam 2 metersetMU 120 → 130`. */
function wordsOf(change: PlanChange): string {
  const { kind, number, name, part } = change.place;
  const where = [kind, number ?? name ?? '', part ?? ''].filter((word) => word !== '').join(' ');
  if (change.type !== 'changed' && change.type !== 'series') return `${where} ${change.type}`;
  const unit = change.unit === null ? '' : ` ${change.unit}`;
  if (change.type === 'changed') return `${where} ${change.field} ${shown(change.before)} → ${shown(change.after)}${unit}`;
  const { before, after, controlPoint } = change.largest;
  return `${where} ${change.field}: ${change.changedPoints}/${change.comparedPoints}, #${controlPoint} ${shown(before)} → ${shown(after)}${unit}`;
}

const shown = (value: FieldValue): string => (value === null ? '–' : typeof value === 'object' ? value.join('/') : String(value));
/** Names, dates and states of a revision are new by nature. */
const isOfTreatment = ({ place }: PlanChange): boolean => place.kind !== 'plan';

/** Figures of structures in both plans that moved by more than these. */
const movedGy = 0.1;
const movedPercent = 0.5;

function figures({ previous, structureSet, numbers }: Review): readonly string[] {
  if (previous?.structureSet === null || previous === null || structureSet === null) return [];
  return structureSet.structures.flatMap((structure) => {
    const before = previous.structureSet?.structures.find(({ name }) => name === structure.name);
    if (before === undefined) return [];
    const [oldCc, newCc] = [volumeOf(before, previous.structureSet), numbers.volumeCc(structure)];
    const lines: string[] = [];
    if (oldCc !== null && newCc !== null && Math.abs(newCc / oldCc - 1) * 100 > movedPercent) lines.push(`${structure.name} ${rounded(oldCc)} → ${rounded(newCc)} cm³`);
    const [first] = previous.dose === null || previous.structureSet === null ? [] : computeStructureSetDvh(previous.structureSet, previous.dose, {}, [before]);
    const [oldGy, newGy] = [first !== undefined && 'dvh' in first ? first.dvh.meanGy : null, numbers.dvh(structure)?.meanGy ?? null];
    if (oldGy !== null && newGy !== null && Math.abs(newGy - oldGy) > movedGy) lines.push(`${structure.name} mean ${rounded(oldGy)} → ${rounded(newGy)} Gy`);
    return lines;
  });
}

function volumeOf(structure: Structure, set: Parameters<typeof contourBody>[1]): number | null {
  try {
    return contourBody(structure, set).volumeCc;
  } catch (error) {
    if (error instanceof RtError) return null;
    throw error;
  }
}

export const revisedPlan: Check = {
  number: 61,
  title: { zh: '修改后计划与前一计划比较', en: 'Revised plan compared with predecessor' },
  severity: 'C',
  attributes: ['ReferencedRTPlanSequence', 'RTPlanRelationship'],
  rule: {
    zh: '列出改变的每个射野参数、结构体积（超过 0.5 %）和平均剂量（超过 0.1 Gy）；计划名、日期和批准状态除外',
    en: 'Every changed parameter of beams, prescription and setup, structure volume (above 0.5 %) and mean dose (above 0.1 Gy) is listed; label, dates and approval of the plan are left out',
  },
  source: sourceOf('C.8.8.9'),
  sentences: {
    unchanged: { zh: '与前一计划 {{label}} 相同', en: 'As in the plan before ({{label}})' },
    changed: { zh: '与前一计划 {{label}} 有 {{count}} 处不同：{{changes}}', en: '{{count}} differences from the plan before ({{label}}): {{changes}}' },
    figures: { zh: '结构体积或剂量改变：{{changes}}', en: 'Volumes or doses changed: {{changes}}' },
    none: { zh: '没有前一计划', en: 'There is no plan before it' },
  },
  run: (review) => {
    const { plan, previous } = review;
    if (previous === null || previous.plan === null) return [notApplicable('none')];
    if (plan === null) return [absent('RTPLAN')];
    const changes = comparePlans(previous.plan, plan).changes.filter(isOfTreatment);
    const moved = figures(review);
    const findings: CheckFinding[] = [];
    const beams = new Set(changes.flatMap(({ place }) => (place.kind === 'beam' && place.number !== null ? [place.number] : [])));
    if (changes.length > 0) findings.push(flag('changed', { label: previous.plan.label, count: changes.length, changes: changes.map(wordsOf) }, [...beams].map((number) => atBeam(number))));
    if (moved.length > 0) findings.push(flag('figures', { changes: moved }));
    return findings.length > 0 ? findings : [pass('unchanged', { label: previous.plan.label })];
  },
};

function structureFinding({ first, second, hasSameContours, result }: ComparedStructure, dice: number, surfaceMm: number): CheckFinding | null {
  if (hasSameContours) return null;
  if (result instanceof RtError) return result.reason === 'no-closed-contour' && first.contours.length === second.contours.length ? null : notCheckable('not-compared', { structure: second.name, message: result.message }, [atStructure(second.number)]);
  const values = { structure: second.name, dice: rounded(result.dice, 4), meanSurfaceMm: rounded(result.meanSurfaceMm), hausdorff95Mm: rounded(result.hausdorff95Mm), firstCc: rounded(result.firstCc), secondCc: rounded(result.secondCc) };
  const isChanged = result.dice < dice || result.meanSurfaceMm > surfaceMm;
  return isChanged ? flag('changed', values, [atStructure(second.number)]) : pass('near', values);
}

export const sameStructures: Check = {
  number: 62,
  title: { zh: '两次修改的结构相同', en: 'Same structures in both revisions' },
  severity: 'B',
  attributes: ['ROIName', 'ContourData', 'PredecessorStructureSetSequence'],
  rule: { zh: '逐个结构给出 Dice 和平均表面距离；Dice 低于 0.98 或平均距离超过 0.5 mm（场所设置）以及增减的结构列出', en: 'Dice and mean surface distance per structure; a Dice under 0.98 or a mean distance above 0.5 mm (site settings) is flagged, and so are added and missing structures' },
  source: `${sourceOf('C.8.8.5')}; AAPM TG-132`,
  sentences: {
    same: { zh: '{{structures}} 个结构与前一版本相同', en: '{{structures}} structures are as before' },
    near: { zh: '{{structure}}：Dice {{dice}}，平均表面距离 {{meanSurfaceMm}} mm，在容差内', en: '{{structure}}: Dice {{dice}}, mean surface distance {{meanSurfaceMm}} mm, within tolerance' },
    changed: { zh: '{{structure}} 已改变：Dice {{dice}}，平均表面距离 {{meanSurfaceMm}} mm，{{firstCc}} → {{secondCc}} cm³', en: '{{structure}} changed: Dice {{dice}}, mean surface distance {{meanSurfaceMm}} mm, {{firstCc}} → {{secondCc}} cm³' },
    added: { zh: '新增结构 {{structures}}', en: 'Added: {{structures}}' },
    removed: { zh: '缺少前一版本的结构 {{structures}}', en: 'No longer there: {{structures}}' },
    'not-compared': { zh: '{{structure}} 无法比较：{{message}}', en: '{{structure}} cannot be compared: {{message}}' },
    none: { zh: '没有前一版本的结构集', en: 'There is no structure set before it' },
  },
  run: ({ structureSet, previous, site: { tolerances } }) => {
    const before = previous?.structureSet ?? null;
    if (before === null) return [notApplicable('none')];
    if (structureSet === null) return [absent('RTSTRUCT')];
    if (before.sopInstanceUID === structureSet.sopInstanceUID) return [pass('same', { structures: structureSet.structures.length })];
    const { structures, onlyFirst, onlySecond, problem } = compareStructureSets(before, structureSet);
    if (problem !== null) throw problem;
    const findings = structures.flatMap((pair) => structureFinding(pair, tolerances.revisedDice, tolerances.revisedSurfaceMm) ?? []);
    if (onlySecond.length > 0) findings.push(flag('added', { structures: onlySecond.map(({ name }) => name) }, onlySecond.map(({ number }) => atStructure(number))));
    if (onlyFirst.length > 0) findings.push(flag('removed', { structures: onlyFirst.map(({ name }) => name) }));
    return findings.length > 0 ? findings : [pass('same', { structures: structures.length })];
  },
};
