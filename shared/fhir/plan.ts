import type { DecisionFields } from '../mdt/fields.ts';
import { isFilled } from '../mdt/fields.ts';
import type { Draft } from './context.ts';
import { ownRoot, referenceTo, systems } from './identity.ts';
import { patientReference } from './patient.ts';
import { conditionId, requestId } from './request.ts';
import { codingOf, conceptOf, type JsonObject, type Resource } from './resource.ts';
import { dateOf, instantOf } from './times.ts';
import { decisionText, intentText, outcomeText } from './words.ts';

export const planId = (draft: Draft): string => draft.own('CarePlan');
export const teamId = (draft: Draft): string => draft.own('CareTeam');
const onwardId = (draft: Draft): string => draft.own('ServiceRequest', 'onward');

/** The decision. It advises: what is done is decided by the requesting hospital (国卫医发〔2018〕25号), so its intent is a proposal. */
export function carePlanOf(draft: Draft): Resource {
  const { record, cast } = draft;
  const { decision } = record;
  const chair = record.signatures.find(({ role }) => role === 'chair');
  return {
    resourceType: 'CarePlan', id: planId(draft), extension: radiotherapyOf(decision), status: 'active', intent: 'proposal', title: '多学科会诊决定',
    category: [
      ...(decision.outcome === '' ? [] : [conceptOf(outcomeText[decision.outcome], codingOf(`${ownRoot}/CodeSystem/outcome`, decision.outcome, outcomeText[decision.outcome]))]),
      ...(decision.intent === '' ? [] : [conceptOf(intentText[decision.intent], codingOf(`${ownRoot}/CodeSystem/treatment-intent`, decision.intent, intentText[decision.intent]))]),
    ],
    description: decision.chairSummary, subject: patientReference(draft), created: instantOf(record.frozen?.stamp.atMs ?? record.created.atMs),
    author: chair ? cast.person({ personId: chair.personId, name: chair.personName, title: chair.personTitle, hospitalId: chair.hospitalId }) : undefined,
    careTeam: [referenceTo(teamId(draft))], addresses: [referenceTo(conditionId(draft))], supportingInfo: [referenceTo(requestId(draft))],
    activity: [...activitiesOf(decision), ...(isOnward(decision) ? [{ reference: referenceTo(onwardId(draft), outcomeText[decision.outcome]) }] : [])],
    note: (['organFunction', 'performanceStatus', 'operability', 'diseaseExtent', 'guideline', 'patientWish'] as const)
      .filter((key) => decision[key].trim() !== '').map((key) => ({ text: `${decisionText[key]}：${decision[key]}` })),
  };
}

const isOnward = ({ outcome }: DecisionFields): boolean => outcome === 'referUp' || outcome === 'referDown';

/** A referral to a higher or a local hospital, where the board decided on one; which hospital is in the words of the task. */
export function onwardReferralOf(draft: Draft): Resource | null {
  const { record, cast } = draft;
  const { decision } = record;
  if (!isOnward(decision)) return null;
  return {
    resourceType: 'ServiceRequest', id: onwardId(draft), status: 'active', intent: 'proposal', priority: record.request.urgency,
    category: [conceptOf('转诊', codingOf(systems.snomed, '3457005', 'Patient referral'))],
    code: conceptOf(outcomeText[decision.outcome], codingOf(`${ownRoot}/CodeSystem/outcome`, decision.outcome, outcomeText[decision.outcome])),
    subject: patientReference(draft), authoredOn: instantOf(record.frozen?.stamp.atMs ?? record.created.atMs), occurrenceDateTime: dateOf(decision.dueDate),
    requester: cast.organization(record.leadHospitalId), reasonReference: [referenceTo(conditionId(draft))],
    note: [{ text: decision.chairSummary }, { text: decision.responsible }].filter(({ text }) => text.trim() !== ''),
  };
}

const hasRadiotherapy = ({ rtTotalDoseGy, rtFractions, rtDosePerFractionGy }: DecisionFields): boolean => isFilled(rtTotalDoseGy) && isFilled(rtFractions) && isFilled(rtDosePerFractionGy);

const gray = (value: number | null): JsonObject | undefined => (value === null ? undefined : { value, unit: 'Gy', system: systems.ucum, code: 'Gy' });

const part = (url: string, value: JsonObject): JsonObject => ({ url, ...value });

/** Numbers a machine reads: R4 has no element for dose and fractions of a proposal. */
function radiotherapyOf(decision: DecisionFields): JsonObject[] {
  if (!hasRadiotherapy(decision)) return [];
  return [{
    url: `${ownRoot}/StructureDefinition/radiotherapy-prescription`,
    extension: [
      part('totalDose', { valueQuantity: gray(decision.rtTotalDoseGy) }), part('fractions', { valuePositiveInt: decision.rtFractions }), part('dosePerFraction', { valueQuantity: gray(decision.rtDosePerFractionGy) }),
      ...([['site', decision.rtSite], ['technique', decision.rtTechnique], ['targets', decision.rtTargets]] as const).filter(([, text]) => text.trim() !== '').map(([url, text]) => part(url, { valueString: text })),
    ],
  }];
}

function activitiesOf(decision: DecisionFields): JsonObject[] {
  const due = dateOf(decision.dueDate);
  const until = due === undefined ? undefined : { end: due };
  const detail = (kind: string, code: JsonObject, description: string, more: JsonObject = { scheduledPeriod: until }): JsonObject => ({
    detail: { kind, code, status: 'not-started', doNotPerform: false, performer: decision.responsible.trim() === '' ? [] : [{ display: decision.responsible }], description, ...more },
  });
  const activities: JsonObject[] = [];
  if (hasRadiotherapy(decision)) {
    const { rtTotalDoseGy, rtFractions, rtDosePerFractionGy, rtSite, rtTechnique, rtTargets } = decision;
    const words = [rtSite, rtTechnique, rtTargets].map((text) => text.trim()).filter((text) => text !== '');
    const numbers = `${rtTotalDoseGy} Gy / ${rtFractions} 次，每次 ${rtDosePerFractionGy} Gy`;
    activities.push(detail('ServiceRequest', conceptOf('放射治疗', codingOf(systems.snomed, '108290001', 'Radiation oncology AND/OR radiotherapy')), [...words, numbers].join('；'), {
      scheduledTiming: { repeat: { boundsPeriod: until, count: rtFractions } }, quantity: gray(rtTotalDoseGy),
    }));
  }
  if (decision.systemic.trim() !== '') activities.push(detail('MedicationRequest', { text: '全身治疗' }, decision.systemic));
  if (decision.surgery.trim() !== '') activities.push(detail('ServiceRequest', conceptOf('手术', codingOf(systems.snomed, '387713003', 'Surgical procedure')), decision.surgery));
  if (decision.moreTests.trim() !== '') activities.push(detail('ServiceRequest', { text: '补充检查' }, decision.moreTests));
  if (decision.followUp.trim() !== '') activities.push(detail('Appointment', { text: '随访' }, decision.followUp, {}));
  return activities;
}

/** Everybody who spoke or signed, each once, with the part they had. */
export function careTeamOf(draft: Draft): Resource {
  const { record, cast } = draft;
  const members = new Map<string, JsonObject>();
  for (const { personId, personName, personTitle, hospitalId, discipline } of [...record.opinions, ...record.signatures]) {
    members.set(`${hospitalId}/${personId}`, { member: cast.person({ personId, name: personName, title: personTitle, hospitalId, discipline }), onBehalfOf: cast.organization(hospitalId) });
  }
  return {
    resourceType: 'CareTeam', id: teamId(draft), status: 'active', name: '多学科会诊专家组', subject: patientReference(draft),
    participant: [...members].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member), managingOrganization: [cast.organization(record.leadHospitalId)],
  };
}
