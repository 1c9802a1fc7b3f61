import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunningPlatform } from '../../platform/host.ts';
import type { Stream } from '../../shared/mdt/command.ts';
import type { PayloadOf } from '../../shared/mdt/command.ts';
import { joinAnswerSchema, type JoinAnswer, type Participant, type Presenter } from '../../shared/meeting/signalling.ts';
import type { ViewChange, ViewPatch } from '../../shared/meeting/view.ts';
import { presenceSchema } from '../../shared/platform/contract.ts';
import { engineKinds, newDatabase, stopEngines, type EngineKind } from './support/engines.ts';
import { eventually, makeFolder, nextEvent, openSocket, removeFolder, signIn, startSample, type Console } from './support/network.ts';
import { liveMeeting, newMeeting } from './support/streams.ts';

interface Refusal {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly reason: string };
}

let dir: string;
let platform: RunningPlatform;
let chair: Console;
let coordinator: Console;
let doctor: Console;
let imaging: Console;
const sockets: Socket[] = [];

async function begin(kind: EngineKind): Promise<void> {
  dir = makeFolder();
  platform = await startSample(dir, { databaseUrl: await newDatabase(kind) });
  [chair, coordinator, doctor, imaging] = await Promise.all(['chen.chair', 'zhou.coord', 'he.doctor', 'liang.imaging'].map((account) => signIn(platform.url, account))) as [Console, Console, Console, Console];
}
async function end(): Promise<void> {
  await platform.stop();
  removeFolder(dir);
}
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(stopEngines);

async function enter(console: Console, meeting: Stream): Promise<Socket> {
  const socket = openSocket(platform.url, { ticket: await console.ticket(meeting.id) });
  sockets.push(socket);
  await nextEvent(socket, 'connect');
  return socket;
}

const ask = async (socket: Socket, name: string, payload: unknown = {}): Promise<Refusal> => (await socket.timeout(5000).emitWithAck(name, payload)) as Refusal;

async function join(console: Console, meeting: Stream): Promise<{ socket: Socket; answer: JoinAnswer }> {
  const socket = await enter(console, meeting);
  const { ok, value, error } = await ask(socket, 'room:join', { hasCamera: true, isMuted: false });
  if (!ok) throw new Error(error?.reason);
  return { socket, answer: joinAnswerSchema.parse(value) };
}

const patchOf = (epoch: number, counter: number, fields: ViewChange, senderId = 'device of chen.chair'): ViewPatch => ({ epoch, counter, senderId, sentAtMs: Date.now(), fields });
const view = (patch: ViewPatch): object => ({ to: null, message: { kind: 'view', patch } });

/** Attendance as the host hospital's feed tells it. */
async function attended(meeting: Stream): Promise<PayloadOf<'meeting.attended'>[]> {
  const { entries } = await chair.feed();
  return entries.filter(({ committed: { command } }) => command.stream.id === meeting.id && command.type === 'meeting.attended').map(({ committed }) => committed.command.payload as PayloadOf<'meeting.attended'>);
}

describe.each(engineKinds)('entering a room on %s', (kind) => {
  beforeAll(() => begin(kind));
  afterAll(end);

  test('both see each other, with name, title and hospital of the directory, and a change of camera', async () => {
    const meeting = await liveMeeting(coordinator, chair);
    const first = await join(chair, meeting);
    expect(first.answer).toMatchObject({ self: { personId: 'chen.chair', title: '主任医师', hospitalName: '中山大学附属肿瘤医院', hasCamera: true }, presenter: { personId: null, epoch: 0 }, patches: [] });
    const told = nextEvent<Participant[]>(first.socket, 'room:participants', (list) => list.length === 2);
    const second = await join(doctor, meeting);
    expect((await told).map(({ personId }) => personId)).toEqual(['chen.chair', 'he.doctor']);
    expect(second.answer.participants).toHaveLength(2);
    const changed = nextEvent<Participant[]>(first.socket, 'room:participants', (list) => list.some(({ isMuted }) => isMuted));
    expect(await ask(second.socket, 'room:state', { hasCamera: false, isMuted: true })).toEqual({ ok: true, value: {} });
    expect((await changed).find(({ personId }) => personId === 'he.doctor')).toMatchObject({ hasCamera: false, isMuted: true });
  });

  test('a planned meeting gives a ticket but no seat; a hospital that is not invited gets neither', async () => {
    const planned = newMeeting();
    await coordinator.send(planned, 'meeting.plan', { title: '明天', startMs: Date.now(), hospitalIds: ['gd-cancer'] });
    const socket = await enter(chair, planned);
    expect(await ask(socket, 'room:join', { hasCamera: true, isMuted: false })).toMatchObject({ ok: false, error: { code: 'meeting', reason: 'not-live' } });
    expect(await doctor.ask('POST', `/v1/meetings/${planned.id}/ticket`, {})).toMatchObject({ status: 403, body: { reason: 'not-invited' } });
    await chair.send(planned, 'meeting.open', {}, 1);
    expect((await ask(socket, 'room:join', { hasCamera: true, isMuted: false })).ok).toBe(true);
    await chair.send(planned, 'meeting.end', {}, 2);
    expect(await chair.ask('POST', `/v1/meetings/${planned.id}/ticket`, {})).toMatchObject({ status: 409, body: { reason: 'not-live' } });
  });

  test('people of its hospitals learn who is in it, each person once, and nobody else does', async () => {
    const meeting = await liveMeeting(coordinator, chair);
    const presence = `/v1/meetings/${meeting.id}/presence`;
    expect(await doctor.ask('GET', presence)).toEqual({ status: 200, body: { participants: [] } });
    const first = await join(chair, meeting);
    await join(await signIn(platform.url, 'chen.chair', 'another console'), meeting);
    await join(imaging, meeting);
    const { status, body } = await doctor.ask('GET', presence);
    expect(status).toBe(200);
    expect(presenceSchema.parse(body).participants.map(({ personId, hospitalId }) => [personId, hospitalId])).toEqual([['chen.chair', 'gd-cancer'], ['liang.imaging', 'zhuhai']]);
    expect(Object.keys(presenceSchema.strict().parse(body).participants[0] ?? {})).toEqual(['personId', 'name', 'hospitalId']);
    await ask(first.socket, 'room:leave');
    expect(presenceSchema.parse((await doctor.ask('GET', presence)).body).participants).toHaveLength(2);
    await chair.send(meeting, 'meeting.end', {}, 2);
    expect((await doctor.ask('GET', presence)).body).toEqual({ participants: [] });

    const closed = newMeeting();
    await coordinator.send(closed, 'meeting.plan', { title: '院内', startMs: Date.now(), hospitalIds: ['gd-cancer'] });
    expect(await doctor.ask('GET', `/v1/meetings/${closed.id}/presence`)).toMatchObject({ status: 403, body: { reason: 'not-invited' } });
    expect((await fetch(`${platform.url}${presence}`)).status).toBe(401);
  });

  test('a false ticket opens no socket; wrong shapes and unjoined sockets are refused', async () => {
    const stranger = openSocket(platform.url, { ticket: 'x'.repeat(43) });
    sockets.push(stranger);
    expect((await nextEvent<{ data?: { reason: string } }>(stranger, 'connect_error')).data?.reason).toBe('unauthorized');
    const meeting = await liveMeeting(coordinator, chair);
    const socket = await enter(chair, meeting);
    expect(await ask(socket, 'signal', { to: 'x', data: 1 })).toMatchObject({ ok: false, error: { code: 'meeting' } });
    expect(await ask(socket, 'room:join', { hasCamera: 'yes' })).toMatchObject({ ok: false, error: { reason: 'bad-request' } });
  });

  test('signals reach the one they are for and say whom they come from', async () => {
    const meeting = await liveMeeting(coordinator, chair);
    const [first, second, third] = [await join(chair, meeting), await join(doctor, meeting), await join(imaging, meeting)];
    let stray = 0;
    third.socket.on('signal', () => (stray += 1));
    const arrived = nextEvent(second.socket, 'signal');
    expect(await ask(first.socket, 'signal', { to: second.answer.self.peerId, data: { type: 'offer', sdp: '…' } })).toEqual({ ok: true, value: {} });
    expect(await arrived).toEqual({ from: first.answer.self.peerId, data: { type: 'offer', sdp: '…' } });
    expect(await ask(first.socket, 'signal', { to: 'gone', data: 1 })).toMatchObject({ ok: false, error: { reason: 'peer-failed' } });
    expect(stray).toBe(0);
  });
});

describe.each(engineKinds)('presenting on %s', (kind) => {
  beforeAll(() => begin(kind));
  afterAll(end);

  test('a view passes from the presenter of the epoch only, and late joiners get the last value of every field', async () => {
    const meeting = await liveMeeting(coordinator, chair);
    const [first, second] = [await join(chair, meeting), await join(doctor, meeting)];
    expect(await ask(second.socket, 'relay', view(patchOf(0, 1, { 'cells.0.zoom': 2 })))).toMatchObject({ ok: false, error: { reason: 'not-presenter' } });
    const told = nextEvent<Presenter>(second.socket, 'presenter');
    const taken = { personId: 'chen.chair', deviceId: 'device of chen.chair', epoch: 1 };
    expect(await ask(first.socket, 'presenter:take')).toEqual({ ok: true, value: taken });
    expect(await told).toEqual(taken);
    const relayed = nextEvent<{ from: string; message: unknown }>(second.socket, 'relay');
    await ask(first.socket, 'relay', view(patchOf(1, 1, { 'cells.0.zoom': 2, crosshairMm: [1, 2, 3] })));
    expect(await relayed).toMatchObject({ from: first.answer.self.peerId, message: { kind: 'view', patch: { counter: 1 } } });
    await ask(first.socket, 'relay', view(patchOf(1, 3, { crosshairMm: [7, 8, 9] })));
    await ask(first.socket, 'relay', view(patchOf(1, 2, { crosshairMm: [4, 5, 6] })));
    expect(await ask(first.socket, 'relay', view(patchOf(0, 9, { 'cells.0.zoom': 9 })))).toMatchObject({ ok: false, error: { reason: 'not-presenter' } });
    const late = await join(imaging, meeting);
    expect(late.answer.presenter).toEqual(taken);
    expect(late.answer.patches.map(({ counter, fields }) => [counter, fields])).toEqual([[1, { 'cells.0.zoom': 2 }], [3, { crosshairMm: [7, 8, 9] }]]);
  });

  test('who asks a presenter is shown to them; they give, and the chair takes back', async () => {
    const meeting = await liveMeeting(coordinator, chair);
    const [lead, first, second] = [await join(chair, meeting), await join(doctor, meeting), await join(imaging, meeting)];
    await ask(first.socket, 'presenter:take');
    const asked = nextEvent(first.socket, 'presenter:requested');
    expect(await ask(second.socket, 'presenter:take')).toEqual({ ok: true, value: { requested: true } });
    expect(await asked).toEqual({ personId: 'liang.imaging', deviceId: 'device of liang.imaging', name: '梁晓东' });
    expect(await ask(second.socket, 'presenter:give', { deviceId: 'device of liang.imaging' })).toMatchObject({ ok: false, error: { reason: 'not-presenter' } });
    expect(await ask(first.socket, 'presenter:give', { deviceId: 'device of liang.imaging' })).toMatchObject({ value: { personId: 'liang.imaging', epoch: 2 } });
    expect(await ask(lead.socket, 'presenter:take')).toMatchObject({ value: { personId: 'chen.chair', epoch: 3 } });
    expect(await ask(lead.socket, 'presenter:take')).toMatchObject({ value: { epoch: 3 } });
    await ask(lead.socket, 'room:leave');
    expect(await ask(second.socket, 'presenter:take')).toMatchObject({ value: { personId: 'liang.imaging', epoch: 5 } });
  });

  test('a presenter whose line breaks keeps the view for the grace time, then anyone takes it', async () => {
    const meeting = await liveMeeting(coordinator, chair);
    const [first, second] = [await join(doctor, meeting), await join(imaging, meeting)];
    await ask(first.socket, 'presenter:take');
    first.socket.disconnect();
    await nextEvent<Participant[]>(second.socket, 'room:participants', (list) => list.length === 1);
    const back = await join(doctor, meeting);
    expect(back.answer.presenter).toMatchObject({ personId: 'he.doctor', epoch: 1 });
    const freed = nextEvent<Presenter>(second.socket, 'presenter');
    back.socket.disconnect();
    expect(await freed).toEqual({ personId: null, deviceId: null, epoch: 2 });
  });

  test('a pointer carries its mover’s own name', async () => {
    const meeting = await liveMeeting(coordinator, chair);
    const [first, second] = [await join(chair, meeting), await join(doctor, meeting)];
    const pointer = { personId: 'he.doctor', name: '何静', cell: 0, pointMm: [0, 0, 0] };
    expect(await ask(first.socket, 'relay', { to: null, message: { kind: 'pointer', pointer } })).toMatchObject({ ok: false, error: { reason: 'bad-request' } });
    const moved = nextEvent(first.socket, 'relay');
    await ask(second.socket, 'relay', { to: first.answer.self.peerId, message: { kind: 'pointer', pointer } });
    expect(await moved).toMatchObject({ from: second.answer.self.peerId, message: { pointer } });
  });
});

describe.each(engineKinds)('attendance on %s', (kind) => {
  beforeAll(() => begin(kind));
  afterAll(end);

  test('leaving is recorded at once, a broken line after the grace time, a quick return as one stay', async () => {
    const meeting = await liveMeeting(coordinator, chair);
    const startMs = Date.now();
    const [first, second] = [await join(chair, meeting), await join(doctor, meeting)];
    second.socket.disconnect();
    const back = await join(doctor, meeting);
    expect(await attended(meeting)).toEqual([]);
    await ask(first.socket, 'room:leave');
    expect(await attended(meeting)).toMatchObject([{ personId: 'chen.chair', personName: '陈立群', hospitalId: 'gd-cancer', deviceId: 'device of chen.chair' }]);
    const lostMs = Date.now();
    back.socket.disconnect();
    const stays = await eventually(async () => {
      const list = await attended(meeting);
      return list.length === 2 ? list : undefined;
    });
    const stay = stays.find(({ personId }) => personId === 'he.doctor');
    expect(stay?.joinedAtMs).toBeGreaterThanOrEqual(startMs);
    expect(Math.abs((stay?.leftAtMs ?? 0) - lostMs)).toBeLessThan(250);
    expect(Date.now() - (stay?.leftAtMs ?? 0)).toBeGreaterThan(350);
  });

  test('the end of the meeting ends every stay, once', async () => {
    const meeting = await liveMeeting(coordinator, chair);
    const [first] = [await join(chair, meeting), await join(doctor, meeting)];
    await chair.send(meeting, 'meeting.end', {}, 2);
    expect((await attended(meeting)).map(({ personId }) => personId).sort()).toEqual(['chen.chair', 'he.doctor']);
    await ask(first.socket, 'room:leave');
    expect(await attended(meeting)).toHaveLength(2);
  });

  test('the same console under a new connection replaces the old one', async () => {
    const meeting = await liveMeeting(coordinator, chair);
    const old = await join(chair, meeting);
    const closed = nextEvent(old.socket, 'disconnect');
    const fresh = await join(chair, meeting);
    await closed;
    expect(fresh.answer.participants).toHaveLength(1);
    expect(await attended(meeting)).toEqual([]);
  });
});
