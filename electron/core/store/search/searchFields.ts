import { audienceOf } from '../../../../shared/mdt/apply.ts';
import type { CaseRecord } from '../../../../shared/mdt/caseRecord.ts';

/** Fields a case is found in, in the order they are shown in when several hold the words. */
export const searchFields = [
  'patientName', 'hospitalNumber', 'caseNo', 'diagnosis', 'stage', 'question', 'purpose', 'history', 'treatment', 'decision', 'opinions', 'minutes',
] as const;
export type SearchField = (typeof searchFields)[number];

/** What a case is found by; fields without text are left out. */
export interface SearchText {
  readonly state: string;
  /** Hospitals that may find it. */
  readonly audience: readonly string[];
  readonly fields: Readonly<Partial<Record<SearchField, string>>>;
}

export function searchTextOf(record: CaseRecord): SearchText {
  const { request, decision } = record;
  const all: Readonly<Record<SearchField, string>> = {
    patientName: request.patientName, hospitalNumber: request.hospitalNumber, caseNo: record.caseNo, diagnosis: request.diagnosis,
    stage: lines(request.icd10, request.tnm, request.stage, request.histology, request.molecular),
    question: request.question, purpose: lines(request.reason, request.purpose), history: lines(request.history, request.comorbidity, request.allergies),
    treatment: lines(request.treatmentSoFar, request.radiotherapyInWords),
    decision: lines(
      decision.chairSummary, decision.diseaseExtent, decision.operability, decision.organFunction, decision.rtSite, decision.rtTechnique, decision.rtTargets, decision.systemic, decision.surgery,
      decision.moreTests, decision.followUp, decision.guideline, record.readBack?.text ?? '',
    ),
    opinions: lines(...record.opinions.map(({ text }) => text), ...record.dissents.map(({ text }) => text)),
    minutes: lines(...(record.minutes?.sections ?? []).flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text))),
  };
  const fields = Object.fromEntries(searchFields.filter((field) => all[field].trim() !== '').map((field) => [field, all[field]]));
  return { state: record.state, audience: audienceOf({ kind: 'case', id: record.id }, record), fields };
}

const lines = (...parts: readonly string[]): string => parts.filter((part) => part.trim() !== '').join('\n');
