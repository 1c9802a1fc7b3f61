import { randomBytes } from 'node:crypto';
import { URI, type TOTP } from 'otpauth';
import { v7 as uuidv7 } from 'uuid';
import { openAdapter } from '../../../platform/province/settings.ts';
import { frameOf, packContentType } from '../../../shared/blob/pack.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import type { SessionResponse } from '../../../shared/platform/contract.ts';
import { openMinutes } from '../../../shared/minutes/document.ts';
import type { FeedResponse } from '../../../shared/sync/protocol.ts';
import { randomCase } from '../../fhir/support/randomCase.ts';
import { author, type } from '../../minutes/support.ts';
import type { ContractCaller } from './contractCaller.ts';
import { Console, password } from './network.ts';
import { hashOf, newCase } from './streams.ts';

/** A patient nobody else is; none of this may be found where it does not belong. */
export const patient = {
  patientName: '欧阳瑞雪', patientSex: 'F', patientBirthDate: '1957-03-08', hospitalNumber: 'ZY-77130458', idNumber: '440402195703080027', phone: '13900007788', diagnosis: '胸腺瘤B2型', consentSigner: '欧阳瑞雪',
} as const;
export const patientCaseNo = 'GD-2026-55012';

/** What was told or sent while walking and must stay between the two: tokens, codes, passwords. */
export type Secrets = Set<string>;

export async function walkAccounts(caller: ContractCaller, secrets: Secrets): Promise<{ chair: Console; doctor: Console; coordinator: Console }> {
  await caller.get(200, 'GET', '/v1/sample/accounts');
  const enter = async (account: string, extra: object = {}): Promise<Console> => {
    const session = await caller.get<SessionResponse>(200, 'POST', '/v1/session', { body: { account, password, deviceId: `device of ${account}`, ...extra } });
    for (const secret of [session.token, session.refreshToken, session.signingKey?.sealed]) if (secret !== undefined) secrets.add(secret);
    return new Console(caller.url, `device of ${account}`, session);
  };
  await caller.get(401, 'POST', '/v1/session', { body: { account: 'he.doctor', password: 'Wrong-Password-771', deviceId: 'd' } });
  await caller.get(400, 'POST', '/v1/session', { body: { account: 'he.doctor', password } });
  await caller.get(401, 'GET', '/v1/directory');
  const [chair, doctor, coordinator, leaving] = [await enter('chen.chair'), await enter('he.doctor'), await enter('zhou.coord'), await enter('lin.expert')];
  const { token, refreshToken } = await caller.get<SessionResponse>(200, 'POST', '/v1/session/refresh', { body: { refreshToken: leaving.session.refreshToken, deviceId: leaving.deviceId } });
  secrets.add(token).add(refreshToken);
  await caller.get(200, 'POST', '/v1/session/end', { body: { refreshToken, deviceId: leaving.deviceId } });
  await caller.get(200, 'DELETE', '/v1/session', { token: (await enter('lin.expert')).session.token });
  await caller.get(200, 'GET', '/v1/directory', { token: chair.session.token });
  await caller.get(409, 'PUT', '/v1/signing-key', { token: chair.session.token, body: chair.session.signingKey });
  await caller.get(200, 'PUT', '/v1/signing-key', { token: coordinator.session.token, body: chair.session.signingKey });
  const physicist = await enter('wu.physics');
  const asks = { token: physicist.session.token };
  const { uri } = await caller.get<{ uri: string }>(200, 'POST', '/v1/second-factor', { ...asks, body: {} });
  const app = URI.parse(uri) as TOTP;
  const { recoveryCodes } = await caller.get<{ recoveryCodes: string[] }>(200, 'PUT', '/v1/second-factor', { ...asks, body: { code: app.generate() } });
  for (const secret of [app.secret.base32, ...recoveryCodes]) secrets.add(secret);
  await caller.get(401, 'POST', '/v1/session', { body: { account: 'wu.physics', password, deviceId: 'd' } });
  await caller.get(200, 'GET', '/v1/second-factor', asks);
  await caller.get(403, 'POST', '/v1/second-factor/off', { ...asks, body: { code: '000000' } });
  await caller.get(200, 'POST', '/v1/second-factor/off', { ...asks, body: { code: recoveryCodes[0] } });
  return { chair, doctor, coordinator };
}

/** A case of the patient with one object in it; a second one is taken back, and its removal confirmed. */
export async function walkRecord(caller: ContractCaller, doctor: Console, coordinator: Console, bytes: Uint8Array): Promise<Stream> {
  const asks = { token: doctor.session.token };
  await caller.get(200, 'POST', '/v1/protocol', { body: { min: 1, max: 2 } });
  await caller.get(409, 'POST', '/v1/protocol', { body: { min: 90, max: 99 } });
  const push = (...commands: readonly unknown[]): Promise<{ outcomes: { status: string }[] }> => caller.get(200, 'POST', '/v1/commands', { ...asks, body: { protocolVersion: 2, commands } });
  const instance = { sopInstanceUID: '1.2.3', sopClassUID: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUID: '1.2', modality: 'CT', sha256: hashOf(bytes), byteLength: bytes.length };
  const rest = { department: '放疗科', doctorName: '何静', doctorTitle: '主治医师', contact: '0756', consentVersion: '1', consentDate: '2026-11-20', reason: '会诊', purpose: '计划', question: '剂量', wantedDisciplines: ['radiationOncology'], history: '…', ecog: 1 };
  const begin = (stream: Stream): unknown[] => [
    doctor.command(stream, 'case.create', { caseNo: patientCaseNo, leadHospitalId: 'gd-cancer', fields: { ...rest, ...patient } }),
    doctor.command(stream, 'case.attachImaging', { instances: [instance] }, 1), doctor.command(stream, 'case.submit', {}, 2),
  ];
  const [kept, taken] = [newCase(), newCase()];
  await caller.get(200, 'GET', '/v1/feed', { token: coordinator.session.token });
  await push(...begin(kept), ...begin(taken));
  await push(doctor.command(kept, 'case.accept', { route: 'mdt' }, 3));
  await caller.get(400, 'POST', '/v1/commands', { ...asks, body: { protocolVersion: 2, commands: [{ ...(begin(newCase())[0] as object), stream: patient.patientName }] } });
  await caller.get(409, 'POST', '/v1/commands', { ...asks, body: { protocolVersion: 99, commands: [] } });
  await push(doctor.command(taken, 'case.withdraw', { reason: '患者要求' }, 3));
  const { removals } = await caller.get<{ removals: { position: number; stream: Stream }[] }>(200, 'GET', '/v1/feed?after=0&limit=500&protocol=2', { token: coordinator.session.token });
  const receipt = { position: removals[0]?.position, stream: taken, version: 0, digest: '', blobs: [], unsent: 0, removedAtMs: 1 };
  await caller.get(200, 'POST', '/v1/removals', { token: coordinator.session.token, body: receipt });
  await caller.get(404, 'POST', '/v1/removals', { ...asks, body: receipt });
  await caller.get(200, 'GET', `/v1/removals/${taken.id}`, asks);
  await caller.get(200, 'GET', '/v1/feed?after=0', asks);
  await caller.get(400, 'GET', `/v1/feed?after=${encodeURIComponent(patient.patientName)}`, asks);
  await caller.get(200, 'GET', `/v1/streams/case/${kept.id}/digest`, asks);
  await caller.get(404, 'GET', `/v1/streams/case/${uuidv7()}/digest`, asks);
  return kept;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What a console asks and says when its platform was put back from an older copy; this one was not, and lacks nothing. */
export async function walkReturn(caller: ContractCaller, { session: { token } }: Console, stream: Stream): Promise<void> {
  const { entries, generation } = await caller.get<FeedResponse>(200, 'GET', '/v1/feed?after=0&protocol=2', { token });
  const held = entries.map(({ committed }) => committed).filter(({ command }) => command.stream.id === stream.id);
  const generationId = generation?.id ?? '';
  const ids = held.map(({ command }) => command.id);
  await caller.get(200, 'GET', `/v1/generation?known=${generationId}`, { token });
  await caller.get(409, 'GET', '/v1/generation?known=another', { token });
  await caller.get(200, 'POST', '/v1/generation/compare', { token, body: { generationId, streams: [{ stream, ids }] } });
  await caller.get(409, 'POST', '/v1/generation/compare', { token, body: { generationId: 'another', streams: [{ stream, ids }] } });
  await caller.get(200, 'POST', '/v1/generation/returns', { token, body: { generationId, stream, ids, commands: held } });
  await caller.get(200, 'POST', '/v1/generation/rejoined', { token, body: { generationId, returned: 0, refused: 0, gaps: [] } });
}

export async function walkBlobs(caller: ContractCaller, { session: { token } }: Console, { id: caseId }: Stream, bytes: Uint8Array): Promise<void> {
  const sha256 = hashOf(bytes);
  const tus = { 'tus-resumable': '1.0.0' };
  const part = { ...tus, 'content-type': 'application/offset+octet-stream' };
  const begin = async (): Promise<string> => {
    const told = await caller.ask('POST', '/v1/blobs', { token, headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': `sha256 ${base64(sha256)},caseId ${base64(caseId)}` } });
    return told.headers.get('location') ?? '';
  };
  await caller.get(200, 'POST', '/v1/blobs/missing', { token, body: { sha256: [sha256] } });
  const upload = await begin();
  await caller.get(200, 'HEAD', upload, { token, headers: tus });
  await caller.get(204, 'PATCH', upload, { token, headers: { ...part, 'upload-offset': '0' }, body: bytes.slice(0, 5) });
  await caller.get(409, 'PATCH', upload, { token, headers: { ...part, 'upload-offset': '0' }, body: bytes.slice(0, 5) });
  await caller.get(204, 'PATCH', upload, { token, headers: { ...part, 'upload-offset': '5' }, body: bytes.slice(5) });
  await caller.get(204, 'DELETE', await begin(), { token, headers: tus });
  await caller.get(404, 'HEAD', `/v1/blobs/${uuidv7()}`, { token, headers: tus });
  await caller.get(200, 'POST', '/v1/blobs/held', { token, body: { caseId, sha256: [sha256] } });
  const other = new Uint8Array(randomBytes(40));
  const frame = (hash: string): Uint8Array => Buffer.concat([frameOf({ sha256: hash, caseId, byteLength: other.length }), other]);
  await caller.get(200, 'POST', '/v1/blobs/pack', { token, headers: { 'content-type': packContentType }, body: new Uint8Array(Buffer.concat([frame(hashOf(other)), frame(sha256)])) });
  const read = `/v1/blobs/${sha256}?case=${caseId}`;
  await caller.get(200, 'GET', read, { token });
  await caller.get(206, 'GET', read, { token, headers: { range: 'bytes=1-3' } });
  await caller.get(416, 'GET', read, { token, headers: { range: 'bytes=9999999-' } });
  await caller.get(403, 'GET', `/v1/blobs/${sha256}?case=${uuidv7()}`, { token });
  await caller.get(400, 'GET', `/v1/blobs/${sha256}`, { token });
}

/** Types a line into a case's minutes, in a document of its own. */
export async function pushMinutes(caller: ContractCaller, { session: { token, person } }: Console, caseId: string, text: string): Promise<void> {
  const update = type(openMinutes(), { ...author(person.id), name: person.name, title: person.title }, 'course', 0, text);
  await caller.get(200, 'POST', `/v1/minutes/${caseId}`, { token, body: { updates: [{ sha256: hashOf(update), atMs: 1, update: Buffer.from(update).toString('base64') }] } });
}

/** A live meeting, and minutes of the case, which is accepted first. */
export async function walkMeetings(caller: ContractCaller, chair: Console, coordinator: Console, stream: Stream, secrets: Secrets): Promise<Stream> {
  const meeting: Stream = { kind: 'meeting', id: uuidv7() };
  await coordinator.send(meeting, 'meeting.plan', { title: '例会', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai'] });
  await chair.send(meeting, 'meeting.open', {}, 1);
  const asks = { token: chair.session.token };
  const { ticket } = await caller.get<{ ticket: string }>(200, 'POST', `/v1/meetings/${meeting.id}/ticket`, { ...asks, body: {} });
  secrets.add(ticket);
  await caller.get(200, 'GET', `/v1/meetings/${meeting.id}/presence`, asks);
  await caller.get(403, 'GET', `/v1/meetings/${uuidv7()}/presence`, asks);
  await caller.get(200, 'GET', '/v1/nodes', asks);
  await coordinator.send(stream, 'case.accept', { route: 'mdt' }, 3);
  await pushMinutes(caller, chair, stream.id, `${patient.patientName}的病程`);
  await caller.get(200, 'GET', `/v1/minutes/${stream.id}`, asks);
  await caller.get(404, 'GET', `/v1/minutes/${uuidv7()}`, asks);
  await caller.get(200, 'GET', '/v1/minutes?since=0', asks);
  return meeting;
}

export async function walkOperation(caller: ContractCaller, { chair, doctor }: { chair: Console; doctor: Console }, { id: subject }: Stream, intakeToken: string): Promise<void> {
  for (const path of ['/v1/openapi.json', '/v1/health', '/v1/health/live', '/v1/health/ready', '/v1/metrics']) await caller.get(200, 'GET', path);
  await caller.get(401, 'GET', '/v1/metrics', { headers: { 'x-forwarded-for': '10.1.1.1' } });
  await caller.get(404, 'GET', `/v1/patients/${encodeURIComponent(patient.patientName)}`);
  await caller.get(200, 'GET', `/v1/audit?subject=${subject}`, { token: chair.session.token });
  await caller.get(403, 'GET', `/v1/audit?subject=${subject}`, { token: doctor.session.token });
  await caller.get(200, 'POST', '/v1/audit/anchor', { token: doctor.session.token, body: { seq: 1, hash: 'ab'.repeat(32) } });
  await caller.get(200, 'GET', '/v1/audit/anchors', { token: doctor.session.token });
  const { record } = randomCase(4, 'delivered');
  const text = openAdapter({ kind: 'contract', url: caller.url, token: intakeToken, timeoutMs: 5000 }).encode({ kind: 'consultation', record, meeting: null, hospitals: [], reportPdf: null });
  const hand = { token: intakeToken, body: JSON.parse(text) as object };
  await caller.get(201, 'POST', '/v1/province/documents', hand);
  await caller.get(200, 'POST', '/v1/province/documents', hand);
  await caller.get(409, 'POST', '/v1/province/documents', { ...hand, body: { ...hand.body, documentId: uuidv7() } });
  await caller.get(401, 'POST', '/v1/province/documents', { ...hand, token: 'not the token' });
}
