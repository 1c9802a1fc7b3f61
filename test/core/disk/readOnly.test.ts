import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { verifyWithKey } from '../../../electron/core/cli/verifyFolder.ts';
import { openStore } from '../../../electron/core/store/openStore.ts';
import { getCommand } from '../../../electron/core/store/streams.ts';
import type { ErrorShape } from '../../../shared/errors/appError.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from '../support/console.ts';
import { mayMountJournalledDisk, mountJournalledDisk, type JournalledDisk } from '../support/journalledDisk.ts';
import { writeStudy } from '../support/study.ts';

const shapeOf = (error: unknown): ErrorShape => (error as { shape: ErrorShape }).shape;

describe.runIf(mayMountJournalledDisk())('a disk that takes nothing any more while the console runs', () => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).toReversed()) await step();
  });
  const key = new Uint8Array(randomBytes(32));
  const caseId = randomUUID();
  const stream = { kind: 'case', id: caseId } as const;

  async function begin(): Promise<{ disk: JournalledDisk; console: TestConsole; edit: (text: string) => Promise<string>; study: string }> {
    const disk = mountJournalledDisk(160);
    if (!disk) throw new Error('a disk could be mounted a moment ago');
    cleanUp.push(() => disk.remove());
    const console = await startConsole({ dataDir: `${disk.folder}/record`, key });
    await console.signIn('he.doctor');
    await console.submit(stream, 'case.create', { caseNo: 'R', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    const edit = async (text: string): Promise<string> => {
      const commandId = randomUUID();
      await console.call('record.submit', { commandId, stream, type: 'case.edit', baseVersion: 1, payload: { fields: { history: text } } });
      return commandId;
    };
    const study = temporaryFolder();
    cleanUp.push(() => removeFolder(study));
    writeStudy(study, { slices: 3 });
    await until('the case is sent', async () => (await console.call('sync.status', {})).outbox === 0);
    // The copy of the day and the check of the week have to be over, or they would write meanwhile.
    await until('nothing runs beside', async () => (await console.call('backup.list', {})).running === null && (await console.call('backup.list', {})).backups.length > 0);
    return { disk, console, edit, study };
  }

  const importOf = async (console: TestConsole, study: string): Promise<ErrorShape | null> => {
    const importId = randomUUID();
    const begun = await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [study] }, patientKey: null }).catch(shapeOf);
    if ('reason' in begun) return begun as ErrorShape;
    await until('the import ends', async () => ['done', 'failed'].includes((await console.call('import.report', { importId })).phase));
    return (await console.call('import.report', { importId })).error;
  };

  async function expectWhole(dataDir: string, acknowledged: readonly string[], refused: readonly string[]): Promise<void> {
    expect((await verifyWithKey(dataDir, key)).findings).toEqual([]);
    const store = openStore(dataDir, key);
    expect(acknowledged.filter((id) => getCommand(store.db, id)?.status !== 'committed')).toEqual([]);
    expect(refused.map((id) => getCommand(store.db, id)).filter((found) => found !== null)).toEqual([]);
    store.close();
  }

  it('refuses commands, views and imports in words that name the file and do not call it damaged, and goes on without a restart', async () => {
    const { disk, console, edit, study } = await begin();
    cleanUp.push(() => console.stop());
    const acknowledged = [await edit('before')];
    disk.hold();
    const refusedId = randomUUID();
    const refused = await console.call('record.submit', { commandId: refusedId, stream, type: 'case.edit', baseVersion: 1, payload: { fields: { history: 'meanwhile' } } }).then(() => null, shapeOf);
    expect(refused).toMatchObject({ code: 'store', reason: 'read-only', message: expect.stringContaining(`${disk.folder}/record/record.db`) as string });
    expect(refused?.message).not.toMatch(/damaged|Restore/);
    expect(await console.call('case.search', { query: '测试甲' }).then(() => null, shapeOf)).toMatchObject({ reason: 'read-only' });
    expect(await importOf(console, study)).toMatchObject({ code: 'store', reason: 'read-only' });
    const backup = await console.call('backup.make', {}).then(() => null, shapeOf);
    expect(backup).toMatchObject({ code: 'store', reason: 'read-only' });
    disk.release();
    acknowledged.push(await edit('afterwards'));
    expect(await importOf(console, study)).toBeNull();
    await console.call('backup.make', {});
    await until('everything is sent', async () => {
      const { outbox, uploads } = await console.call('sync.status', {});
      const { local, platform } = await console.call('record.digest', { stream });
      return outbox === 0 && uploads.waiting === 0 && local === platform;
    });
    expect((await console.call('case.get', { caseId })).record.request.history).toBe('afterwards');
    await console.stop();
    await expectWhole(`${disk.folder}/record`, acknowledged, [refusedId]);
  });

  it('whose file system failed says so, and has everything confirmed once it is repaired', async () => {
    const { disk, console, edit, study } = await begin();
    const acknowledged = [await edit('before')];
    disk.fail();
    const refused = await edit('meanwhile').then(() => null, shapeOf);
    expect(refused).toMatchObject({ code: 'store', reason: 'read-only', message: expect.stringContaining(`${disk.folder}/record/record.db`) as string });
    expect(await importOf(console, study)).toMatchObject({ code: 'store', reason: 'read-only' });
    await console.stop();
    disk.repair();
    const again = await startConsole({ dataDir: `${disk.folder}/record`, key });
    await again.signIn('he.doctor');
    const later = randomUUID();
    await again.call('record.submit', { commandId: later, stream, type: 'case.edit', baseVersion: 1, payload: { fields: { history: 'afterwards' } } });
    await until('everything is sent', async () => (await again.call('sync.status', {})).outbox === 0);
    await again.stop();
    await expectWhole(`${disk.folder}/record`, [...acknowledged, later], []);
  });
});
