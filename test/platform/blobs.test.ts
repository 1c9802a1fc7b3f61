import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealedLength } from '../../shared/blob/framing.ts';
import { SealedUploads } from '../../platform/blobs/sealedUploads.ts';
import { deriveKey } from '../../platform/store/openStore.ts';
import { startPlatform, type RunningPlatform } from '../../platform/host.ts';
import type { Stream } from '../../shared/mdt/command.ts';
import { engineKinds, newDatabase, stopEngines, type EngineKind } from './support/engines.ts';
import { eventually, makeFolder, removeFolder, signIn, startSample, testKey, type Console } from './support/network.ts';
import { draftCase, hashOf, newCase } from './support/streams.ts';

let dir: string;
let platform: RunningPlatform;
let doctor: Console;
let chair: Console;

let databaseUrl: string | undefined;

async function begin(kind: EngineKind): Promise<void> {
  dir = makeFolder();
  databaseUrl = await newDatabase(kind);
  platform = await startSample(dir, { databaseUrl });
  [doctor, chair] = await Promise.all([signIn(platform.url, 'he.doctor'), signIn(platform.url, 'chen.chair')]);
}
async function finish(): Promise<void> {
  await platform.stop();
  removeFolder(dir);
}
afterAll(stopEngines);

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const tusHeaders = (console: Console): Record<string, string> => ({ authorization: `Bearer ${console.session.token}`, 'tus-resumable': '1.0.0' });

async function create(console: Console, stream: Stream, sha256: string, byteLength: number): Promise<Response> {
  const metadata = `sha256 ${base64(sha256)},caseId ${base64(stream.id)}`;
  return fetch(`${console.url}/v1/blobs`, { method: 'POST', headers: { ...tusHeaders(console), 'upload-length': String(byteLength), 'upload-metadata': metadata } });
}

const patch = (console: Console, path: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Response> =>
  fetch(console.url + path, { method: 'PATCH', headers: { ...tusHeaders(console), 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, body: bytes });

const offsetOf = async (console: Console, path: string): Promise<number> => Number((await fetch(console.url + path, { method: 'HEAD', headers: tusHeaders(console) })).headers.get('upload-offset'));

async function upload(console: Console, stream: Stream, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  const created = await create(console, stream, hashOf(bytes), bytes.length);
  return patch(console, created.headers.get('location') ?? '', 0, bytes);
}

/** Sends part of a PATCH and breaks the connection. */
const breakPatch = (console: Console, path: string, whole: Uint8Array, sent: number): Promise<void> =>
  new Promise((resolve) => {
    const out = request(console.url + path, { method: 'PATCH', headers: { ...tusHeaders(console), 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': String(whole.length) } });
    out.on('error', () => resolve());
    out.write(whole.subarray(0, sent), () => setTimeout(() => out.destroy(new Error('line broke')), 100));
  });

const download = (console: Console, sha256: string, stream: Stream, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${console.url}/v1/blobs/${sha256}?case=${stream.id}`, { headers: { authorization: `Bearer ${console.session.token}`, ...headers } });

const missing = async (console: Console, ...sha256: string[]): Promise<unknown> => (await console.ask('POST', '/v1/blobs/missing', { sha256 })).body;

describe.each(engineKinds)('blobs on %s', (kind) => {
  beforeAll(() => begin(kind));
  afterAll(finish);

  test('an upload whose line broke goes on from its offset and is readable only after its hash is proved', async () => {
    const bytes = new Uint8Array(randomBytes(3_300_001));
    const sha256 = hashOf(bytes);
    const stream = await draftCase(doctor, bytes);
    const path = (await create(doctor, stream, sha256, bytes.length)).headers.get('location') ?? '';
    await breakPatch(doctor, path, bytes, 1_200_007);
    const offset = await eventually(async () => {
      const value = await offsetOf(doctor, path);
      return value > 0 ? value : undefined;
    });
    expect(offset).toBeLessThan(bytes.length);
    expect([await missing(doctor, sha256), (await download(doctor, sha256, stream)).status]).toEqual([{ missing: [sha256] }, 404]);
    const leftovers = ['part', 'tail'].map((ending) => readFileSync(join(dir, 'uploads', `${path.split('/').at(-1)}.${ending}`)));
    // Every byte of the offset is on the disk, sealed: whole chunks in one file, the rest in another.
    expect(leftovers.reduce((sum, { length }) => sum + length, 0)).toBe(sealedLength(2 ** 20) + sealedLength(offset - 2 ** 20));
    expect(leftovers.some((leftover) => leftover.includes(Buffer.from(bytes.subarray(64, 128))))).toBe(false);
    expect((await patch(doctor, path, offset, bytes.subarray(offset))).status).toBe(204);
    expect(await missing(doctor, sha256)).toEqual({ missing: [] });
    const answer = await download(doctor, sha256, stream);
    expect([answer.status, hashOf(await answer.bytes())]).toEqual([200, sha256]);
    expect(await offsetOf(doctor, path)).toBe(bytes.length);
    const stored = readFileSync(join(dir, 'blobs', sha256.slice(0, 2), sha256));
    expect(stored.includes(Buffer.from(bytes.subarray(64, 128)))).toBe(false);
  });

  test('the tus client of the console sends an object in one request', async () => {
    const bytes = new Uint8Array(randomBytes(50_000));
    const stream = await draftCase(doctor, bytes);
    await new Promise<void>((resolve, reject) => {
      new Upload(Buffer.from(bytes), {
        endpoint: `${platform.url}/v1/blobs`, headers: { Authorization: `Bearer ${doctor.session.token}` }, metadata: { sha256: hashOf(bytes), caseId: stream.id },
        uploadSize: bytes.length, uploadDataDuringCreation: true, chunkSize: 8 * 1024 * 1024, retryDelays: null, onSuccess: () => resolve(), onError: reject,
      }).start();
    });
    expect((await download(doctor, hashOf(bytes), stream)).status).toBe(200);
  });

  test('bytes that are not the announced ones are removed and answered with integrity', async () => {
    const bytes = new Uint8Array(randomBytes(1000));
    const stream = await draftCase(doctor, bytes);
    const path = (await create(doctor, stream, hashOf(bytes), bytes.length)).headers.get('location') ?? '';
    const answer = await patch(doctor, path, 0, new Uint8Array(1000));
    expect([answer.status, (await answer.json() as { reason: string }).reason]).toEqual([409, 'integrity']);
    expect((await fetch(platform.url + path, { method: 'HEAD', headers: tusHeaders(doctor) })).status).toBe(404);
    expect(await missing(doctor, hashOf(bytes))).toEqual({ missing: [hashOf(bytes)] });
    expect(readdirSync(join(dir, 'blobs')).filter((name) => name.startsWith('draft'))).toEqual([]);
  });

  test('ranges give exactly the bytes asked for, across the chunks of the file', async () => {
    const bytes = new Uint8Array(randomBytes(2 ** 20 + 5000));
    const stream = await draftCase(doctor, bytes);
    await upload(doctor, stream, bytes);
    const ranges: [string, number, number][] = [['bytes=0-0', 0, 1], ['bytes=1048570-1048590', 1_048_570, 1_048_591], ['bytes=1048576-', 1_048_576, bytes.length], ['bytes=-10', bytes.length - 10, bytes.length]];
    for (const [range, start, end] of ranges) {
      const answer = await download(doctor, hashOf(bytes), stream, { range });
      expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${start}-${end - 1}/${bytes.length}`]);
      expect(Buffer.from(await answer.bytes()).equals(bytes.subarray(start, end))).toBe(true);
    }
    expect((await download(doctor, hashOf(bytes), stream, { range: `bytes=${bytes.length}-` })).status).toBe(416);
  });

  test('another hospital reads the bytes once the case is sent to it, and nothing by knowing a hash', async () => {
    const bytes = new Uint8Array(randomBytes(5000));
    const sha256 = hashOf(bytes);
    const stream = await draftCase(doctor, bytes);
    await upload(doctor, stream, bytes);
    expect((await download(chair, sha256, stream)).status).toBe(403);
    expect((await create(chair, stream, sha256, bytes.length)).status).toBe(403);
    expect((await download(chair, sha256, newCase())).status).toBe(403);
    const guess = newCase();
    await chair.push(chair.command(guess, 'case.create', { caseNo: 'G', leadHospitalId: 'gd-cancer', fields: {} }));
    const claimed = { sopInstanceUID: '9', sopClassUID: '9', seriesInstanceUID: '9', modality: 'CT', sha256, byteLength: bytes.length };
    await chair.send(guess, 'case.attachImaging', { instances: [claimed] }, 1);
    expect([(await download(chair, sha256, guess)).status, await missing(chair, sha256)]).toEqual([404, { missing: [sha256] }]);
    expect(await doctor.send(stream, 'case.submit', {}, 2)).toMatchObject({ status: 'committed' });
    expect(hashOf(await (await download(chair, sha256, stream)).bytes())).toBe(sha256);
  });

  test('another hospital cannot go on with an upload or see that it exists', async () => {
    const bytes = new Uint8Array(randomBytes(100));
    const stream = await draftCase(doctor, bytes);
    const path = (await create(doctor, stream, hashOf(bytes), bytes.length)).headers.get('location') ?? '';
    expect((await patch(chair, path, 0, bytes)).status).toBe(404);
    expect((await patch(doctor, path, 0, bytes)).status).toBe(204);
  });

  test('an upload that was complete when the platform died is proved and kept at its next start', async () => {
    const otherDir = makeFolder();
    const otherDatabase = await newDatabase(kind);
    const first = await startSample(otherDir, { databaseUrl: otherDatabase });
    const console = await signIn(first.url, 'he.doctor');
    const bytes = new Uint8Array(randomBytes(4000));
    const stream = await draftCase(console, bytes);
    const path = (await create(console, stream, hashOf(bytes), bytes.length)).headers.get('location') ?? '';
    await patch(console, path, 0, bytes.subarray(0, 3990));
    await first.stop();
    const uploads = new SealedUploads(join(otherDir, 'uploads'), deriveKey(testKey, 'blobs'));
    expect(await uploads.write(Readable.from([bytes.subarray(3990)]), path.split('/').at(-1) ?? '', 3990)).toBe(bytes.length);
    const second = await startPlatform({ dataDir: otherDir, key: testKey, port: first.port, sample: true, databaseUrl: otherDatabase });
    await eventually(async () => ((await download(console, hashOf(bytes), stream)).status === 200 ? true : undefined));
    await second.stop();
    removeFolder(otherDir);
  });
});
