import { dot } from '../../../geometry/vector.ts';
import { buildContourStack, type ContourPlane, type ContourStack } from '../../contours/contourStack.ts';
import { intersectionOf, turnedAreaMm2 } from '../../contours/polygonSets.ts';
import { sidesOf } from '../../names/organTable.ts';
import type { Structure } from '../../types.ts';
import { absent, flag, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { isAnatomy, isDrawn, isTarget, likelyStandard } from './structureRoles.ts';

/** Contour planes further apart than this many usual distances leave something out. */
const wide = 1.5;
/** Structures that come in parts may leave out more than this many slices between two of them. */
const partsApart = 3.5;
/** From this many wide steps, and this share of all, the structure was drawn sparsely by intention. */
const sparse = { steps: 3, share: 0.2 } as const;

/** Contour planes missing inside a structure. */
export const gaps: Check = {
  number: 44,
  title: { zh: '层面缺失', en: 'Gaps' },
  severity: 'B',
  attributes: ['ContourSequence', 'ContourData'],
  rule: { zh: '结构内部缺少轮廓层面；有规律地隔层勾画不算', en: 'A contour plane is missing inside a structure; regular wider spacing is no gap' },
  source: sourceOf('C.8.8.6'),
  sentences: {
    complete: { zh: '{{structures}} 个结构层面连续', en: '{{structures}} structures have no missing plane' },
    missing: { zh: '{{structure}} 在 {{positionsMm}} mm 处缺少层面（间隔 {{gapsMm}} mm，通常 {{spacingMm}} mm）', en: '{{structure}} lacks planes at {{positionsMm}} mm (steps of {{gapsMm}} mm, usually {{spacingMm}} mm)' },
    sparse: { zh: '{{structure}} 隔层勾画（间隔 {{gapsMm}} mm），未按缺层处理', en: '{{structure}} is drawn on some slices only (steps of {{gapsMm}} mm); not counted as gaps' },
  },
  run: (review) => {
    const { structureSet } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    const looked = structureSet.structures.filter((structure) => isDrawn(structure) && (isAnatomy(structure) || structure.interpretedType === 'EXTERNAL'));
    const findings = looked.flatMap((structure) => gapsOf(structure, review));
    return findings.some(({ result }) => result === 'FLAG') ? findings : [pass('complete', { structures: looked.length }), ...findings];
  },
};

function gapsOf(structure: Structure, review: Review): readonly CheckFinding[] {
  const stack = buildContourStack(structure);
  const { planes } = stack;
  const steps = planes.slice(1).map((plane, n) => plane.positionMm - (planes[n]?.positionMm ?? plane.positionMm));
  const ordered = steps.toSorted((a, b) => a - b);
  const usual = ordered[Math.floor((ordered.length - 1) / 2)];
  if (usual === undefined) return [];
  const slices = slicePositions(stack, review);
  const isPart = comesInParts(structure, review);
  const found = planes.slice(1).flatMap((plane, n) => {
    const below = planes[n];
    const step = steps[n] ?? 0;
    if (below === undefined || step <= wide * usual) return [];
    // With images, a slice has to lie in the gap: their own distance may change along the scan.
    if (slices.length > 0 && !slices.some((position) => position > below.positionMm + 0.25 * usual && position < plane.positionMm - 0.25 * usual)) return [];
    if (isPart && (step > partsApart * usual || !overlap(below, plane))) return [];
    return [{ positionMm: rounded((below.positionMm + plane.positionMm) / 2, 1), stepMm: rounded(step, 2) }];
  });
  if (found.length === 0) return [];
  const values = { structure: structure.name, positionsMm: found.map(({ positionMm }) => positionMm), gapsMm: [...new Set(found.map(({ stepMm }) => stepMm))], spacingMm: rounded(usual, 2) };
  const places = found.slice(0, 5).map(({ positionMm }) => ({ kind: 'structure' as const, roiNumber: structure.number, pointMm: pointAt(stack, positionMm) }));
  const isSparse = found.length >= sparse.steps && found.length > sparse.share * steps.length;
  return [isSparse ? pass('sparse', values, places) : flag('missing', values, places)];
}

const slicePositions = ({ frame }: ContourStack, { images }: Review): readonly number[] => images.flatMap(({ positionMm }) => (positionMm === null ? [] : [dot(positionMm, frame.normal)]));

/** Targets of several sites, and organs in loops and pairs. */
const comesInParts = (structure: Structure, review: Review): boolean => {
  const standard = likelyStandard(structure, review);
  return isTarget(structure) || standard === null || /^(?:Bowel|Bag_Bowel|Jejunum|Ileum|Colon|LN|Rib|VB|Bone|A_|V_|GreatVes|Markers|Testes|Ovar|Glnd_|Skin|Leads)/u.test(standard) || sidesOf(standard) !== null;
};

const overlap = (a: ContourPlane, b: ContourPlane): boolean => turnedAreaMm2(intersectionOf(a.polygons, b.polygons)) > 1;

function pointAt({ frame, planes }: ContourStack, positionMm: number): [number, number, number] {
  const nearest = planes.reduce((a, b) => (Math.abs(b.positionMm - positionMm) < Math.abs(a.positionMm - positionMm) ? b : a));
  const [u = 0, v = 0] = nearest.polygons[0] ?? [];
  const at = (axis: 0 | 1 | 2): number => u * frame.uAxis[axis] + v * frame.vAxis[axis] + positionMm * frame.normal[axis];
  return [at(0), at(1), at(2)];
}
