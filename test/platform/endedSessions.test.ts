import { setTimeout as wait } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signIn as openSession } from '../../platform/accounts/signIn.ts';
import { holdSessions, refreshTokens } from '../../platform/accounts/tokens.ts';
import { disableAccount, enableAccount, resetPassword } from '../../platform/operate/accounts.ts';
import { runOperate } from '../../platform/operate/cli.ts';
import { seedSampleNetwork } from '../../platform/seed.ts';
import { openStore, type PlatformStore } from '../../platform/store/openStore.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { eventually, makeFolder, nextEvent, openSocket, password, removeFolder, signIn, testKey } from './support/network.ts';
import { PlatformServer } from './support/platformServer.ts';
import { liveMeeting } from './support/streams.ts';

afterAll(stopEngines);

const refresh = async (url: string, refreshToken: string, deviceId: string): Promise<unknown> => {
  const response = await fetch(`${url}/v1/session/refresh`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ refreshToken, deviceId }) });
  return response.status === 200 ? 200 : [response.status, ((await response.json()) as { reason: string }).reason];
};

const ended = (...of: Socket[]): Promise<true> => eventually(() => Promise.resolve(of.every(({ connected }) => !connected) || undefined));

/** Work that a test begins from within a transaction and that is no part of it; `answer` is what it threw or gave. */
const meanwhile = (work: () => Promise<unknown>): { begin: () => void; answer: Promise<unknown> } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { begin: () => resolve(), answer: promise.then(work).catch((error: unknown) => error) };
};

describe.each([['sqlite', 1], ['postgres', 2]] as const)('sessions ended by the command line on %s with %i node(s)', (kind, count) => {
  const dir = makeFolder();
  const nodes: PlatformServer[] = [];
  const sockets: Socket[] = [];
  let env: Record<string, string>;
  let urls: string[];
  beforeAll(async () => {
    const databaseUrl = await newDatabase(kind);
    env = { MDT_PLATFORM_KEY: 'ab'.repeat(32), ...(databaseUrl === undefined ? {} : { MDT_PLATFORM_DATABASE: databaseUrl }) };
    for (let node = 0; node < count; node += 1) {
      nodes.push(new PlatformServer(['--port', '0', '--data', dir, '--sample'], env));
      await nodes.at(-1)?.ready(0);
    }
    urls = await Promise.all(nodes.map(async (node) => (await node.ready(0)).url));
  });
  afterEach(() => sockets.splice(0).forEach((socket) => socket.close()));
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    removeFolder(dir);
  });
  const run = (...args: string[]): Promise<void> => runOperate([...args, '--data', dir], env, () => undefined);
  const open = async (url: string, auth: Record<string, string>): Promise<Socket> => {
    const socket = openSocket(url, auth);
    sockets.push(socket);
    await nextEvent(socket, 'connect');
    return socket;
  };

  test('a closed account loses the line of its console and its place in a meeting at every node, and is told why; others keep theirs', async () => {
    const [first = '', last = ''] = [urls[0], urls.at(-1)];
    const chair = await signIn(first, 'chen.chair');
    const meeting = await liveMeeting(await signIn(first, 'zhou.coord'), chair);
    const doctors = await Promise.all(urls.map((url, at) => signIn(url, 'he.doctor', `desk ${at}`)));
    const lines = await Promise.all(doctors.map(({ url, session }) => open(url, { token: session.token })));
    const seat = await open(last, { ticket: await (doctors.at(-1) ?? chair).ticket(meeting.id) });
    const others = [await open(last, { token: chair.session.token }), await open(first, { ticket: await chair.ticket(meeting.id) })];

    await run('account', 'disable', 'he.doctor');
    expect(await Promise.all(doctors.map(async (doctor) => (await doctor.ask('GET', '/v1/directory')).status))).toEqual(doctors.map(() => 401));
    expect(await Promise.all(doctors.map(({ url, session, deviceId }) => refresh(url, session.refreshToken, deviceId)))).toEqual(doctors.map(() => [403, 'account-disabled']));
    await ended(...lines, seat);
    const back = openSocket(last, { token: doctors[0]?.session.token ?? '' });
    sockets.push(back);
    expect(await nextEvent<{ data?: { reason?: string } }>(back, 'connect_error')).toMatchObject({ data: { reason: 'unauthorized' } });
    await wait(1200);
    expect(others.map(({ connected }) => connected)).toEqual([true, true]);

    await run('account', 'enable', 'he.doctor');
    expect(await refresh(first, doctors[0]?.session.refreshToken ?? '', 'desk 0')).toEqual([401, 'unauthorized']);
    const again = await signIn(last, 'he.doctor');
    const line = await open(last, { token: again.session.token });
    await wait(1200);
    expect(line.connected).toBe(true);
  });

  test('a new password and a second factor taken away end the lines that are open, each with its reason', async () => {
    const [url = ''] = urls;
    const lin = await signIn(url, 'lin.expert');
    const line = await open(urls.at(-1) ?? '', { token: lin.session.token });
    await run('account', 'reset-second-factor', 'lin.expert');
    await ended(line);
    expect(await refresh(url, lin.session.refreshToken, lin.deviceId)).toEqual([401, 'second-factor-reset']);
    const again = await signIn(url, 'lin.expert');
    const next = await open(urls.at(-1) ?? '', { token: again.session.token });
    await run('account', 'reset-password', 'lin.expert');
    await ended(next);
    expect(await refresh(url, again.session.refreshToken, again.deviceId)).toEqual([401, 'password-reset']);
    expect(await refresh(url, again.session.refreshToken, 'another console')).toEqual([401, 'unauthorized']);
  });

  test('a copied refresh token ends the line of its session at the other node too', async () => {
    const [url = ''] = urls;
    const wu = await signIn(url, 'wu.physics');
    const line = await open(urls.at(-1) ?? '', { token: wu.session.token });
    const next = (await (await fetch(`${url}/v1/session/refresh`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ refreshToken: wu.session.refreshToken, deviceId: wu.deviceId }) })).json()) as { refreshToken: string };
    expect(await refresh(url, next.refreshToken, wu.deviceId)).toBe(200);
    expect(await refresh(url, wu.session.refreshToken, wu.deviceId)).toEqual([401, 'unauthorized']);
    await ended(line);
  });
});

describe.each(engineKinds)('sessions opened while they are ended on %s', (kind) => {
  const dir = makeFolder();
  let store: PlatformStore;
  beforeAll(async () => {
    store = await openStore({ dataDir: dir, key: testKey, databaseUrl: await newDatabase(kind) });
    await seedSampleNetwork(store);
  });
  afterAll(async () => {
    await store.close();
    removeFolder(dir);
  });
  const request = { account: 'he.doctor', password, deviceId: 'desk' };
  const place = { address: '10.0.0.1', factorKey: testKey };

  test('a token asked for while an account is being closed is not given', async () => {
    const session = await openSession(store, request, place, Date.now());
    const { begin, answer } = meanwhile(() => refreshTokens(store, session.refreshToken, 'desk', Date.now()));
    await store.transact(async (tx) => {
      await holdSessions(tx, 'he.doctor');
      await tx.accounts.setDisabled('he.doctor', 5000);
      await tx.refreshTokens.endPerson('he.doctor', 'account-disabled', 5000);
      begin();
      await wait(100);
    });
    expect(await answer).toMatchObject({ reason: 'account-disabled' });
    await enableAccount(store, 'he.doctor', 6000);
  });

  test('a sign-in with the password that is being replaced opens nothing', async () => {
    const { begin, answer } = meanwhile(() => openSession(store, request, place, Date.now()));
    await store.transact(async (tx) => {
      await holdSessions(tx, 'he.doctor');
      begin();
      // On PostgreSQL the password is read meanwhile; on SQLite the one connection makes the sign-in wait as a whole.
      await wait(400);
      await tx.refreshTokens.endPerson('he.doctor', 'password-reset', 7000);
      await tx.accounts.setPassword('he.doctor', { scheme: 'argon2id', salt: new Uint8Array(16), hash: new Uint8Array(32), cost: 2, memoryKib: 19_456, lanes: 1 });
    });
    expect(await answer).toMatchObject({ reason: kind === 'postgres' ? 'unauthorized' : 'wrong-password' });
  });

  test('who is told that the account was closed is told so only while it is', async () => {
    const fresh = await resetPassword(store, 'he.doctor', 8000);
    const session = await openSession(store, { ...request, password: fresh }, place, Date.now());
    await disableAccount(store, 'he.doctor', 9000);
    await expect(refreshTokens(store, session.refreshToken, 'desk', Date.now())).rejects.toMatchObject({ reason: 'account-disabled' });
    await enableAccount(store, 'he.doctor', 10_000);
    await expect(refreshTokens(store, session.refreshToken, 'desk', Date.now())).rejects.toMatchObject({ reason: 'unauthorized' });
  });
});
