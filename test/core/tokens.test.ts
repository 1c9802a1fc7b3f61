import { readdirSync } from 'node:fs';
import Database from 'better-sqlite3';
import { URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CoreSession } from '../../electron/core/coreSession.ts';
import { openStore, type Store } from '../../electron/core/store/openStore.ts';
import { getRefreshToken, getToken, setToken } from '../../electron/core/store/people.ts';
import { PlatformClient } from '../../electron/core/sync/platformClient.ts';
import type { RunningPlatform } from '../../platform/host.ts';
import { makeFolder, password, removeFolder, startSample } from '../platform/support/network.ts';

describe('a console and its tokens', () => {
  const [platformDir, dataDir] = [makeFolder(), makeFolder()];
  let platform: RunningPlatform;
  let store: Store;
  let client: PlatformClient;
  let session: CoreSession;

  beforeAll(async () => {
    platform = await startSample(platformDir);
    store = openStore(dataDir, new Uint8Array(32).fill(5));
    client = new PlatformClient(platform.url);
    session = new CoreSession(store, client, platform.url, false);
    await session.signIn('he.doctor', password);
  });
  afterAll(async () => {
    store.close();
    await platform.stop();
    removeFolder(platformDir);
    removeFolder(dataDir);
  });
  const endAccess = (): void => setToken(store.db, 'he.doctor', platform.url, null, 0);

  it('asks for the next token once, however many want it, and keeps the new refresh token', async () => {
    const before = getRefreshToken(store.db, 'he.doctor', platform.url);
    endAccess();
    const tokens = await Promise.all([session.tokenOf('he.doctor'), session.tokenOf('he.doctor'), session.ownToken()]);
    expect([new Set(tokens).size, typeof tokens[0]]).toEqual([1, 'string']);
    expect(getRefreshToken(store.db, 'he.doctor', platform.url)).not.toBe(before);
    expect((await client.directory(tokens[0] ?? '')).people.length).toBe(7);
  });

  it('keeps the end of a token by its own clock', () => {
    const inMinutes = [14, 16].map((minutes) => getToken(store.db, 'he.doctor', platform.url, Date.now() + minutes * 60_000) !== null);
    expect(inMinutes).toEqual([true, false]);
  });

  it('comes back after a restart without the password, by the refresh token alone', async () => {
    endAccess();
    const restarted = new CoreSession(store, client, platform.url, true);
    expect(restarted.person?.id).toBe('he.doctor');
    expect(await restarted.tokenOf('he.doctor')).toEqual(expect.any(String));
  });

  it('asks for the code of a second factor, of a colleague who signs here too, and signs in without the platform by the password alone', async () => {
    const { uri } = await client.beginSecondFactor(await session.ownToken());
    const app = URI.parse(uri);
    if (!('generate' in app) || app.constructor.name !== 'TOTP') throw new Error('not a time-based factor');
    const generate = (timestamp: number): string => (app as { generate(at: { timestamp: number }): string }).generate({ timestamp });
    const { recoveryCodes } = await client.confirmSecondFactor(await session.ownToken(), generate(Date.now()));
    await session.signOut();
    await expect(session.signIn('he.doctor', password)).rejects.toMatchObject({ reason: 'unauthorized', detail: { reason: 'second-factor-required' } });
    expect(session.person).toBeNull();
    expect((await session.signIn('he.doctor', password, generate(Date.now() + 30_000))).person.id).toBe('he.doctor');
    await session.signIn('chen.chair', password);
    await expect(session.prove('he.doctor', password), 'a colleague who signs at this console').rejects.toMatchObject({ reason: 'unauthorized', detail: { reason: 'second-factor-required' } });
    await expect(session.prove('he.doctor', password, '000000')).rejects.toMatchObject({ detail: { reason: 'wrong-code' } });
    expect((await session.prove('he.doctor', password, recoveryCodes[0])).person.id).toBe('he.doctor');
    expect(session.person?.id).toBe('chen.chair');
    const away = new CoreSession(store, new PlatformClient('http://127.0.0.1:1'), platform.url, false);
    expect((await away.signIn('he.doctor', password)).person.id).toBe('he.doctor');
  });

  it('ends both tokens at the platform when the person signs out', async () => {
    await session.signIn('chen.chair', password);
    const token = await session.ownToken();
    const refreshToken = getRefreshToken(store.db, 'chen.chair', platform.url) ?? '';
    await session.signOut();
    await expect(client.directory(token)).rejects.toMatchObject({ reason: 'unauthorized' });
    await expect(client.refresh(refreshToken, store.deviceId)).rejects.toMatchObject({ reason: 'unauthorized' });
    expect(getRefreshToken(store.db, 'chen.chair', platform.url)).toBeNull();
  });

  it('keeps its tokens in the encrypted database only', () => {
    const file = readdirSync(dataDir).find((name) => name.endsWith('.db'));
    expect(() => new Database(`${dataDir}/${file}`).prepare('SELECT refresh_token FROM account').all()).toThrow(/not a database/);
  });
});
