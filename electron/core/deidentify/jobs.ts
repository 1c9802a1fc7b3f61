import { randomBytes } from 'node:crypto';
import type { BurnIn } from '../../../shared/deid/burnIn.ts';
import { isRefusal } from '../../../shared/deid/deidentify.ts';
import type { Preset } from '../../../shared/deid/presets.ts';
import { AppError, StoreError, toErrorShape } from '../../../shared/errors/appError.ts';
import type { BurnInSeries, DeidentifyProgress, DeidentifyReport, RequestOf } from '../../../shared/ipc/channels.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { appendAudit } from '../store/audit.ts';
import { listInstances, type IndexedInstance } from '../store/imaging.ts';
import type { Store } from '../store/openStore.ts';
import { getSetting, setSetting } from '../store/people.ts';
import { inTransaction } from '../store/statement.ts';
import { runJob } from './runJob.ts';
import { Survey, type SurveyedObject } from './survey.ts';

type StartRequest = RequestOf<'deidentify.start'>;

interface Job {
  readonly caseId: string;
  readonly abort: AbortController;
  readonly done: Promise<void>;
  report: DeidentifyReport | null;
}

export interface JobsOptions {
  readonly readBlob: (sha256: string) => Promise<Uint8Array>;
  readonly onProgress: (progress: DeidentifyProgress) => void;
  readonly log: (level: 'error', message: string, detail: Readonly<Record<string, string>>) => void;
}

const tickMs = 200;
/** Slices of these kinds are alike within a series, so that three of them tell what the plan needs; the job looks at each. */
const alike: ReadonlySet<string> = new Set(['CT', 'MR', 'PT', 'RTDOSE']);
const graveness = { none: 0, unknown: 1, likely: 2 } as const;

/** De-identifications of cases of the record: what is planned, under way and reported. */
export class DeidentifyJobs {
  readonly #store: Store;
  readonly #options: JobsOptions;
  readonly #jobs = new Map<string, Job>();

  constructor(store: Store, options: JobsOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** The series of a case whose objects are here, and whether their pixels need a look. */
  async plan(caseId: string): Promise<readonly BurnInSeries[]> {
    const series = new Map<string, IndexedInstance[]>();
    for (const instance of listInstances(this.#store.db, caseId)) {
      const list = series.get(instance.header.seriesInstanceUID) ?? [];
      list.push(instance);
      series.set(instance.header.seriesInstanceUID, list);
    }
    const planned: BurnInSeries[] = [];
    for (const [seriesInstanceUID, instances] of series) planned.push(await this.#planSeries(seriesInstanceUID, instances));
    return planned;
  }

  async #planSeries(seriesInstanceUID: string, instances: readonly IndexedInstance[]): Promise<BurnInSeries> {
    const survey = new Survey('teaching');
    const [first] = instances;
    const modality = first?.header.modality ?? '';
    const looked = alike.has(modality) ? new Set([0, instances.length >> 1, instances.length - 1]) : new Set(instances.keys());
    let worst: BurnIn = { burnIn: 'none', reason: 'no-image', proposedBoxes: [] };
    let sampleSha256: string | null = null;
    for (const index of looked) {
      const instance = instances[index];
      if (instance === undefined) continue;
      const object = await this.#look(survey, instance);
      if (object === null) continue;
      if (object.hasImage) sampleSha256 ??= instance.sha256;
      const isWorse = graveness[object.burnIn.burnIn] > graveness[worst.burnIn] || (worst.reason === 'no-image' && object.hasImage);
      if (!isWorse) continue;
      worst = object.burnIn;
      if (object.hasImage) sampleSha256 = instance.sha256;
    }
    return { seriesInstanceUID, modality, description: first?.header.series.description ?? null, instances: instances.length, ...worst, sampleSha256 };
  }

  /** Null for an object that is not here or that the job will refuse. */
  async #look(survey: Survey, instance: IndexedInstance): Promise<SurveyedObject | null> {
    try {
      return survey.add(await this.#options.readBlob(instance.sha256));
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }

  /** Begins a job; how it goes is told by events and its report. The caller has checked that the person may see the case. */
  start(person: Person, request: StartRequest): void {
    if (this.#jobs.has(request.jobId)) return;
    const abort = new AbortController();
    const audit = (action: string): void => appendAudit(this.#store.db, { atMs: Date.now(), personId: person.id, action, subject: request.caseId });
    inTransaction(this.#store.db, () => audit('deidentify.start'));
    const done = this.#run(request, abort.signal, audit);
    this.#jobs.set(request.jobId, { caseId: request.caseId, abort, done, report: null });
  }

  async #run(request: StartRequest, signal: AbortSignal, audit: (action: string) => void): Promise<void> {
    const { jobId } = request;
    const counts = { filesDone: 0, filesTotal: 0 };
    let toldAtMs = 0;
    const tell = (phase: DeidentifyProgress['phase'], error: unknown = null): void =>
      this.#options.onProgress({ jobId, phase, ...counts, error: error === null ? null : toErrorShape(error) });
    let phase: 'done' | 'failed' | 'cancelled' = 'done';
    let failure: unknown = null;
    try {
      const report = await this.#write(request, signal, ({ done, total }) => {
        Object.assign(counts, { filesDone: done, filesTotal: total });
        if (performance.now() - toldAtMs < tickMs) return;
        toldAtMs = performance.now();
        tell('running');
      });
      const job = this.#jobs.get(jobId);
      if (job) job.report = report;
    } catch (error) {
      phase = signal.aborted ? 'cancelled' : 'failed';
      failure = phase === 'cancelled' ? null : error;
      if (!isRefusal(error) && !(error instanceof AppError)) this.#options.log('error', 'A de-identification failed unexpectedly.', { name: error instanceof Error ? error.name : typeof error });
    }
    inTransaction(this.#store.db, () => audit(`deidentify.${phase}`));
    tell(phase, failure);
  }

  async #write(request: StartRequest, signal: AbortSignal, onProgress: (files: { readonly done: number; readonly total: number }) => void): Promise<DeidentifyReport> {
    const decisions = new Map(request.series.map((series) => [series.seriesInstanceUID, series]));
    const included = listInstances(this.#store.db, request.caseId).filter(({ header }) => decisions.get(header.seriesInstanceUID)?.isIncluded === true);
    const sources = included.map(({ header, sha256 }, index) => ({ name: `${header.modality} ${index + 1}`, read: () => this.#options.readBlob(sha256) }));
    return runJob(sources, {
      preset: request.preset, key: this.#keyFor(request), pseudonym: request.pseudonym, folder: request.folder, signal, onProgress,
      decide: ({ seriesInstanceUID }) => decisions.get(seriesInstanceUID) ?? { isIncluded: false, isReviewed: false, boxes: [] },
    });
  }

  /**
   * Quality control and research keep their key and who is behind a pseudonym, in the encrypted record of this console
   * and nowhere else; a teaching key is forgotten.
   */
  #keyFor({ preset, pseudonym, caseId }: { readonly preset: Preset; readonly pseudonym: string; readonly caseId: string }): Uint8Array {
    if (preset === 'teaching') return new Uint8Array(randomBytes(32));
    const { db } = this.#store;
    const name = `deidentify.key.${preset}`;
    return inTransaction(db, () => {
      const key = getSetting(db, name) ?? randomBytes(32).toString('base64');
      setSetting(db, name, key);
      // The same pseudonym may be given again, to the same patient's next case or by mistake: neither is forgotten.
      const link = `deidentify.link.${preset}.${pseudonym}`;
      setSetting(db, link, [...new Set([...(getSetting(db, link)?.split(' ') ?? []), caseId])].join(' '));
      return new Uint8Array(Buffer.from(key, 'base64'));
    });
  }

  cancel(jobId: string): void {
    this.#jobs.get(jobId)?.abort.abort();
  }

  /** The case a job is of. @throws {StoreError} not-found */
  caseOf(jobId: string): string {
    const job = this.#jobs.get(jobId);
    if (!job) throw new StoreError('not-found', 'There is no such export; it did not begin or the record service was started again. Export again into a new folder.');
    return job.caseId;
  }

  /** @throws {StoreError} not-found while a job is under way, and for one that wrote no report */
  report(jobId: string): DeidentifyReport {
    const report = this.#jobs.get(jobId)?.report;
    if (!report) throw new StoreError('not-found', 'This export has no report: it is under way, was cancelled or failed. Export again into a new folder.');
    return report;
  }

  async stop(): Promise<void> {
    for (const { abort } of this.#jobs.values()) abort.abort();
    await Promise.all([...this.#jobs.values()].map(({ done }) => done));
  }
}
