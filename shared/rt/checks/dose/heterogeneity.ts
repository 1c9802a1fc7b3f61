import { absent, flag, notApplicable, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check } from '../types.ts';

/** Dose calculated in the patient and not in water. */
export const heterogeneity: Check = {
  number: 54,
  title: { zh: '不均匀性修正', en: 'Heterogeneity correction' },
  severity: 'B',
  attributes: ['TissueHeterogeneityCorrection'],
  rule: { zh: '不是 NONE 或 WATER；近距离治疗除外', en: 'Not NONE or WATER; brachytherapy apart' },
  source: sourceOf('C.8.8.3'),
  sentences: {
    corrected: { zh: '不均匀性修正：{{corrections}}', en: 'Corrected for {{corrections}}' },
    water: { zh: '剂量按水计算（{{corrections}}），未作组织不均匀性修正', en: 'The dose was calculated in water ({{corrections}}), not corrected for tissue' },
    brachy: { zh: '近距离治疗计划按水计算是常规方法（TG-43）', en: 'Brachytherapy is usually calculated in water (TG-43)' },
  },
  run: ({ numbers, doses, plan }) => {
    const dose = numbers.planDose ?? doses[0];
    if (dose === undefined) return [absent('RTDOSE')];
    if (plan?.kind === 'brachy') return [notApplicable('brachy')];
    const place = { kind: 'object', sopInstanceUID: dose.sopInstanceUID, attribute: 'TissueHeterogeneityCorrection' } as const;
    const corrections = dose.heterogeneityCorrection ?? [];
    if (corrections.length === 0) return [absent('TissueHeterogeneityCorrection (3004,0014)', [place])];
    return [corrections.some((value) => value === 'WATER' || value === 'NONE') ? flag('water', { corrections }, [place]) : pass('corrected', { corrections })];
  },
};
