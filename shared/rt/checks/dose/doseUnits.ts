import { absent, fail, flag, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check } from '../types.ts';

/** Dose in Gy, physical. */
export const doseUnits: Check = {
  number: 51,
  title: { zh: '剂量单位与类型', en: 'Units and type' },
  severity: 'A',
  attributes: ['DoseUnits', 'DoseType'],
  rule: { zh: 'DoseUnits 为 GY，DoseType 为 PHYSICAL（离子计划可为 EFFECTIVE）', en: 'DoseUnits is GY and DoseType PHYSICAL (EFFECTIVE for ion plans)' },
  source: sourceOf('C.8.8.3'),
  sentences: {
    usual: { zh: '{{count}} 个剂量均为 {{types}}，单位 Gy', en: '{{count}} doses, {{types}}, in Gy' },
    relative: { zh: '剂量为相对值（RELATIVE），不是 Gy', en: 'The dose is RELATIVE, not in Gy' },
    type: { zh: '剂量类型为 {{type}}，不是 PHYSICAL', en: 'The dose type is {{type}}, not PHYSICAL' },
    error: { zh: '剂量类型为 ERROR：是差值，不是剂量', en: 'The dose type is ERROR: a difference, not a dose' },
  },
  run: ({ doses, plan, numbers: { planDose } }) => {
    const looked = planDose === null ? doses : [planDose];
    if (looked.length === 0) return [absent('RTDOSE')];
    const findings = looked.flatMap(({ units, doseType, sopInstanceUID }) => {
      const place = (attribute: 'DoseUnits' | 'DoseType') => [{ kind: 'object', sopInstanceUID, attribute }] as const;
      const isUsual = doseType === 'PHYSICAL' || (doseType === 'EFFECTIVE' && plan?.kind === 'ion');
      return [
        ...(units === 'GY' ? [] : [fail('relative', { units }, place('DoseUnits'))]),
        ...(doseType === 'ERROR' ? [fail('error', { type: doseType }, place('DoseType'))] : isUsual ? [] : [flag('type', { type: doseType }, place('DoseType'))]),
      ];
    });
    return findings.length > 0 ? findings : [pass('usual', { count: looked.length, types: [...new Set(looked.map(({ doseType }) => doseType))] })];
  },
};
