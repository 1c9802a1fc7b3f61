import { absent, atStructure, flag, notApplicable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import { evaluatedStructures } from '../structures/evaluatedStructures.ts';
import type { Check } from '../types.ts';

/** Targets and limited organs lie in the dose grid. */
export const gridCoverage: Check = {
  number: 52,
  title: { zh: '剂量网格覆盖靶区和器官', en: 'Grid covers targets and organs' },
  severity: 'B',
  attributes: ['GridFrameOffsetVector', 'ImagePositionPatient'],
  rule: { zh: '靶区和有限值的器官至少 99.5 %（场所设置）在剂量网格内', en: 'Targets and organs with a limit lie in the grid to at least 99.5 % (site setting)' },
  source: sourceOf('C.8.8.3'),
  sentences: {
    covered: { zh: '{{structures}} 个靶区和器官均在网格内', en: 'All {{structures}} targets and organs lie in the grid' },
    outside: { zh: '{{structure}} 只有 {{coveredPercent}} % 在剂量网格内', en: 'Only {{coveredPercent}} % of {{structure}} lies in the dose grid' },
    none: { zh: '没有需要评估的靶区或器官', en: 'There is no target or organ to be evaluated' },
  },
  run: (review) => {
    const { numbers, structureSet, site } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    if (numbers.planDose === null || numbers.planDose.units !== 'GY') return [absent('RTDOSE in Gy')];
    const looked = evaluatedStructures(review);
    if (looked.length === 0) return [notApplicable('none')];
    const findings = looked.flatMap((structure) => {
      const coverage = numbers.dvh(structure)?.coverage ?? 1;
      if (coverage * 100 >= site.tolerances.coveragePercent) return [];
      return [flag('outside', { structure: structure.name, coveredPercent: rounded(coverage * 100), leastPercent: site.tolerances.coveragePercent }, [atStructure(structure.number)])];
    });
    return findings.length > 0 ? findings : [pass('covered', { structures: looked.length })];
  },
};
