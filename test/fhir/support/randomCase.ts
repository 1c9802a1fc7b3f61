import { createHash } from 'node:crypto';
import type { StreamRecord } from '../../../shared/mdt/apply.ts';
import { applyCommand } from '../../../shared/mdt/apply.ts';
import { canonicalJson, digestText } from '../../../shared/mdt/canonical.ts';
import { openDisciplines, signedContent, type CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { AnyCommand } from '../../../shared/mdt/command.ts';
import { disciplines, type Actor, type Hospital } from '../../../shared/mdt/directory.ts';
import { outcomes, type DecisionFields, type RequestFields } from '../../../shared/mdt/fields.ts';
import { minutesSections, type FrozenMinutes } from '../../../shared/mdt/minutesSchema.ts';
import type { MeetingRecord } from '../../../shared/mdt/meetingRecord.ts';
import { caseId, command, fullDecision, fullRequest, image, nextId, opinion, people, seededRandom, sign, untilDiscussion } from '../../mdt/support.ts';

export const hospitals: readonly Hospital[] = [
  { id: 'gd-cancer', name: '中山大学附属肿瘤医院', nameEn: 'Sun Yat-sen University Cancer Center', prefecture: '广州', kind: 'lead' },
  { id: 'zhuhai', name: '珠海市人民医院', nameEn: "Zhuhai People's Hospital", prefecture: '珠海', kind: 'partner' },
];

/** What people paste: markup, control characters, half surrogates, blanks, other scripts. */
const texts = ['', ' ', '吞咽困难三个月', '<b>&"\'</b>', 'a\u0000b\u0007', '\ud800', 'line one\r\nline two\n', '😀 ümlaut', '  padded  ', '0', 'urn:uuid:not-an-entry', 'C15.4 食管中段'];
const dates = ['', '2026-11-22', '1970-01-01', '2026-02-31', '0000-00-00', '9999-12-31'];

export interface RandomCase {
  readonly record: CaseRecord;
  readonly meeting: MeetingRecord | null;
  readonly pdf: Uint8Array | null;
  /** What made it, in order. */
  readonly commands: readonly AnyCommand[];
}

export interface CaseOptions {
  readonly id?: string;
  /** False for a platform, which freezes no minutes but those it holds. */
  readonly hasMinutes?: boolean;
}

/** A case brought by random, valid commands to `submitted` or to `delivered`. */
export function randomCase(seed: number, goal: 'submitted' | 'delivered', { id = caseId, hasMinutes = true }: CaseOptions = {}): RandomCase {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const words = (): string => (random() < 0.5 ? pick(texts) : `${pick(texts)}${Math.floor(random() * 100)}`);
  const filled = (): string => `${words()}.`;
  let record: StreamRecord | null = null;
  const commands: AnyCommand[] = [];
  const send = (next: AnyCommand): void => {
    const sent = { ...next, stream: { kind: 'case', id }, atMs: random() < 0.05 ? pick([-1e15, 0, 9e15]) : next.atMs } as const;
    record = applyCommand(record, sent);
    commands.push(sent);
  };
  const current = (): CaseRecord => record as unknown as CaseRecord;
  const head = untilDiscussion();
  const fields: Partial<RequestFields> = { ...fullRequest, ...randomRequest(random, pick, words, filled) };
  send({ ...(head[0] as AnyCommand), payload: { caseNo: filled(), leadHospitalId: 'gd-cancer', fields } });
  const count = 1 + Math.floor(random() * 12);
  send(command('case.attachImaging', people.doctor, { instances: Array.from({ length: count }, (_, n) => ({ ...image, sopInstanceUID: random() < 0.1 ? `bad uid ${n}` : `1.2.3.${n}`, seriesInstanceUID: `1.2.9.${n % 3}`, sopClassUID: '1.2.840.10008.5.1.4.1.1.2', modality: pick(['CT', 'MR', 'PT', 'RTPLAN', 'weird modality']) })) }));
  send(command('case.submit', people.doctor, {}));
  if (random() < 0.4) {
    send(command('case.return', people.coordinator, { reason: 'r' }));
    send(command('case.submit', people.doctor, {}));
  }
  if (goal === 'submitted') return { record: current(), meeting: null, pdf: null, commands };
  for (const next of head.slice(3)) send(next.type === 'case.reportPresence' ? { ...next, payload: { present: count, total: count } } : next);
  send({ ...opinion(people.chair, 'radiationOncology') });
  for (const [actor, discipline] of [[people.expert, 'medicalOncology'], [people.physicist, 'physics'], [people.colleague, 'imaging']] as const) if (random() < 0.6) send(opinion(actor, discipline));
  for (let n = Math.floor(random() * 3); n > 0; n -= 1) send(command('change.request', people.expert, { changeId: nextId(), text: filled(), about: words(), seriesInstanceUID: null, positionMm: null }));
  if (random() < 0.5) send(command('evidence.cite', people.colleague, { seriesInstanceUID: '1.2.9.0', sopInstanceUID: random() < 0.5 ? '1.2.3.0' : null, positionMm: null, window: null, note: words() }));
  send(command('decision.edit', people.chair, { fields: { ...fullDecision, ...randomDecision(random, pick, words, filled) } }, current().version));
  if (random() < 0.3) send(command('dissent.state', people.expert, { personId: people.expert.personId, personName: people.expert.name, text: filled() }));
  send(command('decision.readBack', people.chair, { text: filled(), objections: words() }, current().version));
  const minutes = random() < 0.6 && hasMinutes ? randomMinutes(pick, words) : undefined;
  const content = { ...current(), ...(minutes ? { minutes } : {}) };
  send(command('decision.freeze', people.chair, { ...digestText(canonicalJson(signedContent(content))), ...(minutes ? { minutes } : {}) }));
  for (const [actor, discipline] of [[people.chair, 'radiationOncology'], [people.expert, 'medicalOncology'], [people.colleague, 'imaging']] as const) {
    if (openDisciplines(current()).includes(discipline) && (actor === people.chair || random() < 0.8)) send(sign(current(), actor, 'expert', discipline));
  }
  if (openDisciplines(current()).join() === 'physics' && random() < 0.8) send(sign(current(), people.physicist, 'physicist', 'physics'));
  send(sign(current(), people.chair, 'chair', null, openDisciplines(current()).length > 0 ? filled() : null));
  const pdf = new TextEncoder().encode(`%PDF-1.7 ${seed}`);
  send(command('report.deliver', people.chair, { sha256: createHash('sha256').update(pdf).digest('hex'), byteLength: pdf.length }));
  return { record: current(), meeting: random() < 0.6 ? randomMeeting(current(), random, words) : null, pdf: random() < 0.8 ? pdf : null, commands };
}

type Pick = <T>(list: readonly T[]) => T;

function randomRequest(random: () => number, pick: Pick, words: () => string, filled: () => string): Partial<RequestFields> {
  return {
    patientName: filled(), patientSex: pick(['F', 'M', 'O']), patientBirthDate: pick(dates.slice(1)), hospitalNumber: filled(), idType: words(), idNumber: pick(['', '440101197001010015', words()]), phone: words(), insurance: words(),
    doctorName: pick(['he', filled()]), doctorLicence: words(), consentRelation: words(), urgency: pick(['routine', 'urgent']), wishedDate: pick(dates), wantedDisciplines: disciplines.slice(0, 1 + Math.floor(random() * 6)),
    comorbidity: words(), ecog: pick([0, 1, 1e-7, -3]), heightCm: pick([null, 171.5]), allergies: words(), diagnosis: filled(), icd10: pick(['', 'C15.4', 'two words', '\u0001']), tnm: words(), stage: words(), histology: words(), molecular: words(), patientWish: words(),
  };
}

function randomDecision(random: () => number, pick: Pick, words: () => string, filled: () => string): Partial<DecisionFields> {
  const hasDose = random() < 0.6;
  const fractions = 1 + Math.floor(random() * 35);
  return {
    outcome: pick(outcomes), intent: pick(['', 'curative', 'palliative', 'adjuvant', 'neoadjuvant']), chairSummary: filled(), rtSite: words(), rtTechnique: words(), rtTargets: words(),
    ...(hasDose ? { rtTotalDoseGy: fractions * 2, rtFractions: fractions, rtDosePerFractionGy: 2 } : { rtTotalDoseGy: null, rtFractions: null, rtDosePerFractionGy: null }),
    systemic: hasDose ? words() : filled(), surgery: words(), moreTests: filled(), responsible: filled(), dueDate: pick(dates), guideline: words(), followUp: filled(), patientWish: words(),
  };
}

const randomMinutes = (pick: Pick, words: () => string): FrozenMinutes => ({
  schema: 'mdt-minutes/1', sections: [{ section: pick(minutesSections), paragraphs: [{ text: words(), authorIds: [people.chair.personId] }, { text: words(), authorIds: [] }] }], authors: [{ personId: people.chair.personId, name: people.chair.name, title: people.chair.title, hospitalId: people.chair.hospitalId }],
});

function randomMeeting(record: CaseRecord, random: () => number, words: () => string): MeetingRecord {
  const actor: Actor = people.chair;
  const stamp = { commandId: record.id, actor, deviceId: 'd', atMs: 1_700_000_000_000 };
  return {
    id: record.id, version: 3, title: `${words()}会`, startMs: 1_700_000_000_000, hostHospitalId: 'gd-cancer', hospitalIds: ['gd-cancer', 'zhuhai'], state: 'ended', created: stamp, opened: random() < 0.8 ? stamp : null,
    ended: random() < 0.8 ? { ...stamp, atMs: 1_700_000_000_000 + Math.round((random() - 0.2) * 3_600_000) } : null, caseIds: [record.id], currentCaseId: null,
    attendance: [{ personId: actor.personId, personName: actor.name, hospitalId: actor.hospitalId, deviceId: 'd', joinedAtMs: 1_700_000_000_000, leftAtMs: 1_700_000_600_000 }],
  };
}
