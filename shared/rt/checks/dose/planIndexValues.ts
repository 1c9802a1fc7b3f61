import { planIndices } from '../../indices/planIndices.ts';
import { absent, atStructure, flag, notApplicable, notCheckable, pass, rounded } from '../findings.ts';
import { externalsOf } from '../structures/structureRoles.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { isStereotactic, otherDoseSentence, partialDoseType } from './planFacts.ts';
import { targetDoses, type TargetDose } from './targetDoses.ts';

/** Conformity, homogeneity and gradient beside the ranges of their sources. */
export const planIndexValues: Check = {
  number: 58,
  title: { zh: '计划指数', en: 'Indices' },
  severity: 'C',
  attributes: ['TargetPrescriptionDose', 'DoseGridScaling'],
  rule: { zh: '给出适形、均匀和梯度指数；SRS 和 SBRT 必须能给出', en: 'Conformity, homogeneity and gradient are shown; for SRS and SBRT they are required' },
  source: 'ICRU Report 83 (2010); Paddick, J Neurosurg 2000;93(S3):219; Shaw et al., IJROBP 1993;27:1231 (PIV/TV 1.0 to 2.0); Paddick and Lippitz, J Neurosurg 2006;105(S):194',
  sentences: {
    shown: { zh: '{{structure}}（处方 {{doseGy}} Gy）：Paddick CI {{paddick}}，RTOG CI {{rtog}}（1.0–2.0），GI {{gradient}}，HI {{homogeneity}}，R50% {{r50}}', en: '{{structure}} ({{doseGy}} Gy): Paddick CI {{paddick}}, RTOG CI {{rtog}} (1.0 to 2.0), GI {{gradient}}, HI {{homogeneity}}, R50% {{r50}}' },
    several: { zh: '{{structure}}（{{doseGy}} Gy）：覆盖 {{coverage}}，HI {{homogeneity}}；有多个靶区，等剂量体积不归于一个靶区', en: '{{structure}} ({{doseGy}} Gy): coverage {{coverage}}, HI {{homogeneity}}; with several targets the isodose volume belongs to no single one' },
    required: { zh: 'SRS/SBRT 计划 {{structure}} 的适形和梯度指数无法给出', en: 'This SRS or SBRT plan needs conformity and gradient of {{structure}}, which cannot be given' },
    'other-dose': otherDoseSentence,
    'no-target': { zh: '没有能确定处方剂量的靶区', en: 'For no target is it certain which dose it is to get' },
    partly: { zh: '{{structure}}（{{doseGy}} Gy）没有体表轮廓，只能给出 HI {{homogeneity}}', en: 'Of {{structure}} ({{doseGy}} Gy) only HI {{homogeneity}} can be given without an outline of the body' },
  },
  run: (review) => {
    const { structureSet, numbers } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    if (numbers.planDose === null || numbers.planDose.units !== 'GY') return [absent('RTDOSE in Gy')];
    const type = partialDoseType(review);
    if (type !== null) return [notCheckable('other-dose', { type })];
    const targets = targetDoses(review);
    if (targets.length > 0) return targets.map((target) => describe(target, targets.length, review));
    return [isStereotactic(review) ? notCheckable('no-target') : notApplicable('no-target')];
  },
};

/** One target: by histograms, so that the isodose is that in the body. With several the isodose belongs to no single one of them. */
function describe({ structure, doseGy }: TargetDose, count: number, review: Review): CheckFinding {
  const { numbers, structureSet } = review;
  const places = [atStructure(structure.number)];
  const target = numbers.dvh(structure);
  if (target === null || target.maxGy === null) return notCheckable('no-target', { structure: structure.name }, places);
  const [external] = structureSet === null ? [] : externalsOf(structureSet, review).structures;
  const body = external === undefined || count > 1 ? null : numbers.dvh(external);
  const indices = planIndices(target, body ?? target, doseGy);
  const values = { structure: structure.name, doseGy: rounded(doseGy, 3), homogeneity: shown(indices.homogeneity), coverage: shown(indices.coverage), homogeneityRtog: shown(indices.homogeneityRtog) };
  if (body !== null) return pass('shown', { ...values, paddick: shown(indices.conformityPaddick), rtog: shown(indices.conformityRtog), gradient: shown(indices.gradientIndex), r50: shown(indices.r50) }, places);
  if (count > 1) return pass('several', values, places);
  return isStereotactic(review) ? flag('required', values, places) : pass('partly', values, places);
}

const shown = (value: number | null): number | null => (value === null ? null : rounded(value, 3));
