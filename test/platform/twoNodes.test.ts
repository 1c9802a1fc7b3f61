import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { Stream } from '../../shared/mdt/command.ts';
import { until } from '../core/support/console.ts';
import { stopEngines } from './support/engines.ts';
import { eventually, signIn, type Console } from './support/network.ts';
import { allowedMs, keepEditing, liveMeetingOver, NodesAndSeats, pushUntilGone, wholeFeed, type Seat } from './support/seats.ts';
import { newCase } from './support/streams.ts';

const places = new NodesAndSeats();
afterEach(() => places.stop());
afterAll(() => stopEngines());

test('one of two nodes is cut off in a meeting: every console is on the other within five seconds, nothing is lost or doubled, and the room is as it was', async () => {
  const { first, urlA, urlB } = await places.start();
  const meeting = await liveMeetingOver(urlA, urlB);

  const [chair, doctor, coordinator] = [await places.openSeat('chen.chair', urlA, meeting.id), await places.openSeat('he.doctor', urlA, meeting.id), await places.openSeat('zhou.coord', urlA, meeting.id)];
  const [expert, imaging] = [await places.openSeat('lin.expert', urlB, meeting.id), await places.openSeat('liang.imaging', urlB, meeting.id)];
  const { seats } = places;
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
