import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningPlatform } from '../../platform/host.ts';
import { openStore } from '../../platform/store/openStore.ts';
import type { AnyCommand } from '../../shared/mdt/command.ts';
import { nodesSchema } from '../../shared/platform/contract.ts';
import { newDatabase, stopEngines } from './support/engines.ts';
import { Console, eventually, makeFolder, nextEvent, openSocket, removeFolder, signIn, startSample, testKey } from './support/network.ts';
import { draftCase, hashOf, newCase } from './support/streams.ts';

let dir: string;
let databaseUrl: string | undefined;
let first: RunningPlatform;
let second: RunningPlatform;
let doctor: Console;

/** The same console, spoken to by the other node. */
const at = ({ url }: RunningPlatform, console: Console): Console => new Console(url, console.deviceId, console.session);

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const livingNodes = async (): Promise<string[]> => nodesSchema.parse((await doctor.ask('GET', '/v1/nodes')).body).nodes.map(({ url }) => url).sort();

beforeAll(async () => {
  dir = makeFolder();
  databaseUrl = await newDatabase('postgres');
  [first, second] = await Promise.all([startSample(dir, { databaseUrl }), startSample(dir, { databaseUrl })]);
  doctor = await signIn(first.url, 'he.doctor');
});
afterAll(async () => {
  await Promise.all([first.stop(), second.stop()]);
  const store = await openStore({ dataDir: dir, key: testKey, databaseUrl });
  expect(await store.audit.firstBreak()).toBeNull();
  expect((await store.audit.entries()).filter(({ action }) => action === 'seed')).toHaveLength(1);
  await store.close();
  await stopEngines();
  removeFolder(dir);
});

describe('two nodes of one platform', () => {
  test('name each other, and forget one that stopped', async () => {
    expect(await livingNodes()).toEqual([first.url, second.url].sort());
    const third = await startSample(dir, { databaseUrl });
    expect(await livingNodes()).toContain(third.url);
    await third.stop();
    expect(await livingNodes()).toEqual([first.url, second.url].sort());
  });

  test('give every command one place, whichever of them it is sent to, and however often', async () => {
    const imaging = await signIn(second.url, 'liang.imaging');
    const streams = [newCase(), newCase(), newCase()];
    for (const stream of streams) await doctor.send(stream, 'case.create', { caseNo: 'N', leadHospitalId: 'gd-cancer', fields: {} });
    const start = (await doctor.feed()).head;
    const edits = (console: Console): AnyCommand[] =>
      Array.from({ length: 40 }, (_, index) => console.command(streams[index % streams.length] ?? newCase(), 'case.edit', { fields: { history: `${console.deviceId} ${index}` } }, 1));
    const sent = [{ console: doctor, commands: edits(doctor) }, { console: imaging, commands: edits(imaging) }];
    await Promise.all(sent.flatMap(({ console, commands }) =>
      [first, second].flatMap((node) => [0, 1, 2, 3].map(async (quarter) => {
        for (let index = quarter * 10; index < quarter * 10 + 10; index += 5) await at(node, console).push(...commands.slice(index, index + 5));
      }))));
    const { entries, head } = await doctor.feed(start);
    expect(head).toBe(start + 80);
    expect(entries.map(({ position }) => position)).toEqual(Array.from({ length: 80 }, (_, index) => start + 1 + index));
    expect(new Set(entries.map(({ committed }) => committed.command.id))).toEqual(new Set(sent.flatMap(({ commands }) => commands.map(({ id }) => id))));
    for (const stream of streams) {
      const versions = entries.filter(({ committed }) => committed.command.stream.id === stream.id).map(({ committed }) => committed.version);
      expect(versions).toEqual(versions.map((_, index) => index + 2));
    }
  });

  test('never show a place before the one in front of it', async () => {
    const imaging = await signIn(second.url, 'liang.imaging');
    const start = (await doctor.feed()).head;
    const writing = Promise.all([doctor, imaging].map(async (console) => {
      for (let count = 0; count < 25; count += 1) await console.send(newCase(), 'case.create', { caseNo: 'N', leadHospitalId: 'gd-cancer', fields: {} });
    }));
    const seen: number[] = [];
    while (seen.length < 50) {
      const { entries } = await at(second, doctor).feed(start + seen.length);
      seen.push(...entries.map(({ position }) => position));
    }
    await writing;
    expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => start + 1 + index));
  });

  test('wake the consoles of each other', async () => {
    const chair = await signIn(first.url, 'liang.imaging', 'woken');
    const socket = openSocket(second.url, { token: chair.session.token });
    await nextEvent(socket, 'feed');
    const told = nextEvent<{ head: number }>(socket, 'feed');
    await doctor.send(newCase(), 'case.create', { caseNo: 'N', leadHospitalId: 'gd-cancer', fields: {} });
    expect(await told).toEqual({ head: (await doctor.feed(1_000_000)).head });
    socket.close();
  });

  test('know the same sessions: signed out at one, ended at the other, with its sockets', async () => {
    const guest = await signIn(first.url, 'liang.imaging', 'guest');
    expect((await at(second, guest).ask('GET', '/v1/directory')).status).toBe(200);
    const socket = openSocket(second.url, { token: guest.session.token });
    await nextEvent(socket, 'connect');
    const ended = nextEvent(socket, 'disconnect');
    await guest.ask('DELETE', '/v1/session');
    await ended;
    socket.close();
    expect((await at(second, guest).ask('GET', '/v1/directory')).status).toBe(401);
  });

  test('go on with each other’s uploads and read each other’s blobs', async () => {
    const bytes = new Uint8Array(randomBytes(600_000));
    const stream = await draftCase(doctor, bytes);
    const authorization = `Bearer ${doctor.session.token}`;
    const created = await fetch(`${first.url}/v1/blobs`, {
      method: 'POST', headers: { authorization, 'tus-resumable': '1.0.0', 'upload-length': String(bytes.length), 'upload-metadata': `sha256 ${base64(hashOf(bytes))},caseId ${base64(stream.id)}` },
    });
    const path = created.headers.get('location') ?? '';
    const patch = (node: RunningPlatform, offset: number, part: Uint8Array<ArrayBuffer>): Promise<Response> =>
      fetch(node.url + path, { method: 'PATCH', headers: { authorization, 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, body: part });
    expect((await patch(first, 0, bytes.subarray(0, 250_001))).status).toBe(204);
    expect((await patch(second, 250_001, bytes.subarray(250_001))).status).toBe(204);
    const offset = await eventually(async () => {
      const answer = await fetch(first.url + path, { method: 'HEAD', headers: { authorization, 'tus-resumable': '1.0.0' } });
      return answer.status === 200 ? Number(answer.headers.get('upload-offset')) : undefined;
    });
    expect(offset).toBe(bytes.length);
    const answer = await fetch(`${first.url}/v1/blobs/${hashOf(bytes)}?case=${stream.id}`, { headers: { authorization } });
    expect([answer.status, hashOf(await answer.bytes())]).toEqual([200, hashOf(bytes)]);
  });
});
