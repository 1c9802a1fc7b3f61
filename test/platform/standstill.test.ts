import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type PlatformStore } from '../../platform/store/openStore.ts';
import { watchStandstill } from '../../platform/nodes/standstill.ts';
import { newDatabase, stopEngines } from './support/engines.ts';
import { makeFolder, removeFolder, testKey } from './support/network.ts';

let dir: string;
let still: PlatformStore;
let living: PlatformStore;
beforeEach(async () => {
  dir = makeFolder();
  const databaseUrl = await newDatabase('postgres');
  [still, living] = [await openStore({ dataDir: dir, key: testKey, databaseUrl }), await openStore({ dataDir: dir, key: testKey, databaseUrl })];
});
afterEach(async () => {
  await Promise.all([still.close(), living.close()]);
  removeFolder(dir);
});
afterAll(() => stopEngines());

test('a transaction that stands still loses what it holds, and nothing of it happens; what waited for it goes on', async () => {
  const { promise: wentOn, resolve: goOn } = Promise.withResolvers<void>();
  const { promise: holds, resolve: hold } = Promise.withResolvers<void>();
  const first = still.transact(async (tx) => {
    await tx.lock(['stream/one']);
    await tx.nodes.agree('written by', 'the one that stood still');
    hold();
    await wentOn;
    await tx.lock(['stream/two']);
  });
  await holds;
  expect(await living.transact(async (tx) => {
    await tx.lock(['stream/one']);
    return tx.nodes.agree('written by', 'the one that went on');
  })).toBe('the one that went on');
  goOn();
  await expect(first).rejects.toThrow();
  expect(await still.nodes.agree('written by', 'nobody')).toBe('the one that went on');
}, 20_000);

test('a process that stood still is late from the first look on, for a moment, and says so once', async () => {
  const told: number[] = [];
  const standstill = watchStandstill((silentMs) => void told.push(silentMs));
  expect(standstill.isLate()).toBe(false);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2300);
  expect([standstill.isLate(), standstill.isLate()]).toEqual([true, true]);
  expect(told).toHaveLength(1);
  while (standstill.isLate()) await wait(50);
  expect(told).toHaveLength(1);
  standstill.stop();
});
