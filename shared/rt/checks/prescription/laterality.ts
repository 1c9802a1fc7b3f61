import { lateralityOf } from '../../names/laterality.ts';
import type { Structure } from '../../types.ts';
import { absent, atStructure, fail, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import { planTargets, targetClassOf } from '../targets.ts';
import type { Check, CheckFinding, Review } from '../types.ts';

type Side = 'left' | 'right';

/** Nearer to the midline than this a target is on neither side. */
const midlineMm = 10;

interface Placed {
  readonly structure: Structure;
  /** Distance to the patient's left of the middle of the body, mm. */
  readonly leftMm: number;
  readonly side: Side | null;
}

/** Targets with the side they lie on: x of LPS is to the patient's left in every position. */
function placedTargets({ structureSet, numbers }: Review): readonly Placed[] {
  const external = structureSet?.structures.find(({ interpretedType }) => interpretedType === 'EXTERNAL');
  const middleMm = (external === undefined ? null : numbers.centroidMm(external)?.[0]) ?? 0;
  return (structureSet?.structures ?? []).flatMap((structure) => {
    if (targetClassOf(structure) === null) return [];
    const centroid = numbers.centroidMm(structure);
    if (centroid === null) return [];
    const leftMm = centroid[0] - middleMm;
    return [{ structure, leftMm, side: Math.abs(leftMm) < midlineMm ? null : leftMm > 0 ? 'left' : 'right' }];
  });
}

const sideOf = (text: string | null): Side | null => {
  const side = text === null ? null : lateralityOf(text);
  return side === 'bilateral' ? null : side;
};

/** Words about the whole treatment; a beam's name counts only as far as it names a part of the body, which lateralityOf sees to. */
function planWords({ plan, request }: Review): readonly { readonly where: string; readonly text: string; readonly side: Side }[] {
  const texts = [
    { where: 'RTPlanLabel', text: plan?.label ?? null },
    { where: 'RTPlanName', text: plan?.name ?? null },
    { where: 'RTPlanDescription', text: plan?.description ?? null },
    { where: 'request', text: request?.laterality === 'left' || request?.laterality === 'right' ? request.laterality : null },
  ];
  return texts.flatMap(({ where, text }) => {
    const side = sideOf(text);
    return side === null || text === null ? [] : [{ where, text, side }];
  });
}

function run(review: Review): readonly CheckFinding[] {
  if (review.structureSet === null) return [absent('RTSTRUCT')];
  const placed = placedTargets(review);
  const words = planWords(review);
  const named = placed.flatMap((target) => {
    const side = sideOf(target.structure.name);
    return side === null ? [] : [{ ...target, word: side }];
  });
  if (words.length === 0 && named.length === 0) return [notApplicable('no-words')];
  if (placed.length === 0) return [absent('a target with contours')];
  const wrongNames = named.filter(({ side, word }) => side !== null && side !== word);
  const findings: CheckFinding[] = wrongNames.map(({ structure, leftMm, side, word }) =>
    fail('target', { structure: structure.name, word, side: side ?? '', leftMm: rounded(leftMm, 1) }, [atStructure(structure.number)]));
  // The plan's own word is wrong only where no main target lies on its side and one lies on the other.
  const main = new Set(planTargets(review.structureSet));
  const mains = placed.filter(({ structure }) => main.has(structure));
  for (const { where, text, side } of words) {
    const other = mains.find((target) => target.side !== null && target.side !== side);
    if (other === undefined || mains.some((target) => target.side === side)) continue;
    findings.push(fail('plan', { where, text, word: side, structure: other.structure.name, side: other.side ?? '', leftMm: rounded(other.leftMm, 1) }, [atStructure(other.structure.number)]));
  }
  if (findings.length > 0) return findings;
  const decided = named.some(({ side }) => side !== null) || (words.length > 0 && mains.some(({ side }) => side !== null));
  const list = [...words.map(({ where, text }) => `${where}: ${text}`), ...named.map(({ structure, leftMm }) => `${structure.name}: ${rounded(leftMm, 0)} mm`)];
  return [decided ? pass('agrees', { list }) : notApplicable('midline', { list })];
}

export const laterality: Check = {
  number: 17,
  title: { zh: '左右侧一致', en: 'Laterality' },
  severity: 'A',
  attributes: ['RTPlanLabel', 'RTPlanName', 'ROIName', 'ContourData'],
  rule: {
    zh: '计划名称、靶区名称（_L/_R、左/右）与申请中的侧别，同靶区质心在体轮廓中线的哪一侧一致；距中线 10 mm 以内不判断，照射方向（如 LAO、左前斜）不算侧别',
    en: 'Every word of side in plan labels, target names (_L, _R, 左, 右) and the request agrees with the side of the target centroid from the middle of the body; within 10 mm of it nothing is judged, and beam directions (LAO, 左前斜) are no sides',
  },
  source: sourceOf('C.8.8.5, C.8.8.9'),
  sentences: {
    agrees: { zh: '侧别一致：{{list}}', en: 'Sides agree: {{list}}' },
    target: { zh: '{{structure}} 名为 {{word}}，实际位于 {{side}} 侧（偏左 {{leftMm}} mm）', en: '{{structure}} is named {{word}} but lies on the {{side}} ({{leftMm}} mm to the left of the midline)' },
    plan: { zh: '{{where}} “{{text}}” 为 {{word}}，靶区 {{structure}} 位于 {{side}} 侧（偏左 {{leftMm}} mm）', en: '{{where}} "{{text}}" says {{word}}, but {{structure}} lies on the {{side}} ({{leftMm}} mm to the left of the midline)' },
    'no-words': { zh: '没有侧别字样', en: 'Nothing states a side' },
    midline: { zh: '靶区居中，侧别字样无法判断：{{list}}', en: 'The target lies in the midline, which decides nothing: {{list}}' },
  },
  run,
};
