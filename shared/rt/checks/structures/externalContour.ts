import { dot, type Vector3 } from '../../../geometry/vector.ts';
import { buildContourStack } from '../../contours/contourStack.ts';
import type { DoseGrid, Structure } from '../../types.ts';
import { absent, atStructure, fail, flag, notCheckable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { externalsOf } from './structureRoles.ts';

/** Beyond the ends of the outline there is air, and no dose to speak of: this part of the maximum would be. */
const doseInAir = 0.1;

/** One outline of the body, closed wherever there is dose. */
export const externalContour: Check = {
  number: 41,
  title: { zh: '体表轮廓', en: 'External contour' },
  severity: 'A',
  attributes: ['RTROIInterpretedType', 'ContourSequence'],
  rule: { zh: '恰有一个 EXTERNAL，剂量范围内每层影像均闭合', en: 'Exactly one EXTERNAL, closed on every image slice of the dose extent' },
  source: sourceOf('C.8.8.8'),
  sentences: {
    one: { zh: '体表轮廓 {{structure}}，剂量范围内 {{slices}} 层影像均已勾画', en: '{{structure}} outlines the body on all {{slices}} image slices of the dose extent' },
    'by-name': { zh: '没有类型为 EXTERNAL 的结构，按名称采用 {{structure}}', en: 'No structure has the type EXTERNAL; {{structure}} is taken by its name' },
    none: { zh: '没有勾画体表轮廓（EXTERNAL）', en: 'No EXTERNAL is contoured' },
    several: { zh: '有 {{count}} 个体表轮廓：{{structures}}', en: '{{count}} structures outline the body: {{structures}}' },
    missing: { zh: '{{structure}} 在剂量范围内缺少 {{count}} 层，位置 {{positionsMm}} mm', en: '{{structure}} is missing on {{count}} image slices of the dose extent, at {{positionsMm}} mm' },
    'no-images': { zh: '没有计划影像，无法逐层核对 {{structure}}', en: 'There are no planning images to check {{structure}} slice by slice' },
  },
  run: (review) => {
    const { structureSet } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    const { structures, by } = externalsOf(structureSet, review);
    const [external] = structures;
    if (external === undefined) return [fail('none', {}, [{ kind: 'object', sopInstanceUID: structureSet.sopInstanceUID, attribute: 'RTROIInterpretedType' }])];
    const findings: CheckFinding[] = [];
    if (by === 'name') findings.push(pass('by-name', { structure: external.name }, [atStructure(external.number)]));
    else if (structures.length > 1) findings.push(flag('several', { count: structures.length, structures: structures.map(({ name }) => name) }, structures.map(({ number }) => atStructure(number))));
    return [...findings, slices(external, review)];
  },
};

function slices(external: Structure, { images, numbers }: Review): CheckFinding {
  const { frame, planes } = buildContourStack(external);
  const at = planes.map(({ positionMm }) => positionMm);
  const positions = images.flatMap(({ positionMm }) => (positionMm === null ? [] : [dot(positionMm, frame.normal)])).sort((a, b) => a - b);
  const place = atStructure(external.number);
  if (positions.length === 0) return notCheckable('no-images', { structure: external.name }, [place]);
  const { planDose } = numbers;
  const wanted = planDose === null ? positions : positions.filter((position) => isWithin(position, doseExtent(planDose, frame.normal)));
  const gaps = at.slice(1).map((position, n) => position - (at[n] ?? position)).sort((a, b) => a - b);
  // Outlines drawn on every second slice by design stand for both.
  const reach = (gaps[Math.floor((gaps.length - 1) / 2)] ?? 0) / 2 + 0.1;
  const [first = 0, last = 0] = [at[0], at.at(-1)];
  const missing = wanted.filter((position) => at.every((plane) => Math.abs(plane - position) > reach) && (isWithin(position, [first, last]) || hasDose(planDose, frame.normal, position)));
  if (missing.length === 0) return pass('one', { structure: external.name, slices: wanted.length }, [place]);
  return fail('missing', { structure: external.name, count: missing.length, positionsMm: missing.slice(0, 10).map((position) => rounded(position, 1)) }, [place]);
}

const isWithin = (value: number, [low, high]: readonly [number, number]): boolean => value >= low - 0.1 && value <= high + 0.1;

/** The stretch of the grid along a direction, patient mm. */
function doseExtent({ geometry }: DoseGrid, along: Vector3): readonly [number, number] {
  const { origin, rowDirection, columnDirection, sliceDirection, columns, rows, columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = geometry;
  const start = dot(origin, along);
  const steps = [dot(rowDirection, along) * (columns - 1) * columnSpacingMm, dot(columnDirection, along) * (rows - 1) * rowSpacingMm, dot(sliceDirection, along) * (sliceOffsetsMm.at(-1) ?? 0)];
  return [start + steps.reduce((sum, step) => sum + Math.min(0, step), 0), start + steps.reduce((sum, step) => sum + Math.max(0, step), 0)];
}

/** Whether the slice of the grid nearest to a position holds dose; true for grids that are not cut across that direction. */
function hasDose(dose: DoseGrid | null, along: Vector3, position: number): boolean {
  if (dose === null) return false;
  const { origin, sliceDirection, sliceOffsetsMm, columns, rows } = dose.geometry;
  const slope = dot(sliceDirection, along);
  if (Math.abs(slope) < 0.99) return true;
  const offset = (position - dot(origin, along)) / slope;
  const nearest = sliceOffsetsMm.reduce((best, value, k) => (Math.abs(value - offset) < Math.abs((sliceOffsetsMm[best] ?? Infinity) - offset) ? k : best), 0);
  const slice = dose.dose.subarray(nearest * columns * rows, (nearest + 1) * columns * rows);
  return slice.some((value) => value > doseInAir * dose.maximum);
}
