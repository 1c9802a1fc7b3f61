import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from 'vitest';
import { RoomConnection } from '../../renderer/meeting/roomConnection.ts';
import { connectRoomSocket } from '../../renderer/meeting/roomSocket.ts';
import type { AnyCommand, Stream } from '../../shared/mdt/command.ts';
import type { JoinAnswer, Participant, Presenter } from '../../shared/meeting/signalling.ts';
import type { Outcome } from '../../shared/sync/protocol.ts';
import { startConsole, until, type TestConsole } from '../core/support/console.ts';
import { newDatabase, stopEngines } from './support/engines.ts';
import { eventually, makeFolder, removeFolder, signIn, type Console } from './support/network.ts';
import { PlatformServer } from './support/platformServer.ts';
import { newCase, newMeeting } from './support/streams.ts';

/** What the acceptance allows a console to be without the platform. */
const allowedMs = 5000;

/** A person's console: the real core, and the real connection of a window to the meeting's room. */
interface Seat {
  readonly account: string;
  readonly console: TestConsole;
  readonly room: RoomConnection;
  readonly joins: { readonly atMs: number; readonly platformUrl: string; readonly answer: JoinAnswer }[];
  participants: readonly Participant[];
  presenter: Presenter | null;
}

const folder = makeFolder();
const nodes: PlatformServer[] = [];
const seats: Seat[] = [];

afterEach(async () => {
  for (const { room, console } of seats.splice(0)) {
    await room.close();
    await console.stop();
    removeFolder(console.dataDir);
  }
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});
afterAll(async () => {
  await stopEngines();
  removeFolder(folder);
});

async function startNode(database: string): Promise<PlatformServer> {
  const node = new PlatformServer(['--port', '0', '--data', folder, '--sample'], { MDT_PLATFORM_DATABASE: database, MDT_PLATFORM_KEY: 'ab'.repeat(32) });
  nodes.push(node);
  await node.ready(0);
  return node;
}

async function openSeat(account: string, platformUrl: string, meetingId: string): Promise<Seat> {
  const console = await startConsole({ platformUrl });
  await console.signIn(account);
  const joins: Seat['joins'] = [];
  const room = new RoomConnection({
    ticket: () => console.call('meeting.ticket', { meetingId }), connect: connectRoomSocket, presence: () => ({ hasCamera: false, isMuted: true }),
    handlers: {
      onJoined: (answer, ticket) => {
        joins.push({ atMs: Date.now(), platformUrl: ticket.platformUrl, answer });
        seat.participants = answer.participants;
        seat.presenter = answer.presenter;
      },
      onParticipants: (participants) => (seat.participants = participants),
      onPresenter: (presenter) => (seat.presenter = presenter),
      onDown: () => undefined, onRefused: () => undefined, onRequested: () => undefined, onSignal: () => undefined, onRelay: () => undefined,
    },
  });
  const seat: Seat = { account, console, room, joins, participants: [], presenter: null };
  seats.push(seat);
  await until(`${account} knows both nodes`, () => console.core.platformNodes.length === 2);
  return seat;
}

/** Edits a case of the console's own until told to stop; returns how many commands it took. */
async function keepEditing(console: TestConsole, stream: Stream, isOver: () => boolean): Promise<number> {
  let version = (await console.submit(stream, 'case.create', { caseNo: stream.id.slice(-6), leadHospitalId: 'gd-cancer', fields: {} })).version;
  while (!isOver()) {
    ({ version } = await console.submit(stream, 'case.edit', { fields: { history: `line ${version}` } }, version));
    await wait(50);
  }
  return version;
}

/** Pushes by hand to one node until it is gone; what was acknowledged, and the one that was not. */
async function pushUntilGone(doctor: Console, stream: Stream): Promise<{ acknowledged: Outcome[]; unanswered: AnyCommand }> {
  const acknowledged: Outcome[] = [];
  for (let version = 0; ; version += 1) {
    const command = version === 0
      ? doctor.command(stream, 'case.create', { caseNo: 'BY-HAND', leadHospitalId: 'gd-cancer', fields: {} })
      : doctor.command(stream, 'case.edit', { fields: { history: `line ${version}` } }, version);
    try {
      acknowledged.push(...(await doctor.push(command)));
    } catch {
      return { acknowledged, unanswered: command };
    }
  }
}

test('one of two nodes is cut off in a meeting: every console is on the other within five seconds, nothing is lost or doubled, and the room is as it was', async () => {
  const database = await newDatabase('postgres');
  if (database === undefined) throw new Error('no database');
  const [first, second] = [await startNode(database), await startNode(database)];
  const [urlA, urlB] = [(await first.ready(0)).url, (await second.ready(0)).url];
  const [planner, opener] = [await signIn(urlA, 'zhou.coord', 'planner'), await signIn(urlB, 'chen.chair', 'opener')];
  const meeting = newMeeting();
  await planner.send(meeting, 'meeting.plan', { title: '例会', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai'] });
  await opener.send(meeting, 'meeting.open', {}, 1);

  const [chair, doctor, coordinator] = [await openSeat('chen.chair', urlA, meeting.id), await openSeat('he.doctor', urlA, meeting.id), await openSeat('zhou.coord', urlA, meeting.id)];
  const [expert, imaging] = [await openSeat('lin.expert', urlB, meeting.id), await openSeat('liang.imaging', urlB, meeting.id)];
  for (const { room } of seats) room.start();
  await until('everybody sees everybody, whichever node they are on', () => seats.every(({ participants }) => participants.length === seats.length));
  await chair.room.request('presenter:take', {});
  await until('the presenter is known at both nodes', () => seats.every(({ presenter }) => presenter?.personId === 'chen.chair'));
  const patch = { epoch: 1, counter: 9, senderId: chair.console.dataDir, sentAtMs: Date.now(), fields: { crosshairMm: [1, 2, 3] } };
  await chair.room.request('relay', { to: null, message: { kind: 'view', patch } });

  let isOver = false;
  const streams = new Map<Seat, Stream>([chair, doctor, imaging].map((seat) => [seat, newCase()]));
  const editing = [...streams].map(([{ console }, stream]) => keepEditing(console, stream, () => isOver));
  const handStream = newCase();
  const byHand = pushUntilGone(await signIn(urlA, 'he.doctor', 'by hand'), handStream);
  await wait(1500);

  const joinsBefore = new Map(seats.map((seat) => [seat, seat.joins.length]));
  const cutAtMs = Date.now();
  await first.cutOff();
  nodes.splice(nodes.indexOf(first), 1);
  const moved = [chair, doctor, coordinator];
  await until('every console is in the room by the other node', () => moved.every((seat) => seat.joins.length > (joinsBefore.get(seat) ?? 0)));
  await until('every console has spoken with the platform again', async () =>
    (await Promise.all(moved.map(async ({ console }) => console.call('sync.status', {})))).every(({ state, lastContactMs }) => state !== 'offline' && (lastContactMs ?? 0) > cutAtMs));
  const spokenMs = Date.now() - cutAtMs;
  const joinedMs = Math.max(...moved.map(({ joins }) => (joins.at(-1)?.atMs ?? Infinity) - cutAtMs));
  process.stdout.write(`consoles on the other node: rooms after ${joinedMs} ms, sync after ${spokenMs} ms\n`);
  expect(Math.max(joinedMs, spokenMs)).toBeLessThan(allowedMs);
  for (const { joins } of moved) expect(joins.at(-1)).toMatchObject({ platformUrl: urlB, answer: { presenter: { personId: 'chen.chair', epoch: 1 }, patches: [patch] } });
  await until('everybody sees everybody again', () => seats.every(({ participants }) => participants.length === seats.length));
  expect(seats.map(({ presenter }) => presenter)).toEqual(seats.map(() => ({ personId: 'chen.chair', deviceId: chair.presenter?.deviceId, epoch: 1 })));
  for (const seat of [expert, imaging]) expect(seat.joins).toHaveLength(1);

  await wait(1000);
  isOver = true;
  const versions = await Promise.all(editing);
  const { acknowledged, unanswered } = await byHand;
  const other = await signIn(urlB, 'he.doctor', 'by hand');
  const [again] = await other.push(unanswered);
  expect(again).toMatchObject({ status: 'committed', version: acknowledged.length + 1 });
  expect(await other.push(unanswered)).toEqual([again]);
  await until('nothing waits in an outbox', async () => (await Promise.all(seats.map(({ console }) => console.call('sync.status', {})))).every(({ outbox }) => outbox === 0));

  const observers = await Promise.all(['he.doctor', 'chen.chair'].map((account) => signIn(urlB, account, `observer ${account}`)));
  const feeds = await Promise.all(observers.map(async (observer) => wholeFeed(observer)));
  for (const [index, stream] of [...streams.values()].entries()) {
    const entries = feeds.flat().filter(({ stream: { id } }) => id === stream.id);
    expect(entries.map(({ id }) => id)).toHaveLength(versions[index] ?? NaN);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(versions[index]);
  }
  const ids = feeds.flat().filter(({ stream: { id } }) => id === handStream.id).map(({ id }) => id);
  expect(ids).toEqual([...acknowledged.map(({ commandId }) => commandId), unanswered.id]);
  expect(acknowledged.every(({ status }) => status === 'committed')).toBe(true);
  for (const [{ console }, stream] of streams) {
    await until('console and platform are equal', async () => {
      const { local, platform } = await console.call('record.digest', { stream });
      return local === platform;
    });
  }

  for (const { room } of seats) await room.close();
  const stays = await eventually(async () => {
    const all = (await wholeFeed(observers[0] as Console)).filter(({ type, stream }) => type === 'meeting.attended' && stream.id === meeting.id);
    return all.length >= seats.length ? all : undefined;
  }, 20_000);
  expect(stays.map(({ payload }) => (payload as { personId: string }).personId).sort()).toEqual(seats.map(({ account }) => account).sort());
  process.stdout.write(`commands through two nodes: ${versions.join(' + ')} by consoles, ${acknowledged.length} by hand before the cut\n`);
}, 120_000);

async function wholeFeed(observer: Console): Promise<AnyCommand[]> {
  const commands: AnyCommand[] = [];
  for (let after = 0; ; ) {
    const { entries, head } = await observer.feed(after);
    commands.push(...entries.map(({ committed }) => committed.command));
    after = entries.at(-1)?.position ?? head;
    if (after >= head) return commands;
  }
}
