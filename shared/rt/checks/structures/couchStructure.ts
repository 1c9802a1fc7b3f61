import { isCouchName } from '../../names/accessoryName.ts';
import { absent, atStructure, flag, notApplicable, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check } from '../types.ts';
import { isDrawn } from './structureRoles.ts';

/** A couch structure as the site wants it. */
export const couchStructure: Check = {
  number: 49,
  title: { zh: '治疗床结构', en: 'Couch structure' },
  severity: 'C',
  attributes: ['RTROIInterpretedType'],
  rule: { zh: '按场所规定应有或不应有 SUPPORT 结构', en: 'A structure of type SUPPORT is present or absent as the site rules' },
  source: sourceOf('C.8.8.8'),
  sentences: {
    present: { zh: '有治疗床结构 {{structures}}', en: 'There is a couch: {{structures}}' },
    none: { zh: '没有治疗床结构，场所无规定', en: 'There is no couch structure, and the site asks for none' },
    'as-ruled': { zh: '没有治疗床结构，符合场所规定', en: 'There is no couch structure, as the site wants it' },
    missing: { zh: '场所要求治疗床结构，但没有勾画', en: 'The site requires a couch structure, and there is none' },
    unwanted: { zh: '场所规定不应有治疗床结构：{{structures}}', en: 'The site wants no couch structure, but there is {{structures}}' },
  },
  run: ({ structureSet, site }) => {
    if (structureSet === null) return [absent('RTSTRUCT')];
    const couch = structureSet.structures.filter((structure) => isDrawn(structure) && (structure.interpretedType === 'SUPPORT' || isCouchName(structure.name)));
    const values = { structures: couch.map(({ name }) => name), rule: site.couchStructure };
    const places = couch.map(({ number }) => atStructure(number));
    if (couch.length > 0) return [site.couchStructure === 'forbidden' ? flag('unwanted', values, places) : pass('present', values, places)];
    const object = [{ kind: 'object', sopInstanceUID: structureSet.sopInstanceUID, attribute: 'RTROIInterpretedType' }] as const;
    if (site.couchStructure === 'required') return [flag('missing', values, object)];
    return [site.couchStructure === 'forbidden' ? pass('as-ruled', values) : notApplicable('none', values)];
  },
};
