import { v7 } from 'uuid';
import { RecordError, StoreError, toErrorShape } from '../../shared/errors/appError.ts';
import type { ImportProgress, ImportReport, ImportSource } from '../../shared/ipc/channels.ts';
import { actorOf, type Person } from '../../shared/mdt/directory.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import { editableIn } from '../../shared/mdt/states.ts';
import { getCase } from './commands/caseView.ts';
import type { RecordContext } from './commands/recordContext.ts';
import { submitCommand } from './commands/submitCommand.ts';
import { submitDue } from './commands/submitDue.ts';
import type { CoreLog } from './coreLog.ts';
import { attachableLots } from './files/attachable.ts';
import type { ImportTally } from './files/importTally.ts';
import { runImport, stopping, type ImportParts } from './files/runImport.ts';
import { WorkerPool } from './files/workerPool.ts';
import { appendAudit } from './store/audit.ts';
import { countTakenFiles, endImport, getInterruptedImport, interruptImport, interruptImports, listInterruptedImports, putRunningImport, type ImportJobRow } from './store/importJobs.ts';
import { getImportReport, listImportReports, listInstances, putImportReport } from './store/imaging.ts';
import type { BlobPlace } from './store/openStore.ts';
import { inTransaction } from './store/statement.ts';

export interface ImportsOptions {
  readonly onProgress: (progress: ImportProgress) => void;
  readonly log: CoreLog;
  readonly openSource: ImportParts['openSource'];
  readonly blobs: BlobPlace;
}

interface Running {
  readonly abort: AbortController;
  readonly job: ImportJobRow;
  done: Promise<unknown>;
  tally: ImportTally | null;
}

/** Threads without work are kept so long: a person imports the next folder, or another case, soon after. */
const idlePoolMs = 5 * 60_000;

/** Imports under way, interrupted and ended, and their reports. */
export class Imports {
  readonly #context: RecordContext;
  readonly #options: ImportsOptions;
  readonly #running = new Map<string, Running>();
  #pool: WorkerPool | null = null;
  #idle: NodeJS.Timeout | null = null;

  /** @param context imports it finds running were interrupted: nothing runs in a core that has just started */
  constructor(context: RecordContext, options: ImportsOptions) {
    this.#context = context;
    this.#options = options;
    interruptImports(context.store.db);
  }

  /**
   * Begins an import; how it goes is told by events and its report. One into the same case is waited for.
   * @throws {RecordError} when the person or the state of the case does not allow images to be added
   */
  start(person: Person, request: { readonly importId: string; readonly caseId: string; readonly source: ImportSource; readonly patientKey: string | null }): void {
    if (this.#running.has(request.importId)) return;
    this.#assertMayImport(person, request.caseId);
    this.#begin(person, { ...request, personId: person.id, startedAtMs: Date.now() });
  }

  /**
   * Goes on with an interrupted import; one that runs is left running.
   * @throws {StoreError} not-found when there is none; {RecordError} as {@link start}
   */
  resume(person: Person, importId: string): void {
    if (this.#running.has(importId)) return;
    const job = getInterruptedImport(this.#context.store.db, importId);
    if (!job) throw notFound('There is no interrupted import to go on with; it has ended or was never begun.');
    this.#assertMayImport(person, job.caseId);
    this.#begin(person, { ...job, personId: person.id });
  }

  #assertMayImport(person: Person, caseId: string): void {
    const record = getCase(this.#context, person, caseId);
    const states: readonly string[] = editableIn.request;
    if (!isPermitted('case.attachImaging', actorOf(person), record)) throw new RecordError('not-permitted', 'Only a doctor of the requesting hospital adds images to the case.');
    if (!states.includes(record.state)) throw new RecordError('illegal-transition', `Images are added while the case is ${states.join(' or ')}; this one is ${record.state}.`);
  }

  #begin(person: Person, job: ImportJobRow): void {
    putRunningImport(this.#context.store.db, job);
    const running: Running = { abort: new AbortController(), job, done: Promise.resolve(), tally: null };
    // Whose case it is shows in what it has: imports of one case at the same time could each bring another patient.
    const before = [...this.#running.values()].filter((other) => other.job.caseId === job.caseId).map(({ done }) => done);
    this.#running.set(job.importId, running);
    running.done = this.#run(person, running, before).finally(() => this.#running.delete(job.importId));
  }

  async #run(person: Person, running: Running, before: readonly Promise<unknown>[]): Promise<void> {
    if (before.length > 0) await Promise.allSettled(before);
    const { store } = this.#context;
    const { importId, caseId, source, patientKey } = running.job;
    let last: ImportProgress | null = null;
    const onProgress = (progress: ImportProgress): void => {
      last = progress;
      this.#options.onProgress(progress);
    };
    const parts: ImportParts = { store, pool: this.#openPool(), openSource: this.#options.openSource };
    let report = await runImport(parts, { importId, caseId, source, patientKey, signal: running.abort.signal, onProgress, onTally: (tally) => (running.tally = tally) });
    try {
      if (report.phase !== 'choosePatient') this.#attach(person, caseId);
    } catch (error) {
      report = { ...report, phase: 'failed', error: toErrorShape(error) };
    }
    try {
      this.#keep(person, report);
    } catch (error) {
      this.#options.log('error', 'The report of an import could not be stored.', { reason: toErrorShape(error).reason });
    }
    const ended = { importId, filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0, elapsedMs: 0, bytesPerSecond: null, msLeft: null, ...(last as ImportProgress | null), phase: report.phase };
    this.#running.delete(importId);
    this.#closePoolLater();
    this.#options.onProgress(ended);
    const { imported, duplicates, rejects } = report;
    this.#options.log('info', `Import ended: ${report.phase}.`, { imported, duplicates, rejects: rejects.length, elapsedMs: report.elapsedMs });
  }

  #keep(person: Person, report: ImportReport): void {
    const { db } = this.#context.store;
    inTransaction(db, () => {
      if (report.phase === 'interrupted') interruptImport(db, report.importId);
      else {
        putImportReport(db, report, Date.now());
        endImport(db, report.importId);
      }
      appendAudit(db, { atMs: Date.now(), personId: person.id, action: `import.${report.phase}`, subject: report.caseId });
    });
  }

  /** Puts what is stored and not yet attached into the case's manifest. */
  #attach(person: Person, caseId: string): void {
    const record = getCase(this.#context, person, caseId);
    for (const instances of attachableLots(record, listInstances(this.#context.store.db, caseId))) {
      submitCommand(this.#context, { commandId: v7(), stream: { kind: 'case', id: caseId }, type: 'case.attachImaging', actor: actorOf(person), baseVersion: record.version, payload: { instances } });
    }
    submitDue(this.#context, person);
  }

  /** Stops an import; one that was interrupted is not gone on with any more. What was taken stays. */
  cancel(importId: string): void {
    const running = this.#running.get(importId);
    if (running) {
      running.abort.abort();
      return;
    }
    const { db } = this.#context.store;
    const job = getInterruptedImport(db, importId);
    if (!job) return;
    inTransaction(db, () => {
      putImportReport(db, { ...this.#interruptedReport(job), phase: 'cancelled' }, Date.now());
      endImport(db, importId);
    });
  }

  /** @throws {StoreError} not-found */
  report(importId: string): ImportReport {
    const { db } = this.#context.store;
    const running = this.#running.get(importId);
    if (running) return this.#runningReport(running);
    const job = getInterruptedImport(db, importId);
    const report = job ? this.#interruptedReport(job) : getImportReport(db, importId);
    if (!report) throw notFound('There is no report of this import; it did not begin. Import again: what was taken is recognised.');
    return report;
  }

  /** Imports into a case, the newest first. */
  list(caseId: string): ImportReport[] {
    const { db } = this.#context.store;
    const running = [...this.#running.values()].filter(({ job }) => job.caseId === caseId).map((each) => this.#runningReport(each));
    const interrupted = listInterruptedImports(db, caseId).map((job) => this.#interruptedReport(job));
    return [...running, ...interrupted, ...listImportReports(db, caseId)].sort((a, b) => b.startedAtMs - a.startedAtMs);
  }

  #runningReport({ job, tally }: Running): ImportReport {
    return tally?.soFar() ?? { ...this.#interruptedReport(job), phase: 'scanning' };
  }

  #interruptedReport({ importId, caseId, source, startedAtMs }: ImportJobRow): ImportReport {
    const imported = countTakenFiles(this.#context.store.db, importId);
    return { importId, caseId, source, startedAtMs, elapsedMs: 0, phase: 'interrupted', imported, duplicates: 0, rejects: [], warnings: [], patients: [], links: [], problems: [], error: null };
  }

  /** Ends what runs, to be gone on with at the next start. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort(stopping);
    await Promise.all(running.map(({ done }) => done));
    await this.#closePool();
  }

  /** Starts the threads while a person is still choosing what to import. */
  prepare(): void {
    this.#openPool().begin();
    this.#closePoolLater();
  }

  #openPool(): WorkerPool {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
    this.#pool ??= new WorkerPool({ blobs: this.#options.blobs });
    return this.#pool;
  }

  #closePoolLater(): void {
    if (this.#running.size > 0) return;
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#closePool(), idlePoolMs).unref();
  }

  async #closePool(): Promise<void> {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
    const pool = this.#pool;
    this.#pool = null;
    await pool?.close();
  }
}

const notFound = (message: string): StoreError => new StoreError('not-found', message);
