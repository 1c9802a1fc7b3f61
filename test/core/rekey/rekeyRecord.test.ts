import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rekeyDatabases, rekeyRest } from '../../../electron/core/rekeyRecord.ts';
import { verifyBackup, writeBackup } from '../../../electron/core/store/backup/writeBackup.ts';
import { blobPlaceOf, openStore } from '../../../electron/core/store/openStore.ts';
import { BlobFiles, blobPath } from '../../../electron/core/store/blobFiles.ts';
import { getSetting, setSetting } from '../../../electron/core/store/people.ts';
import { listBackupFiles } from '../../../electron/safe/backupManifest.ts';
import { removeFolder, samplePassword, startConsole, temporaryFolder } from '../support/console.ts';

const former = new Uint8Array(randomBytes(32));
const next = new Uint8Array(randomBytes(32));
const sizes = [0, 1, 70_000, 300_000, 700_000];
const contents = sizes.map((size) => new Uint8Array(randomBytes(size)));
const hashes = contents.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
const program = resolve(import.meta.dirname, 'killedWhileMoving.ts');

/** A record with objects, a copy, an embedded platform and a mark, closed; copied for each test. */
const original = temporaryFolder();
const folders: string[] = [original];
afterAll(() => folders.forEach((folder) => removeFolder(folder)));

beforeAll(async () => {
  const console = await startConsole({ dataDir: original, key: former });
  await console.call('session.signIn', { account: 'he.doctor', password: samplePassword });
  await console.stop();
  const store = openStore(original, former);
  setSetting(store.db, 'mark', 'here');
  for (const [at, bytes] of contents.entries()) await store.blobs.put(hashes[at] ?? '', bytes);
  writeBackup(store.db, { dataDir: original, key: former, cause: 'request', nowMs: Date.now() });
  store.close();
});

function copied(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  cpSync(original, folder, { recursive: true });
  return folder;
}

const { signal } = new AbortController();
const move = async (dataDir: string): Promise<void> => {
  await rekeyDatabases(dataDir, { formerKey: former, key: next }, signal);
  await rekeyRest(dataDir, { formerKey: former, key: next }, signal);
};

async function assertWhole(dataDir: string, key: Uint8Array, formerKey: Uint8Array | null): Promise<void> {
  const store = openStore(dataDir, key, formerKey);
  try {
    expect(getSetting(store.db, 'mark')).toBe('here');
    for (const [at, sha256] of hashes.entries()) expect(Buffer.from(await store.blobs.read(sha256)).equals(Buffer.from(contents[at] ?? []))).toBe(true);
  } finally {
    store.close();
  }
}

describe('moving the record to a new key', () => {
  it('leaves everything readable under the new key, and nothing under the former', async () => {
    const dataDir = copied();
    await move(dataDir);
    await assertWhole(dataDir, next, null);
    for (const { id } of listBackupFiles(dataDir)) expect(() => verifyBackup(dataDir, next, id)).not.toThrow();
    expect(() => openStore(dataDir, former)).toThrow(expect.objectContaining({ reason: 'wrong-passphrase' }));
    for (const { id } of listBackupFiles(dataDir)) expect(() => verifyBackup(dataDir, former, id)).toThrow(expect.objectContaining({ reason: 'corrupt' }));
    const blobs = new BlobFiles(join(dataDir, 'blobs'), blobPlaceOf(dataDir, former).key);
    for (const sha256 of hashes) await expect(blobs.read(sha256)).rejects.toMatchObject({ reason: 'corrupt' });
    const console = await startConsole({ dataDir, key: next });
    await console.signIn('he.doctor');
    await console.stop();
    await expect(startConsole({ dataDir, key: former })).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    expect(readdirSync(dataDir, { recursive: true }).filter((name) => /rekeyed|reseal|partial/.test(String(name)))).toEqual([]);
  });

  it('reads objects under either key while the move is under way', async () => {
    const dataDir = copied();
    await rekeyDatabases(dataDir, { formerKey: former, key: next }, signal);
    await assertWhole(dataDir, next, former);
  });

  it('names objects that neither key opens and moves the others', async () => {
    const dataDir = copied();
    const broken = blobPath(join(dataDir, 'blobs'), hashes[3] ?? '');
    const bytes = readFileSync(broken);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(broken, bytes);
    await rekeyDatabases(dataDir, { formerKey: former, key: next }, signal);
    expect(await rekeyRest(dataDir, { formerKey: former, key: next }, signal)).toEqual({ done: hashes.length - 1, broken: [broken] });
  });

  it('refuses keys that are neither, changing nothing', async () => {
    const dataDir = copied();
    const before = readFileSync(join(dataDir, 'record.db'));
    await expect(rekeyDatabases(dataDir, { formerKey: new Uint8Array(randomBytes(32)), key: next }, signal)).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    expect(readFileSync(join(dataDir, 'record.db')).equals(before)).toBe(true);
    await assertWhole(dataDir, former, null);
  });

  it('goes on wherever SIGKILL ended it, and at that moment one of the two keys opens the record', { timeout: 120_000 }, async () => {
    const steps: string[] = [];
    for (let at = 1; ; at += 1) {
      const dataDir = copied();
      const { signal: killedBy, stdout, stderr } = run(dataDir, at);
      if (killedBy === null) {
        expect(stdout, stderr).toContain('ended');
        break;
      }
      steps.push(stdout.trim().split('\n').at(-1) ?? '');
      const isMoved = steps.some((step) => step === 'record swapped');
      if (!isMoved) await assertWhole(copyOf(dataDir), former, null);
      await move(dataDir);
      await assertWhole(dataDir, next, null);
      for (const { id } of listBackupFiles(dataDir)) expect(() => verifyBackup(dataDir, next, id), steps.at(-1)).not.toThrow();
    }
    expect(steps).toEqual(expect.arrayContaining(['record copied', 'record rekeyed', 'record proved', 'record swapped', 'record checked', 'platform blobs', 'platform copied', 'platform swapped', 'blobs', 'copy moved', 'copy sealed', 'put aside']));
  });

  it('moves a console that is running: the record is open at once, the rest follows, and core says when it is done', async () => {
    const dataDir = copied();
    let isDone = false;
    const { startCore } = await import('../../../electron/core/core.ts');
    const core = await startCore({
      dataDir, key: next, formerKey: former, onRekeyed: () => void (isDone = true), isRestart: false, emit: () => undefined, onOrigin: () => undefined, log: () => undefined,
      settings: { language: 'zh', platformUrl: null, platformPort: 0, platformHost: '127.0.0.1', sampleFolder: null },
    });
    expect(await core.call('session.signIn', { account: 'he.doctor', password: samplePassword })).toMatchObject({ ok: true });
    await expect.poll(() => isDone, { timeout: 20_000 }).toBe(true);
    await core.stop();
    await assertWhole(dataDir, next, null);
  });
});

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
const run = (dataDir: string, at: number) => spawnSync(process.execPath, [program, dataDir, hex(former), hex(next), String(at)], { encoding: 'utf8' });

function copyOf(dataDir: string): string {
  const folder = temporaryFolder();
  folders.push(folder);
  cpSync(dataDir, folder, { recursive: true });
  return folder;
}
