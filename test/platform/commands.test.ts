import { URI, type TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyCommand, type StreamRecord } from '../../shared/mdt/apply.ts';
import { canonicalJson, digestRecord, digestText } from '../../shared/mdt/canonical.ts';
import { begunFactorSchema, confirmedFactorSchema } from '../../shared/platform/contract.ts';
import { signedContent, type CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { Stream } from '../../shared/mdt/command.ts';
import { makeKeyPair, signDigest } from '../../shared/mdt/signature.ts';
import type { Signature } from '../../shared/mdt/signatureSchema.ts';
import type { RunningPlatform } from '../../platform/host.ts';
import { openStore } from '../../platform/store/openStore.ts';
import { v7 as uuidv7 } from 'uuid';
import { engineKinds, newDatabase, stopEngines, type EngineKind } from './support/engines.ts';
import { makeFolder, nextEvent, openSocket, password, removeFolder, signIn, startSample, testKey, type Console } from './support/network.ts';
import { openSealedKey } from './support/openSealedKey.ts';
import { draftCase, newCase, newMeeting } from './support/streams.ts';

let dir: string;
let platform: RunningPlatform;
let doctor: Console;
let chair: Console;
let coordinator: Console;

let databaseUrl: string | undefined;

async function begin(kind: EngineKind): Promise<void> {
  dir = makeFolder();
  databaseUrl = await newDatabase(kind);
  platform = await startSample(dir, { databaseUrl });
  [doctor, chair, coordinator] = await Promise.all([signIn(platform.url, 'he.doctor'), signIn(platform.url, 'chen.chair'), signIn(platform.url, 'zhou.coord')]);
}
async function end(): Promise<void> {
  await platform.stop();
  const store = await openStore({ dataDir: dir, key: testKey, databaseUrl });
  expect(await store.audit.firstBreak()).toBeNull();
  expect(new Set((await store.audit.entries()).map((entry) => entry.action))).toEqual(new Set(['seed', 'signIn', 'command', 'refusal', 'secondFactorOn', 'secondFactorOff', 'recoveryCodeUsed']));
  await store.close();
  removeFolder(dir);
}
afterAll(stopEngines);

/** The stream as a console makes it from its own feed. */
async function replay(console: Console, stream: Stream): Promise<StreamRecord> {
  let record: StreamRecord | null = null;
  for (const { committed } of (await console.feed()).entries) if (committed.command.stream.id === stream.id) record = applyCommand(record, committed.command);
  if (!record) throw new Error('the stream is not in the feed');
  return record;
}

describe.each(engineKinds)('ordering commands on %s', (kind) => {
  beforeAll(() => begin(kind));
  afterAll(end);

  test('a command sent twice answers as the first time and counts once', async () => {
    const stream = newCase();
    const command = doctor.command(stream, 'case.create', { caseNo: 'ZH-9', leadHospitalId: 'gd-cancer', fields: {} });
    const [first] = await doctor.push(command);
    expect(first).toEqual({ status: 'committed', commandId: command.id, version: 1 });
    expect(await doctor.push(command, command)).toEqual([first, first]);
    expect((await doctor.digest(stream)).body).toMatchObject({ version: 1 });
    const [other] = await doctor.push({ ...command, payload: { caseNo: 'ZH-10', leadHospitalId: 'gd-cancer', fields: {} } });
    expect(other).toMatchObject({ status: 'refused', reason: 'invalid' });
  });

  test('a refusal has a reason and a sentence and is remembered', async () => {
    const stream = await draftCase(doctor);
    const command = doctor.command(stream, 'report.receive', { sha256: '0'.repeat(64) }, 2);
    const [refused] = await doctor.push(command);
    expect(refused).toMatchObject({ status: 'refused', reason: 'invalid', message: expect.stringContaining('receipt') as string });
    expect(await doctor.push(command)).toEqual([refused]);
  });

  test('a forged author is refused, and the real one may still use the id', async () => {
    const stream = await draftCase(doctor);
    const forged = doctor.command(stream, 'case.submit', {}, 2);
    expect(await coordinator.push(forged)).toMatchObject([{ status: 'refused', reason: 'not-permitted' }]);
    expect(await doctor.push({ ...forged, actor: { ...forged.actor, roles: ['chair'] } })).toMatchObject([{ status: 'refused', reason: 'not-permitted' }]);
    expect(await doctor.push({ ...forged, id: uuidv7(), actor: { ...forged.actor, roles: ['platform'] } })).toMatchObject([{ status: 'refused' }]);
    expect(await doctor.push(forged)).toMatchObject([{ status: 'committed', version: 3 }]);
  });

  test('a draft stays with its hospital; sent, it arrives whole and in order at the lead hospital', async () => {
    const before = (await chair.feed()).head;
    const stream = await draftCase(doctor);
    expect((await chair.feed()).head).toBe(before);
    expect((await chair.digest(stream)).status).toBe(404);
    expect(await coordinator.send(stream, 'case.accept', { route: 'mdt' }, 2)).toMatchObject({ status: 'refused', reason: 'not-found' });
    const socket = openSocket(platform.url, { token: chair.session.token });
    await nextEvent(socket, 'feed');
    const told = nextEvent<{ head: number }>(socket, 'feed');
    await doctor.send(stream, 'case.submit', {}, 2);
    expect(await told).toEqual({ head: before + 3 });
    socket.close();
    const { entries } = await chair.feed(before);
    expect(entries.map(({ committed }) => [committed.version, committed.command.type])).toEqual([[1, 'case.create'], [2, 'case.attachImaging'], [3, 'case.submit']]);
    const digests = await Promise.all([chair, doctor].map(async (console) => digestRecord(await replay(console, stream))));
    expect([...digests, digests[0]]).toEqual([digests[0], digests[0], ((await chair.digest(stream)).body as { digest: string }).digest]);
  });

  test('an edit on an older version is rebased; the same field of two people becomes a conflict', async () => {
    const stream = await draftCase(doctor);
    const imaging = await signIn(platform.url, 'liang.imaging');
    expect(await doctor.send(stream, 'case.edit', { fields: { history: '甲' } }, 2)).toMatchObject({ status: 'committed', version: 3 });
    expect(await imaging.send(stream, 'case.edit', { fields: { history: '乙', stage: 'II' } }, 2)).toMatchObject({ status: 'rebased', version: 4 });
    const record = (await replay(imaging, stream)) as CaseRecord;
    expect([record.request.history, record.request.stage, record.conflicts.map((conflict) => conflict.path)]).toEqual(['甲', 'II', ['request.history']]);
  });

  test('hospitals outside the network and other protocol versions are refused', async () => {
    expect(await doctor.send(newCase(), 'case.create', { caseNo: 'X', leadHospitalId: 'nowhere', fields: {} })).toMatchObject({ status: 'refused', reason: 'invalid' });
    expect(await coordinator.send(newMeeting(), 'meeting.plan', { title: 'x', startMs: 1, hospitalIds: ['gd-cancer', 'nowhere'] })).toMatchObject({ status: 'refused', reason: 'invalid' });
    expect(await doctor.ask('POST', '/v1/commands', { protocolVersion: 99, commands: [] })).toMatchObject({ status: 409, body: { reason: 'protocol-version' } });
    expect(await doctor.ask('POST', '/v1/commands', { protocolVersion: 1, commands: [{ id: 'x' }] })).toMatchObject({ status: 400, body: { reason: 'bad-request' } });
  });

  test('a colleague may hand in a signature that the registered key proves, and no other; of an account with a second factor only from a console it signed in at', async () => {
    const stream = await frozenCase();
    const version = ((await chair.digest(stream)).body as { version: number }).version;
    const stranger = makeKeyPair();
    const frozen = ((await replay(chair, stream)) as CaseRecord).frozen;
    if (!frozen) throw new Error('not frozen');
    const { person } = chair.session;
    const unsigned = {
      personId: person.id, personName: person.name, personTitle: person.title, hospitalId: person.hospitalId, role: 'chair', discipline: null, atMs: Date.now(), timeSource: 'platform',
      algorithm: 'SM2-SM3', publicKey: stranger.publicKey, certificateId: 'test', sha256: frozen.sha256, sm3: frozen.sm3, openReason: null,
    } as const satisfies Omit<Signature, 'value'>;
    const wrongKey = chair.command(stream, 'decision.sign', { signature: signDigest(stream.id, unsigned, stranger.privateKey) }, version);
    expect(await coordinator.push(wrongKey)).toMatchObject([{ status: 'refused', reason: 'signature-invalid' }]);
    const rightKey = { ...unsigned, publicKey: person.publicKey ?? '' };
    const badValue = chair.command(stream, 'decision.sign', { signature: { ...signDigest(stream.id, rightKey, stranger.privateKey) } }, version);
    expect(await coordinator.push(badValue)).toMatchObject([{ status: 'refused', reason: 'signature-invalid' }]);
    const key = chair.session.signingKey;
    if (!key) throw new Error('no key');
    const good = chair.command(stream, 'decision.sign', { signature: signDigest(stream.id, rightKey, openSealedKey(key, '202611')) }, version);
    const { uri } = begunFactorSchema.parse((await chair.ask('POST', '/v1/second-factor')).body);
    const { recoveryCodes } = confirmedFactorSchema.parse((await chair.ask('PUT', '/v1/second-factor', { code: (URI.parse(uri) as TOTP).generate() })).body);
    const elsewhere = { ...good, deviceId: coordinator.deviceId };
    expect(await coordinator.push(elsewhere)).toMatchObject([{ status: 'refused', reason: 'not-permitted', message: expect.stringContaining('second factor') as string }]);
    const withCode = await fetch(`${platform.url}/v1/session`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account: person.account, password, deviceId: coordinator.deviceId, code: recoveryCodes[0] }),
    });
    expect(withCode.status).toBe(200);
    expect(await coordinator.push(elsewhere)).toMatchObject([{ status: 'committed', version: version + 1 }]);
    expect((await chair.ask('POST', '/v1/second-factor/off', { code: recoveryCodes[1] })).status).toBe(200);
  });
});

/** A case brought to a frozen decision by the lead hospital. */
async function frozenCase(): Promise<Stream> {
  const stream = await draftCase(doctor);
  const steps: [Console, Parameters<Console['send']>[1], unknown][] = [
    [doctor, 'case.submit', {}],
    [coordinator, 'case.accept', { route: 'mdt' }],
    [coordinator, 'case.schedule', { meetingId: uuidv7() }],
    [coordinator, 'case.reportPresence', { present: 1, total: 1 }],
    [coordinator, 'case.confirmReady', {}],
    [chair, 'case.openDiscussion', {}],
    [chair, 'decision.edit', { fields: { outcome: 'treatment', systemic: 'PF', chairSummary: '同意', organFunction: '好', performanceStatus: '1', operability: '否', diseaseExtent: '局部', responsible: '何静', followUp: '三月' } }],
    [coordinator, 'decision.readBack', { text: '同意', objections: '' }],
  ];
  let version = 2;
  for (const [who, type, payload] of steps) {
    const outcome = await who.send(stream, type, payload, version);
    if (outcome.status !== 'committed') throw new Error(JSON.stringify(outcome));
    version = outcome.version;
  }
  const digest = digestText(canonicalJson(signedContent((await replay(chair, stream)) as CaseRecord)));
  expect(await coordinator.send(stream, 'decision.freeze', digest, version)).toMatchObject({ status: 'committed' });
  return stream;
}
