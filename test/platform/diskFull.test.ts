import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { frameOf, packContentType } from '../../shared/blob/pack.ts';
import { verifyPlatform, type RunningPlatform } from '../../platform/host.ts';
import { backUp } from '../../platform/operate/backup.ts';
import { restore } from '../../platform/operate/restore.ts';
import { verifyCopy } from '../../platform/operate/verifyCopy.ts';
import type { Stream } from '../../shared/mdt/command.ts';
import { mayMountSmallDisk, mountSmallDisk, type SmallDisk } from '../core/support/smallDisk.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { makeFolder, removeFolder, signIn, startSample, testKey, type Console } from './support/network.ts';
import { draftCase, hashOf } from './support/streams.ts';

const megabyte = 1024 * 1024;
const octets = 'application/offset+octet-stream';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const tus = (console: Console): Record<string, string> => ({ authorization: `Bearer ${console.session.token}`, 'tus-resumable': '1.0.0' });

/** Announces an object, with its bytes or without. */
const create = (console: Console, { id }: Stream, bytes: Uint8Array<ArrayBuffer>, isWhole: boolean): Promise<Response> =>
  fetch(`${console.url}/v1/blobs`, {
    method: 'POST', headers: { ...tus(console), 'upload-length': String(bytes.length), 'upload-metadata': `sha256 ${base64(hashOf(bytes))},caseId ${base64(id)}`, ...(isWhole ? { 'content-type': octets } : {}) },
    ...(isWhole ? { body: bytes } : {}),
  });
const patch = (console: Console, path: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Response> =>
  fetch(new URL(path, console.url), { method: 'PATCH', headers: { ...tus(console), 'upload-offset': String(offset), 'content-type': octets }, body: bytes });
const offsetOf = async (console: Console, path: string): Promise<number> => Number((await fetch(new URL(path, console.url), { method: 'HEAD', headers: tus(console) })).headers.get('upload-offset'));
const pack = (console: Console, { id }: Stream, objects: readonly Uint8Array<ArrayBuffer>[]): Promise<Response> =>
  fetch(`${console.url}/v1/blobs/pack`, {
    method: 'POST', headers: { authorization: `Bearer ${console.session.token}`, 'content-type': packContentType },
    body: Buffer.concat(objects.flatMap((bytes) => [frameOf({ sha256: hashOf(bytes), caseId: id, byteLength: bytes.length }), bytes])),
  });
const downloaded = async (console: Console, { id }: Stream, bytes: Uint8Array): Promise<string> => {
  const answer = await fetch(`${console.url}/v1/blobs/${hashOf(bytes)}?case=${id}`, { headers: { authorization: `Bearer ${console.session.token}` } });
  return answer.status === 200 ? hashOf(await answer.bytes()) : String(answer.status);
};

afterAll(stopEngines);

describe.runIf(mayMountSmallDisk()).each(engineKinds)('a platform on %s whose disk is full', (kind) => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).toReversed()) await step();
  });

  async function begin(): Promise<{ disk: SmallDisk; platform: RunningPlatform; doctor: Console; expectFull: (answer: Response) => Promise<void>; databaseUrl: string | undefined }> {
    const disk = mountSmallDisk(48);
    if (!disk) throw new Error('the disk could be mounted a moment ago');
    cleanUp.push(() => disk.remove());
    const databaseUrl = await newDatabase(kind);
    const platform = await startSample(disk.folder, { databaseUrl });
    cleanUp.push(() => platform.stop());
    const expectFull = async (answer: Response): Promise<void> => {
      expect([answer.status, await answer.json()]).toEqual([507, expect.objectContaining({ code: 'store', reason: 'disk-full', message: expect.stringContaining(disk.folder) as string })]);
    };
    return { disk, platform, doctor: await signIn(platform.url, 'he.doctor'), expectFull, databaseUrl };
  }

  test('answers 507 with the folder to objects in parts, in one request and in packs, and takes each where it stood when there is room', async () => {
    const { disk, platform, doctor, expectFull, databaseUrl } = await begin();
    const [large, small, ...packed] = [12 * megabyte, 2 * megabyte, 400_000, 300_000].map((length) => new Uint8Array(randomBytes(length)));
    if (!large || !small) throw new Error('two objects at least');
    const stream = await draftCase(doctor, large);
    const acknowledged = new Uint8Array(randomBytes(200_000));
    expect((await create(doctor, stream, acknowledged, true)).status).toBe(201);
    const path = (await create(doctor, stream, large, false)).headers.get('location') ?? '';
    disk.fill(5 * megabyte);
    await expectFull(await patch(doctor, path, 0, large));
    const stood = await offsetOf(doctor, path);
    expect(stood).toBeGreaterThan(2 * megabyte);
    expect(stood).toBeLessThan(5 * megabyte);
    disk.fill();
    await expectFull(await patch(doctor, path, stood, large.subarray(stood)));
    await expectFull(await create(doctor, stream, small, true));
    await expectFull(await create(doctor, stream, small, false));
    await expectFull(await pack(doctor, stream, packed));
    expect(await downloaded(doctor, stream, small)).toBe('404');
    disk.empty();
    const offset = await offsetOf(doctor, path);
    expect(offset).toBe(stood);
    expect((await patch(doctor, path, offset, large.subarray(offset))).status).toBe(204);
    expect((await create(doctor, stream, small, true)).status).toBe(201);
    const kept = await pack(doctor, stream, packed);
    expect(await kept.json()).toEqual({ kept: packed.map(hashOf), refused: [] });
    const all = [acknowledged, large, small, ...packed];
    expect(await Promise.all(all.map((bytes) => downloaded(doctor, stream, bytes)))).toEqual(all.map(hashOf));
    await platform.stop();
    expect(await verifyPlatform({ dataDir: disk.folder, key: testKey, databaseUrl })).toEqual([]);
  });
});

describe.runIf(mayMountSmallDisk())('the database of a platform on a full disk', () => {
  test('takes no command it cannot keep, and has every one it confirmed', async () => {
    const disk = mountSmallDisk(24);
    if (!disk) throw new Error('the disk could be mounted a moment ago');
    const platform = await startSample(disk.folder);
    const doctor = await signIn(platform.url, 'he.doctor');
    const stream = await draftCase(doctor);
    disk.fill(300_000);
    const confirmed: string[] = [];
    let refused: unknown = null;
    const edit = (at: number) => doctor.command(stream, 'case.edit', { fields: { history: `${at} ${'字'.repeat(3000)}` } }, 2);
    for (let at = 0; at < 200 && refused === null; at += 1) {
      const command = edit(at);
      const { status, body } = await doctor.ask('POST', '/v1/commands', { protocolVersion: 1, commands: [command] });
      if (status === 200) confirmed.push(command.id);
      else refused = [status, body];
    }
    expect(refused).toEqual([507, expect.objectContaining({ code: 'store', reason: 'disk-full', message: expect.stringContaining(disk.folder) as string })]);
    disk.empty();
    const later = edit(999);
    expect((await doctor.push(later))[0]?.status).not.toBe('refused');
    await platform.stop();
    const again = await startSample(disk.folder);
    const reader = await signIn(again.url, 'he.doctor');
    const known = new Set((await reader.feed()).entries.map(({ committed }) => committed.command.id));
    expect(confirmed.length).toBeGreaterThan(0);
    expect([...confirmed, later.id].filter((id) => !known.has(id))).toEqual([]);
    await again.stop();
    expect(await verifyPlatform({ dataDir: disk.folder, key: testKey })).toEqual([]);
    disk.remove();
  });
});

describe.runIf(mayMountSmallDisk())('copies of a platform and a full disk', () => {
  test('half a copy or half a platform does not stay, the folder is named, earlier copies are whole, and both are made when there is room', async () => {
    const dir = makeFolder();
    const platform = await startSample(dir);
    const doctor = await signIn(platform.url, 'he.doctor');
    const [first, second] = [new Uint8Array(randomBytes(3 * megabyte)), new Uint8Array(randomBytes(4 * megabyte))];
    const stream = await draftCase(doctor, first);
    expect((await create(doctor, stream, first, true)).status).toBe(201);
    const disk = mountSmallDisk(16);
    if (!disk) throw new Error('the disk could be mounted a moment ago');
    const copies = join(disk.folder, 'copies');
    const options = { dataDir: dir, key: testKey, target: copies };
    const { folder } = await backUp({ ...options, nowMs: 1_000_000 });
    expect((await create(doctor, stream, second, true)).status).toBe(201);
    const full = { code: 'store', reason: 'disk-full', message: expect.stringContaining(disk.folder) as string };
    // No room for the database, and room for it but not for the blob.
    for (const left of [0, 2 * megabyte]) {
      disk.fill(left);
      await expect(backUp({ ...options, nowMs: 2_000_000 })).rejects.toMatchObject(full);
      await expect(restore({ source: folder, dataDir: join(disk.folder, 'new'), key: testKey })).rejects.toMatchObject(full);
      expect(readdirSync(disk.folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.part') || /^new\/./.test(name))).toEqual([]);
      expect((await verifyCopy(folder, testKey)).findings).toEqual([]);
    }
    disk.empty();
    expect(await backUp({ ...options, nowMs: 3_000_000 })).toMatchObject({ blobs: 2, newBlobs: 1 });
    await platform.stop();
    await restore({ source: folder, dataDir: join(disk.folder, 'new'), key: testKey });
    expect(await verifyPlatform({ dataDir: join(disk.folder, 'new'), key: testKey })).toEqual([]);
    disk.remove();
    removeFolder(dir);
  });
});
