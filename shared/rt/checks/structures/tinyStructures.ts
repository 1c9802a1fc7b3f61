import { buildContourStack } from '../../contours/contourStack.ts';
import { isHelperName } from '../../names/helperName.ts';
import type { Structure } from '../../types.ts';
import { absent, atStructure, flag, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { hasClosed, isAccessory, isDrawn, matchOf, volumeProblem } from './structureRoles.ts';

/** Organs a few millimetres long, which a usual CT cuts once or twice. */
const tinyByNature = /^(?:Lens|OpticChiasm|OpticNrv|OpticTract|Pituitary|Pineal|Cochlea|Ear_|Glnd_Lacrimal|Retina|Cornea|Hypothalmus|Markers|Scar|Leads|A_LAD|CN_|Arytenoid|Cricopharyngeus)/u;

/** Structures without contours, or with very few. */
export const tinyStructures: Check = {
  number: 45,
  title: { zh: '空结构与过小结构', en: 'Empty or tiny structures' },
  severity: 'C',
  attributes: ['ContourSequence'],
  rule: { zh: '没有轮廓，或少于 3 层（场所设置）的结构列出；点、床与本来很小的器官除外', en: 'Structures with no contour or fewer than 3 slices (site setting) are listed; not points, couch and organs small by nature' },
  source: sourceOf('C.8.8.6'),
  sentences: {
    fine: { zh: '{{structures}} 个结构均有足够层数', en: 'All {{structures}} structures have enough slices' },
    empty: { zh: '没有轮廓：{{structures}}', en: 'No contours: {{structures}}' },
    'no-volume': { zh: '{{structure}} 有轮廓但没有体积，其他核对不包括它：{{reason}}', en: '{{structure}} has contours but no volume, and no other check looks at it: {{reason}}' },
    few: { zh: '{{structure}} 只有 {{slices}} 层', en: '{{structure}} has only {{slices}} slices' },
  },
  run: (review) => {
    const { structureSet } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    const all = structureSet.structures.filter((structure) => structure.otherFrameUID === undefined);
    const empty = all.filter(isEmpty);
    const findings: CheckFinding[] = empty.length === 0 ? [] : [flag('empty', { structures: empty.map(({ name }) => name) }, empty.map(({ number }) => atStructure(number)))];
    for (const structure of all.filter(hasClosed)) {
      const problem = volumeProblem(structure);
      if (problem !== null) findings.push(flag('no-volume', { structure: structure.name, reason: problem }, [atStructure(structure.number)]));
    }
    for (const structure of all.filter(isDrawn)) {
      const slices = buildContourStack(structure).planes.length;
      if (slices < review.site.tolerances.fewestSlices && !isSmallByIntent(structure, review)) findings.push(flag('few', { structure: structure.name, slices }, [atStructure(structure.number)]));
    }
    return findings.length > 0 ? findings : [pass('fine', { structures: all.length })];
  },
};

/** Point and open contours are something; a helper that was never filled is not worth a word. */
const isEmpty = ({ contours, name, interpretedType }: Structure): boolean => contours.length === 0 && !isHelperName(name) && interpretedType !== 'MARKER' && interpretedType !== 'ISOCENTER';

const isSmallByIntent = (structure: Structure, review: Review): boolean => isAccessory(structure) || tinyByNature.test(matchOf(structure, review).standard ?? '');
