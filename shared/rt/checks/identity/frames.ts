import { absent, fail, flag, notCheckable, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding } from '../types.ts';

/** One frame of reference through image, structures, plan and dose. */
export const oneFrame: Check = {
  number: 5,
  title: { zh: '同一参考坐标系', en: 'One frame of reference' },
  severity: 'A',
  attributes: ['FrameOfReferenceUID'],
  rule: { zh: '影像、结构、计划（若注明）和剂量的坐标系 UID 相同', en: 'The frame of reference UID is equal in images, structures, plan where stated, and dose' },
  source: sourceOf('C.7.4.1'),
  sentences: {
    same: { zh: '{{objects}} 同一坐标系', en: 'One frame of reference in {{objects}}' },
    differs: { zh: '坐标系不同：{{frames}}', en: 'Frames of reference differ: {{frames}}' },
    structure: { zh: '结构 {{structures}} 属于另一坐标系，未参与评估', en: '{{structures}} lie in another frame of reference and are not evaluated' },
    alone: { zh: '只有 {{objects}} 注明坐标系，无法比较', en: 'Only {{objects}} states a frame of reference; there is nothing to compare with' },
  },
  run: ({ images, structureSet, plan, doses }) => {
    const ofPlan = doses.filter(({ planUID, planUIDs }) => plan === null || planUID === plan.sopInstanceUID || planUIDs.includes(plan.sopInstanceUID));
    const used = ofPlan.length > 0 ? ofPlan : doses;
    const stated = [
      ...[...new Set(images.map(({ frameOfReferenceUID }) => frameOfReferenceUID))].map((uid) => ({ object: images[0]?.modality ?? 'CT', uid, sopInstanceUID: images[0]?.sopInstanceUID ?? '' })),
      ...(structureSet === null ? [] : [{ object: 'RTSTRUCT', uid: structureSet.frameOfReferenceUID, sopInstanceUID: structureSet.sopInstanceUID }]),
      ...(plan === null ? [] : [{ object: 'RTPLAN', uid: plan.frameOfReferenceUID, sopInstanceUID: plan.sopInstanceUID }]),
      ...used.map((dose) => ({ object: 'RTDOSE', uid: dose.frameOfReferenceUID, sopInstanceUID: dose.sopInstanceUID })),
    ].filter(({ uid }) => uid !== null && uid !== '');
    const objects = [...new Set(stated.map(({ object }) => object))];
    const findings: CheckFinding[] = [];
    if (stated.length < 2) return [stated.length === 0 ? absent('FrameOfReferenceUID (0020,0052)') : notCheckable('alone', { objects })];
    const places = stated.map(({ sopInstanceUID }) => ({ kind: 'object', sopInstanceUID, attribute: 'FrameOfReferenceUID' }) as const);
    if (new Set(stated.map(({ uid }) => uid)).size > 1) findings.push(fail('differs', { frames: [...new Set(stated.map(({ object, uid }) => `${object}: ${uid ?? ''}`))] }, places));
    const elsewhere = structureSet?.structures.filter(({ otherFrameUID }) => otherFrameUID !== undefined) ?? [];
    if (elsewhere.length > 0) {
      findings.push(flag('structure', { structures: elsewhere.map(({ name }) => name) }, elsewhere.map(({ number }) => ({ kind: 'structure', roiNumber: number }))));
    }
    return findings.length > 0 ? findings : [pass('same', { objects, frameOfReferenceUID: stated[0]?.uid ?? null })];
  },
};

/** Exactly one dose of the plan. */
export const onePlanDose: Check = {
  number: 6,
  title: { zh: '计划与剂量无混淆', en: 'Several plans or doses, no mix-up' },
  severity: 'B',
  attributes: ['DoseSummationType', 'ReferencedRTPlanSequence'],
  rule: {
    zh: '一个计划恰有一个计划剂量；分野剂量齐全或不采用',
    en: 'Exactly one dose of type PLAN per plan (of one dose type); doses of single beams are complete, or ignored beside a plan dose',
  },
  source: sourceOf('C.8.8.3'),
  sentences: {
    one: { zh: '一个计划剂量，另有 {{others}} 个其他剂量未采用', en: 'One plan dose; {{others}} other doses are ignored' },
    several: { zh: '此计划有 {{doses}} 个计划剂量（{{doseType}}）', en: 'The plan has {{doses}} plan doses ({{doseType}})' },
    beams: { zh: '没有计划剂量，{{beams}} 个分野剂量齐全', en: 'No plan dose; the doses of all {{beams}} beams are there' },
    incomplete: { zh: '没有计划剂量；已有类型：{{types}}，缺少射野 {{beams}}', en: 'No plan dose; there are {{types}}, and beams {{beams}} have none' },
  },
  run: ({ plan, doses }) => {
    if (plan === null) return [absent('RTPLAN')];
    // An uncertainty of a Monte Carlo dose is no second dose; a physical and an effective one of an ion plan are no mix-up.
    const own = doses.filter(({ planUID, planUIDs, doseType }) => doseType !== 'ERROR' && (planUID === null || planUID === plan.sopInstanceUID || planUIDs.includes(plan.sopInstanceUID)));
    if (own.length === 0) return [absent('RTDOSE of this plan')];
    const plans = own.filter(({ doseSummationType }) => doseSummationType === 'PLAN');
    const types = [...new Set(plans.map(({ doseType }) => doseType))];
    const crowded = types.map((doseType) => ({ doseType, of: plans.filter((dose) => dose.doseType === doseType) })).filter(({ of }) => of.length > 1);
    if (crowded.length > 0) {
      return crowded.map(({ doseType, of }) => flag('several', { doses: of.length, doseType, uids: of.map(({ sopInstanceUID }) => sopInstanceUID) }, of.map(({ sopInstanceUID }) => ({ kind: 'object', sopInstanceUID, attribute: 'DoseSummationType' }))));
    }
    if (plans.length > 0) return [pass('one', { others: doses.length - plans.length })];
    const given = new Set(own.flatMap(({ referencedBeams }) => referencedBeams.flatMap(({ beamNumbers }) => beamNumbers)));
    const treated = plan.beams.filter(({ metersetMU }) => metersetMU !== null && metersetMU > 0);
    const missing = treated.filter(({ number }) => !given.has(number));
    if (treated.length > 0 && missing.length === 0) return [pass('beams', { beams: treated.length })];
    return [flag('incomplete', { types: [...new Set(own.map(({ doseSummationType }) => doseSummationType))], beams: missing.map(({ number }) => number) })];
  },
};
