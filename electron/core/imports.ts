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
import { importFolder } from './files/importFolder.ts';
import { appendAudit } from './store/audit.ts';
import { getImportReport, listInstances, putImportReport } from './store/imaging.ts';

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<void>;
  readonly report: { current: ImportReport };
}

/** Imports under way and their reports. */
export class Imports {
  readonly #context: RecordContext;
  readonly #options: { readonly onProgress: (progress: ImportProgress) => void; readonly log: CoreLog };
  readonly #running = new Map<string, Running>();

  constructor(context: RecordContext, options: { readonly onProgress: (progress: ImportProgress) => void; readonly log: CoreLog }) {
    this.#context = context;
    this.#options = options;
  }

  /**
   * Begins an import; how it goes is told by events and its report.
   * @throws {RecordError} when the person or the state of the case does not allow images to be added
   */
  start(person: Person, request: { importId: string; caseId: string; source: ImportSource; patientKey: string | null }): void {
    if (this.#running.has(request.importId)) return;
    const record = getCase(this.#context, person, request.caseId);
    const states: readonly string[] = editableIn.request;
    if (!isPermitted('case.attachImaging', actorOf(person), record)) throw new RecordError('not-permitted', 'Only a doctor of the requesting hospital adds images to the case.');
    if (!states.includes(record.state)) throw new RecordError('illegal-transition', `Images are added while the case is ${states.join(' or ')}; this one is ${record.state}.`);
    const { importId, caseId, source } = request;
    const abort = new AbortController();
    const report: Running['report'] = {
      current: { importId, caseId, source, startedAtMs: Date.now(), elapsedMs: 0, phase: 'scanning', imported: 0, duplicates: 0, rejects: [], warnings: [], patients: [], links: [], problems: [], error: null },
    };
    const done = this.#run(person, request, abort.signal, report).finally(() => this.#running.delete(importId));
    this.#running.set(importId, { abort, done, report });
  }

  async #run(person: Person, request: { importId: string; caseId: string; source: ImportSource; patientKey: string | null }, signal: AbortSignal, holder: Running['report']): Promise<void> {
    let last: ImportProgress | null = null;
    const onProgress = (progress: ImportProgress): void => {
      last = progress;
      holder.current = { ...holder.current, phase: progress.phase };
      this.#options.onProgress(progress);
    };
    let report = await importFolder(this.#context.store, { ...request, signal, onProgress });
    try {
      if (report.phase !== 'choosePatient') this.#attach(person, request.caseId);
    } catch (error) {
      report = { ...report, phase: 'failed', error: toErrorShape(error) };
    }
    holder.current = report;
    try {
      putImportReport(this.#context.store.db, report, Date.now());
      appendAudit(this.#context.store.db, { atMs: Date.now(), personId: person.id, action: `import.${report.phase}`, subject: request.caseId });
    } catch (error) {
      this.#options.log('error', 'The report of an import could not be stored.', { reason: toErrorShape(error).reason });
    }
    const ended = { importId: request.importId, filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0, elapsedMs: 0, bytesPerSecond: null, msLeft: null, ...(last as ImportProgress | null), phase: report.phase };
    this.#options.onProgress(ended);
    const { imported, duplicates, rejects } = report;
    this.#options.log('info', `Import ended: ${report.phase}.`, { imported, duplicates, rejects: rejects.length, elapsedMs: ended.elapsedMs });
  }

  /** Puts what is stored and not yet attached into the case's manifest. */
  #attach(person: Person, caseId: string): void {
    const record = getCase(this.#context, person, caseId);
    for (const instances of attachableLots(record, listInstances(this.#context.store.db, caseId))) {
      submitCommand(this.#context, { commandId: v7(), stream: { kind: 'case', id: caseId }, type: 'case.attachImaging', actor: actorOf(person), baseVersion: record.version, payload: { instances } });
    }
    submitDue(this.#context, person);
  }

  cancel(importId: string): void {
    this.#running.get(importId)?.abort.abort();
  }

  /** @throws {StoreError} not-found */
  report(importId: string): ImportReport {
    const report = this.#running.get(importId)?.report.current ?? getImportReport(this.#context.store.db, importId);
    if (!report) throw new StoreError('not-found', 'There is no report of this import; it did not begin or was interrupted. Import the folder again: what was taken is recognised.');
    return report;
  }

  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.all(running.map(({ done }) => done));
  }
}
