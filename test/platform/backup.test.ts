import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startPlatform } from '../../platform/host.ts';
import { backUp } from '../../platform/operate/backup.ts';
import { keyProofOf, manifestName, readManifest, writeManifest } from '../../platform/operate/manifest.ts';
import { restore } from '../../platform/operate/restore.ts';
import { openStore } from '../../platform/store/openStore.ts';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import { engineKinds, newDatabase, stopEngines } from './support/engines.ts';
import { makeFolder, removeFolder, signIn, startSample, testKey, type Console } from './support/network.ts';
import { draftCase, hashOf } from './support/streams.ts';

afterAll(stopEngines);

async function upload(doctor: Console, caseId: string, bytes: Uint8Array): Promise<void> {
  const headers = { authorization: `Bearer ${doctor.session.token}`, 'tus-resumable': '1.0.0' };
  const metadata = Object.entries({ sha256: hashOf(bytes), caseId }).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',');
  const begun = await fetch(`${doctor.url}/v1/blobs`, { method: 'POST', headers: { ...headers, 'upload-length': String(bytes.length), 'upload-metadata': metadata } });
  const sent = await fetch(new URL(begun.headers.get('location') ?? '', `${doctor.url}/v1/blobs`), { method: 'PATCH', headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, body: Buffer.from(bytes) });
  if (sent.status !== 204) throw new Error(`upload answered ${begun.status} ${sent.status}`);
}

const streamsOf = async (dataDir: string, databaseUrl: string | undefined, ids: readonly string[]): Promise<unknown[]> => {
  const store = await openStore({ dataDir, key: testKey, databaseUrl });
  const digests = await Promise.all(ids.map(async (id) => digestRecord((await store.streams.record(id))?.record ?? {})));
  const isWhole = (await store.audit.firstBreak()) === null;
  const count = await store.streams.count();
  await store.close();
  return [count, isWhole, ...digests];
};

describe.each(engineKinds)('a copy of a platform on %s', (kind) => {
  test('is made while it runs, proves every byte, restores to the same records, and a changed byte is named', async () => {
    const [dir, copies, other, refused] = [makeFolder(), makeFolder(), makeFolder(), makeFolder()];
    const databaseUrl = await newDatabase(kind);
    const platform = await startSample(dir, { databaseUrl });
    const doctor = await signIn(platform.url, 'he.doctor');
    const bytes = new Uint8Array(100_000).map((_zero, at) => (at * 7) % 251);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await draftCase(doctor, bytes)).id);
    await upload(doctor, ids[0] ?? '', bytes);
    const options = { dataDir: dir, key: testKey, databaseUrl, target: copies };
    const first = await backUp({ ...options, nowMs: 1_000_000 });
    expect([first.blobs, first.newBlobs]).toEqual([1, 1]);
    ids.push((await draftCase(doctor)).id);
    const second = await backUp({ ...options, nowMs: 2_000_000 });
    expect([second.blobs, second.newBlobs]).toEqual([1, 0]);
    await platform.stop();

    const restoredUrl = await newDatabase(kind);
    expect(await restore({ source: second.folder, dataDir: join(other, 'new'), key: testKey, databaseUrl: restoredUrl })).toMatchObject({ blobs: 1, createdAtMs: 2_000_000 });
    expect(await streamsOf(join(other, 'new'), restoredUrl, ids)).toEqual(await streamsOf(dir, databaseUrl, ids));
    const again = await startPlatform({ dataDir: join(other, 'new'), key: testKey, port: 0, sample: true, databaseUrl: restoredUrl });
    const back = await signIn(again.url, 'he.doctor');
    const read = await fetch(`${again.url}/v1/blobs/${hashOf(bytes)}?case=${ids[0]}`, { headers: { authorization: `Bearer ${back.session.token}` } });
    expect(hashOf(new Uint8Array(await read.arrayBuffer()))).toBe(hashOf(bytes));
    await again.stop();
    await expect(restore({ source: second.folder, dataDir: join(other, 'new'), key: testKey, databaseUrl: restoredUrl })).rejects.toMatchObject({ reason: 'locked' });
    await expect(restore({ source: second.folder, dataDir: refused, key: new Uint8Array(32), databaseUrl: restoredUrl })).rejects.toMatchObject({ reason: 'wrong-passphrase' });

    const files = readdirSync(copies, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.startsWith(first.folder));
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const path of files) {
      const whole = readFileSync(path);
      for (const text of ['测试甲', '何静', 'CREATE TABLE']) expect([path, whole.includes(text)]).toEqual([path, false]);
      const changed = Buffer.from(whole);
      const middle = Math.floor(changed.length / 2);
      changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle);
      writeFileSync(path, changed);
      const failed = await restore({ source: second.folder, dataDir: refused, key: testKey, databaseUrl: restoredUrl }).catch((error: unknown) => error as Error);
      expect(failed).toMatchObject({ code: 'store', reason: 'corrupt', message: expect.stringContaining(path) as string });
      writeFileSync(path, whole);
    }
    expect(readdirSync(refused)).toEqual([]);
    for (const folder of [dir, copies, other, refused]) removeFolder(folder);
  });
});

test('a manifest is refused whichever byte of it was changed, also one that leaves what it says the same', () => {
  const folder = makeFolder();
  const key = new Uint8Array(32).fill(3);
  const file = { path: 'platform.db', sha256: hashOf(new Uint8Array([1])), byteLength: 1 };
  const text = Buffer.from(writeManifest(key, { format: 1, createdAtMs: 1, engine: 'sqlite', keyProof: keyProofOf(key), files: [file], blobs: [] }));
  const path = join(folder, manifestName);
  writeFileSync(path, text);
  expect(readManifest(folder, key)).toMatchObject({ files: [file] });
  for (let at = 0; at < text.length; at += 1) {
    const changed = Buffer.from(text);
    // A hexadecimal digit becomes a capital, a line's end a blank, and the other way round.
    changed[at] = text[at] === 10 ? 32 : text[at] === 32 ? 9 : (text[at] ?? 0) ^ 32;
    writeFileSync(path, changed);
    expect(() => readManifest(folder, key), `byte ${at}`).toThrow(expect.objectContaining({ code: 'store' }));
  }
  removeFolder(folder);
});
