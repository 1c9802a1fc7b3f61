import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { StoreError } from '../../../shared/errors/appError.ts';
import { begun, type AnswerTo, type Job, type LotAnswer, type LotMessage, type WorkerStart } from './importJobs.ts';

/** How a run of jobs is watched. */
export interface RunOptions<J extends Job> {
  readonly signal: AbortSignal;
  /** Told once for every job that was done, in no order; null: the worker crashed on this job. */
  readonly onAnswer: (answer: AnswerTo<J> | null, job: J) => void;
  /** Bytes a job will read, so that a lot of large files is short. */
  readonly weightOf?: (job: J) => number;
}

interface Lot {
  readonly jobs: readonly Job[];
  readonly signal: AbortSignal;
  /** Set to 1 by the signal: a worker reads it between two files. */
  readonly stop: Int32Array;
  /** Its job was in hand when a worker crashed: it runs with nothing beside it, to tell which one it is. */
  readonly isSuspect: boolean;
  readonly onAnswer: (answer: AnswerTo<Job> | null, job: Job) => void;
  readonly end: (error?: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly lots: Map<number, Lot>;
  /** Its program was loaded; a thread that ends before cannot be helped by another one. */
  hasBegun: boolean;
}

const lotSize = 16;
const lotBytes = 8 * 1024 * 1024;
/** One is worked on while the blobs of the other are brought to the disk. */
const lotsPerThread = 2;

const entry = new URL(import.meta.url.endsWith('.ts') ? './importWorker.ts' : './importWorker.js', import.meta.url);

/**
 * Threads that read, hash, encrypt and write files: one for every processor, two at least, started when there is work.
 * A file that crashes its thread is found, reported as such, and the others go on.
 */
export class WorkerPool {
  readonly #start: WorkerStart;
  readonly #size: number;
  readonly #heapMb: number;
  readonly #threads = new Set<Thread>();
  readonly #entry: URL;
  #queue: Lot[] = [];
  #nextLotId = 1;
  #isClosed = false;

  /** @param options `size` threads, `heapMb` of JavaScript heap for one (the bytes of files lie outside it), the worker's `entry` */
  constructor(start: WorkerStart, options: { readonly size?: number; readonly heapMb?: number; readonly entry?: URL } = {}) {
    this.#start = start;
    this.#size = options.size ?? Math.max(2, availableParallelism());
    this.#heapMb = options.heapMb ?? 512;
    this.#entry = options.entry ?? entry;
  }

  /** Resolves when all jobs are done, or when those in hand are after the signal. @throws {Error} when no worker can be started */
  async run<J extends Job>(jobs: readonly J[], options: RunOptions<J>): Promise<void> {
    const { signal, onAnswer, weightOf = () => 0 } = options;
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const onAbort = (): void => void Atomics.store(stop, 0, 1);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      // What a job is answered with follows from its kind.
      await this.#runLots(cutLots(jobs, weightOf), (lot, end) => ({ jobs: lot, signal, stop, isSuspect: false, onAnswer: onAnswer as Lot['onAnswer'], end }));
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #runLots(lots: readonly (readonly Job[])[], toLot: (jobs: readonly Job[], end: Lot['end']) => Lot): Promise<void> {
    await Promise.all(
      lots.map(
        (jobs) =>
          new Promise<void>((done, fail) => {
            this.#queue.push(toLot(jobs, (error) => (error ? fail(error) : done())));
            this.#dispatch();
          }),
      ),
    );
  }

  /** Starts all threads, so that the first job need not wait for one; they do not keep the program running. */
  begin(): void {
    while (this.#threads.size < this.#size) this.#begin().worker.unref();
  }

  /** Ends all threads; what is in hand is given up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#giveUp([], new StoreError('cancelled', 'The import was ended.'));
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
  }

  #dispatch(): void {
    for (let lot = this.#queue[0]; lot; lot = this.#queue[0]) {
      if (lot.signal.aborted) {
        this.#queue.shift();
        lot.end();
        continue;
      }
      const thread = this.#freeThread(lot.isSuspect);
      if (!thread) return;
      this.#queue.shift();
      const lotId = this.#nextLotId++;
      thread.lots.set(lotId, lot);
      thread.worker.ref();
      thread.worker.postMessage({ lotId, jobs: lot.jobs, stop: lot.stop } satisfies LotMessage, []);
    }
  }

  /** The thread with the least to do; a new one where all are busy and there may be more. */
  #freeThread(mustBeIdle: boolean): Thread | null {
    const threads = [...this.#threads].filter(({ lots }) => ![...lots.values()].some(({ isSuspect }) => isSuspect));
    const idle = threads.find(({ lots }) => lots.size === 0);
    if (idle) return idle;
    if (this.#threads.size < this.#size) return this.#begin();
    if (mustBeIdle) return null;
    return threads.filter(({ lots }) => lots.size < lotsPerThread).sort((a, b) => a.lots.size - b.lots.size)[0] ?? null;
  }

  #begin(): Thread {
    const worker = new Worker(this.#entry, { workerData: this.#start, resourceLimits: { maxOldGenerationSizeMb: this.#heapMb } });
    const thread: Thread = { worker, lots: new Map(), hasBegun: false };
    this.#threads.add(thread);
    worker.on('message', (message: LotAnswer | typeof begun) => {
      if (message === begun) thread.hasBegun = true;
      else this.#finish(thread, message);
    });
    // The exit that follows an error tells what was in hand.
    let failure: Error | null = null;
    worker.on('error', (error: unknown) => (failure = error instanceof Error ? error : new Error(String(error))));
    worker.once('exit', () => this.#bury(thread, failure));
    return thread;
  }

  #finish(thread: Thread, { lotId, answers }: LotAnswer): void {
    const lot = thread.lots.get(lotId);
    if (!lot) return;
    thread.lots.delete(lotId);
    if (thread.lots.size === 0) thread.worker.unref();
    try {
      for (const [at, answer] of answers.entries()) lot.onAnswer(answer, lot.jobs[at] as Job);
      lot.end();
    } catch (error) {
      lot.end(error instanceof Error ? error : new Error(String(error)));
    }
    this.#dispatch();
  }

  #bury(thread: Thread, failure: Error | null): void {
    this.#threads.delete(thread);
    if (this.#isClosed || !thread.hasBegun) {
      this.#giveUp([...thread.lots.values()], failure ?? new StoreError('cancelled', 'The import was ended.'));
      return;
    }
    const suspects: Lot[] = [];
    for (const lot of thread.lots.values()) {
      if (lot.isSuspect) {
        lot.onAnswer(null, lot.jobs[0] as Job);
        lot.end();
      } else suspects.push(...splitUp(lot));
    }
    this.#queue = [...suspects, ...this.#queue];
    this.#dispatch();
  }

  #giveUp(lots: readonly Lot[], error: Error): void {
    const waiting = this.#queue;
    this.#queue = [];
    for (const lot of [...lots, ...waiting]) lot.end(error);
  }
}

/** Every job of a lot on its own; the lot ends when all have. */
function splitUp(lot: Lot): Lot[] {
  let left = lot.jobs.length;
  const end = (error?: Error): void => {
    left -= 1;
    if (error) lot.end(error);
    else if (left === 0) lot.end();
  };
  return lot.jobs.map((job) => ({ ...lot, jobs: [job], isSuspect: true, end }));
}

function cutLots<J extends Job>(jobs: readonly J[], weightOf: (job: J) => number): J[][] {
  const lots: J[][] = [];
  let weight = Infinity;
  for (const job of jobs) {
    const own = weightOf(job);
    const last = lots.at(-1);
    if (!last || last.length >= lotSize || weight + own > lotBytes) {
      lots.push([job]);
      weight = own;
    } else {
      last.push(job);
      weight += own;
    }
  }
  return lots;
}
