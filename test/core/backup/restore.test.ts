import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startCore } from '../../../electron/core/core.ts';
import { endRestore, pendingRestore, prepareRestore, putAsideRecord, swapRecord } from '../../../electron/core/store/backup/restoreJournal.ts';
import { writeBackup } from '../../../electron/core/store/backup/writeBackup.ts';
import { carriedTables, notCarried } from '../../../electron/core/store/backup/carryOver.ts';
import { openDatabase } from '../../../electron/core/store/openDatabase.ts';
import { openStore } from '../../../electron/core/store/openStore.ts';
import { getSetting, setSetting } from '../../../electron/core/store/people.ts';
import { startPlatform, type RunningPlatform } from '../../../platform/host.ts';
import type { CaseView } from '../../../shared/ipc/channels.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from '../support/console.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
const folder = (): string => {
  const made = temporaryFolder();
  ends.push(() => removeFolder(made));
  return made;
};

describe('putting a copy in the place of the record', () => {
  const key = new Uint8Array(randomBytes(32));

  function recordWithCopy(): { dataDir: string; id: string } {
    const dataDir = folder();
    const store = openStore(dataDir, key);
    setSetting(store.db, 'mark', 'copy');
    const id = writeBackup(store.db, { dataDir, key, cause: 'request', nowMs: Date.now() });
    setSetting(store.db, 'mark', 'present');
    store.close();
    return { dataDir, id };
  }

  const markOf = (dataDir: string): string | null => {
    const store = openStore(dataDir, key);
    const mark = getSetting(store.db, 'mark');
    store.close();
    return mark;
  };

  it('ends with the copy open and the former record kept, wherever it was interrupted', () => {
    const steps = ['prepared', 'moved', 'swapped', 'opened'] as const;
    for (const step of steps) {
      const { dataDir, id } = recordWithCopy();
      prepareRestore(dataDir, key, id, 'someone', Date.now());
      const journal = pendingRestore(dataDir);
      if (!journal) throw new Error('There is no restore to go on with.');
      if (step === 'moved') {
        mkdirSync(join(dataDir, journal.putAside), { recursive: true });
        renameSync(join(dataDir, 'record.db'), putAsideRecord(dataDir, journal.putAside));
      }
      if (step === 'swapped' || step === 'opened') swapRecord(dataDir, journal);
      if (step === 'opened') openDatabase(dataDir, key).close();
      expect(markOf(dataDir), step).toBe('copy');
      expect(pendingRestore(dataDir), step).toBeNull();
      expect(existsSync(putAsideRecord(dataDir, journal.putAside)), step).toBe(true);
      endRestore(dataDir);
    }
  });

  it('leaves the record as it is when the copy is damaged', () => {
    const { dataDir, id } = recordWithCopy();
    const file = join(dataDir, 'backups', id);
    const bytes = readFileSync(file);
    bytes[5000] = (bytes[5000] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(() => prepareRestore(dataDir, key, id, 'someone', Date.now())).toThrow(expect.objectContaining({ reason: 'corrupt' }));
    expect(pendingRestore(dataDir)).toBeNull();
    expect(markOf(dataDir)).toBe('present');
  });

  it('works when the present record is destroyed, and says nothing of it could be read', () => {
    const { dataDir, id } = recordWithCopy();
    writeFileSync(join(dataDir, 'record.db'), randomBytes(40_000));
    rmSync(join(dataDir, 'record.db-wal'), { force: true });
    expect(() => openStore(dataDir, key)).toThrow(expect.objectContaining({ reason: 'corrupt' }));
    prepareRestore(dataDir, key, id, '', Date.now());
    expect(markOf(dataDir)).toBe('copy');
    expect(readdirSync(join(dataDir, 'put-aside'))).toHaveLength(1);
  });

  it('opens a record that does not open any more from a copy a person chose, and says so in the access log', async () => {
    const { dataDir, id } = recordWithCopy();
    writeFileSync(join(dataDir, 'record.db'), randomBytes(40_000));
    const settings = { language: 'zh', platformUrl: null, platformPort: 0, platformHost: '127.0.0.1', sampleFolder: null } as const;
    const options = { dataDir, key, isRestart: false, settings, emit: () => undefined, onOrigin: () => undefined, log: () => undefined };
    await expect(startCore(options)).rejects.toMatchObject({ reason: 'corrupt' });
    const core = await startCore({ ...options, restoreBackup: id });
    await core.stop();
    const store = openStore(dataDir, key);
    ends.push(() => store.close());
    expect(getSetting(store.db, 'mark')).toBe('copy');
    expect(store.db.prepare(`SELECT subject FROM audit WHERE action = 'backup.restore'`).all()).toEqual([{ subject: id }]);
  });

  it('carries every table over that is not named as one that comes again', () => {
    const db = openDatabase(folder(), key);
    ends.push(() => void db.close());
    const carried = carriedTables(db, db);
    expect(carried).toEqual(expect.arrayContaining(['account', 'blob', 'instance', 'instance_reference', 'import_report', 'preference', 'network_node', 'inbox_object', 'foreign_case']));
    expect(carried.filter((name) => notCarried.has(name))).toEqual([]);
  });
});

describe('a restore at a console with a platform', () => {
  it('catches up what the platform has, brings in what was never sent, and keeps the access log whole', async () => {
    const platformDir = folder();
    const platformKey = new Uint8Array(randomBytes(32));
    const platformAt = (port: number): Promise<RunningPlatform> => startPlatform({ dataDir: platformDir, key: platformKey, port, sample: true });
    let platform = await platformAt(0);
    ends.push(() => platform.stop());
    const dataDir = folder();
    const key = new Uint8Array(randomBytes(32));
    const port = Number(new URL(platform.url).port);
    const start = async (): Promise<TestConsole> => startConsole({ dataDir, key, platformUrl: platform.url });

    let console = await start();
    await console.signIn('he.doctor');
    const id = randomUUID();
    const stream = { kind: 'case', id } as const;
    await console.submit(stream, 'case.create', { caseNo: 'R-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    await console.call('sync.now', {});
    const { id: backupId } = await console.call('backup.make', {});
    await console.submit(stream, 'case.edit', { fields: { history: '副本之后、已上传' } }, 1);
    await console.call('sync.now', {});
    const [digestBefore] = [(await console.call('record.digest', { stream })).local];
    await platform.stop();
    // Written while the platform is away: this computer alone has them.
    await console.submit(stream, 'case.edit', { fields: { question: '从未上传' } }, 2);
    const other = { kind: 'case', id: randomUUID() } as const;
    await console.submit(other, 'case.create', { caseNo: 'R-2', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    const auditBefore = (await console.call('audit.list', {})).rows.length;
    expect(await console.call('backup.list', {})).toMatchObject({ present: { cases: 2, commands: 4, waiting: 2 }, backups: expect.arrayContaining([expect.objectContaining({ id: backupId, cases: 1, commands: 1, waiting: 0 })]) as unknown });
    await console.call('backup.restore', { id: backupId });
    await console.stop();

    console = await start();
    ends.push(() => console.stop());
    expect((await console.call('session.current', {})).person).toBeNull();
    await console.signIn('he.doctor');
    expect((await console.call('case.get', { caseId: id })).record.version).toBe(1);
    expect(await console.call('backup.list', {})).toMatchObject({ held: 2 });
    platform = await platformAt(port);
    await until('everything is back', async () => {
      await console.call('sync.now', {});
      const { outbox } = await console.call('sync.status', {});
      const { held } = await console.call('backup.list', {});
      return held === 0 && outbox === 0;
    });
    await until('the feed has brought it', async () => (await console.call('case.list', {})).cases.length === 2);
    const view: CaseView = await console.call('case.get', { caseId: id });
    expect(view.record.request).toMatchObject({ history: '副本之后、已上传', question: '从未上传' });
    expect([view.record.version, view.pending, view.refused]).toEqual([3, 0, []]);
    expect((await console.call('case.get', { caseId: other.id })).record.caseNo).toBe('R-2');
    const digest = await console.call('record.digest', { stream });
    expect(digest.local).toBe(digest.platform);
    expect(digest.local).not.toBe(digestBefore);
    const audit = await console.call('audit.list', {});
    expect(audit.isIntact).toBe(true);
    expect(audit.rows.length).toBeGreaterThan(auditBefore);
    expect(audit.rows.some(({ action, subject }) => action === 'backup.restore' && subject === backupId)).toBe(true);
    expect((await console.call('case.search', { query: '从未上传' })).hits.map(({ caseId }) => caseId)).toEqual([id]);
    expect(existsSync(join(dataDir, 'put-aside'))).toBe(true);
  });
});
