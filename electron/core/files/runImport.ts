import { AppError, StoreError } from '../../../shared/errors/appError.ts';
import type { ImportProgress, ImportReport } from '../../../shared/ipc/channels.ts';
import { databaseFile } from '../store/openDatabase.ts';
import type { Store } from '../store/openStore.ts';
import { translateStoreError } from '../store/storeErrors.ts';
import { findObjects } from './findObjects.ts';
import { ImportTally, type ImportIdentity } from './importTally.ts';
import { ObjectTaker } from './objectTaker.ts';
import type { ObjectSource } from './objectSource.ts';
import { takeArriving } from './takeArriving.ts';
import type { WorkerPool } from './workerPool.ts';

export interface ImportJob extends ImportIdentity {
  /** Take this patient's objects only; null while nobody chose. */
  readonly patientKey: string | null;
  /** Its reason is `stopping` where the console is being closed. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Given the counts as soon as there are any, to be asked while the import runs. */
  readonly onTally?: (tally: ImportTally) => void;
}

export interface ImportParts {
  readonly store: Store;
  readonly pool: WorkerPool;
  /** For sources that are no files of this computer. @throws {SyncError} when there is no such node */
  readonly openSource: (source: Exclude<ImportIdentity['source'], { kind: 'paths' }>) => ObjectSource;
}

/** Reason of the signal that ends an import because the console is being closed. */
export const stopping = 'stopping';

/**
 * Takes the objects of a source into a case: bytes into the blob store, headers into the record. What is there already
 * is recognised by its content.
 *
 * Files are gone through twice: first their beginnings, to find whose they are, then the whole. A source with several
 * patients is taken only for the one chosen; without a choice nothing is taken and the report lists them.
 */
export function runImport(parts: ImportParts, job: ImportJob): Promise<ImportReport> {
  return parts.store.unusedBlobs.during(() => run(parts, job));
}

async function run(parts: ImportParts, job: ImportJob): Promise<ImportReport> {
  const { importId, caseId, source, signal } = job;
  const identity: ImportIdentity = { importId, caseId, source };
  const tally = new ImportTally(identity, job.onProgress);
  job.onTally?.(tally);
  const taker = new ObjectTaker(parts.store, parts.pool, identity, tally, signal);
  try {
    const patientKey = taker.casePatientKey ?? job.patientKey;
    const isTaken = source.kind === 'paths' ? await takePaths(parts, source.paths, { taker, tally, signal, patientKey }) : await takeArriving(parts.openSource(source), { pool: parts.pool, taker, tally, signal, patientKey });
    return tally.end(isTaken ? 'done' : 'choosePatient', taker.headers);
  } catch (error) {
    const isCancelled = error instanceof AppError && error.reason === 'cancelled';
    return tally.end(isCancelled ? (signal.reason === stopping ? 'interrupted' : 'cancelled') : 'failed', taker.headers, isCancelled ? null : translateStoreError(error, databaseFile(parts.store.dataDir)));
  }
}

interface Taking {
  readonly taker: ObjectTaker;
  readonly tally: ImportTally;
  readonly signal: AbortSignal;
  readonly patientKey: string | null;
}

/** @returns false when there are several patients and none is chosen */
async function takePaths(parts: ImportParts, paths: readonly string[], { taker, tally, signal, patientKey }: Taking): Promise<boolean> {
  const found = await findObjects(parts.pool, paths, { signal, isWhole: false, onProgress: (files) => tally.scanned(files) });
  tally.rejects.push(...found.rejects);
  for (const { header } of found.objects) tally.countPatient(header);
  const [firstKey] = tally.patientKeys;
  if (patientKey === null && tally.patientKeys.length > 1) return false;
  tally.warnings.push(...found.notes);
  tally.expect({ files: found.objects.length, bytes: found.objects.reduce((sum, { byteLength }) => sum + byteLength, 0) });
  const chosenKey = patientKey ?? firstKey;
  if (signal.aborted) throw new StoreError('cancelled', 'The import was cancelled.');
  if (chosenKey !== undefined) await taker.take(found.objects, chosenKey);
  return true;
}
