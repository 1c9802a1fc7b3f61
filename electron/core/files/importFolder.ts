import { AppError, StoreError } from '../../../shared/errors/appError.ts';
import type { ImportProgress, ImportReport, ImportSource } from '../../../shared/ipc/channels.ts';
import { addInstances, getBlob, listInstances, type IndexedInstance } from '../store/imaging.ts';
import type { Store } from '../store/openStore.ts';
import { ImportTally } from './importTally.ts';
import { patientKeyOf, readObject, type ReadOutcome } from './readObject.ts';
import { walkFolder, type FoundFile } from './walkFolder.ts';

export interface ImportJob {
  readonly importId: string;
  readonly caseId: string;
  readonly source: ImportSource;
  /** Take this patient's objects only; null while nobody chose. */
  readonly patientKey: string | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
}

const parallelReads = 4;
const batchSize = 200;

/**
 * Takes a folder into a case: bytes into the blob store, headers into the record. What is there already is
 * recognised by its content, so an import that was interrupted is simply run again.
 *
 * A folder with several patients is taken only for the one chosen; without a choice nothing is taken and the
 * report lists them.
 */
export async function importFolder(store: Store, job: ImportJob): Promise<ImportReport> {
  const { importId, caseId, source } = job;
  const tally = new ImportTally({ importId, caseId, source }, job.onProgress);
  tally.tell('scanning');
  try {
    const { files, rejects } = await walkFolder(source.kind === 'paths' ? (source.paths[0] ?? '') : '', job.signal);
    tally.rejects.push(...rejects);
    tally.expect(files);
    tally.tell('reading');
    const importing = new Import(store, job, tally);
    await importing.take(files);
    return finish(store, job, tally, tally.patientCount > 1 && importing.chosenKey === null ? 'choosePatient' : 'done');
  } catch (error) {
    const isCancelled = error instanceof AppError && error.reason === 'cancelled';
    return finish(store, job, tally, isCancelled ? 'cancelled' : 'failed', isCancelled ? null : error);
  }
}

function finish(store: Store, job: ImportJob, tally: ImportTally, phase: ImportProgress['phase'], error: unknown = null): ImportReport {
  tally.rejects.sort((a, b) => (a.path < b.path ? -1 : 1));
  return tally.report(phase, listInstances(store.db, job.caseId), error);
}

/** One pass over the files: several are read at once, their results taken in the order of their names. */
class Import {
  readonly chosenKey: string | null;
  readonly #store: Store;
  readonly #job: ImportJob;
  readonly #tally: ImportTally;
  readonly #known: Map<string, string>;
  readonly #written: string[] = [];
  #batch: IndexedInstance[] = [];
  #isUndecided = false;
  #firstKey: string | null = null;

  constructor(store: Store, job: ImportJob, tally: ImportTally) {
    const here = listInstances(store.db, job.caseId);
    this.#store = store;
    this.#job = job;
    this.#tally = tally;
    this.#known = new Map(here.map((instance) => [instance.header.sopInstanceUID, instance.sha256]));
    // A case holds one patient: what it has already decides for what is added.
    const first = here[0];
    this.chosenKey = first ? patientKeyOf(first.header) : job.patientKey;
  }

  async take(files: readonly FoundFile[]): Promise<void> {
    const reading: Promise<ReadOutcome>[] = [];
    let next = 0;
    for (const file of files) {
      while (next < files.length && reading.length < parallelReads) {
        const ahead = files[next];
        next += 1;
        if (ahead) reading.push(readObject(ahead));
      }
      const outcome = await reading.shift();
      if (outcome) await this.#takeOne(outcome);
      this.#tally.fileDone(file);
      if (this.#job.signal.aborted) {
        await Promise.all(reading);
        if (this.chosenKey === null && this.#tally.patientCount > 1) await this.#takeBack();
        else this.#commit();
        throw new StoreError('cancelled', 'The import was cancelled; what was taken before stays, import again to go on.');
      }
    }
    if (!this.#isUndecided) this.#commit();
  }

  async #takeOne(outcome: ReadOutcome): Promise<void> {
    if (outcome.kind === 'reject') {
      this.#tally.rejects.push(outcome.reject);
      return;
    }
    if (outcome.kind === 'note') {
      this.#tally.warnings.push({ path: outcome.path, message: outcome.message });
      return;
    }
    const { file, header, sha256, bytes } = outcome;
    const key = this.#tally.countPatient(header);
    this.#firstKey ??= key;
    if (this.chosenKey !== null && key !== this.chosenKey) {
      this.#tally.rejects.push({ path: file.name, reason: 'other-patient', message: 'This object belongs to another patient than the case; make a case of its own for it.' });
      return;
    }
    if (this.chosenKey === null && key !== this.#firstKey && !this.#isUndecided) await this.#takeBack();
    if (this.#isUndecided) return;
    const known = this.#known.get(header.sopInstanceUID);
    if (known === sha256) {
      this.#tally.duplicates += 1;
      return;
    }
    if (known !== undefined) {
      this.#tally.rejects.push({ path: file.name, reason: 'duplicate-uid', message: `Another object with the same SOPInstanceUID ${header.sopInstanceUID} was taken already; keep the right one of the two and import that.` });
      return;
    }
    this.#tally.warnings.push(...header.warnings.map((message) => ({ path: file.name, message })));
    if (!this.#store.blobs.has(sha256)) this.#written.push(sha256);
    await this.#store.blobs.put(sha256, bytes);
    this.#known.set(header.sopInstanceUID, sha256);
    this.#batch.push({ header, sha256, byteLength: bytes.length });
    this.#tally.imported += 1;
    // Until the last file is read a second patient may turn up; a chosen one cannot.
    if (this.chosenKey !== null && this.#batch.length >= batchSize) this.#commit();
  }

  #commit(): void {
    if (this.#batch.length > 0) addInstances(this.#store.db, this.#job.caseId, this.#batch);
    this.#batch = [];
  }

  /** A second patient turned up and nobody chose: nothing of this folder stays. */
  async #takeBack(): Promise<void> {
    this.#isUndecided = true;
    this.#batch = [];
    this.#tally.imported = 0;
    this.#tally.warnings.length = 0;
    for (const sha256 of this.#written) if (!getBlob(this.#store.db, sha256)) await this.#store.blobs.remove(sha256);
  }
}
