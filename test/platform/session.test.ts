import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import { directorySchema, healthSchema, sampleAccountsSchema } from '../../shared/platform/contract.ts';
import { engineKinds, newDatabase, stopEngines, type EngineKind } from './support/engines.ts';
import { askSession, makeFolder, openSocket, removeFolder, signIn, startSample, testKey } from './support/network.ts';
import { openSealedKey } from './support/openSealedKey.ts';

let dir: string;
let platform: RunningPlatform;
const lines: string[] = [];

let databaseUrl: string | undefined;

async function begin(kind: EngineKind): Promise<void> {
  dir = makeFolder();
  databaseUrl = await newDatabase(kind);
  platform = await startSample(dir, { databaseUrl, log: (line) => lines.push(line) });
}
async function end(): Promise<void> {
  await platform.stop();
  removeFolder(dir);
}
afterAll(stopEngines);

describe.each(engineKinds)('sessions on %s', (kind) => {
  beforeAll(() => begin(kind));
  afterAll(end);

  test('health answers without a token', async () => {
    const health = healthSchema.parse(await (await fetch(`${platform.url}/v1/health`)).json());
    expect(health).toMatchObject({ status: 'ok', version: 'v1', pid: process.pid });
  });

  test('the right password gives the person, a token and the sealed signing key, which the PIN opens', async () => {
    const chair = await signIn(platform.url, 'chen.chair');
    expect(chair.session.person).toMatchObject({ id: 'chen.chair', name: '陈立群', hospitalId: 'gd-cancer', roles: ['chair', 'radiationOncologist'] });
    const key = chair.session.signingKey;
    expect(key && openSealedKey(key, '202611')).toMatch(/^[0-9a-f]{64}$/);
    expect(() => key && openSealedKey(key, '000000')).toThrow();
  });

  test('a wrong password and an unknown account get the same 401', async () => {
    const wrong = await askSession(platform.url, 'he.doctor', 'nonsense', 'd');
    const unknown = await askSession(platform.url, 'nobody', 'nonsense', 'd');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await unknown.json());
  });

  test('after five failures the account waits, even with the right password; others do not', async () => {
    for (let count = 0; count < 5; count += 1) await askSession(platform.url, 'wu.physics', 'nonsense', 'd');
    const blocked = await askSession(platform.url, 'wu.physics', 'Sample-2026', 'd');
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    await signIn(platform.url, 'lin.expert');
  });

  test('every other call needs a token, and a token that signed out is worth nothing', async () => {
    for (const path of ['/v1/directory', '/v1/feed', '/v1/blobs/00?case=x']) expect((await fetch(platform.url + path)).status).toBe(401);
    const chair = await signIn(platform.url, 'chen.chair');
    const socket = openSocket(platform.url, { token: chair.session.token });
    await new Promise<void>((resolve) => void socket.once('connect', resolve));
    const ended = new Promise<void>((resolve) => void socket.once('disconnect', () => resolve()));
    expect((await chair.ask('DELETE', '/v1/session')).status).toBe(200);
    await ended;
    socket.close();
    expect((await chair.ask('GET', '/v1/directory')).status).toBe(401);
  });

  test('the directory names hospitals and people; a signing key is given once', async () => {
    const admin = await signIn(platform.url, 'admin');
    const directory = directorySchema.parse((await admin.ask('GET', '/v1/directory')).body);
    expect([directory.hospitals.length, directory.people.length]).toEqual([3, 7]);
    const key = { publicKey: `04${'ab'.repeat(64)}`, salt: 'AA==', nonce: 'AA==', sealed: 'AA==' };
    expect((await admin.ask('PUT', '/v1/signing-key', key)).status).toBe(200);
    expect((await admin.ask('PUT', '/v1/signing-key', key)).status).toBe(409);
    expect(directorySchema.parse((await admin.ask('GET', '/v1/directory')).body).people.find((person) => person.id === 'admin')?.publicKey).toBe(key.publicKey);
  });

  test('sample accounts are listed only by a platform started with the sample network', async () => {
    const { accounts } = sampleAccountsSchema.parse(await (await fetch(`${platform.url}/v1/sample/accounts`)).json());
    expect(accounts).toHaveLength(7);
    const otherDir = makeFolder();
    const bare = await startPlatform({ dataDir: otherDir, key: testKey, port: 0, sample: false, databaseUrl: await newDatabase(kind) });
    expect((await fetch(`${bare.url}/v1/sample/accounts`)).status).toBe(404);
    await bare.stop();
    removeFolder(otherDir);
  });

  test('no page of another origin may read an answer or open a socket', async () => {
    const answer = await fetch(`${platform.url}/v1/health`, { headers: { origin: 'https://evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    const handshake = (origin: string): Promise<Response> => fetch(`${platform.url}/v1/socket/?EIO=4&transport=polling`, { headers: { origin } });
    expect((await handshake('https://evil.example')).status).toBe(403);
    const ours = await handshake('app://console');
    expect([ours.status, ours.headers.get('access-control-allow-origin')]).toEqual([200, 'app://console']);
  });

  test('another key and a wrong key length are named', async () => {
    await expect(startPlatform({ dataDir: dir, key: new Uint8Array(32).fill(9), port: 0, sample: false, databaseUrl })).rejects.toMatchObject({ code: 'store', reason: 'wrong-passphrase' });
    await expect(startPlatform({ dataDir: dir, key: new Uint8Array(5), port: 0, sample: false, databaseUrl })).rejects.toMatchObject({ reason: 'wrong-passphrase' });
  });

  test('a used port is named, and the folder is free again', async () => {
    const otherDir = makeFolder();
    const other = { dataDir: otherDir, key: testKey, sample: false, databaseUrl: await newDatabase(kind) };
    await expect(startPlatform({ ...other, port: platform.port })).rejects.toMatchObject({ reason: 'port-in-use' });
    await (await startPlatform({ ...other, port: 0 })).stop();
    removeFolder(otherDir);
  });

  test('no log line names a person, a password or the database’s', () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toMatch(/Sample-2026|陈立群|nonsense|postgres:/);
  });
});

describe('the SQLite file', () => {
  test('nothing on the disk is readable, and a second platform on the folder is refused while the first runs', async () => {
    const own = makeFolder();
    const first = await startSample(own);
    await expect(startSample(own)).rejects.toMatchObject({ code: 'store', reason: 'locked', message: expect.stringContaining(own) as string });
    const stored = readdirSync(own).filter((name) => name.startsWith('platform.')).map((name) => readFileSync(join(own, name)));
    expect(stored.length).toBeGreaterThan(1);
    for (const bytes of stored) expect([bytes.includes('陈立群'), bytes.includes('CREATE TABLE')]).toEqual([false, false]);
    await first.stop();
    await (await startSample(own)).stop();
    removeFolder(own);
  });
});

describe('nodes of one PostgreSQL', () => {
  afterAll(stopEngines);

  test('a node with a data folder of its own, or another key, does not start', async () => {
    const [own, other] = [makeFolder(), makeFolder()];
    const database = await newDatabase('postgres');
    const first = await startSample(own, { databaseUrl: database });
    await expect(startSample(other, { databaseUrl: database })).rejects.toMatchObject({ reason: 'bad-setting', message: expect.stringContaining(other) as string });
    await expect(startPlatform({ dataDir: own, key: new Uint8Array(32).fill(9), port: 0, sample: false, databaseUrl: database })).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    await first.stop();
    removeFolder(own);
    removeFolder(other);
  });

  test('a database that does not answer is named without its password', async () => {
    const own = makeFolder();
    const refused = await startSample(own, { databaseUrl: 'postgres://mdt:s3cret@127.0.0.1:1/none' }).catch((error: unknown) => error as Error);
    expect(refused).toMatchObject({ code: 'store', reason: 'not-found' });
    expect((refused as Error).message).not.toContain('s3cret');
    removeFolder(own);
  });
});
