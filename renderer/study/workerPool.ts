import { DicomError, toErrorShape } from '../../shared/errors/appError.ts';
import type { ErrorShape } from '../../shared/errors/appError.ts';

/** What a pool posts to its workers, one at a time each. */
export interface WorkerJob<Job> {
  readonly id: number;
  readonly job: Job;
}

/** Asks a worker to end itself; its last message is the same word. */
export const ending = 'ending';

/** What a worker answers to a job. */
export type WorkerAnswer<Result> = { readonly id: number; readonly ok: true; readonly value: Result } | { readonly id: number; readonly ok: false; readonly error: ErrorShape };

export interface WorkerPoolOptions {
  readonly makeWorker: () => Worker;
  /** Most workers at one time; they start when they are needed. */
  readonly size: number;
  /** A job that takes longer costs its worker and is refused. */
  readonly deadlineMs: number;
}

interface Waiting<Job, Result> {
  readonly id: number;
  readonly job: Job;
  readonly move: Transferable[];
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** A worker and the job it is at. */
interface Seat<Job, Result> {
  readonly worker: Worker;
  current: Waiting<Job, Result> | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** One to four workers, by the cores of the machine. */
export const poolSize = (): number => Math.max(1, Math.min(4, globalThis.navigator?.hardwareConcurrency ?? 1));

/**
 * Gives jobs to a few workers in the order they come. A worker that dies or takes too long is replaced; its job alone
 * is refused. `dispose` ends every worker at once and refuses what waits; `close` lets those without work end themselves.
 */
export class WorkerPool<Job, Result> {
  readonly #options: WorkerPoolOptions;
  readonly #seats = new Set<Seat<Job, Result>>();
  readonly #queue: Waiting<Job, Result>[] = [];
  #nextId = 1;
  #isDisposed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** Workers that are alive. */
  get workers(): number {
    return this.#seats.size;
  }

  /**
   * @param move buffers that are handed over and not copied
   * @throws {DicomError} unsupported (past the deadline, or the pool was closed) and whatever the worker refuses with
   */
  run(job: Job, move: Transferable[] = []): Promise<Result> {
    if (this.#isDisposed) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      this.#queue.push({ id: this.#nextId++, job, move, resolve, reject });
      this.#serve();
    });
  }

  /** Resolves when every worker has ended: one that started others must not end while they are being ended. */
  async close(): Promise<void> {
    const idle = [...this.#seats].filter(({ current }) => current === null);
    for (const seat of idle) this.#seats.delete(seat);
    this.dispose();
    await Promise.all(idle.map(({ worker }) => endItself(worker)));
  }

  dispose(): void {
    this.#isDisposed = true;
    const open = [...this.#queue.splice(0), ...[...this.#seats].flatMap(({ current }) => (current === null ? [] : [current]))];
    for (const seat of this.#seats) this.#end(seat);
    for (const { reject } of open) reject(closed());
  }

  #serve(): void {
    while (this.#queue.length > 0) {
      const seat = [...this.#seats].find(({ current }) => current === null) ?? (this.#seats.size < this.#options.size ? this.#start() : null);
      if (seat === null) return;
      const next = this.#queue.shift();
      if (next === undefined) return;
      seat.current = next;
      seat.timer = setTimeout(() => {
        this.#replace(seat, new DicomError('unsupported', `A frame could not be decoded within ${this.#options.deadlineMs / 1000} s and was given up; export the image uncompressed.`));
      }, this.#options.deadlineMs);
      const message: WorkerJob<Job> = { id: next.id, job: next.job };
      seat.worker.postMessage(message, next.move);
    }
  }

  #start(): Seat<Job, Result> {
    const seat: Seat<Job, Result> = { worker: this.#options.makeWorker(), current: null, timer: undefined };
    seat.worker.addEventListener('message', (event: MessageEvent<WorkerAnswer<Result>>) => this.#settle(seat, event.data));
    seat.worker.addEventListener('error', (event: ErrorEvent) => {
      this.#replace(seat, new DicomError('broken-value', `The image decoder stopped: ${event.message || 'it could not be started'}.`));
    });
    this.#seats.add(seat);
    return seat;
  }

  #settle(seat: Seat<Job, Result>, answer: WorkerAnswer<Result>): void {
    const { current } = seat;
    if (current === null || current.id !== answer.id) return;
    clearTimeout(seat.timer);
    seat.current = null;
    if (answer.ok) current.resolve(answer.value);
    else current.reject(fromShape(answer.error));
    this.#serve();
  }

  #replace(seat: Seat<Job, Result>, error: DicomError): void {
    const { current } = seat;
    this.#end(seat);
    current?.reject(error);
    this.#serve();
  }

  #end(seat: Seat<Job, Result>): void {
    clearTimeout(seat.timer);
    seat.current = null;
    seat.worker.terminate();
    this.#seats.delete(seat);
  }
}

/** A worker that does not answer is past asking. */
const longestFarewellMs = 2000;

function endItself(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      worker.terminate();
      resolve();
    }, longestFarewellMs);
    worker.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.data !== ending) return;
      clearTimeout(timer);
      resolve();
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin
    worker.postMessage(ending);
  });
}

const post = (answer: WorkerAnswer<unknown>, transfer: Transferable[]): void => globalThis.postMessage(answer, { transfer });

/** What a worker makes of a job, with the buffers that are handed over and not copied. */
export type JobWork<Job, Result> = (job: Job) => Promise<{ readonly value: Result; readonly move: Transferable[] }>;

/** Answers every job of a pool with what `work` makes of it; for the worker's side. */
export function answerJobs(work: JobWork<never, unknown>): void {
  globalThis.addEventListener('message', (event: MessageEvent<WorkerJob<never> | typeof ending>) => {
    if (event.data === ending) {
      globalThis.postMessage(ending, {});
      globalThis.close();
      return;
    }
    const { id, job } = event.data;
    work(job).then(
      ({ value, move }) => post({ id, ok: true, value }, move),
      (error: unknown) => post({ id, ok: false, error: toErrorShape(error) }, []),
    );
  });
}

const closed = (): DicomError => new DicomError('unsupported', 'The images were closed before they were decoded.');

const reasons = ['not-dicom', 'truncated', 'unsupported', 'missing-attribute', 'broken-value'] as const;

function fromShape({ code, reason, message, detail = {} }: ErrorShape): Error {
  const known = code === 'dicom' ? reasons.find((one) => one === reason) : undefined;
  return known === undefined ? new Error(message) : new DicomError(known, message, { detail });
}
