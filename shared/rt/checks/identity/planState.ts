import { absent, fail, flag, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check } from '../types.ts';

/** Approval of the plan. */
export const approvalState: Check = {
  number: 8,
  title: { zh: '批准状态', en: 'Approval state' },
  severity: 'B',
  attributes: ['ApprovalStatus', 'ReviewerName', 'ReviewDate'],
  rule: { zh: 'APPROVED 须有批准人和日期；UNAPPROVED、REJECTED 提示', en: 'APPROVED has a reviewer and a date; UNAPPROVED and REJECTED are flagged' },
  source: sourceOf('C.8.8.16'),
  sentences: {
    approved: { zh: '{{reviewer}} 于 {{date}} 批准', en: 'Approved by {{reviewer}} on {{date}}' },
    unsigned: { zh: '已批准，但缺少 {{missing}}', en: 'APPROVED without {{missing}}' },
    'not-approved': { zh: '计划状态为 {{status}}', en: 'The plan is {{status}}' },
  },
  run: ({ plan }) => {
    if (plan === null) return [absent('RTPLAN')];
    const { status, reviewerName, reviewDate } = plan.approval;
    const place = [{ kind: 'object', sopInstanceUID: plan.sopInstanceUID, attribute: 'ApprovalStatus' }] as const;
    if (status === null) return [absent('ApprovalStatus (300E,0002)', place)];
    if (status !== 'APPROVED') return [flag('not-approved', { status }, place)];
    const missing = [...(reviewerName === null ? ['ReviewerName (300E,0008)'] : []), ...(reviewDate === null ? ['ReviewDate (300E,0004)'] : [])];
    return [missing.length > 0 ? flag('unsigned', { missing }, place) : pass('approved', { reviewer: reviewerName, date: reviewDate })];
  },
};

const notClinical = ['VERIFICATION', 'MACHINE_QA', 'RESEARCH', 'SERVICE'];

/** What the plan is for. */
export const planPurpose: Check = {
  number: 9,
  title: { zh: '计划用途', en: 'Plan purpose' },
  severity: 'A',
  attributes: ['PlanIntent'],
  rule: { zh: '作为临床计划评审时，用途不能是验证、机器质控、研究或维修', en: 'Not VERIFICATION, MACHINE_QA, RESEARCH or SERVICE when reviewed as clinical' },
  source: sourceOf('C.8.8.9'),
  sentences: {
    clinical: { zh: '计划用途：{{intent}}', en: 'The plan intent is {{intent}}' },
    other: { zh: '计划用途为 {{intent}}，不是临床治疗计划', en: 'The plan intent is {{intent}}: not a plan to treat with' },
  },
  run: ({ plan }) => {
    if (plan === null) return [absent('RTPLAN')];
    const place = [{ kind: 'object', sopInstanceUID: plan.sopInstanceUID, attribute: 'PlanIntent' }] as const;
    if (plan.intent === null) return [absent('PlanIntent (300A,000A)', place)];
    return [notClinical.includes(plan.intent) ? fail('other', { intent: plan.intent }, place) : pass('clinical', { intent: plan.intent })];
  },
};

/** How the patient lies in images and plan. */
export const patientPosition: Check = {
  number: 10,
  title: { zh: '体位一致', en: 'Patient position agrees' },
  severity: 'A',
  attributes: ['PatientPosition', 'PatientSetupSequence'],
  rule: { zh: '影像的患者体位与射野所用摆位的体位相同', en: 'The patient position of the images equals that of the setups the beams use' },
  source: sourceOf('C.7.3.1.1.2, C.8.8.12'),
  sentences: {
    same: { zh: '影像与计划均为 {{position}}', en: '{{position}} in images and plan' },
    differs: { zh: '影像为 {{image}}，计划为 {{plan}}', en: 'The images say {{image}}, the plan {{plan}}' },
  },
  run: ({ plan, images }) => {
    if (plan === null) return [absent('RTPLAN')];
    if (images.length === 0) return [absent('the planning images')];
    const used = new Set(plan.beams.flatMap(({ patientSetupNumber }) => patientSetupNumber ?? []));
    const setups = plan.patientSetups.filter(({ number }) => used.size === 0 || number === null || used.has(number));
    const planned = [...new Set((setups.length > 0 ? setups : plan.patientSetups).flatMap(({ patientPosition: position }) => position ?? []))];
    const imaged = [...new Set(images.flatMap(({ patientPosition: position }) => position ?? []))];
    if (planned.length === 0) return [absent('PatientPosition (0018,5100) in PatientSetupSequence (300A,0180)')];
    if (imaged.length === 0) return [absent('PatientPosition (0018,5100) of the images')];
    if (planned.length === 1 && imaged.length === 1 && planned[0] === imaged[0]) return [pass('same', { position: planned[0] ?? null })];
    return [fail('differs', { image: imaged, plan: planned }, [{ kind: 'object', sopInstanceUID: plan.sopInstanceUID, attribute: 'PatientSetupSequence' }])];
  },
};
