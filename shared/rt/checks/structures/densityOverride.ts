import { isAccessoryName } from '../../names/accessoryName.ts';
import { isHelperName } from '../../names/helperName.ts';
import type { Structure } from '../../types.ts';
import { absent, atStructure, flag, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import { targetClassOf } from '../targets.ts';
import type { Check, Review } from '../types.ts';
import { matchOf } from './structureRoles.ts';

const densities: ReadonlySet<string> = new Set(['REL_MASS_DENSITY', 'REL_ELEC_DENSITY', 'EFFECTIVE_Z', 'EFF_Z_PER_A', 'REL_STOP_RATIO', 'ELEM_FRACTION', 'MEAN_EXCI_ENERGY']);
/** What a planner gives a density of its own on purpose. */
const meantTypes: ReadonlySet<string> = new Set(['BOLUS', 'SUPPORT', 'FIXATION', 'CONTRAST_AGENT', 'CAVITY', 'MARKER', 'CONTROL', 'EXTERNAL', 'BRACHY_ACCESSORY', 'BRACHY_SRC_APP', 'BRACHY_CHNL_SHLD', 'BRACHY_CHANNEL']);
const meantNames = /contrast|air|gas|artef|artif|metal|dental|filling|tooth|teeth|implant|prosthe|clip|bolus|override|density|seed|stent|barium|water|wire|port|造影|对比剂|伪影|金属|气体|空气|补牙|义齿|假体|补偿|填充|钡/iu;

/** Density and composition given to structures in place of the image's. */
export const densityOverride: Check = {
  number: 48,
  title: { zh: '密度替换', en: 'Density override' },
  severity: 'B',
  attributes: ['ROIPhysicalPropertiesSequence', 'ROIPhysicalProperty', 'ROIPhysicalPropertyValue'],
  rule: { zh: '列出替换值；用于 PTV 或器官时提示', en: 'Overrides are listed with their value; on a PTV or an organ they are flagged' },
  source: sourceOf('C.8.8.8'),
  sentences: {
    none: { zh: '没有密度替换', en: 'No density is overridden' },
    meant: { zh: '{{structure}} 密度替换：{{properties}}', en: '{{structure}} has its density overridden: {{properties}}' },
    organ: { zh: '靶区或器官 {{structure}} 的密度被替换：{{properties}}', en: 'The density of {{structure}}, a target or organ, is overridden: {{properties}}' },
  },
  run: (review) => {
    const { structureSet } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    const findings = structureSet.structures.flatMap((structure) => {
      const properties = (structure.physicalProperties ?? []).filter(({ property }) => densities.has(property)).map(({ property, value }) => `${property} ${value ?? '–'}`);
      if (properties.length === 0) return [];
      const values = { structure: structure.name, properties };
      const places = [atStructure(structure.number)];
      return [isOrganOrTarget(structure, review) ? flag('organ', values, places) : pass('meant', values, places)];
    });
    return findings.length > 0 ? findings : [pass('none')];
  },
};

function isOrganOrTarget(structure: Structure, review: Review): boolean {
  const { name, interpretedType } = structure;
  if (meantTypes.has(interpretedType ?? '') || isAccessoryName(name) || meantNames.test(name)) return false;
  if (targetClassOf(structure) !== null) return true;
  if (isHelperName(name)) return false;
  const { standard } = matchOf(structure, review);
  return standard === null ? ['ORGAN', 'OAR', 'AVOIDANCE'].includes(interpretedType ?? '') : !['External', 'Bolus', 'Markers', 'Prosthesis', 'Pacemaker'].includes(standard);
}
