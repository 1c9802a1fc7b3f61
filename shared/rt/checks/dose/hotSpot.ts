import { add, scale, type Vector3 } from '../../../geometry/vector.ts';
import type { DoseGrid, Structure } from '../../types.ts';
import { absent, flag, notCheckable, pass, rounded } from '../findings.ts';
import { isInside } from '../insideStructure.ts';
import { sourceOf } from '../sources.ts';
import { isAnatomy, isDrawn } from '../structures/structureRoles.ts';
import { targetClassOf } from '../targets.ts';
import type { Check, CheckPlace } from '../types.ts';

/** The highest dose lies in a target. */
export const hotSpot: Check = {
  number: 55,
  title: { zh: '最高剂量位置', en: 'Hot spot place' },
  severity: 'B',
  attributes: ['PixelData'],
  rule: { zh: '剂量最大点位于 PTV 内；在外面时提示所在器官', en: 'The dose maximum lies inside a PTV; outside, the organ is named' },
  source: sourceOf('C.8.8.3'),
  sentences: {
    inside: { zh: '最大剂量 {{maximumGy}} Gy 位于 {{structure}} 内', en: 'The maximum of {{maximumGy}} Gy lies inside {{structure}}' },
    outside: { zh: '最大剂量 {{maximumGy}} Gy 在靶区之外，位于 {{structures}}', en: 'The maximum of {{maximumGy}} Gy lies outside every target, in {{structures}}' },
    nowhere: { zh: '最大剂量 {{maximumGy}} Gy 在靶区和勾画器官之外', en: 'The maximum of {{maximumGy}} Gy lies outside every target and contoured organ' },
    'no-target': { zh: '没有勾画靶区', en: 'No target is contoured' },
  },
  run: ({ numbers: { planDose }, structureSet }) => {
    if (planDose === null) return [absent('RTDOSE')];
    if (structureSet === null) return [absent('RTSTRUCT')];
    const drawn = structureSet.structures.filter(isDrawn);
    const targets = drawn.filter((structure) => targetClassOf(structure) !== null);
    if (targets.length === 0) return [notCheckable('no-target')];
    const points = hottestPoints(planDose);
    const holds = (structure: Structure): boolean => points.some((point) => isInside(structure, point));
    const target = targets.find(holds);
    const values = { maximumGy: rounded(planDose.maximum), pointMm: (points[0] ?? []).map((value) => rounded(value, 1)) };
    const places: CheckPlace[] = points.slice(0, 1).map((pointMm) => ({ kind: 'point', pointMm }));
    if (target !== undefined) return [pass('inside', { ...values, structure: target.name }, places)];
    const organs = drawn.filter((structure) => isAnatomy(structure) && targetClassOf(structure) === null && holds(structure)).map(({ name }) => name);
    return [organs.length === 0 ? flag('nowhere', values, places) : flag('outside', { ...values, structures: organs }, places)];
  },
};

/** Centres of the voxels that hold the maximum; a plateau has several. */
function hottestPoints({ dose, geometry }: DoseGrid): readonly Vector3[] {
  let most = -Infinity;
  for (const value of dose) if (value > most) most = value;
  const { columns, rows, origin, rowDirection, columnDirection, sliceDirection, columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = geometry;
  const points: Vector3[] = [];
  for (let n = 0; n < dose.length && points.length < mostPoints; n += 1) {
    if (dose[n] !== most) continue;
    const [i, j, k] = [n % columns, Math.floor(n / columns) % rows, Math.floor(n / (columns * rows))];
    points.push(add(add(add(origin, scale(rowDirection, i * columnSpacingMm)), scale(columnDirection, j * rowSpacingMm)), scale(sliceDirection, sliceOffsetsMm[k] ?? 0)));
  }
  return points;
}

const mostPoints = 50;
