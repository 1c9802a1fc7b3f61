import { volumeAtDoseGy } from '../../dvh/dvhMetrics.ts';
import { absent, atStructure, flag, notCheckable, pass, rounded } from '../findings.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { otherDoseSentence, partialDoseType } from './planFacts.ts';
import { targetDoses, type TargetDose } from './targetDoses.ts';

/** Targets get their dose. */
export const targetCoverage: Check = {
  number: 56,
  title: { zh: '靶区覆盖', en: 'Coverage' },
  severity: 'B',
  attributes: ['TargetPrescriptionDose', 'DoseGridScaling'],
  rule: { zh: '每个靶区按各自处方剂量 V95% 不低于 95 %（场所设置），并给出 D98% 和 D2%', en: 'V95% of each target by its own dose is at least 95 % (site setting); D98% and D2% are shown' },
  source: 'ICRU Report 83 (2010); AAPM TG-275 (Ford et al., Med Phys 2020;47:e236)',
  sentences: {
    covered: { zh: '覆盖达标：{{structure}}（处方 {{doseGy}} Gy）V{{dosePercent}}% {{volumePercent}} %，D98% {{d98Gy}} Gy，D2% {{d2Gy}} Gy', en: '{{structure}} ({{doseGy}} Gy): V{{dosePercent}}% {{volumePercent}} %, D98% {{d98Gy}} Gy, D2% {{d2Gy}} Gy' },
    low: { zh: '{{structure}}（{{doseGy}} Gy）V{{dosePercent}}% 仅 {{volumePercent}} %，应达 {{leastPercent}} %；D98% {{d98Gy}} Gy，D2% {{d2Gy}} Gy', en: '{{structure}} ({{doseGy}} Gy): V{{dosePercent}}% is {{volumePercent}} %, wanted {{leastPercent}} %; D98% {{d98Gy}} Gy, D2% {{d2Gy}} Gy' },
    outside: { zh: '{{structure}} 只有 {{coveredPercent}} % 在剂量网格内，覆盖无法判断', en: 'Only {{coveredPercent}} % of {{structure}} lies in the dose grid; its coverage cannot be judged' },
    'no-level': { zh: '没有一个靶区能确定其处方剂量', en: 'For no target is it certain which dose it is to get' },
    'other-dose': otherDoseSentence,
  },
  run: (review) => {
    const { structureSet, numbers: { planDose }, plan } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    if (planDose === null || planDose.units !== 'GY') return [absent('RTDOSE in Gy')];
    // A dose that names no plan is taken for the plan's where it is the only one: planDose says so.
    const type = partialDoseType(review);
    if (type !== null) return [notCheckable('other-dose', { type })];
    if (plan !== null && plan.kind === 'brachy') return [notCheckable('no-level')];
    const targets = targetDoses(review);
    return targets.length === 0 ? [notCheckable('no-level')] : targets.map((target) => judge(target, review));
  },
};

function judge({ structure, doseGy, by }: TargetDose, { numbers, site: { tolerances } }: Review): CheckFinding {
  const dvh = numbers.dvh(structure);
  const places = [atStructure(structure.number)];
  const { dosePercent, volumePercent: leastPercent } = tolerances.targetCoverage;
  if (dvh === null || dvh.coverage * 100 < tolerances.coveragePercent) return notCheckable('outside', { structure: structure.name, coveredPercent: rounded((dvh?.coverage ?? 0) * 100) }, places);
  const volume = volumeAtDoseGy(dvh, (doseGy * dosePercent) / 100)?.percent ?? 0;
  const values = {
    structure: structure.name, doseGy: rounded(doseGy, 3), dosePercent, leastPercent, volumePercent: rounded(volume), d98Gy: dvh.d98Gy === null ? null : rounded(dvh.d98Gy), d2Gy: dvh.d2Gy === null ? null : rounded(dvh.d2Gy), doseSaidBy: by,
  };
  return volume < leastPercent ? flag('low', values, places) : pass('covered', values, places);
}
