import { combineStructures } from '../../structures/combineStructures.ts';
import { parseTarget, type TargetName } from '../../names/targetName.ts';
import { targetClassOf } from '../targets.ts';
import type { Structure } from '../../types.ts';
import { absent, atStructure, flag, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { isDrawn, isTarget } from './structureRoles.ts';

interface Target {
  readonly structure: Structure;
  readonly kind: 'GTV' | 'CTV' | 'PTV';
  readonly name: TargetName | null;
}

/** GTV inside CTV inside PTV, for targets that belong together. */
export const nestedTargets: Check = {
  number: 42,
  title: { zh: '靶区齐全且逐级包含', en: 'Targets present and nested' },
  severity: 'B',
  attributes: ['ROIName', 'RTROIInterpretedType'],
  rule: { zh: 'GTV 在 CTV 内，CTV 在 PTV 内；超出体积大于 1 %（场所设置）提示', en: 'GTV inside CTV inside PTV; more than 1 % of the volume outside (site setting) is flagged' },
  source: sourceOf('C.8.8.8'),
  sentences: {
    none: { zh: '没有勾画靶区', en: 'No target is contoured' },
    inside: { zh: '{{inner}} 在 {{outer}} 内（超出 {{outsidePercent}} %）', en: '{{inner}} lies inside {{outer}} ({{outsidePercent}} % outside)' },
    outside: { zh: '{{inner}} 有 {{outsidePercent}} %（{{outsideCc}} cm³）超出 {{outer}}', en: '{{outsidePercent}} % of {{inner}} ({{outsideCc}} cm³) lies outside {{outer}}' },
    'no-pair': { zh: '靶区 {{targets}} 之间没有可以确定对应的上下级', en: 'Of the targets {{targets}} none certainly belongs inside another' },
  },
  run: (review) => {
    const { structureSet } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    const targets = structureSet.structures.filter((structure) => isDrawn(structure) && isTarget(structure)).map(targetOf);
    if (targets.length === 0) return [flag('none', {}, [{ kind: 'object', sopInstanceUID: structureSet.sopInstanceUID, attribute: 'ROIName' }])];
    const findings = targets.flatMap((inner) => {
      const outers = outersOf(inner, targets);
      return outers.length === 0 ? [] : [judge(inner, outers, review)];
    });
    return findings.length > 0 ? findings : [notApplicable('no-pair', { targets: targets.map(({ structure }) => structure.name) })];
  },
};

const targetOf = (structure: Structure): Target => ({ structure, kind: targetClassOf(structure) ?? 'PTV', name: parseTarget(structure.name) });

/** Volumes a target ought to lie inside: the best matches one step up, else two. */
function outersOf(inner: Target, all: readonly Target[]): readonly Target[] {
  if (inner.kind === 'PTV' || inner.name?.isCropped === true) return [];
  const whole = all.filter((other) => other !== inner && other.name?.isCropped !== true);
  const next = inner.kind === 'GTV' ? whole.filter(({ kind, name }) => kind === 'CTV' || (kind === 'PTV' && name?.of === 'GTV')) : whole.filter(({ kind, name }) => kind === 'PTV' && name?.of !== 'GTV');
  const last = inner.kind === 'GTV' ? whole.filter(({ kind }) => kind === 'PTV') : [];
  for (const candidates of [next, last]) {
    const found = matching(inner, candidates, all);
    if (found.length > 0) return found;
  }
  return [];
}

/** Those whose names agree best; a name that says nothing only where there is one target of either kind. */
function matching(inner: Target, candidates: readonly Target[], all: readonly Target[]): readonly Target[] {
  const isOnly = candidates.length === 1 && all.filter(({ kind }) => kind === inner.kind).length === 1;
  if (isOnly && (inner.name === null || candidates[0]?.name === null)) return candidates;
  const scored = candidates.flatMap((outer) => {
    const score = agreement(inner.name, outer.name);
    return score === null ? [] : [{ outer, score }];
  });
  const best = Math.max(...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best).map(({ outer }) => outer);
}

/** How many parts of two names agree; null where they contradict or a name says nothing. */
function agreement(a: TargetName | null, b: TargetName | null): number | null {
  if (a === null || b === null) return null;
  let score = 0;
  for (const part of ['classes', 'number', 'doseGy', 'relative', 'laterality'] as const) {
    const [first, second] = [a[part], b[part]];
    const isUnsaid = first === null || second === null || first === '' || second === '';
    if (isUnsaid) continue;
    if (first !== second) return null;
    score += 1;
  }
  return score;
}

/** Of several volumes that match equally the one that holds most counts: names do not say which. */
function judge(inner: Target, outers: readonly Target[], { numbers, site }: Review): CheckFinding {
  const volumeCc = numbers.volumeCc(inner.structure) ?? 0;
  const parts = outers.map((outer) => ({ outer, outsideCc: numbers.volumeCc(combineStructures('difference', inner.structure, outer.structure)) ?? 0 }));
  const least = parts.reduce((a, b) => (b.outsideCc < a.outsideCc ? b : a));
  const outsidePercent = volumeCc > 0 ? (least.outsideCc / volumeCc) * 100 : 0;
  const values = { inner: inner.structure.name, outer: least.outer.structure.name, outsidePercent: rounded(outsidePercent), outsideCc: rounded(least.outsideCc), tolerancePercent: site.tolerances.nestingPercent };
  const places = [atStructure(inner.structure.number), atStructure(least.outer.structure.number)];
  return outsidePercent > site.tolerances.nestingPercent ? flag('outside', values, places) : pass('inside', values, places);
}
