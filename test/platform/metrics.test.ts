import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import { openStore, type PlatformStore } from '../../platform/store/openStore.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { askSession, eventually, makeFolder, nextEvent, openSocket, removeFolder, signIn, testKey, type Console } from './support/network.ts';
import { draftCase, hashOf, liveMeeting } from './support/streams.ts';

afterAll(stopEngines);

describe.each(engineKinds)('what the platform counts on %s', (kind) => {
  const dir = makeFolder();
  const sockets: Socket[] = [];
  let platform: RunningPlatform;
  let store: PlatformStore;
  let doctor: Console;
  beforeAll(async () => {
    const databaseUrl = await newDatabase(kind);
    platform = await startPlatform({ dataDir: dir, key: testKey, port: 0, sample: true, databaseUrl, rates: { requests: { burst: 60, perSecond: 2 }, commands: { burst: 20, perSecond: 1 } } });
    store = await openStore({ dataDir: dir, key: testKey, databaseUrl, isBeside: true });
    doctor = await signIn(platform.url, 'he.doctor');
  });
  afterAll(async () => {
    for (const socket of sockets) socket.close();
    await store.close();
    await platform.stop();
    removeFolder(dir);
  });
  const text = async (): Promise<string> => (await fetch(`${platform.url}/v1/metrics`)).text();
  const figure = async (name: string): Promise<number> => Number((await text()).split('\n').find((line) => line.startsWith(`${name} `))?.split(' ').at(-1));
  const becomes = (name: string, value: number): Promise<true> => eventually(async () => (await figure(name)) === value || undefined);

  test('the bytes of images in and out, and uploads that are under way', async () => {
    const bytes = new Uint8Array(5000).fill(7);
    const { id } = await draftCase(doctor, bytes);
    const metadata = Object.entries({ sha256: hashOf(bytes), caseId: id }).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',');
    const authorization = `Bearer ${doctor.session.token}`;
    const { promise, resolve } = Promise.withResolvers<void>();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(bytes.subarray(0, 2000));
        await promise;
        controller.enqueue(bytes.subarray(2000));
        controller.close();
      },
    });
    const created = await fetch(`${platform.url}/v1/blobs`, { method: 'POST', headers: { authorization, 'tus-resumable': '1.0.0', 'upload-length': '5000', 'upload-metadata': metadata } });
    expect(created.status).toBe(201);
    const address = new URL(created.headers.get('location') ?? '', platform.url).href;
    const sending = fetch(address, { method: 'PATCH', headers: { authorization, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, body, duplex: 'half' } as RequestInit);
    await becomes('mdt_uploads_open', 1);
    resolve();
    expect((await sending).status).toBe(204);
    await becomes('mdt_uploads_open', 0);
    await becomes('mdt_blob_bytes_total{direction="in"}', 5000);
    const read = await fetch(`${platform.url}/v1/blobs/${hashOf(bytes)}?case=${id}`, { headers: { authorization } });
    expect((await read.arrayBuffer()).byteLength).toBe(5000);
    await becomes('mdt_blob_bytes_total{direction="out"}', 5000);
  });

  test('lines of consoles and windows in meetings', async () => {
    const [planner, chair] = [await signIn(platform.url, 'zhou.coord'), await signIn(platform.url, 'chen.chair')];
    const meeting = await liveMeeting(planner, chair);
    for (const auth of [{ token: chair.session.token }, { token: planner.session.token }, { ticket: await chair.ticket(meeting.id) }]) {
      sockets.push(openSocket(platform.url, auth));
      await nextEvent(sockets.at(-1) as Socket, 'connect');
    }
    expect([await figure('mdt_sockets{kind="console"}'), await figure('mdt_sockets{kind="meeting"}')]).toEqual([2, 1]);
  });

  test('refused commands by reason, and waits by the limit that was reached', async () => {
    const { id } = await draftCase(doctor);
    const lin = await signIn(platform.url, 'lin.expert');
    expect(await lin.send({ kind: 'case', id }, 'case.edit', { fields: { history: 'x' } }, 2)).toMatchObject({ status: 'refused', reason: 'not-found' });
    expect(await figure('mdt_refused_commands_total{reason="not-found"}')).toBe(1);
    const edit = () => doctor.command({ kind: 'case', id }, 'case.edit', { fields: { history: 'y' } }, 2);
    const answers = [];
    for (let count = 0; count < 3; count += 1) answers.push((await doctor.ask('POST', '/v1/commands', { protocolVersion: 1, commands: Array.from({ length: 12 }, edit) })).status);
    expect(answers.filter((status) => status === 429).length).toBe(await figure('mdt_limited_total{limit="commands"}'));
    expect(answers).toContain(429);
    for (let count = 0; count < 6; count += 1) await askSession(platform.url, 'wu.physics', 'wrong', 'd');
    expect(await figure('mdt_limited_total{limit="signIn"}')).toBe(1);
    for (let status = 200; status !== 429; ) ({ status } = await lin.ask('GET', '/v1/directory'));
    expect(await figure('mdt_limited_total{limit="requests"}')).toBe(1);
  });

  test('how far the province is behind', async () => {
    expect([await figure('mdt_province_documents{state="waiting"}'), await figure('mdt_province_lag_seconds')]).toEqual([0, 0]);
    const known = (await doctor.feed()).entries[0]?.committed.command;
    await store.province.add({ commandId: known?.id ?? '', kind: 'referral', caseId: known?.stream.id ?? '', caseVersion: 2, meetingId: null, meetingVersion: null, hospitals: [], queuedAtMs: Date.now() - 90_000 });
    expect([await figure('mdt_province_documents{state="waiting"}'), (await figure('mdt_province_lag_seconds')) >= 90]).toEqual([1, true]);
  });

  test('no label has more values than the program knows, and none names a person, a case or an object', async () => {
    const labels = (await text()).split('\n').flatMap((line) => /^mdt_\w+\{(.*)\} /.exec(line)?.[1]?.match(/\w+="[^"]*"/g) ?? []);
    expect(new Set(labels.map((label) => label.split('=')[0]))).toEqual(new Set(['method', 'route', 'status', 'le', 'direction', 'kind', 'reason', 'limit', 'state']));
    expect(labels.filter((label) => /[0-9a-f]{8}-|[0-9a-f]{32}|he\.doctor|lin\.expert|[^\p{ASCII}]/u.test(label))).toEqual([]);
  });
});
