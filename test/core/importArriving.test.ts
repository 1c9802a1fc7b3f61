import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { ArrivingObject, ObjectSource } from '../../electron/core/files/objectSource.ts';
import { runImport } from '../../electron/core/files/runImport.ts';
import { putRunningImport } from '../../electron/core/store/importJobs.ts';
import { listInstances } from '../../electron/core/store/imaging.ts';
import { blobPlaceOf, openStore, type Store } from '../../electron/core/store/openStore.ts';
import type { ImportReport } from '../../shared/ipc/channels.ts';
import type { Reject } from '../../shared/dicom/types.ts';
import { SyncError } from '../../shared/errors/appError.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';
import { never, usePools } from './support/pool.ts';
import { writeStudy } from './support/study.ts';

const source = { kind: 'inbox', studyInstanceUID: '1.2' } as const;

describe('import of objects that arrive', () => {
  const root = temporaryFolder();
  writeStudy(join(root, 'one'), { slices: 50, seed: 'one' });
  writeStudy(join(root, 'other'), { slices: 10, seed: 'other', patientID: 'T-0002' });
  const objects = (name: string): ArrivingObject[] => readdirSync(join(root, name)).sort().map((file) => ({ name: `PACS ${file}`, bytes: readFileSync(join(root, name, file)) }));
  const stores: Store[] = [];
  const openPool = usePools();
  afterEach(() => {
    for (const store of stores.splice(0)) store.close();
  });
  afterAll(() => removeFolder(root));

  interface Run {
    readonly report: ImportReport;
    readonly taken: number;
    readonly instances: number;
    readonly blobFiles: number;
  }
  const importFrom = async (arriving: readonly (ArrivingObject | Reject | Error)[], patientKey: string | null = null, signal = never()): Promise<Run> => {
    const dataDir = join(root, randomUUID());
    const key = new Uint8Array(randomBytes(32));
    const store = openStore(dataDir, key);
    stores.push(store);
    let taken = 0;
    const opened: ObjectSource = {
      open: async function* open(_, tell) {
        tell({ files: arriving.length, bytes: null });
        for (const each of arriving) {
          await Promise.resolve();
          if (each instanceof Error) throw each;
          yield each;
        }
      },
      taken: () => {
        taken += 1;
        return Promise.resolve();
      },
    };
    const job = { importId: randomUUID(), caseId: randomUUID(), source, patientKey };
    putRunningImport(store.db, { ...job, personId: 'p', startedAtMs: 1 });
    const pool = openPool({ blobs: blobPlaceOf(dataDir, key) });
    const report = await runImport({ store, pool, openSource: () => opened }, { ...job, signal, onProgress: () => undefined });
    const blobs = blobPlaceOf(dataDir, key).folder;
    const blobFiles = report.imported === 0 && !readdirSync(dataDir).includes('blobs') ? [] : readdirSync(blobs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return { report, taken, instances: listInstances(store.db, job.caseId).length, blobFiles: blobFiles.length };
  };

  it('takes one patient, recognises what arrives twice, and tells the source when all is committed', async () => {
    const one = objects('one');
    const missing: Reject = { path: 'PACS 1.2.3', reason: 'unreadable', message: 'The node did not send it.' };
    const broken: ArrivingObject = { name: 'PACS broken', bytes: new Uint8Array(100) };
    const { report, taken, instances } = await importFrom([...one, missing, broken, ...one.slice(0, 5)]);
    expect(report).toMatchObject({ phase: 'done', imported: 50, duplicates: 5, error: null });
    expect(report.rejects.map(({ path, reason }) => [path, reason])).toEqual([['PACS 1.2.3', 'unreadable'], ['PACS broken', 'not-dicom']]);
    expect([taken, instances]).toEqual([1, 50]);
  });

  it('keeps nothing when a second patient arrives and none is chosen, not even files', async () => {
    const { report, taken, instances, blobFiles } = await importFrom([...objects('one'), ...objects('other')]);
    expect(report).toMatchObject({ phase: 'choosePatient', imported: 0 });
    expect(report.patients.map(({ patientID, instances: count }) => [patientID, count])).toEqual([['T-0001', 50], ['T-0002', 10]]);
    expect([taken, instances, blobFiles]).toEqual([0, 0, 0]);
    const chosen = await importFrom([...objects('one'), ...objects('other')], report.patients[1]?.key ?? '');
    expect(chosen.report).toMatchObject({ phase: 'done', imported: 10 });
    expect(chosen.report.rejects.filter(({ reason }) => reason === 'other-patient')).toHaveLength(50);
  });

  it('keeps nothing of a patient nobody named when the other side fails, and all of a named one', async () => {
    const lost = new SyncError('unreachable', 'The node hung up.');
    const unnamed = await importFrom([...objects('one'), lost]);
    expect(unnamed.report).toMatchObject({ phase: 'failed', imported: 0, error: { reason: 'unreachable' } });
    expect([unnamed.instances, unnamed.blobFiles, unnamed.taken]).toEqual([0, 0, 0]);
    const key = unnamed.report.patients[0]?.key ?? '';
    const named = await importFrom([...objects('one'), lost], key);
    expect(named.report).toMatchObject({ phase: 'failed', imported: 50 });
    expect([named.instances, named.taken]).toEqual([50, 0]);
  });
});
