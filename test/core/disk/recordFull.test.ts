import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { Backups } from '../../../electron/core/backups.ts';
import { verifyWithKey } from '../../../electron/core/cli/verifyFolder.ts';
import { isAuditIntact } from '../../../electron/core/store/audit.ts';
import { listHeld } from '../../../electron/core/store/backup/carryOver.ts';
import { prepareRestore, pendingRestore } from '../../../electron/core/store/backup/restoreJournal.ts';
import { verifyBackup, writeBackup } from '../../../electron/core/store/backup/writeBackup.ts';
import { databaseFile, openDatabase } from '../../../electron/core/store/openDatabase.ts';
import { openStore } from '../../../electron/core/store/openStore.ts';
import { getSetting, setSetting } from '../../../electron/core/store/people.ts';
import { backupFolder, listBackupFiles } from '../../../electron/safe/backupManifest.ts';
import { startPlatform } from '../../../platform/host.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until } from '../support/console.ts';
import { mayMountSmallDisk, mountSmallDisk, type SmallDisk } from '../support/smallDisk.ts';

const key = new Uint8Array(randomBytes(32));
const dayMs = 86_400_000;
const text = (length: number): string => randomBytes(length / 2).toString('hex');

/** A record of some megabytes. */
function fill(dataDir: string, megabytes: number): void {
  const store = openStore(dataDir, key);
  for (let at = 0; at < megabytes; at += 1) setSetting(store.db, `filler ${at}`, text(1_000_000));
  setSetting(store.db, 'mark', 'kept');
  store.close();
}

const marks = (from: Database.Database): (string | undefined)[] => Array.from({ length: 6 }, (_, at) => getSetting(from, `acknowledged ${at}`)?.slice(-8));

describe.runIf(mayMountSmallDisk())('the record on a disk without room', () => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).toReversed()) await step();
  });
  function smallDisk(megabytes: number): SmallDisk {
    const disk = mountSmallDisk(megabytes);
    if (!disk) throw new Error('the disk could be mounted a moment ago');
    cleanUp.push(() => disk.remove());
    return disk;
  }
  it('gets no copy of the day: old copies stay, half a copy goes, and the folder and the room it wants are named', async () => {
    const disk = smallDisk(90);
    const dataDir = join(disk.folder, 'record');
    fill(dataDir, 3);
    const store = openStore(dataDir, key);
    cleanUp.push(() => store.close());
    const first = writeBackup(store.db, { dataDir, key, cause: 'daily', nowMs: Date.now() });
    disk.fill(1_500_000);
    const logged: string[] = [];
    const backups = new Backups(store, { key, log: (_level, line) => logged.push(line), now: () => Date.now() + dayMs });
    cleanUp.push(() => backups.stop());
    backups.start();
    await expect(backups.make('request')).rejects.toMatchObject({ code: 'store', reason: 'disk-full' });
    const told = backups.health().backupError;
    expect(told).toMatchObject({ code: 'store', reason: 'disk-full', message: expect.stringMatching(new RegExp(`needs 6[78] MB in ${backupFolder(dataDir)} and 2 MB are free`)) as string });
    expect(logged).toContain('The copy of the day could not be made: store/disk-full.');
    // Somebody else takes the room while the copy is being written.
    expect(() => writeBackup(store.db, { dataDir, key, cause: 'daily', nowMs: Date.now() + dayMs, freeBytes: Number.POSITIVE_INFINITY }))
      .toThrow(expect.objectContaining({ code: 'store', reason: 'disk-full', message: expect.stringContaining(`MB in ${backupFolder(dataDir)}`) as string }));
    expect(readdirSync(backupFolder(dataDir)).toSorted()).toEqual([first, first.replace(/\.db$/, '.json')].toSorted());
    expect(() => verifyBackup(dataDir, key, first)).not.toThrow();
    disk.empty();
    const { id } = await backups.make('daily');
    expect(backups.health().backupError).toBeNull();
    expect(listBackupFiles(dataDir).map((file) => file.id)).toContain(id);
    expect((await verifyWithKey(dataDir, key)).findings).toEqual([]);
  });

  it('loses the half copy of a console that was killed as soon as the next copy is made', () => {
    const disk = smallDisk(90);
    const store = openStore(disk.folder, key);
    cleanUp.push(() => store.close());
    const left = join(backupFolder(disk.folder), 'record-2026-11-20T00-00-00-000Z-daily.db.partial');
    writeBackup(store.db, { dataDir: disk.folder, key, cause: 'daily', nowMs: Date.now() });
    writeFileSync(left, 'half a copy');
    writeBackup(store.db, { dataDir: disk.folder, key, cause: 'request', nowMs: Date.now() });
    expect(existsSync(left)).toBe(false);
  });

  it('keeps what is in the log when the log cannot be brought into the record, over a kill and a start', () => {
    const disk = smallDisk(30);
    fill(disk.folder, 1);
    const db = openDatabase(disk.folder, key);
    cleanUp.push(() => db.close());
    db.pragma('wal_autocheckpoint = 0');
    for (let at = 0; at < 6; at += 1) setSetting(db, `acknowledged ${at}`, text(1_000_000));
    disk.fill();
    const before = statSync(databaseFile(disk.folder)).size;
    expect(() => db.pragma('wal_checkpoint(TRUNCATE)')).toThrow(expect.objectContaining({ code: expect.stringMatching(/^SQLITE_(?:FULL|IOERR)/) as string }));
    const expected = marks(db);
    expect(expected).not.toContain(undefined);
    // What a kill leaves: record and log as they are, opened by another process while the disk is still full.
    const second = openDatabase(disk.folder, key);
    expect(marks(second)).toEqual(expected);
    expect(second.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(() => setSetting(second, 'one more', text(1_000_000))).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    second.close();
    disk.empty();
    setSetting(db, 'one more', 'taken');
    db.pragma('wal_checkpoint(TRUNCATE)');
    expect(statSync(databaseFile(disk.folder)).size).toBeGreaterThan(before);
    expect([...marks(db), getSetting(db, 'one more')]).toEqual([...expected, 'taken']);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('is not restored: the record stays in its place, nothing of the copy is left beside it, and it is restored when there is room', () => {
    const disk = smallDisk(90);
    const dataDir = join(disk.folder, 'record');
    fill(dataDir, 3);
    const store = openStore(dataDir, key);
    const id = writeBackup(store.db, { dataDir, key, cause: 'request', nowMs: Date.now() });
    setSetting(store.db, 'mark', 'since');
    store.close();
    disk.fill(1_000_000);
    expect(() => prepareRestore(dataDir, key, id, 'p', Date.now())).toThrow(expect.objectContaining({ code: 'store', reason: 'disk-full', message: expect.stringContaining(dataDir) as string }));
    // Somebody else takes the room while the copy is laid ready.
    expect(() => prepareRestore(dataDir, key, id, 'p', Date.now(), Number.POSITIVE_INFINITY)).toThrow(expect.objectContaining({ code: 'store', reason: 'disk-full', message: expect.stringContaining(dataDir) as string }));
    expect([pendingRestore(dataDir), readdirSync(dataDir).filter((name) => name.includes('restor'))]).toEqual([null, []]);
    disk.empty();
    const present = openStore(dataDir, key);
    expect(getSetting(present.db, 'mark')).toBe('since');
    present.close();
    prepareRestore(dataDir, key, id, 'p', Date.now());
    openStore(dataDir, key).close();
    expect(pendingRestore(dataDir)).toBeNull();
  });

  it('keeps a restore open until everything only this console knew has been carried over', async () => {
    const disk = smallDisk(100);
    const dataDir = join(disk.folder, 'record');
    const platformDir = temporaryFolder();
    cleanUp.push(() => removeFolder(platformDir));
    const platform = await startPlatform({ dataDir: platformDir, key: new Uint8Array(randomBytes(32)), port: 0, sample: true });
    const console = await startConsole({ dataDir, key, platformUrl: platform.url });
    await console.signIn('he.doctor');
    const caseId = randomUUID();
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'R', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    await until('the case is sent', async () => (await console.call('sync.status', {})).outbox === 0);
    const { id } = await console.call('backup.make', {});
    await platform.stop();
    // Confirmed, and nowhere but here.
    for (let at = 0; at < 100; at += 1) await console.submit({ kind: 'case', id: caseId }, 'case.edit', { fields: { history: `${at} ${'字'.repeat(3000)}` } }, 1);
    await console.call('backup.restore', { id });
    await console.stop();
    disk.fill(400_000);
    expect(() => openStore(dataDir, key)).toThrow(expect.objectContaining({ code: 'store', reason: 'disk-full', message: expect.stringContaining(databaseFile(dataDir)) as string }));
    expect(pendingRestore(dataDir)).toMatchObject({ backupId: id });
    disk.empty();
    const store = openStore(dataDir, key);
    expect(listHeld(store.db)).toHaveLength(100);
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(isAuditIntact(store.db)).toBe(true);
    store.close();
    expect(pendingRestore(dataDir)).toBeNull();
  });

  it('is moved to another key or stays under its own: the words name disk and record, no half copy stays, and it is moved when there is room', async () => {
    const disk = smallDisk(40);
    const dataDir = join(disk.folder, 'record');
    fill(dataDir, 5);
    const bytes = new Uint8Array(randomBytes(300_000));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const store = openStore(dataDir, key);
    await store.blobs.put(sha256, bytes);
    store.close();
    const next = new Uint8Array(randomBytes(32));
    const start = () => startConsole({ dataDir, key: next, formerKey: key });
    // With nothing left not even the file beside the log can be made; with a little, half of the copy can.
    for (const left of [0, 2_000_000]) {
      disk.fill(left);
      const names = readdirSync(dataDir).filter((name) => !name.startsWith('record.db-')).toSorted();
      await expect(start(), `${left} bytes`).rejects.toMatchObject({ code: 'store', reason: 'disk-full', message: expect.stringContaining(databaseFile(dataDir)) as string });
      expect(readdirSync(dataDir).filter((name) => !name.startsWith('record.db-')).toSorted()).toEqual(names);
      disk.empty();
    }
    const still = openStore(dataDir, key);
    expect(getSetting(still.db, 'mark')).toBe('kept');
    still.close();
    const console = await start();
    await until('everything is under the new key', () => console.isRekeyed());
    await console.stop();
    expect(() => openStore(dataDir, key)).toThrow(expect.objectContaining({ reason: 'wrong-passphrase' }));
    const moved = openStore(dataDir, next);
    expect(getSetting(moved.db, 'mark')).toBe('kept');
    expect(Buffer.from(await moved.blobs.read(sha256)).equals(bytes)).toBe(true);
    moved.close();
    expect((await verifyWithKey(dataDir, next)).findings).toEqual([]);
  });
});
