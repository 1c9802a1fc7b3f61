import { RecordError } from '../errors/appError.ts';
import { canonicalJson } from '../mdt/canonical.ts';
import { draftOf, type DocumentSource, type Draft } from './context.ts';
import { earlierOf } from './earlier.ts';
import { documentIdOf, idOf, referenceTo, sourceCommandOf, systems, uriSystem, urnOf } from './identity.ts';
import { imagingStudyOf } from './imaging.ts';
import { frozenPaper, reportPaper, type Paper } from './papers.ts';
import { patientOf, patientReference } from './patient.ts';
import { carePlanOf, careTeamOf, onwardReferralOf } from './plan.ts';
import { provenanceOf, signerOf } from './provenance.ts';
import { conditionOf, requestingDoctor, senderOf, serviceRequestOf } from './request.ts';
import { codingOf, conceptOf, tidy, type DocumentBundle, type JsonObject, type Resource } from './resource.ts';
import { opinionSections, requestSections } from './sections.ts';
import { instantOf } from './times.ts';

const kinds = {
  referral: { title: '远程多学科会诊申请', type: conceptOf('会诊申请', codingOf(systems.loinc, '57133-1', 'Referral note')) },
  consultation: { title: '远程多学科会诊意见', type: conceptOf('会诊意见', codingOf(systems.loinc, '11488-4', 'Consult note')) },
} as const;

/**
 * A sent request or a delivered, signed opinion as a FHIR R4 document. Pure: the same source gives the same bundle,
 * and `fhirText` of it the same bytes.
 *
 * @throws {RecordError} illegal-transition when the case is not at that point
 * @see https://hl7.org/fhir/R4/documents.html; docs/province.md names every field's place
 */
export function documentBundleOf(source: DocumentSource): DocumentBundle {
  const commandId = sourceCommandOf(source.kind, source.record);
  if (commandId === undefined || (source.kind === 'consultation' && !source.record.frozen)) {
    throw new RecordError('illegal-transition', source.kind === 'consultation' ? 'Only a signed and delivered consultation is reported; this one is not delivered yet.' : 'Only a request that was sent is reported; this one was never sent.', { detail: { state: source.record.state } });
  }
  const draft = draftOf(source);
  const id = documentIdOf(source.kind, commandId);
  const atMs = source.kind === 'consultation' ? (source.record.report?.stamp.atMs ?? 0) : senderOf(draft).atMs;
  return {
    resourceType: 'Bundle', id, identifier: { system: uriSystem, value: urnOf(id) }, type: 'document', timestamp: instantOf(atMs),
    entry: resourcesOf(draft, id, atMs).map((resource) => ({ fullUrl: urnOf(resource.id), resource })),
  };
}

/** The bytes that travel: canonical JSON, so that the same document has the same digest everywhere. */
export const fhirText = (bundle: DocumentBundle): string => canonicalJson(bundle);

function resourcesOf(draft: Draft, documentId: string, atMs: number): Resource[] {
  const isOpinion = draft.source.kind === 'consultation';
  const imaging = imagingStudyOf(draft);
  const papers = isOpinion ? [frozenPaper(draft), reportPaper(draft)].filter((paper) => paper !== null) : [];
  const plan = isOpinion ? carePlanOf(draft) : null;
  const composition = compositionOf(draft, documentId, atMs, imaging, papers);
  const resources: readonly (Resource | null)[] = [
    composition, patientOf(draft), serviceRequestOf(draft, [imaging]), conditionOf(draft), imaging, plan, isOpinion ? careTeamOf(draft) : null, isOpinion ? onwardReferralOf(draft) : null,
    provenanceOf(draft, plan ? [composition, plan] : [composition], papers[0]?.reference ?? null),
    ...papers.flatMap(({ reference, binary }) => [reference, binary]),
  ];
  // The cast comes last: everybody above has been named by now.
  return [...resources, ...draft.cast.resources()].flatMap((resource) => (resource ? (tidy(resource) ?? []) : []));
}

function compositionOf(draft: Draft, documentId: string, atMs: number, imaging: Resource, papers: readonly Paper[]): Resource {
  const { record, cast, source } = draft;
  const { title, type } = kinds[source.kind];
  const isOpinion = source.kind === 'consultation';
  const custodian = cast.organization(isOpinion ? record.leadHospitalId : record.requestingHospitalId);
  return {
    resourceType: 'Composition', id: idOf('Composition', documentId), language: 'zh-CN', identifier: { system: uriSystem, value: urnOf(draft.own('document', source.kind)) }, status: 'final', type,
    category: [conceptOf('多学科会诊', codingOf(systems.loinc, '11488-4', 'Consult note'))], subject: patientReference(draft), date: instantOf(atMs),
    author: isOpinion ? authorsOf(draft) : [requestingDoctor(draft)], title: `${title} ${record.caseNo}`, confidentiality: 'R',
    attester: isOpinion ? attestersOf(draft) : [{ mode: 'professional', time: instantOf(senderOf(draft).atMs), party: cast.actor(senderOf(draft).actor) }],
    custodian, relatesTo: earlierOf(source).map(({ code, documentId: target }) => ({ code, targetIdentifier: { system: uriSystem, value: urnOf(target) } })),
    event: source.meeting ? [{ code: [{ text: '远程多学科会诊' }], period: periodOf(source.meeting.opened?.atMs ?? source.meeting.startMs, source.meeting.ended?.atMs) }] : [],
    section: [
      ...requestSections(draft, imaging), ...(isOpinion ? opinionSections(draft) : []),
      ...(papers.length === 0 ? [] : [{ title: '文件', entry: papers.map(({ reference }) => referenceTo(reference.id)) }]),
    ],
  };
}

const periodOf = (startMs: number, endMs: number | undefined): JsonObject => ({ start: instantOf(startMs), ...(endMs === undefined || endMs < startMs ? {} : { end: instantOf(endMs) }) });

function authorsOf(draft: Draft): JsonObject[] {
  const { record, cast } = draft;
  const chair = record.signatures.find(({ role }) => role === 'chair');
  return [chair ? signerOf(draft, chair) : cast.organization(record.leadHospitalId)];
}

const attestersOf = (draft: Draft): JsonObject[] => draft.record.signatures.map((signature) => ({ mode: signature.role === 'chair' ? 'legal' : 'professional', time: instantOf(signature.atMs), party: signerOf(draft, signature) }));
