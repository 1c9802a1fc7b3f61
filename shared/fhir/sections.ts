import { isFilled, type DecisionFields, type RequestFields } from '../mdt/fields.ts';
import type { Draft } from './context.ts';
import { referenceTo, systems } from './identity.ts';
import { narrativeOf, type Line } from './narrative.ts';
import { planId } from './plan.ts';
import { conditionId, requestId } from './request.ts';
import { codingOf, conceptOf, type JsonObject, type Resource } from './resource.ts';
import { shownTime } from './times.ts';
import { decisionText, disciplineText, intentText, minutesText, outcomeText, requestText, stanceText } from './words.ts';

/** A section with something in it (cmp-1: text, entries or sections of its own), or nothing. */
function sectionOf(title: string, content: { code?: JsonObject; lines?: readonly Line[]; author?: JsonObject; entry?: readonly JsonObject[]; section?: readonly JsonObject[] }): JsonObject[] {
  const text = narrativeOf(content.lines ?? []);
  const entry = content.entry ?? [];
  const section = content.section ?? [];
  if (text === undefined && entry.length === 0 && section.length === 0) return [];
  return [{ title, code: content.code, author: content.author ? [content.author] : [], text, entry, section }];
}

const loinc = (text: string, code: string, display: string): JsonObject => conceptOf(text, codingOf(systems.loinc, code, display));

const requestLines = (request: RequestFields, keys: readonly (keyof RequestFields)[]): Line[] => keys.filter((key) => isFilled(request[key])).map((key) => ({ term: requestText[key], text: requestWords(key, request) }));

function requestWords(key: keyof RequestFields, request: RequestFields): string {
  if (key === 'wantedDisciplines') return request.wantedDisciplines.map((discipline) => disciplineText[discipline]).join('、');
  if (key === 'urgency') return request.urgency === 'urgent' ? '紧急' : '常规';
  return String(request[key] ?? '');
}

/** What the requesting hospital asks and tells. */
export function requestSections(draft: Draft, imaging: Resource): JsonObject[] {
  const { request, imaging: entries } = draft.record;
  return [
    ...sectionOf('会诊问题', {
      code: loinc('转诊理由', '42349-1', 'Reason for referral'), entry: [referenceTo(requestId(draft))],
      lines: requestLines(request, ['question', 'reason', 'purpose', 'urgency', 'wishedDate', 'wantedDisciplines', 'department', 'contact', 'insurance']),
    }),
    ...sectionOf('知情同意', { lines: requestLines(request, ['consentVersion', 'consentDate', 'consentSigner', 'consentRelation']) }),
    ...sectionOf('病情摘要', {
      code: loinc('现病史', '10164-2', 'History of Present illness Narrative'),
      lines: requestLines(request, ['patientBirthDate', 'history', 'comorbidity', 'ecog', 'heightCm', 'weightKg', 'allergies', 'treatmentSoFar', 'radiotherapyInWords', 'patientWish']),
    }),
    ...sectionOf('诊断与分期', { code: loinc('诊断', '29548-5', 'Diagnosis Narrative'), entry: [referenceTo(conditionId(draft))], lines: requestLines(request, ['diagnosis', 'icd10', 'tnm', 'tnmEdition', 'stage', 'histology', 'molecular']) }),
    ...sectionOf('影像与放疗资料', { code: loinc('影像检查', '18748-4', 'Diagnostic imaging study'), entry: [referenceTo(imaging.id)], lines: [{ text: `${entries.length} 个 DICOM 对象` }] }),
  ];
}

/** What the board said, decided and signed. */
export function opinionSections(draft: Draft): JsonObject[] {
  const { record, cast } = draft;
  const speaker = (said: { personId: string; personName: string; personTitle?: string; hospitalId: string }): JsonObject => cast.person({ personId: said.personId, name: said.personName, title: said.personTitle ?? '', hospitalId: said.hospitalId });
  return [
    ...sectionOf('会议', { lines: meetingLines(draft) }),
    ...sectionOf('各专业意见', {
      section: record.opinions.flatMap((opinion) => sectionOf(disciplineText[opinion.discipline], {
        author: speaker(opinion), lines: [{ term: '发表人', text: `${opinion.personName} ${opinion.personTitle}` }, { term: '态度', text: stanceText[opinion.stance] }, { term: '意见', text: opinion.text }],
      })),
    }),
    ...sectionOf('对治疗计划的修改要求', { lines: record.changeRequests.map(({ about, text, stamp }) => ({ term: `${stamp.actor.name} ${about}`.trim(), text })) }),
    ...sectionOf('引用的画面与测量', { lines: record.evidence.map(({ note, seriesInstanceUID, sopInstanceUID }) => ({ term: sopInstanceUID ?? seriesInstanceUID, text: note.trim() === '' ? '已引用' : note })) }),
    ...sectionOf('会诊纪要', {
      section: (record.minutes?.sections ?? []).flatMap(({ section, paragraphs }) => sectionOf(minutesText[section], { lines: paragraphs.map(({ text }) => ({ text })) })),
    }),
    ...sectionOf('会诊决定', { code: loinc('诊疗计划', '18776-5', 'Plan of care note'), entry: [referenceTo(planId(draft))], lines: decisionLines(record.decision) }),
    ...sectionOf('复述确认', { lines: record.readBack ? [{ term: record.readBack.stamp.actor.name, text: record.readBack.text }, { term: '异议', text: record.readBack.objections }] : [] }),
    ...sectionOf('保留意见', { lines: record.dissents.map(({ personName, text }) => ({ term: personName, text })) }),
    ...sectionOf('意见的效力', { lines: [{ text: '本意见供申请医院参考，诊断与治疗方案由申请医院决定（国卫医发〔2018〕25号）。' }] }),
  ];
}

function decisionLines(decision: DecisionFields): Line[] {
  const words = (key: keyof DecisionFields): string => (key === 'outcome' ? outcomeText[decision.outcome] : key === 'intent' ? intentText[decision.intent] : String(decision[key] ?? ''));
  return (Object.keys(decisionText) as (keyof DecisionFields)[]).filter((key) => isFilled(decision[key])).map((key) => ({ term: decisionText[key], text: words(key) }));
}

function meetingLines({ source: { meeting } }: Draft): Line[] {
  if (!meeting) return [];
  const seconds = new Map<string, number>();
  for (const { personId, joinedAtMs, leftAtMs } of meeting.attendance) seconds.set(personId, (seconds.get(personId) ?? 0) + Math.max(0, leftAtMs - joinedAtMs) / 1000);
  const names = new Map(meeting.attendance.map(({ personId, personName }) => [personId, personName]));
  return [
    { term: '会议', text: meeting.title },
    { term: '开始', text: shownTime(meeting.opened?.atMs ?? meeting.startMs) },
    ...(meeting.ended ? [{ term: '结束', text: shownTime(meeting.ended.atMs) }] : []),
    ...[...names].map(([personId, name]) => ({ term: name, text: `到会 ${Math.round((seconds.get(personId) ?? 0) / 60)} 分钟（平台测量）` })),
  ];
}
