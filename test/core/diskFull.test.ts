import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startPlatform, verifyPlatform } from '../../platform/host.ts';
import { verifyArchive } from '../../electron/core/archive/verifyArchive.ts';
import { verifyWithKey } from '../../electron/core/cli/verifyFolder.ts';
import { isAuditIntact } from '../../electron/core/store/audit.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import { translateStoreError } from '../../electron/core/store/storeErrors.ts';
import { getCommand } from '../../electron/core/store/streams.ts';
import { translateDiskError } from '../../platform/diskErrors.ts';
import type { ErrorShape } from '../../shared/errors/appError.ts';
import { removeFolder, samplePin, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';
import { mayMountSmallDisk, mountSmallDisk, type SmallDisk } from './support/smallDisk.ts';
import { writeStudy } from './support/study.ts';

const shapeOf = (error: unknown): ErrorShape => (error as { shape: ErrorShape }).shape;

it.each([['ENOSPC', 'disk-full'], ['EDQUOT', 'disk-full'], ['SQLITE_FULL', 'disk-full'], ['EROFS', 'read-only'], ['SQLITE_READONLY', 'read-only']])('%s is told as %s by console and platform, with the place', (code, reason) => {
  const thrown = Object.assign(new Error('refused by the disk'), { code });
  for (const told of [translateStoreError(thrown, '/data/record.db'), translateDiskError(thrown, '/data')]) {
    expect(told).toMatchObject({ code: 'store', reason, message: expect.stringContaining('/data') as string, cause: thrown });
  }
});

/** Edits until one is refused. */
async function editUntilRefused(console: TestConsole, caseId: string, acknowledged: string[]): Promise<ErrorShape> {
  for (let at = 0; at < 400; at += 1) {
    const commandId = randomUUID();
    try {
      await console.call('record.submit', { commandId, stream: { kind: 'case', id: caseId }, type: 'case.edit', baseVersion: 1, payload: { fields: { history: `${at} ${'字'.repeat(3000)}` } } });
      acknowledged.push(commandId);
    } catch (error) {
      return shapeOf(error);
    }
  }
  throw new Error('the full disk took everything');
}

describe.runIf(mayMountSmallDisk())('a disk of its own', () => {
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

  it('full under a console: commands and imports say so and name the folder, nothing confirmed is lost, and it goes on when there is room', async () => {
    const platformDir = temporaryFolder();
    cleanUp.push(() => removeFolder(platformDir));
    const platform = await startPlatform({ dataDir: platformDir, key: randomBytes(32), port: 0, sample: true });
    cleanUp.push(() => platform.stop());
    const disk = smallDisk(40);
    const key = new Uint8Array(randomBytes(32));
    const console = await startConsole({ platformUrl: platform.url, dataDir: disk.folder, key });
    let isStopped = false;
    cleanUp.push(() => (isStopped ? undefined : console.stop()));
    await console.signIn('he.doctor');
    const caseId = randomUUID();
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'D', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    disk.fill();
    const acknowledged: string[] = [];
    const refused = await editUntilRefused(console, caseId, acknowledged);
    expect(refused).toMatchObject({ code: 'store', reason: 'disk-full' });
    expect(refused.message).toContain(disk.folder);
    // Every view is noted; one that cannot be is refused in the same words.
    const viewed = await console.call('case.get', { caseId }).then(() => null, shapeOf);
    expect(viewed === null || viewed.reason === 'disk-full').toBe(true);
    expect((await console.call('sync.status', {})).outbox).toBeGreaterThanOrEqual(0);
    const study = temporaryFolder();
    cleanUp.push(() => removeFolder(study));
    writeStudy(study, { slices: 3 });
    const importId = randomUUID();
    const begun = await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [study] }, patientKey: null }).catch(shapeOf);
    if ('reason' in begun) expect(begun.reason).toBe('disk-full');
    else await until('the import fails', async () => (await console.call('import.report', { importId })).error?.reason === 'disk-full');
    disk.empty();
    const again = randomUUID();
    await console.call('import.start', { importId: again, caseId, source: { kind: 'paths', paths: [study] }, patientKey: null });
    await until('the import is done', async () => (await console.call('import.report', { importId: again })).phase === 'done');
    const later = randomUUID();
    await console.call('record.submit', { commandId: later, stream: { kind: 'case', id: caseId }, type: 'case.edit', baseVersion: 1, payload: { fields: { history: 'there is room again' } } });
    await until('everything is sent', async () => (await console.call('sync.status', {})).outbox === 0);
    await console.stop();
    isStopped = true;
    const store = openStore(disk.folder, key);
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(isAuditIntact(store.db)).toBe(true);
    expect([...acknowledged, later].filter((id) => getCommand(store.db, id)?.status !== 'committed')).toEqual([]);
    store.close();
  });

  it('full under the platform: the console is told where, keeps what it could not send, and sends it when there is room', async () => {
    const disk = smallDisk(24);
    const platform = await startPlatform({ dataDir: disk.folder, key: randomBytes(32), port: 0, sample: true });
    cleanUp.push(() => platform.stop());
    const consoleDir = temporaryFolder();
    cleanUp.push(() => removeFolder(consoleDir));
    const console = await startConsole({ platformUrl: platform.url, dataDir: consoleDir });
    cleanUp.push(() => console.stop());
    await console.signIn('he.doctor');
    disk.fill();
    const caseId = randomUUID();
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'P', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    for (let at = 0; at < 60; at += 1) await console.submit({ kind: 'case', id: caseId }, 'case.edit', { fields: { history: `${at} ${'字'.repeat(3000)}` } }, 1);
    await until('the platform says that it is full', async () => (await console.call('sync.status', {})).error?.message.includes(disk.folder) === true);
    const study = temporaryFolder();
    cleanUp.push(() => removeFolder(study));
    writeStudy(study, { slices: 3 });
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [study] }, patientKey: null });
    await until('the import is done', async () => (await console.call('import.report', { importId })).phase === 'done');
    disk.empty();
    await until('everything is sent', async () => {
      const { outbox, uploads } = await console.call('sync.status', {});
      const stored = (await console.call('storage.get', {})).cases.find((one) => one.caseId === caseId);
      return outbox === 0 && uploads.waiting === 0 && stored?.both === 3;
    });
    const digests = await console.call('record.digest', { stream: { kind: 'case', id: caseId } });
    expect(digests.local).toBe(digests.platform);
  });

  it('full under the platform while large objects travel: the console says so, goes on where it stood, and nothing is sent twice or damaged', async () => {
    const disk = smallDisk(64);
    const platformKey = new Uint8Array(randomBytes(32));
    const platform = await startPlatform({ dataDir: disk.folder, key: platformKey, port: 0, sample: true });
    cleanUp.push(() => platform.stop());
    const consoleDir = temporaryFolder();
    cleanUp.push(() => removeFolder(consoleDir));
    const console = await startConsole({ platformUrl: platform.url, dataDir: consoleDir });
    let isStopped = false;
    cleanUp.push(() => (isStopped ? undefined : console.stop()));
    await console.signIn('he.doctor');
    const caseId = randomUUID();
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'L', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    await until('the case is sent', async () => (await console.call('sync.status', {})).outbox === 0);
    // Two of 8 MB in parts, with room for half of one.
    disk.fill(5 * 1024 * 1024);
    const study = temporaryFolder();
    cleanUp.push(() => removeFolder(study));
    writeStudy(study, { slices: 2, edge: 2048 });
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [study] }, patientKey: null });
    await until('the import is done', async () => (await console.call('import.report', { importId })).phase === 'done');
    await until('the console says that the platform is full', async () => (await console.call('sync.status', {})).error?.message.includes('has no room left for images') === true);
    disk.empty();
    await until('everything is sent', async () => {
      const { outbox, uploads, error } = await console.call('sync.status', {});
      const stored = (await console.call('storage.get', {})).cases.find((one) => one.caseId === caseId);
      return outbox === 0 && uploads.waiting === 0 && error === null && stored?.both === 2;
    });
    const { key } = console;
    await console.stop();
    isStopped = true;
    await platform.stop();
    expect(await verifyPlatform({ dataDir: disk.folder, key: platformKey })).toEqual([]);
    expect((await verifyWithKey(consoleDir, key)).findings).toEqual([]);
  });

  it('full where an archive is written: the words name the file, nothing of it stays, and it is written when there is room', async () => {
    const dataDir = temporaryFolder();
    cleanUp.push(() => removeFolder(dataDir));
    const console = await startConsole({ dataDir });
    cleanUp.push(() => console.stop());
    await console.signIn('he.doctor');
    const caseId = randomUUID();
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'A', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    const study = temporaryFolder();
    cleanUp.push(() => removeFolder(study));
    writeStudy(study, { slices: 2, edge: 1024 });
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [study] }, patientKey: null });
    await until('the import is done', async () => (await console.call('import.report', { importId })).phase === 'done');
    await until('the platform has ordered it', async () => (await console.call('sync.status', {})).outbox === 0 && (await console.call('case.get', { caseId })).pending === 0);
    const disk = smallDisk(12);
    const path = join(disk.folder, 'case.mdtcase');
    const exported = (passphrase: string | null) => console.call('archive.export', { jobId: randomUUID(), caseId, path, pin: samplePin, hasObjects: true, passphrase });
    for (const [left, passphrase] of [[0, null], [1_000_000, null], [1_000_000, '一个足够长的口令']] as const) {
      disk.fill(left);
      expect(await exported(passphrase).then(() => null, shapeOf)).toMatchObject({ code: 'store', reason: 'disk-full', message: expect.stringContaining(path) as string });
      expect(readdirSync(disk.folder)).toEqual(['filler']);
    }
    disk.empty();
    await exported(null);
    expect(await verifyArchive(path, null)).toMatchObject({ isValid: true, objects: 2, problems: [] });
  });

  it('read-only: neither console nor platform starts, both name the folder, and both start when it can be written', async () => {
    const disk = smallDisk(24);
    const key = new Uint8Array(randomBytes(32));
    const first = await startConsole({ dataDir: disk.folder, key });
    await first.stop();
    disk.remount('ro');
    await expect(startConsole({ dataDir: disk.folder, key })).rejects.toMatchObject({ code: 'store', reason: 'read-only', message: expect.stringContaining(disk.folder) as string });
    await expect(startPlatform({ dataDir: `${disk.folder}/platform`, key, port: 0, sample: true })).rejects.toMatchObject({ code: 'store', reason: 'read-only', message: expect.stringContaining(disk.folder) as string });
    disk.remount('rw');
    const again = await startConsole({ dataDir: disk.folder, key });
    await again.stop();
  });
});
