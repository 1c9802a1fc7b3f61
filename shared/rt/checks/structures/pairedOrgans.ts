import { pairedOrgans as pairs } from '../../names/organTable.ts';
import type { Structure } from '../../types.ts';
import { absent, fail, flag, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding, CheckPlace, Review } from '../types.ts';
import { isDrawn, matchOf } from './structureRoles.ts';

/** Left is left, and both sides are of a size. Patient coordinates: x grows to the patient's left in every position. */
export const pairedOrgans: Check = {
  number: 47,
  title: { zh: '成对器官合理', en: 'Paired organs plausible' },
  severity: 'A',
  attributes: ['ROIName', 'ContourData'],
  rule: { zh: '左侧器官位于患者左侧；左右体积比 0.3–3（场所设置），超出提示', en: 'The left organ lies on the patient\'s left; volume ratio 0.3 to 3 (site setting), outside it a flag' },
  source: sourceOf('C.7.6.2, C.8.8.6'),
  sentences: {
    none: { zh: '没有成对勾画的器官', en: 'No organ is contoured on both sides' },
    plausible: { zh: '{{left}} 与 {{right}} 左右正确，体积比 {{ratio}}', en: '{{left}} and {{right}} lie on their sides; volume ratio {{ratio}}' },
    swapped: { zh: '{{left}} 位于 {{right}} 的右侧（相差 {{distanceMm}} mm）：左右颠倒', en: '{{left}} lies {{distanceMm}} mm to the right of {{right}}: the sides are swapped' },
    ratio: { zh: '{{left}} 与 {{right}} 体积比 {{ratio}}（{{leftCc}} 与 {{rightCc}} cm³），通常 {{range}}', en: '{{left}} to {{right}} has a volume ratio of {{ratio}} ({{leftCc}} and {{rightCc}} cm³), usually {{range}}' },
  },
  run: (review) => {
    const { structureSet } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    const drawn = structureSet.structures.filter(isDrawn);
    const named = (standard: string): readonly Structure[] => drawn.filter((structure) => matchOf(structure, review).standard === standard);
    const findings = pairs.flatMap(([left, right]) => named(left).flatMap((first) => named(right).flatMap((second) => judge(first, second, review))));
    return findings.length > 0 ? findings : [notApplicable('none')];
  },
};

function judge(left: Structure, right: Structure, { numbers, site }: Review): readonly CheckFinding[] {
  const [leftAt, rightAt] = [numbers.centroidMm(left), numbers.centroidMm(right)];
  const [leftCc, rightCc] = [numbers.volumeCc(left), numbers.volumeCc(right)];
  if (leftAt === null || rightAt === null || leftCc === null || rightCc === null) return [];
  const names = { left: left.name, right: right.name };
  const places: CheckPlace[] = [{ kind: 'structure', roiNumber: left.number, pointMm: leftAt }, { kind: 'structure', roiNumber: right.number, pointMm: rightAt }];
  const apartMm = leftAt[0] - rightAt[0];
  const ratio = leftCc / rightCc;
  const [low, high] = site.tolerances.pairVolumeRatio;
  const findings: CheckFinding[] = apartMm > 0 ? [] : [fail('swapped', { ...names, distanceMm: rounded(-apartMm, 1) }, places)];
  if (!(ratio >= low && ratio <= high)) findings.push(flag('ratio', { ...names, ratio: rounded(ratio), leftCc: rounded(leftCc), rightCc: rounded(rightCc), range: [low, high] }, places));
  return findings.length > 0 ? findings : [pass('plausible', { ...names, ratio: rounded(ratio) }, places)];
}
