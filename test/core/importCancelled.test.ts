import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Job } from '../../electron/core/files/importJobs.ts';
import { runImport } from '../../electron/core/files/runImport.ts';
import { WorkerPool, type RunOptions } from '../../electron/core/files/workerPool.ts';
import { putRunningImport } from '../../electron/core/store/importJobs.ts';
import { listInstances } from '../../electron/core/store/imaging.ts';
import { blobPlaceOf, openStore, type BlobPlace, type Store } from '../../electron/core/store/openStore.ts';
import type { ImportReport, ImportSource } from '../../shared/ipc/channels.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';
import { never } from './support/pool.ts';
import { writeStudy } from './support/study.ts';

const slices = 400;

/** Cancels once so many files are taken, at exactly that moment, however fast the computer is. */
class CancellingPool extends WorkerPool {
  readonly #after: number;
  readonly #abort: AbortController;
  #taken = 0;

  constructor(blobs: BlobPlace, after: number, abort: AbortController) {
    super({ blobs });
    this.#after = after;
    this.#abort = abort;
  }

  override run<J extends Job>(jobs: readonly J[], options: RunOptions<J>): Promise<void> {
    return super.run(jobs, {
      ...options,
      onAnswer: (answer, job) => {
        options.onAnswer(answer, job);
        if (job.kind === 'take') this.#taken += 1;
        if (this.#taken === this.#after) this.#abort.abort();
      },
    });
  }
}

describe('a cancelled import', () => {
  const root = temporaryFolder();
  const folder = join(root, 'study');
  writeStudy(folder, { slices });
  const dataDir = join(root, 'store');
  const key = new Uint8Array(randomBytes(32));
  const blobs = blobPlaceOf(dataDir, key);
  const store: Store = openStore(dataDir, key);
  const pools: WorkerPool[] = [];
  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));
  afterAll(() => {
    store.close();
    removeFolder(root);
  });

  const importInto = (caseId: string, pool: WorkerPool, signal: AbortSignal): Promise<ImportReport> => {
    pools.push(pool);
    const source: ImportSource = { kind: 'paths', paths: [folder] };
    const job = { importId: randomUUID(), caseId, source, patientKey: null };
    putRunningImport(store.db, { ...job, personId: 'p', startedAtMs: 1 });
    return runImport({ store, pool, openSource: () => { throw new Error('No source but files is asked for.'); } }, { ...job, signal, onProgress: () => undefined });
  };

  it('keeps what was taken, and goes on when run again', async () => {
    const caseId = randomUUID();
    const abort = new AbortController();
    const cancelled = await importInto(caseId, new CancellingPool(blobs, 100, abort), abort.signal);
    expect(cancelled).toMatchObject({ phase: 'cancelled', error: null });
    expect(cancelled.imported).toBeGreaterThanOrEqual(100);
    expect(cancelled.imported).toBeLessThan(slices);
    expect(listInstances(store.db, caseId)).toHaveLength(cancelled.imported);
    const rest = await importInto(caseId, new WorkerPool({ blobs }), never());
    expect(rest).toMatchObject({ phase: 'done', imported: slices - cancelled.imported, duplicates: cancelled.imported });
    expect(listInstances(store.db, caseId)).toHaveLength(slices);
  });

  it('is done when the cancel comes after its last file', async () => {
    const abort = new AbortController();
    expect(await importInto(randomUUID(), new CancellingPool(blobs, slices, abort), abort.signal)).toMatchObject({ phase: 'done', imported: slices });
  });
});
