import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from 'vitest';
import { connectRoomSocket } from '../../renderer/meeting/roomSocket.ts';
import type { Stream } from '../../shared/mdt/command.ts';
import { refreshResponseSchema, type RefreshResponse } from '../../shared/platform/contract.ts';
import { until } from '../core/support/console.ts';
import { stopEngines } from './support/engines.ts';
import { Console, eventually, signIn } from './support/network.ts';
import { allowedMs, keepEditing, liveMeetingOver, NodesAndSeats, wholeFeed, type Seat } from './support/seats.ts';
import { newCase } from './support/streams.ts';

/** Long enough that the other node takes the silent one for dead, and its consoles out of the room. */
const silentMs = 6000;

const places = new NodesAndSeats();
afterEach(() => places.stop());
afterAll(() => stopEngines());

const refresh = async (url: string, refreshToken: string, deviceId: string): Promise<RefreshResponse> => {
  const answer = await fetch(`${url}/v1/session/refresh`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ refreshToken, deviceId }) });
  return refreshResponseSchema.parse(await answer.json());
};

test('a node that stands still with its sockets open is left for the other within seconds, and does nothing of what waited there when it goes on', async () => {
  const { first, urlA, urlB } = await places.start();
  const meeting = await liveMeetingOver(urlA, urlB);
  const { seats } = places;
  const [chair, doctor, idle] = [await places.openSeat('chen.chair', urlA, meeting.id), await places.openSeat('he.doctor', urlA, meeting.id), await places.openSeat('zhou.coord', urlA, meeting.id)];
  const [expert, imaging] = [await places.openSeat('lin.expert', urlB, meeting.id), await places.openSeat('liang.imaging', urlB, meeting.id)];
  for (const { room } of seats) room.start();
  await until('everybody sees everybody', () => seats.every(({ participants }) => participants.length === seats.length));
  await chair.room.request('presenter:take', {});

  // What is on its way to the first node when it stops: commands, a refresh, a claim of the view.
  const byHand = await signIn(urlA, 'he.doctor', 'by hand');
  const handStream = newCase();
  await byHand.send(handStream, 'case.create', { caseNo: 'BY-HAND', leadHospitalId: 'gd-cancer', fields: {} });
  const lateTicket = await (await signIn(urlA, 'chen.chair', 'late')).ticket(meeting.id);
  const late = await connectRoomSocket(urlA, lateTicket, { onEvent: () => undefined, onDown: () => undefined, onSilent: () => undefined });
  await late.request('room:join', { hasCamera: false, isMuted: true });
  let isOver = false;
  const streams = new Map<Seat, Stream>([chair, doctor, imaging].map((seat) => [seat, newCase()]));
  const editing = [...streams].map(([{ console }, stream]) => keepEditing(console, stream, () => isOver));
  await wait(1500);
  const joinsBefore = new Map(seats.map((seat) => [seat, seat.joins.length]));

  const stoppedAtMs = Date.now();
  first.standStill();
  const command = byHand.command(handStream, 'case.edit', { fields: { history: 'sent to both' } }, 1);
  const unheard = Promise.allSettled([byHand.push(command), refresh(urlA, byHand.session.refreshToken, byHand.deviceId), late.request('presenter:take', {})]);

  const moved = [chair, doctor, idle];
  await until('every console is in the room by the other node', () => moved.every((seat) => seat.joins.length > (joinsBefore.get(seat) ?? 0)));
  await until('every console has spoken with the platform again', async () =>
    (await Promise.all(moved.map(({ console }) => console.call('sync.status', {})))).every(({ state, lastContactMs }) => state !== 'offline' && (lastContactMs ?? 0) > stoppedAtMs + 500));
  const spokenMs = Date.now() - stoppedAtMs;
  const joinedMs = Math.max(...moved.map(({ joins }) => (joins.at(-1)?.atMs ?? Infinity) - stoppedAtMs));
  process.stdout.write(`consoles of a silent node on the other: rooms after ${joinedMs} ms, sync after ${spokenMs} ms\n`);
  expect(Math.max(joinedMs, spokenMs)).toBeLessThan(2 * allowedMs);
  for (const { joins } of moved) expect(joins.at(-1)).toMatchObject({ platformUrl: urlB });
  for (const seat of [expert, imaging]) expect(seat.joins).toHaveLength(1);

  // Life goes on at the second node; the first would undo it.
  const other = await signIn(urlB, 'he.doctor', 'by hand too');
  const [outcome] = await other.push(other.command(handStream, 'case.edit', { fields: { history: 'written meanwhile' } }, 1));
  expect(outcome).toMatchObject({ status: 'committed' });
  const [resent] = await at(urlB, byHand).push(command);
  const refreshed = await refresh(urlB, byHand.session.refreshToken, byHand.deviceId);
  const { deviceId } = expert.participants.find(({ personId }) => personId === 'lin.expert') ?? { deviceId: '' };
  await chair.room.request('presenter:give', { deviceId });
  await until('the view is the expert’s', () => seats.every(({ presenter }) => presenter?.personId === 'lin.expert'));
  await wait(Math.max(0, silentMs - (Date.now() - stoppedAtMs)));
  await until('everybody who is there is seen', () => seats.every(({ participants }) => participants.length === seats.length));

  first.goOn();
  expect((await unheard).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await until('the first node serves again', async () => (await fetch(`${urlA}/v1/health/live`).catch(() => null))?.ok === true);
  await wait(2000);
  expect(seats.map(({ presenter }) => presenter?.personId)).toEqual(seats.map(() => 'lin.expert'));
  expect(seats.map(({ participants }) => participants.length)).toEqual(seats.map(() => seats.length));
  for (const { joins } of moved) expect(joins.at(-1)).toMatchObject({ platformUrl: urlB });
  for (const seat of [expert, imaging]) expect(seat.joins).toHaveLength(1);
  expect((await refresh(urlB, refreshed.refreshToken, byHand.deviceId)).refreshToken).not.toBe(refreshed.refreshToken);

  isOver = true;
  const versions = await Promise.all(editing);
  await until('nothing waits in an outbox', async () => (await Promise.all(seats.map(({ console }) => console.call('sync.status', {})))).every(({ outbox }) => outbox === 0));
  const observers = await Promise.all([['he.doctor', urlA], ['chen.chair', urlB]].map(([account = '', url = '']) => signIn(url, account, `observer ${account}`)));
  const feeds = (await Promise.all(observers.map(wholeFeed))).flat();
  for (const [index, stream] of [...streams.values()].entries()) {
    const ids = feeds.filter(({ stream: { id } }) => id === stream.id).map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([versions[index], versions[index]]);
  }
  expect(resent).toMatchObject({ status: 'rebased', version: 3 });
  expect(feeds.filter(({ stream: { id } }) => id === handStream.id)).toHaveLength(3);
  for (const [{ console }, stream] of streams) {
    await until('console and platform are equal', async () => {
      const { local, platform } = await console.call('record.digest', { stream });
      return local === platform;
    });
  }
  late.close();
  for (const { room } of seats) await room.close();
  const stays = await eventually(async () => {
    const all = (await wholeFeed(observers[0] as Console)).filter(({ type, stream }) => type === 'meeting.attended' && stream.id === meeting.id);
    return all.length >= seats.length ? all : undefined;
  }, 20_000);
  // The stay of the console that never came back ends with its grace time.
  expect(stays.map(({ payload }) => payload as { personId: string; deviceId: string }).filter((stay) => stay.deviceId !== 'late').map(({ personId }) => personId).sort()).toEqual(seats.map(({ account }) => account).sort());
  process.stdout.write(`commands around a silent node: ${versions.join(' + ')}\n`);
}, 120_000);

/** The same session at another node. */
const at = (url: string, console: Console): Console => new Console(url, console.deviceId, console.session);
