import { prescribedDose } from '../../plan/prescription.ts';
import { absent, fail, flag, notApplicable, notCheckable, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import { plannedFractions } from '../targets.ts';
import type { Check, CheckFinding } from '../types.ts';

const plain = (doseGy: number): number => rounded(doseGy, 4);

export const prescriptionPresent: Check = {
  number: 11,
  title: { zh: '有处方剂量', en: 'Prescription present' },
  severity: 'B',
  attributes: ['DoseReferenceSequence', 'TargetPrescriptionDose'],
  rule: { zh: '至少一个 TARGET 剂量参考给出处方剂量', en: 'At least one dose reference of type TARGET states a prescription dose' },
  source: sourceOf('C.8.8.10'),
  sentences: {
    present: { zh: '处方剂量 {{dosesGy}} Gy', en: 'Prescribed: {{dosesGy}} Gy' },
    none: { zh: '计划未写处方剂量', en: 'The plan states no prescription dose' },
  },
  run: ({ plan }) => {
    if (plan === null) return [absent('RTPLAN')];
    const { targets } = prescribedDose(plan);
    if (targets.length > 0) return [pass('present', { dosesGy: targets.map(({ targetPrescriptionDoseGy }) => plain(targetPrescriptionDoseGy)) })];
    return [flag('none', {}, [{ kind: 'object', sopInstanceUID: plan.sopInstanceUID, attribute: 'DoseReferenceSequence' }])];
  },
};

export const matchesRequest: Check = {
  number: 12,
  title: { zh: '处方与会诊申请一致', en: 'Prescription matches the request' },
  severity: 'A',
  attributes: ['TargetPrescriptionDose', 'NumberOfFractionsPlanned'],
  rule: { zh: '总剂量相差不超过 0.01 Gy（场所设置），分次数完全相同', en: 'Total dose within 0.01 Gy (site setting) of the typed request, fractions exactly equal' },
  source: sourceOf('C.8.8.10, C.8.8.13'),
  sentences: {
    same: { zh: '与申请一致：{{doseGy}} Gy / {{fractions}} 次', en: 'As requested: {{doseGy}} Gy in {{fractions}} fractions' },
    dose: { zh: '申请 {{requestedGy}} Gy，计划 {{plannedGy}} Gy', en: 'Requested {{requestedGy}} Gy, planned {{plannedGy}} Gy' },
    fractions: { zh: '申请 {{requested}} 次，计划 {{planned}} 次', en: 'Requested {{requested}} fractions, planned {{planned}}' },
  },
  run: ({ plan, request, site }) => {
    if (request === null || (request.totalDoseGy === null && request.fractions === null)) return [absent('dose and fractions of the consultation request')];
    if (plan === null) return [absent('RTPLAN')];
    const findings: CheckFinding[] = [];
    const dosesGy = prescribedDose(plan).targets.map(({ targetPrescriptionDoseGy }) => targetPrescriptionDoseGy);
    const fractions = plannedFractions(plan);
    if (request.totalDoseGy === null) findings.push(absent('dose of the consultation request'));
    else if (dosesGy.length === 0) findings.push(absent('TargetPrescriptionDose (300A,0026)'));
    // One of several target doses is the requested one; decimal strings are compared a little more leniently than the limit.
    else if (!dosesGy.some((doseGy) => Math.abs(doseGy - (request.totalDoseGy ?? 0)) <= site.tolerances.doseGy + 1e-9)) {
      findings.push(fail('dose', { requestedGy: request.totalDoseGy, plannedGy: dosesGy.map(plain), toleranceGy: site.tolerances.doseGy }));
    }
    if (request.fractions === null) findings.push(absent('fractions of the consultation request'));
    else if (fractions === null) findings.push(absent('NumberOfFractionsPlanned (300A,0078)'));
    else if (fractions !== request.fractions) findings.push(fail('fractions', { requested: request.fractions, planned: fractions }));
    return findings.length > 0 ? findings : [pass('same', { doseGy: request.totalDoseGy, fractions })];
  },
};

export const fractionDose: Check = {
  number: 13,
  title: { zh: '单次剂量合理', en: 'Dose per fraction plausible' },
  severity: 'B',
  attributes: ['TargetPrescriptionDose', 'NumberOfFractionsPlanned'],
  rule: {
    zh: '常规 1.0–3.0 Gy；高于 5 Gy 须申请注明 SBRT 或 SRS；高于 25 Gy 不通过（场所设置）',
    en: 'Conventional 1.0 to 3.0 Gy; above 5 Gy the request says SBRT or SRS; above 25 Gy FAIL (site settings)',
  },
  source: sourceOf('C.8.8.10, C.8.8.13'),
  sentences: {
    plausible: { zh: '单次 {{perFractionGy}} Gy', en: '{{perFractionGy}} Gy per fraction' },
    stereotactic: { zh: '单次 {{perFractionGy}} Gy，申请未注明 SBRT/SRS', en: '{{perFractionGy}} Gy per fraction, and the request does not say SBRT or SRS' },
    unusual: { zh: '单次 {{perFractionGy}} Gy，常规为 {{rangeGy}} Gy', en: '{{perFractionGy}} Gy per fraction; conventional is {{rangeGy}} Gy' },
    'too-high': { zh: '单次 {{perFractionGy}} Gy，超过 {{limitGy}} Gy', en: '{{perFractionGy}} Gy per fraction, above {{limitGy}} Gy' },
    brachy: { zh: '近距离治疗计划，不按外照射分次核对', en: 'Brachytherapy: not judged by external beam fractions' },
    groups: { zh: '有 {{groups}} 个分次组，未说明剂量如何分配', en: '{{groups}} fraction groups: nothing says how they share the dose' },
  },
  run: ({ plan, request, site: { tolerances } }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (plan.kind === 'brachy') return [notApplicable('brachy')];
    if (plan.fractionGroups.length > 1) return [notCheckable('groups', { groups: plan.fractionGroups.length })];
    const fractions = plannedFractions(plan);
    if (fractions === null || fractions <= 0) return [absent('NumberOfFractionsPlanned (300A,0078)')];
    const { targets } = prescribedDose(plan);
    if (targets.length === 0) return [absent('TargetPrescriptionDose (300A,0026)')];
    const { conventional, stereotacticAbove, failAbove } = tolerances.dosePerFractionGy;
    const isStereotactic = request?.technique === 'sbrt' || request?.technique === 'srs';
    return [...new Set(targets.map(({ targetPrescriptionDoseGy }) => plain(targetPrescriptionDoseGy / fractions)))].map((perFractionGy) => {
      if (perFractionGy > failAbove) return fail('too-high', { perFractionGy, limitGy: failAbove });
      if (perFractionGy > stereotacticAbove && !isStereotactic) return flag('stereotactic', { perFractionGy, technique: request?.technique ?? null });
      const isUsual = perFractionGy >= conventional[0] - 1e-9 && perFractionGy <= conventional[1] + 1e-9;
      return isUsual || isStereotactic ? pass('plausible', { perFractionGy, fractions }) : flag('unusual', { perFractionGy, rangeGy: conventional });
    });
  },
};
