import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listBackupFiles } from '../../electron/safe/backupManifest.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import { getCommand } from '../../electron/core/store/streams.ts';
import type { CaseView } from '../../shared/ipc/channels.ts';
import { removeFolder, samplePassword, sampleRequest, temporaryFolder, until } from './support/console.ts';
import { spawnCore, type CoreProcess } from './support/coreProcess.ts';

const kills = 10;

describe('core as a process', () => {
  const folders: string[] = [];
  const processes: CoreProcess[] = [];
  const folder = (): string => {
    const made = temporaryFolder();
    folders.push(made);
    return made;
  };
  const spawned = (options: Parameters<typeof spawnCore>[0]): CoreProcess => {
    const core = spawnCore(options);
    processes.push(core);
    return core;
  };

  afterEach(async () => {
    for (const core of processes.splice(0)) if (core.child.exitCode === null && core.child.signalCode === null) await core.kill('SIGKILL');
    for (const dir of folders.splice(0)) removeFolder(dir);
  });

  it(`has every acknowledged command and an intact audit chain after ${kills} SIGKILLs in a burst of commands`, async () => {
    const dataDir = folder();
    const key = new Uint8Array(randomBytes(32));
    const caseId = randomUUID();
    const stream = { kind: 'case', id: caseId };
    const acknowledged: string[] = [];
    let restartMs = 0;
    for (let round = 0; round < kills; round += 1) {
      const startedAtMs = performance.now();
      const core = spawned({ dataDir, key, isRestart: round > 0 });
      expect((await core.begun).kind).toBe('ready');
      restartMs = Math.max(restartMs, performance.now() - startedAtMs);
      if (round === 0) {
        expect(await core.call('session.signIn', { account: 'he.doctor', password: samplePassword })).toMatchObject({ ok: true });
        const created = await core.call('record.submit', { commandId: randomUUID(), stream, type: 'case.create', baseVersion: 0, payload: { caseNo: 'K-1', leadHospitalId: 'gd-cancer', fields: sampleRequest } });
        expect(created).toMatchObject({ ok: true });
      }
      // Killed in the middle of the burst, after another number of answers each time.
      const killAfter = 1 + round * 3;
      const before = acknowledged.length;
      const isReached = Promise.withResolvers<void>();
      const burst = Array.from({ length: 40 }, async (_, at) => {
        const history = `round ${round} entry ${at}`;
        const commandId = randomUUID();
        const result = await core.call('record.submit', { commandId, stream, type: 'case.edit', baseVersion: 1, payload: { fields: { history } } });
        if (result.ok) acknowledged.push(commandId);
        if (acknowledged.length - before >= killAfter) isReached.resolve();
      });
      await Promise.race([Promise.all(burst), isReached.promise]);
      await core.kill('SIGKILL');
    }
    const core = spawned({ dataDir, key, isRestart: true });
    expect((await core.begun).kind).toBe('ready');
    const audit = await core.call('audit.list', { subject: caseId });
    const edits = audit.ok ? (audit.value as { rows: { action: string }[]; isIntact: boolean }) : { rows: [], isIntact: false };
    expect(edits.isIntact).toBe(true);
    const found = await core.call('case.get', { caseId });
    if (!found.ok) throw new Error(found.error.message);
    const view = found.value as CaseView;
    expect(view.refused).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(kills);
    expect(edits.rows.filter((row) => row.action === 'case.edit').length).toBeGreaterThanOrEqual(acknowledged.length);
    expect(view.record.version - 1).toBe(edits.rows.filter((row) => row.action === 'case.edit').length);
    expect(restartMs).toBeLessThan(5000);
    await core.stop();
    const store = openStore(dataDir, key);
    expect(acknowledged.filter((id) => getCommand(store.db, id) === null)).toEqual([]);
    store.close();
  });

  it('says wrong-passphrase for another key and leaves the record as it is', async () => {
    const dataDir = folder();
    const key = new Uint8Array(randomBytes(32));
    const first = spawned({ dataDir, key, isRestart: false });
    await first.begun;
    expect(await first.stop()).toBe(0);
    const second = spawned({ dataDir, key: new Uint8Array(randomBytes(32)), isRestart: false });
    expect(await second.begun).toMatchObject({ kind: 'fatal', error: { code: 'store', reason: 'wrong-passphrase' } });
    const third = spawned({ dataDir, key, isRestart: false });
    expect(await third.begun).toMatchObject({ kind: 'ready' });
    await third.stop();
  });

  it('says corrupt and names the file when the record is damaged', async () => {
    const dataDir = folder();
    const key = new Uint8Array(randomBytes(32));
    const first = spawned({ dataDir, key, isRestart: false });
    await first.begun;
    await until('the copy of the day is made', () => listBackupFiles(dataDir).length > 0);
    await first.stop();
    const file = join(dataDir, 'record.db');
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 16, 6000);
    writeFileSync(file, bytes);
    const second = spawned({ dataDir, key, isRestart: false });
    const message = await second.begun;
    expect(message).toMatchObject({ kind: 'fatal', error: { code: 'store', reason: 'corrupt', detail: { file } } });
    expect(listBackupFiles(dataDir)).toHaveLength(1);
  });
});
