import { absent, atStructure, flag, pass } from '../findings.ts';
import type { Check } from '../types.ts';
import { isAccessory, isDrawn, matchOf } from './structureRoles.ts';

/** Names nobody but their author knows the meaning of. */
export const structureNames: Check = {
  number: 50,
  title: { zh: '结构命名', en: 'Names' },
  severity: 'C',
  attributes: ['ROIName'],
  rule: { zh: '列出无法对应到 TG-263 的名称；点、床和计划辅助结构除外', en: 'Names that match no TG-263 name are listed; not points, couch and planning helpers' },
  source: 'AAPM TG-263 (Mayo et al., IJROBP 2018;100:1057); AAPM TG-275 (Ford et al., Med Phys 2020;47:e236)',
  sentences: {
    known: { zh: '{{structures}} 个结构名称均可对应', en: 'All {{structures}} structure names are known' },
    unknown: { zh: '无法对应的名称：{{structures}}', en: 'Names without a match: {{structures}}' },
    maybe: { zh: '{{structure}} 可能是 {{standard}}，请确认', en: '{{structure}} may be {{standard}}; please confirm' },
  },
  run: (review) => {
    const { structureSet } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    const looked = structureSet.structures.filter((structure) => isDrawn(structure) && !isAccessory(structure));
    const unmapped = looked.filter((structure) => matchOf(structure, review).how === 'none');
    const unknown = unmapped.filter((structure) => matchOf(structure, review).suggestion === null);
    const findings = unmapped.flatMap((structure) => {
      const { suggestion } = matchOf(structure, review);
      return suggestion === null ? [] : [flag('maybe', { structure: structure.name, standard: suggestion.standard, why: suggestion.why }, [atStructure(structure.number)])];
    });
    if (unknown.length > 0) findings.unshift(flag('unknown', { structures: unknown.map(({ name }) => name) }, unknown.map(({ number }) => atStructure(number))));
    return findings.length > 0 ? findings : [pass('known', { structures: looked.length })];
  },
};
