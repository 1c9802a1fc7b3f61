import type { Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import * as Y from 'yjs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningPlatform } from '../../platform/host.ts';
import { PushRate } from '../../platform/minutes/pushRate.ts';
import { canonicalJson, digestText } from '../../shared/mdt/canonical.ts';
import { signedContent, type CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { AnyCommand, Stream } from '../../shared/mdt/command.ts';
import type { MinutesAuthor } from '../../shared/mdt/minutesSchema.ts';
import { applyCommand, type StreamRecord } from '../../shared/mdt/apply.ts';
import { mergeMinutes, minutesVector, openMinutes, readSection, type MinutesDocument } from '../../shared/minutes/document.ts';
import { freezeMinutes } from '../../shared/minutes/freezeMinutes.ts';
import type { HeardPresence, MinutesPresence } from '../../shared/minutes/presence.ts';
import { minutesDiffSchema, minutesHeadsSchema, pushedMinutesSchema, type MinutesDiff, type MinutesNews } from '../../shared/platform/minutesContract.ts';
import { fullDecision } from '../mdt/support.ts';
import { type } from '../minutes/support.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { makeFolder, nextEvent, openSocket, removeFolder, signIn, startSample, type Answer, type Console } from './support/network.ts';
import { draftCase, hashOf, newMeeting } from './support/streams.ts';

afterAll(stopEngines);

const authorOf = ({ session: { person } }: Console): MinutesAuthor => ({ personId: person.id, name: person.name, title: person.title, hospitalId: person.hospitalId });
const push = (console: Console, stream: Stream, ...updates: Uint8Array[]): Promise<Answer> =>
  console.ask('POST', `/v1/minutes/${stream.id}`, { updates: updates.map((update) => ({ sha256: hashOf(update), atMs: 1, update: Buffer.from(update).toString('base64') })) });
const said = async (answer: Promise<Answer>): Promise<string[]> => pushedMinutesSchema.parse((await answer).body).results.map(({ status }) => status);
const pull = async (console: Console, stream: Stream, doc?: MinutesDocument): Promise<MinutesDiff> =>
  minutesDiffSchema.parse((await console.ask('GET', `/v1/minutes/${stream.id}${doc ? `?vector=${Buffer.from(minutesVector(doc)).toString('base64url')}` : ''}`)).body);
const held = async (console: Console, stream: Stream): Promise<MinutesDocument> => openMinutes(new Uint8Array(Buffer.from((await pull(console, stream)).update, 'base64')));

const freezing = (record: CaseRecord, doc: MinutesDocument | null) => {
  const minutes = doc && freezeMinutes(doc);
  const taken = minutes ? { minutes } : {};
  return { ...digestText(canonicalJson(signedContent({ ...record, ...taken }))), ...taken };
};

describe.each(engineKinds)('minutes on the platform (%s)', (kind) => {
  let dir: string;
  let databaseUrl: string | undefined;
  let platform: RunningPlatform;
  let chair: Console;
  let doctor: Console;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    dir = makeFolder();
    databaseUrl = await newDatabase(kind);
    platform = await startSample(dir, { databaseUrl });
    [chair, doctor] = (await Promise.all(['chen.chair', 'he.doctor'].map((account) => signIn(platform.url, account)))) as [Console, Console];
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
  });
  afterAll(async () => {
    await platform.stop();
    removeFolder(dir);
  });

  const connect = async (console: Console): Promise<Socket> => {
    const socket = openSocket(platform.url, { token: console.session.token });
    sockets.push(socket);
    await nextEvent(socket, 'connect');
    return socket;
  };

  /** A case in discussion, decided and read back, and its record. */
  async function discussed(): Promise<{ stream: Stream; send: (console: Console, name: AnyCommand['type'], payload: unknown) => Promise<string>; record: () => CaseRecord }> {
    const stream = await draftCase(doctor);
    const meeting = newMeeting();
    let record: StreamRecord | null = null;
    const { head } = await doctor.feed();
    for (const { committed } of (await doctor.feed(head - 2)).entries) if (committed.command.stream.id === stream.id) record = applyCommand(record, committed.command);
    const send = async (console: Console, name: AnyCommand['type'], payload: unknown): Promise<string> => {
      const command = console.command(stream, name, payload, record?.version ?? 0);
      const [outcome] = await console.push(command);
      if (outcome?.status !== 'refused') record = applyCommand(record, command);
      return outcome?.status === 'refused' ? `${outcome.reason}: ${outcome.message}` : (outcome?.status ?? '');
    };
    await chair.send(meeting, 'meeting.plan', { title: '例会', startMs: 1, hospitalIds: ['gd-cancer', 'zhuhai'] });
    for (const [console, name, payload] of [
      [doctor, 'case.submit', {}], [chair, 'case.accept', { route: 'mdt' }], [chair, 'case.schedule', { meetingId: meeting.id }], [chair, 'case.reportPresence', { present: 1, total: 1 }],
      [chair, 'case.confirmReady', {}], [chair, 'case.openDiscussion', {}],
      [chair, 'decision.edit', { fields: fullDecision }], [chair, 'decision.readBack', { text: 'read', objections: '' }],
    ] as const) expect(await send(console, name, payload)).toMatch(/^committed|^rebased/);
    return { stream, send, record: () => record as CaseRecord };
  }

  it('takes a change once, answers the same push as known, and gives each holder what it lacks', async () => {
    const { stream } = await discussed();
    const doc = openMinutes();
    const first = type(doc, authorOf(chair), 'course', 0, '第一句。');
    const second = type(doc, authorOf(chair), 'course', 4, '第二句。');
    expect(await said(push(chair, stream, second))).toEqual(['missing']);
    expect(await said(push(chair, stream, first, second, first))).toEqual(['taken', 'taken', 'known']);
    expect(await said(push(chair, stream, mergeMinutes([first, second])))).toEqual(['known']);
    expect(readSection(await held(doctor, stream), 'course')).toBe('第一句。第二句。');
    const lacking = openMinutes(first);
    const diff = await pull(doctor, stream, lacking);
    expect(diff.position).toBe(2);
    Y.applyUpdate(lacking, new Uint8Array(Buffer.from(diff.update, 'base64')));
    expect(readSection(lacking, 'course')).toBe('第一句。第二句。');
    const { heads } = minutesHeadsSchema.parse((await doctor.ask('GET', '/v1/minutes?since=0')).body);
    expect(heads).toContainEqual({ caseId: stream.id, position: 2 });
  });

  it('keeps all of it over compaction and a start of the platform anew', async () => {
    const { stream } = await discussed();
    const doc = openMinutes();
    const changes = Array.from({ length: 130 }, (_, at) => type(doc, authorOf(doctor), 'tasks', at, '字'));
    for (let at = 0; at < changes.length; at += 26) expect(new Set(await said(push(doctor, stream, ...changes.slice(at, at + 26))))).toEqual(new Set(['taken']));
    const { port } = platform;
    await platform.stop();
    const again = await startSample(dir, { databaseUrl });
    platform = again;
    expect(port).toBeGreaterThan(0);
    [chair, doctor] = (await Promise.all(['chen.chair', 'he.doctor'].map((account) => signIn(platform.url, account)))) as [Console, Console];
    expect(readSection(await held(doctor, stream), 'tasks')).toBe('字'.repeat(130));
    expect(await said(push(doctor, stream, changes[0] ?? new Uint8Array()))).toEqual(['known']);
    expect((await pull(chair, stream)).position).toBe(130);
  });

  it('refuses other names, damaged bytes and people without a part; what is too early waits', async () => {
    const { stream } = await discussed();
    const stranger = await signIn(platform.url, 'zhou.coord');
    expect(await said(push(doctor, stream, type(openMinutes(), authorOf(chair), 'course', 0, '冒名')))).toEqual(['refused']);
    const update = type(openMinutes(), authorOf(chair), 'course', 0, 'x');
    const { body } = await chair.ask('POST', `/v1/minutes/${stream.id}`, { updates: [{ sha256: 'a'.repeat(64), atMs: 1, update: Buffer.from(update).toString('base64') }] });
    expect(pushedMinutesSchema.parse(body).results[0]?.status).toBe('refused');
    expect((await chair.ask('POST', `/v1/minutes/${stream.id}`, { updates: [] })).status).toBe(400);
    const draft = await draftCase(doctor);
    expect(await said(push(doctor, draft, type(openMinutes(), authorOf(doctor), 'course', 0, 'x')))).toEqual(['waits']);
    expect(await said(push(stranger, draft, type(openMinutes(), authorOf(stranger), 'course', 0, 'x')))).toEqual(['waits']);
    expect((await stranger.ask('GET', `/v1/minutes/${draft.id}`)).status).toBe(404);
    expect((await chair.ask('GET', `/v1/minutes/${stream.id}?vector=BQ`)).status).toBe(400);
    expect(readSection(await held(chair, stream), 'course')).toBe('');
  });

  it('freezes a decision only with the minutes it holds, keeps later changes aside, and opens with the decision', async () => {
    const { stream, send, record } = await discussed();
    const doc = openMinutes();
    const first = type(doc, authorOf(chair), 'course', 0, '讨论。');
    await push(chair, stream, first);
    expect(await send(chair, 'decision.freeze', freezing(record(), null))).toMatch(/^incomplete: Others have written minutes/);
    expect(await send(chair, 'decision.freeze', freezing(record(), openMinutes(type(openMinutes(), authorOf(chair), 'course', 0, '讨论！'))))).toMatch(/^incomplete: The minutes changed/);
    expect(await send(chair, 'decision.freeze', freezing(record(), doc))).toBe('committed');
    const late = openMinutes(first);
    const one = type(late, authorOf(doctor), 'course', 3, '迟到');
    const two = type(late, authorOf(doctor), 'course', 5, '又迟到');
    expect(await said(push(doctor, stream, one, two, one))).toEqual(['late', 'late', 'late']);
    expect(readSection(await held(chair, stream), 'course')).toBe('讨论。');
    expect((await pull(chair, stream)).late.map(({ personId, personName }) => [personId, personName])).toEqual([['he.doctor', '何静'], ['he.doctor', '何静']]);
    expect(await send(chair, 'decision.reopen', { reason: '补充' })).toMatch(/committed|rebased/);
    const three = type(late, authorOf(doctor), 'course', 8, '接着');
    expect(await said(push(doctor, stream, three))).toEqual(['late']);
    expect(await said(push(chair, stream, type(doc, authorOf(chair), 'course', 3, '重新打开。')))).toEqual(['taken']);
    expect(readSection(await held(doctor, stream), 'course')).toBe('讨论。重新打开。');
  });

  it('tells the other hospital of a change and of carets, under the name it knows, and of who has left', async () => {
    const { stream } = await discussed();
    const [at, other] = [await connect(chair), await connect(doctor)];
    const news = nextEvent<MinutesNews>(other, 'minutes', ({ caseId }) => caseId === stream.id);
    const update = type(openMinutes(), authorOf(chair), 'course', 0, '看得见');
    await push(chair, stream, update);
    expect(await news).toEqual({ caseId: stream.id, position: 1, update: Buffer.from(update).toString('base64') });
    const presence: MinutesPresence = { caseId: stream.id, sessionId: uuidv7(), isHere: true, caret: { section: 'course', anchor: '{}', head: '{}' } };
    const heard = nextEvent<HeardPresence>(other, 'minutes:presence');
    at.emit('minutes:presence', { ...presence, name: '冒名', personId: 'someone' });
    expect(await heard).toEqual({ ...presence, personId: 'chen.chair', name: chair.session.person.name, hospitalId: 'gd-cancer' });
    const left = nextEvent<HeardPresence>(other, 'minutes:presence', ({ isHere }) => !isHere);
    at.close();
    expect(await left).toMatchObject({ sessionId: presence.sessionId, personId: 'chen.chair', caret: null });
  });
});

it('holds back who sends without end, and lets them go on after a while', () => {
  const rate = new PushRate();
  for (let sent = 0; sent < 4000; sent += 50) rate.take('p', 50, 0);
  expect(() => rate.take('p', 50, 0)).toThrow(/taken in 2 s/);
  expect(() => rate.take('other', 50, 0)).not.toThrow();
  expect(() => rate.take('p', 50, 2000)).not.toThrow();
});
