import type { Stamp } from '../mdt/caseRecord.ts';
import { type Draft } from './context.ts';
import { numbersOf, ownRoot, referenceTo, systems, uriSystem, urnOf } from './identity.ts';
import { patientReference } from './patient.ts';
import { codingOf, conceptOf, type JsonObject, type Resource } from './resource.ts';
import { dateOf, instantOf } from './times.ts';
import { disciplineText, requestText } from './words.ts';

/** Who sent the request last, or wrote it where it was never sent. */
export const senderOf = ({ record }: Draft): Stamp => record.transitions.findLast(({ to }) => to === 'submitted') ?? record.created;

/** The doctor the request names; the account that typed it may be somebody else. */
export function requestingDoctor({ record, cast }: Draft): JsonObject {
  const { doctorName, doctorTitle, doctorLicence } = record.request;
  const { actor } = record.created;
  if (doctorName.trim() === '' || doctorName === actor.name) return cast.person({ ...actor, licence: doctorLicence.trim() });
  return cast.person({ personId: `named/${doctorName}`, name: doctorName, title: doctorTitle, hospitalId: record.requestingHospitalId, licence: doctorLicence.trim() });
}

export const requestId = (draft: Draft): string => draft.own('ServiceRequest');
export const conditionId = (draft: Draft): string => draft.own('Condition');

const noteFields = ['reason', 'purpose', 'question', 'history', 'comorbidity', 'allergies', 'treatmentSoFar', 'radiotherapyInWords', 'patientWish'] as const;

/** The request for a consultation: whom, why, how urgent, which disciplines. */
export function serviceRequestOf(draft: Draft, imaging: readonly Resource[]): Resource {
  const { record, cast, source } = draft;
  const { request } = record;
  return {
    resourceType: 'ServiceRequest', id: requestId(draft),
    identifier: [{ system: uriSystem, value: urnOf(record.id) }, { system: numbersOf(record.requestingHospitalId, 'case'), value: record.caseNo }],
    status: source.kind === 'consultation' ? 'completed' : 'active', intent: 'order', priority: request.urgency,
    category: [conceptOf('会诊', codingOf(systems.snomed, '11429006', 'Consultation'))],
    code: conceptOf('远程多学科会诊', codingOf(`${ownRoot}/CodeSystem/service`, 'remote-mdt', '远程多学科会诊')),
    orderDetail: request.wantedDisciplines.map((discipline) => conceptOf(disciplineText[discipline], codingOf(`${ownRoot}/CodeSystem/discipline`, discipline, disciplineText[discipline]))),
    subject: patientReference(draft), occurrenceDateTime: dateOf(request.wishedDate), authoredOn: instantOf(senderOf(draft).atMs),
    requester: requestingDoctor(draft), performer: [cast.organization(record.leadHospitalId)],
    reasonReference: [referenceTo(conditionId(draft))], supportingInfo: imaging.map(({ id }) => referenceTo(id)),
    note: noteFields.filter((key) => request[key].trim() !== '').map((key) => ({ text: `${requestText[key]}：${request[key]}` })),
  };
}

/** The tumour as the requesting hospital states it. */
export function conditionOf(draft: Draft): Resource {
  const { record } = draft;
  const { diagnosis, icd10, stage, tnm, tnmEdition, histology, molecular } = record.request;
  const staged = [stage, tnm, tnmEdition].map((part) => part.trim()).filter((part) => part !== '').join(' ');
  return {
    resourceType: 'Condition', id: conditionId(draft),
    clinicalStatus: { coding: [codingOf('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active', 'Active')] },
    category: [conceptOf('就诊诊断', codingOf('http://terminology.hl7.org/CodeSystem/condition-category', 'encounter-diagnosis', 'Encounter Diagnosis'))],
    code: { text: diagnosis.trim() === '' ? '未填写诊断' : diagnosis, coding: codeText(icd10) === undefined ? [] : [{ system: systems.icd10, code: codeText(icd10) }] },
    subject: patientReference(draft), recordedDate: instantOf(senderOf(draft).atMs), recorder: draft.cast.actor(senderOf(draft).actor),
    stage: staged === '' ? [] : [{ summary: { text: staged } }],
    note: ([['histology', histology], ['molecular', molecular]] as const).filter(([, text]) => text.trim() !== '').map(([key, text]) => ({ text: `${requestText[key]}：${text}` })),
  };
}

/** A FHIR code has no blanks at its ends and single ones inside; what is typed as a sentence is no code. */
function codeText(text: string): string | undefined {
  const code = text.trim();
  return /^\S{1,20}$/.test(code) ? code : undefined;
}
