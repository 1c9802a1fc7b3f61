import { sidesOf } from '../../names/organTable.ts';
import type { Structure } from '../../types.ts';
import { absent, atStructure, flag, notCheckable, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { inferProtocol } from './inferProtocol.ts';
import { isDrawn, matchOf } from './structureRoles.ts';

/** Every organ of the active protocol is contoured. */
export const expectedOrgans: Check = {
  number: 46,
  title: { zh: '应勾画的器官', en: 'Organs expected for the site' },
  severity: 'B',
  attributes: ['ROIName'],
  rule: { zh: '所用部位方案中的每个器官均已勾画', en: 'Every organ of the active protocol is contoured' },
  source: `${sourceOf('C.8.8.5')}; AAPM TG-263; organs with a QUANTEC limit in the region`,
  sentences: {
    complete: { zh: '部位方案 {{protocol}}：{{organs}} 均已勾画', en: 'Protocol {{protocol}}: {{organs}} are all contoured' },
    inferred: { zh: '申请未注明部位，按已勾画器官和靶区位置推断为 {{protocol}}', en: 'The request names no site; the contoured organs and the target speak for {{protocol}}' },
    missing: { zh: '部位方案 {{protocol}} 要求的 {{organ}} 未勾画', en: '{{organ}}, which the protocol {{protocol}} expects, is not contoured' },
    unsure: { zh: '{{organ}} 只可能是 {{structures}}，名称需确认', en: '{{organ}} may be {{structures}}; the name has to be confirmed' },
    'no-site': { zh: '申请未注明部位，也无法确定推断', en: 'The request names no site, and none can be inferred with certainty' },
    'no-protocol': { zh: '场所没有部位 {{site}} 的方案', en: 'The site settings have no protocol {{site}}' },
  },
  run: (review) => {
    const { structureSet, request, site } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    const asked = request?.site ?? null;
    const key = asked ?? inferProtocol(review);
    if (key === null) return [notCheckable('no-site')];
    const protocol = site.protocols.find((each) => each.key.toLowerCase() === key.trim().toLowerCase());
    if (protocol === undefined) return [notCheckable('no-protocol', { site: key })];
    const findings: CheckFinding[] = asked === null ? [pass('inferred', { protocol: key })] : [];
    const drawn = structureSet.structures.filter(isDrawn);
    for (const organ of protocol.organs) {
      const finding = judge(organ, key, drawn, review);
      if (finding !== null) findings.push(finding);
    }
    return findings.some(({ result }) => result === 'FLAG') ? findings : [...findings, pass('complete', { protocol: key, organs: [...protocol.organs] })];
  },
};

/** What is wrong with one expected organ; null where it is there. */
function judge(organ: string, protocol: string, drawn: readonly Structure[], review: Review): CheckFinding | null {
  const alternatives = organ.split('|');
  const isThere = (standard: string): boolean => drawn.some((structure) => {
    const found = matchOf(structure, review).standard;
    // The organ without a target is the organ contoured.
    return found === standard || found?.startsWith(`${standard}-`) === true;
  });
  if (alternatives.some((standard) => isThere(standard) || (sidesOf(standard)?.every(isThere) ?? false))) return null;
  const maybe = drawn.filter((structure) => alternatives.includes(matchOf(structure, review).suggestion?.standard ?? ''));
  const values = { organ, protocol, structures: maybe.map(({ name }) => name) };
  const places = maybe.map(({ number }) => atStructure(number));
  if (maybe.length === 0) return flag('missing', values);
  // An organ whose side or copy is unsaid is contoured all the same; one that is only spelt alike may be another.
  const isContoured = maybe.some((structure) => matchOf(structure, review).suggestion?.why !== 'similar');
  return isContoured ? pass('unsure', values, places) : flag('unsure', values, places);
}
