import { scryptSync } from 'node:crypto';
import { URI, type TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningPlatform } from '../../platform/host.ts';
import { refreshTokens } from '../../platform/accounts/tokens.ts';
import { signIn as openSession } from '../../platform/accounts/signIn.ts';
import { openStore, type PlatformStore } from '../../platform/store/openStore.ts';
import { begunFactorSchema, confirmedFactorSchema, refreshResponseSchema, sessionResponseSchema, type RefreshResponse } from '../../shared/platform/contract.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { Console, makeFolder, password, removeFolder, signIn, startSample, testKey } from './support/network.ts';

const post = async (url: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
};

afterAll(stopEngines);

const taken = (answer: RefreshResponse | number): RefreshResponse => {
  if (typeof answer === 'number') throw new Error(`refresh answered ${answer}`);
  return answer;
};

describe.each(engineKinds)('tokens on %s', (kind) => {
  let dir: string;
  let platform: RunningPlatform;
  beforeAll(async () => {
    dir = makeFolder();
    platform = await startSample(dir, { databaseUrl: await newDatabase(kind) });
  });
  afterAll(async () => {
    await platform.stop();
    removeFolder(dir);
  });
  const refresh = async (of: Console, refreshToken: string): Promise<RefreshResponse | number> => {
    const { status, body } = await post(platform.url, '/v1/session/refresh', { refreshToken, deviceId: of.deviceId });
    return status === 200 ? refreshResponseSchema.parse(body) : status;
  };
  const works = async (token: string): Promise<boolean> => (await fetch(`${platform.url}/v1/directory`, { headers: { authorization: `Bearer ${token}` } })).status === 200;

  test('an access token lives a quarter of an hour and is renewed without a password', async () => {
    const chair = await signIn(platform.url, 'chen.chair');
    expect(chair.session.expiresAtMs - chair.session.nowMs).toBeLessThanOrEqual(15 * 60_000);
    const next = taken(await refresh(chair, chair.session.refreshToken));
    expect([await works(next.token), next.refreshToken === chair.session.refreshToken]).toEqual([true, false]);
  });

  test('a refresh token shown after its successor was used ends everything of that sign-in, and nothing of another', async () => {
    const [stolen, other] = [await signIn(platform.url, 'chen.chair', 'desk'), await signIn(platform.url, 'chen.chair', 'home')];
    const second = taken(await refresh(stolen, stolen.session.refreshToken));
    const third = taken(await refresh(stolen, second.refreshToken));
    expect(await refresh(stolen, stolen.session.refreshToken)).toBe(401);
    expect([await works(third.token), await refresh(stolen, third.refreshToken), await works(other.session.token)]).toEqual([false, 401, true]);
  });

  test('a lost answer costs nothing: the same token is good again while nobody used the new one, which is void then and tells of a theft', async () => {
    const lin = await signIn(platform.url, 'lin.expert');
    const lost = taken(await refresh(lin, lin.session.refreshToken));
    const again = taken(await refresh(lin, lin.session.refreshToken));
    expect(await works(again.token)).toBe(true);
    expect(await refresh(lin, lost.refreshToken)).toBe(401);
    expect([await works(again.token), await refresh(lin, again.refreshToken)]).toEqual([false, 401]);
  });

  test('a refresh token is worth nothing at another console, and nothing after signing out', async () => {
    const he = await signIn(platform.url, 'he.doctor');
    expect((await post(platform.url, '/v1/session/refresh', { refreshToken: he.session.refreshToken, deviceId: 'elsewhere' })).status).toBe(401);
    expect((await post(platform.url, '/v1/session/end', { refreshToken: he.session.refreshToken, deviceId: he.deviceId })).status).toBe(200);
    expect([await works(he.session.token), await refresh(he, he.session.refreshToken)]).toEqual([false, 401]);
  });

  test('a second factor is asked for once it is confirmed; its code and each recovery code are taken once', async () => {
    const wu = await signIn(platform.url, 'wu.physics');
    const { uri } = begunFactorSchema.parse((await wu.ask('POST', '/v1/second-factor')).body);
    await signIn(platform.url, 'wu.physics');
    const app = URI.parse(uri) as TOTP;
    expect((await wu.ask('PUT', '/v1/second-factor', { code: '000000' })).status).toBe(403);
    const first = app.generate();
    const { recoveryCodes } = confirmedFactorSchema.parse((await wu.ask('PUT', '/v1/second-factor', { code: first })).body);
    const enter = (code?: string) => post(platform.url, '/v1/session', { account: 'wu.physics', password, deviceId: 'd', ...(code === undefined ? {} : { code }) });
    expect(await enter()).toMatchObject({ status: 401, body: { reason: 'second-factor-required' } });
    expect(await enter(first)).toMatchObject({ status: 401, body: { reason: 'wrong-code' } });
    const [lost = ''] = recoveryCodes;
    expect(sessionResponseSchema.parse((await enter(lost)).body).person.id).toBe('wu.physics');
    expect(await enter(lost)).toMatchObject({ status: 401, body: { reason: 'wrong-code' } });
    const next = app.generate({ timestamp: Date.now() + 30_000 });
    expect((await enter(next)).status).toBe(200);
    expect((await wu.ask('GET', '/v1/second-factor')).body).toEqual({ isOn: true, recoveryCodesLeft: 9 });
    expect((await wu.ask('POST', '/v1/second-factor', {})).status).toBe(409);
    expect((await wu.ask('POST', '/v1/second-factor/off', { code: recoveryCodes[1] })).status).toBe(200);
    expect((await enter()).status).toBe(200);
  });
});

describe.each(engineKinds)('accounts in the store on %s', (kind) => {
  let dir: string;
  let store: PlatformStore;
  beforeAll(async () => {
    dir = makeFolder();
    store = await openStore({ dataDir: dir, key: testKey, databaseUrl: await newDatabase(kind) });
    await store.accounts.addHospital({ id: 'h', name: '医院', nameEn: 'Hospital', prefecture: '', kind: 'lead' });
    const salt = new Uint8Array(16).fill(3);
    const hash = new Uint8Array(scryptSync('alt-passwort', salt, 32, { N: 1024, r: 8, p: 1 }));
    await store.accounts.addAccount({ id: 'p', account: 'p', name: '人', nameEn: 'P', title: '', hospitalId: 'h', roles: ['expert'], discipline: null, publicKey: null }, { scheme: 'scrypt', salt, hash, cost: 1024, memoryKib: 0, lanes: 1 }, false);
  });
  afterAll(async () => {
    await store.close();
    removeFolder(dir);
  });
  const place = { address: '10.0.0.1', factorKey: testKey };

  test('a scrypt hash of an earlier version is replaced by argon2id at the first sign-in, which goes on working', async () => {
    await openSession(store, { account: 'p', password: 'alt-passwort', deviceId: 'd' }, place, 1000);
    expect((await store.accounts.password('p'))?.hash).toMatchObject({ scheme: 'argon2id', memoryKib: 19_456, cost: 2 });
    await openSession(store, { account: 'p', password: 'alt-passwort', deviceId: 'd' }, place, 2000);
  });

  test('an access token ends after 15 minutes and a refresh token after 14 days without use', async () => {
    const given = await openSession(store, { account: 'p', password: 'alt-passwort', deviceId: 'd' }, place, 0);
    expect([(await store.sessions.find(given.token, 899_999))?.personId, await store.sessions.find(given.token, 900_000)]).toEqual(['p', undefined]);
    await expect(refreshTokens(store, given.refreshToken, 'd', 14 * 86_400_000)).rejects.toMatchObject({ reason: 'unauthorized' });
    await expect(refreshTokens(store, given.refreshToken, 'd', 14 * 86_400_000 - 1)).resolves.toMatchObject({ expiresAtMs: 14 * 86_400_000 - 1 + 900_000 });
  });

  test('an address that failed thirty times with many accounts waits; another address does not', async () => {
    const at = 5_000_000;
    for (let count = 0; count < 30; count += 1) await store.sessions.addFailure({ address: '10.0.0.9' }, at);
    const request = { account: 'p', password: 'alt-passwort', deviceId: 'd' };
    await expect(openSession(store, request, { ...place, address: '10.0.0.9' }, at + 1)).rejects.toMatchObject({ reason: 'too-many-attempts', detail: { waitSeconds: 60 } });
    await expect(openSession(store, request, place, at + 1)).resolves.toBeTruthy();
  });

  test('the trail says what happened to accounts, and its chain holds', async () => {
    const actions = (await store.audit.entries()).map(({ action }) => action);
    expect(actions).toContain('signIn');
    expect(await store.audit.firstBreak()).toBeNull();
  });
});
