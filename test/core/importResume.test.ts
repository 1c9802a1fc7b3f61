import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { migrations } from '../../electron/core/store/migrations/list.ts';
import { listTakenFiles } from '../../electron/core/store/importJobs.ts';
import { listInstances } from '../../electron/core/store/imaging.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import type { CaseView, ImportReport } from '../../shared/ipc/channels.ts';
import { removeFolder, samplePassword, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';
import { spawnCore, type CoreProcess } from './support/coreProcess.ts';
import { writeStudy } from './support/study.ts';

const slices = 1500;
const running = new Set(['scanning', 'reading']);

async function answer<T>(core: CoreProcess, channel: string, payload: unknown): Promise<T> {
  const result = await core.call(channel, payload);
  if (!result.ok) throw new Error(`${channel}: ${result.error.message}`);
  return result.value as T;
}

const isBlob = (name: string): boolean => name.endsWith('.bin');

/** Waits until so many blobs lie in a folder, looking as often as it can. */
async function untilBlobs(folder: string, count: number): Promise<void> {
  const counted = (): number => (existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]).filter(isBlob).length : 0);
  const deadline = Date.now() + 50_000;
  while (counted() < count) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${count} blobs.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('an interrupted import', () => {
  const root = temporaryFolder();
  const folder = join(root, 'study');
  writeStudy(folder, { slices });
  const processes: CoreProcess[] = [];
  let console: TestConsole | null = null;

  afterEach(async () => {
    for (const core of processes.splice(0)) if (core.child.exitCode === null && core.child.signalCode === null) await core.kill('SIGKILL');
    await console?.stop();
    console = null;
  });
  afterAll(() => removeFolder(root));

  it('is gone on with after a SIGKILL in the middle: all objects once, none lost, changed files looked at again', async () => {
    const dataDir = join(root, 'killed');
    const key = new Uint8Array(randomBytes(32));
    const [caseId, importId] = [randomUUID(), randomUUID()];
    const first = spawnCore({ dataDir, key, isRestart: false });
    processes.push(first);
    await first.begun;
    await answer(first, 'session.signIn', { account: 'he.doctor', password: samplePassword });
    await answer(first, 'record.submit', { commandId: randomUUID(), stream: { kind: 'case', id: caseId }, type: 'case.create', baseVersion: 0, payload: { caseNo: 'K-2', leadHospitalId: 'gd-cancer', fields: sampleRequest } });
    await answer(first, 'import.start', { importId, caseId, source: { kind: 'paths', paths: [folder] }, patientKey: null });
    // The record is written 256 objects at a time, so some are in it; progress is told too seldom to hit the middle.
    await untilBlobs(join(dataDir, 'blobs'), slices / 2);
    await first.kill('SIGKILL');

    // What the record names is there to its last byte.
    const store = openStore(dataDir, key);
    const before = listInstances(store.db, caseId);
    for (const { sha256, byteLength } of before) expect(await store.blobs.read(sha256)).toHaveLength(byteLength);
    const [changed, touched] = listTakenFiles(store.db, importId).map(({ name }) => join(folder, name));
    store.close();
    if (changed === undefined || touched === undefined) throw new Error('The record names no file it took.');
    const bytes = readFileSync(changed);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(changed, bytes);
    utimesSync(touched, 1, 1);
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(slices);

    const second = spawnCore({ dataDir, key, isRestart: true });
    processes.push(second);
    await second.begun;
    const { imports } = await answer<{ imports: ImportReport[] }>(second, 'import.list', { caseId });
    expect(imports).toMatchObject([{ importId, phase: 'interrupted', imported: before.length }]);
    await answer(second, 'import.resume', { importId });
    await until('the import ends', async () => !running.has((await answer<ImportReport>(second, 'import.report', { importId })).phase), 50_000);
    const report = await answer<ImportReport>(second, 'import.report', { importId });
    expect(report).toMatchObject({ phase: 'done', imported: slices - 1, duplicates: 0, rejects: [{ path: basename(changed), reason: 'duplicate-uid' }] });
    const { record } = await answer<CaseView>(second, 'case.get', { caseId });
    expect(new Set(record.imaging.map((entry) => entry.sopInstanceUID)).size).toBe(slices);
    expect(record.imaging).toHaveLength(slices);
    expect((await answer<{ imports: ImportReport[] }>(second, 'import.list', { caseId })).imports).toMatchObject([{ importId, phase: 'done' }]);
    expect((await second.call('import.resume', { importId })).ok).toBe(false);
    await second.stop();

    const after = openStore(dataDir, key);
    for (const { sha256, byteLength } of listInstances(after.db, caseId)) expect(await after.blobs.read(sha256)).toHaveLength(byteLength);
    after.close();
    const pieces = readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.bin'));
    expect(pieces).toHaveLength(slices);
  });

  it('of a closed console is offered again, and can be given up', async () => {
    const dataDir = join(root, 'closed');
    const key = new Uint8Array(randomBytes(32));
    const caseId = randomUUID();
    const ids = [randomUUID(), randomUUID()] as const;
    console = await startConsole({ dataDir, key });
    await console.signIn('he.doctor');
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'K-3', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    await console.call('import.start', { importId: ids[0], caseId, source: { kind: 'paths', paths: [folder] }, patientKey: null });
    await console.stop();
    console = await startConsole({ dataDir, key });
    await console.signIn('he.doctor');
    expect((await console.call('import.list', { caseId })).imports).toMatchObject([{ importId: ids[0], phase: 'interrupted' }]);
    await console.call('import.resume', { importId: ids[0] });
    const again = console;
    await until('the import ends', async () => !running.has((await again.call('import.report', { importId: ids[0] })).phase), 50_000);
    expect(await console.call('import.report', { importId: ids[0] })).toMatchObject({ phase: 'done', imported: slices });

    await console.call('import.start', { importId: ids[1], caseId, source: { kind: 'paths', paths: [folder] }, patientKey: null });
    await console.stop();
    console = await startConsole({ dataDir, key });
    await console.signIn('he.doctor');
    await console.call('import.cancel', { importId: ids[1] });
    expect(await console.call('import.report', { importId: ids[1] })).toMatchObject({ phase: 'cancelled' });
  });

  it('is for those who may add images to the case', async () => {
    console = await startConsole();
    await console.signIn('he.doctor');
    const caseId = randomUUID();
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'K-4', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    const importId = randomUUID();
    await expect(console.call('import.resume', { importId })).rejects.toThrow('no report of this import');
    await console.signIn('chen.chair');
    await expect(console.call('import.list', { caseId })).rejects.toThrow();
    await expect(console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [folder] }, patientKey: null })).rejects.toThrow();
    removeFolder(console.dataDir);
  });
});

describe('migration 3', () => {
  it('keeps the reports there were and gives them a source', () => {
    const db = new Database(':memory:');
    for (const { number, sql } of migrations) if (number < 3) db.exec(sql);
    const old = { importId: 'i', caseId: 'c', folder: '/media/cd', phase: 'done', imported: 2, patients: [{ key: 'k' }] };
    db.prepare('INSERT INTO import_report (import_id, case_id, at_ms, report) VALUES (?, ?, ?, ?)').run('i', 'c', 5, JSON.stringify(old));
    for (const { number, sql } of migrations) if (number === 3) db.exec(sql);
    const { report } = db.prepare('SELECT report FROM import_report').get() as { report: string };
    expect(JSON.parse(report)).toMatchObject({ imported: 2, source: { kind: 'paths', paths: ['/media/cd'] }, startedAtMs: 5, elapsedMs: 0, patients: [] });
    expect(() => db.prepare(`INSERT INTO import_job VALUES ('i', 'c', '{}', NULL, 'p', 'ended', 1)`).run()).toThrow('CHECK');
    db.close();
  });
});
