import type { StreamRecord } from '../../shared/mdt/apply.ts';
import { applyCommand } from '../../shared/mdt/apply.ts';
import { canonicalJson, digestText } from '../../shared/mdt/canonical.ts';
import { signedContent, type CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { AnyCommand, CaseCommandType } from '../../shared/mdt/command.ts';
import type { Actor } from '../../shared/mdt/directory.ts';
import type { DecisionFields, RequestFields } from '../../shared/mdt/fields.ts';
import { makeKeyPair, signDigest } from '../../shared/mdt/signature.ts';
import type { Signature } from '../../shared/mdt/signatureSchema.ts';

/** Small seeded generator (mulberry32); the seed is in the test's name or message. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const person = (personId: string, hospitalId: string, roles: Actor['roles'], discipline: Actor['discipline']): Actor => ({ personId, name: personId, title: '医师', hospitalId, roles, discipline });

export const people = {
  chair: person('chen', 'gd-cancer', ['chair', 'radiationOncologist'], 'radiationOncology'),
  expert: person('lin', 'gd-cancer', ['expert'], 'medicalOncology'),
  physicist: person('wu', 'gd-cancer', ['physicist'], 'physics'),
  coordinator: person('zhou', 'gd-cancer', ['coordinator'], null),
  doctor: person('he', 'zhuhai', ['partnerDoctor', 'radiationOncologist'], 'radiationOncology'),
  colleague: person('liang', 'zhuhai', ['radiologist', 'partnerDoctor'], 'imaging'),
  stranger: person('other', 'shaoguan', ['partnerDoctor', 'chair'], 'surgery'),
  administrator: person('admin', 'gd-cancer', ['administrator'], null),
} as const satisfies Record<string, Actor>;

export const keys = Object.fromEntries(Object.values(people).map((actor) => [actor.personId, makeKeyPair()]));

let count = 0;
/** A new id in UUID form, the same in every run. */
export const nextId = (): string => {
  count += 1;
  return `00000000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
};

export const caseId = '11111111-1111-4111-8111-111111111111';

export const command = (type: AnyCommand['type'], actor: Actor, payload: unknown, baseVersion = 0): AnyCommand => ({
  id: nextId(), stream: { kind: type.startsWith('meeting.') ? 'meeting' : 'case', id: caseId }, type, actor, deviceId: 'device', baseVersion, atMs: 1_700_000_000_000 + count, payload,
});

export const fullRequest: Partial<RequestFields> = {
  patientName: '测试甲', patientSex: 'F', patientBirthDate: '1970-01-01', hospitalNumber: '1', department: '放疗科', doctorName: '何', doctorTitle: '主治医师', contact: '1', consentVersion: '1', consentDate: '2026-11-01',
  consentSigner: '测试甲', reason: 'r', purpose: 'p', question: 'q', wantedDisciplines: ['physics'], history: 'h', ecog: 0, diagnosis: 'd',
};
export const fullDecision: Partial<DecisionFields> = {
  outcome: 'treatment', chairSummary: 's', organFunction: 'n', performanceStatus: 'n', operability: 'n', diseaseExtent: 'n', responsible: 'he', followUp: 'f', rtTotalDoseGy: 60, rtFractions: 30, rtDosePerFractionGy: 2,
};
export const image = { sopInstanceUID: '1.2.3', sopClassUID: '1.2', seriesInstanceUID: '1.2.9', modality: 'CT', sha256: 'a'.repeat(64), byteLength: 10 };

/** Applies commands one after the other. @throws the rule of the first that is refused */
export const replay = (commands: readonly AnyCommand[], from: StreamRecord | null = null): CaseRecord => commands.reduce<StreamRecord | null>(applyCommand, from) as CaseRecord;

export const opinion = (actor: Actor, discipline: NonNullable<Actor['discipline']>): AnyCommand =>
  command('opinion.state', actor, { opinionId: nextId(), personId: actor.personId, personName: actor.name, personTitle: actor.title, hospitalId: actor.hospitalId, discipline, stance: 'agree', text: 't' });

/** Commands that bring a case into discussion. */
export const untilDiscussion = (): AnyCommand[] => [
  command('case.create', people.doctor, { caseNo: 'C-1', leadHospitalId: 'gd-cancer', fields: fullRequest }),
  command('case.attachImaging', people.doctor, { instances: [image] }),
  command('case.submit', people.doctor, {}),
  command('case.accept', people.coordinator, { route: 'mdt' }),
  command('case.schedule', people.coordinator, { meetingId: caseId }),
  command('case.reportPresence', people.coordinator, { present: 1, total: 1 }),
  command('case.confirmReady', people.coordinator, {}),
  command('case.openDiscussion', people.chair, {}),
];

export const freeze = (record: CaseRecord, actor: Actor = people.chair): AnyCommand => command('decision.freeze', actor, digestText(canonicalJson(signedContent(record))));

export function sign(record: CaseRecord, actor: Actor, role: Signature['role'], discipline: Signature['discipline'], openReason: string | null = null): AnyCommand {
  const key = keys[actor.personId] ?? makeKeyPair();
  const digest = record.frozen ?? { sha256: '0'.repeat(64), sm3: '0'.repeat(64) };
  const signature = signDigest(
    record.id,
    { personId: actor.personId, personName: actor.name, personTitle: actor.title, hospitalId: actor.hospitalId, role, discipline, atMs: 1, timeSource: 'device', algorithm: 'SM2-SM3', publicKey: key.publicKey, certificateId: 'c', sha256: digest.sha256, sm3: digest.sm3, openReason },
    key.privateKey,
  );
  return command('decision.sign', actor, { signature });
}

/** Every case command with a payload that fits, as somebody might send it at any time. */
export const anyPayload: Readonly<Record<CaseCommandType, (record: CaseRecord | null, actor: Actor, random: () => number) => AnyCommand>> = {
  'case.create': (_, actor) => command('case.create', actor, { caseNo: 'C-2', leadHospitalId: 'gd-cancer', fields: fullRequest }),
  'case.edit': (record, actor, random) => command('case.edit', actor, { fields: { history: `h${Math.floor(random() * 5)}`, ecog: Math.floor(random() * 3) } }, Math.floor(random() * ((record?.version ?? 0) + 1))),
  'case.attachImaging': (_, actor) => command('case.attachImaging', actor, { instances: [image] }),
  'case.submit': (_, actor) => command('case.submit', actor, {}),
  'case.return': (_, actor) => command('case.return', actor, { reason: 'r' }),
  'case.decline': (_, actor, random) => command('case.decline', actor, { reason: random() < 0.9 ? '' : 'r' }),
  'case.accept': (_, actor) => command('case.accept', actor, { route: 'mdt' }),
  'case.schedule': (_, actor) => command('case.schedule', actor, { meetingId: caseId }),
  'case.reportPresence': (record, actor) => command('case.reportPresence', actor, { present: record?.imaging.length ?? 0, total: record?.imaging.length ?? 0 }),
  'case.confirmReady': (_, actor) => command('case.confirmReady', actor, {}),
  'case.openDiscussion': (_, actor) => command('case.openDiscussion', actor, {}),
  'case.defer': (_, actor, random) => command('case.defer', actor, { reason: random() < 0.8 ? '' : 'r' }),
  'case.cancel': (_, actor, random) => command('case.cancel', actor, { reason: random() < 0.95 ? '' : 'r' }),
  'case.withdraw': (_, actor, random) => command('case.withdraw', actor, { reason: random() < 0.9 ? '' : 'r' }),
  'opinion.state': (_, actor) => opinion(actor, actor.discipline ?? 'surgery'),
  'change.request': (_, actor) => command('change.request', actor, { changeId: nextId(), text: 't', about: 'PTV', seriesInstanceUID: null, positionMm: null }),
  'evidence.cite': (_, actor) => command('evidence.cite', actor, { seriesInstanceUID: '1', sopInstanceUID: null, positionMm: [0, 1, 2], window: { centre: 40, width: 400 }, note: '' }),
  'decision.edit': (record, actor, random) => command('decision.edit', actor, { fields: random() < 0.6 ? fullDecision : { chairSummary: `s${Math.floor(random() * 4)}`, rtFractions: 25 + Math.floor(random() * 10) } }, Math.floor(random() * ((record?.version ?? 0) + 1))),
  'decision.readBack': (record, actor) => command('decision.readBack', actor, { text: 'read', objections: '' }, record?.version ?? 0),
  'dissent.state': (_, actor) => command('dissent.state', actor, { personId: actor.personId, personName: actor.name, text: 'no' }),
  'decision.freeze': (record, actor) => (record ? freeze(record, actor) : command('decision.freeze', actor, { sha256: 'a'.repeat(64), sm3: 'a'.repeat(64) })),
  'decision.reopen': (_, actor) => command('decision.reopen', actor, { reason: 'r' }),
  'decision.sign': (record, actor) => {
    const role = actor.roles.includes('physicist') ? 'physicist' : actor.roles.includes('chair') && record && record.signatures.length > 0 ? 'chair' : 'expert';
    return record?.frozen ? sign(record, actor, role, actor.discipline) : command('decision.sign', actor, {});
  },
  'report.deliver': (_, actor) => command('report.deliver', actor, { sha256: 'b'.repeat(64), byteLength: 5 }),
  'report.receive': (_, actor) => command('report.receive', actor, { sha256: 'b'.repeat(64) }),
  'conflict.write': (record, actor, random) => command('conflict.write', actor, { path: record?.conflicts[0]?.path ?? 'request.history', value: random() < 0.5 ? 'w' : 3 }, record?.version ?? 0),
  'conflict.resolve': (record, actor) => command('conflict.resolve', actor, { path: record?.conflicts[0]?.path ?? 'request.history', chosen: 0 }, record?.version ?? 0),
};
