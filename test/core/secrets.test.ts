import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AttemptLimit } from '../../electron/core/commands/attemptLimit.ts';
import { CoreSession } from '../../electron/core/coreSession.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import type { PlatformClient } from '../../electron/core/sync/platformClient.ts';
import { trustedTime } from '../../electron/core/sync/trustedTime.ts';
import { SyncError } from '../../shared/errors/appError.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';

const wrong = (): Promise<never> => Promise.reject(new Error('wrong'));

describe('guessing', () => {
  it('waits a minute after five failures, also of attempts made at once, and each person on their own', async () => {
    const limit = new AttemptLimit();
    await Promise.allSettled(Array.from({ length: 5 }, () => limit.attempt('wu', wrong, 0)));
    await expect(limit.attempt('wu', () => Promise.resolve('right'), 59_000)).rejects.toMatchObject({ reason: 'signature-invalid' });
    expect(await limit.attempt('lin', () => Promise.resolve('right'), 59_000)).toBe('right');
    expect(await limit.attempt('wu', () => Promise.resolve('right'), 61_000)).toBe('right');
    await expect(limit.attempt('wu', wrong, 61_000)).rejects.toThrow('wrong');
  });
});

describe('the time of a signature', () => {
  const clock = { driftMs: 500, atMs: 1_000_000, monotonicMs: 100 };
  it('is the platform\u2019s shortly after the clocks were compared', () => {
    expect(trustedTime(clock, 1_060_000, 60_100)).toEqual({ atMs: 1_060_500, timeSource: 'platform' });
  });
  it('is the device\u2019s when that is long ago, when the clock was set since, after sleep, and without a comparison', () => {
    expect(trustedTime(clock, 1_700_000, 700_100).timeSource).toBe('device');
    expect(trustedTime(clock, 1_000_000 - 3_600_000, 60_100).timeSource).toBe('device');
    expect(trustedTime(clock, 1_000_000 + 3_600_000, 60_100).timeSource).toBe('device');
    expect(trustedTime(null, 5, 5)).toEqual({ atMs: 5, timeSource: 'device' });
  });
});

it('a password the platform no longer takes is tried once, not with every round', async () => {
  const dir = temporaryFolder();
  const store = openStore(dir, randomBytes(32));
  const person: Person = { id: 'he', account: 'he', name: 'he', nameEn: 'he', title: '', hospitalId: 'zhuhai', roles: ['partnerDoctor'], discipline: null, publicKey: null };
  let tries = 0;
  let isChanged = false;
  const client = {
    signIn: () => {
      tries += 1;
      return isChanged ? Promise.reject(new SyncError('unauthorized', 'wrong')) : Promise.resolve({ token: 't', expiresAtMs: Date.now() + 60_000, person, signingKey: null, nowMs: Date.now() });
    },
    directory: () => Promise.resolve(null),
  } as unknown as PlatformClient;
  const session = new CoreSession(store, client, 'embedded', false);
  await session.signIn('he', 'old password');
  isChanged = true;
  session.dropToken('he');
  await expect(session.tokenOf('he')).rejects.toMatchObject({ reason: 'unauthorized' });
  expect(await session.tokenOf('he')).toBeNull();
  expect(tries).toBe(2);
  session.close();
  store.close();
  removeFolder(dir);
});
