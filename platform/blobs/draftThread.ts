import { Worker } from 'node:worker_threads';
import { chunkLength } from '../../shared/blob/framing.ts';
import { SyncError } from '../../shared/errors/appError.ts';
import type { DraftAnswer, DraftFailure, DraftOrder, DraftWorkerStart } from './draftMessages.ts';
import { ThreadDraft } from './threadDraft.ts';

/** Chunks on their way to the worker at most; who brings more waits, and with them the line they come from. */
const slotCount = 16;

interface Running {
  readonly worker: Worker;
  readonly slots: SharedArrayBuffer;
}

/** The thread that hashes, seals and writes uploads; it starts with the first one. */
export class DraftThread {
  readonly #key: Uint8Array;
  #running: Running | null = null;
  #free: number[] = [];
  #waiting: ((slot: number | Error) => void)[] = [];
  #drafts = new Map<number, ThreadDraft>();
  #count = 0;

  /** @param key 32 secret bytes for blobs alone */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** A draft with nothing in it, in a new file in place of what lies there; what goes wrong is told by the next call. */
  begin(path: string): ThreadDraft {
    const draft = this.#add();
    this.#post({ kind: 'begin', draft: draft.number, path });
    return draft;
  }

  /** Goes on with what an earlier process, or another node, wrote: its whole chunks. */
  async resume(path: string): Promise<ThreadDraft> {
    const draft = this.#add();
    await draft.resume(path);
    return draft;
  }

  async stop(): Promise<void> {
    await this.#running?.worker.terminate();
  }

  #add(): ThreadDraft {
    this.#count += 1;
    const number = this.#count;
    const draft = new ThreadDraft(number, {
      post: (order) => this.#post(order),
      append: (plain, isLast) => this.#append(number, plain, isLast),
      forget: () => void this.#drafts.delete(number),
    });
    this.#drafts.set(number, draft);
    return draft;
  }

  #post(order: DraftOrder): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread is not a window
    (this.#running ??= this.#start()).worker.postMessage(order);
  }

  async #append(draft: number, plain: Uint8Array, isLast: boolean): Promise<void> {
    const { slots } = (this.#running ??= this.#start());
    const slot = this.#free.pop() ?? (await new Promise<number | Error>((resolve) => this.#waiting.push(resolve)));
    if (slot instanceof Error) throw slot;
    new Uint8Array(slots, slot * chunkLength, chunkLength).set(plain);
    this.#post({ kind: 'append', draft, slot, byteLength: plain.length, isLast });
  }

  #start(): Running {
    const slots = new SharedArrayBuffer(slotCount * chunkLength);
    const worker = new Worker(entryUrl(), { workerData: { key: this.#key, slots } satisfies DraftWorkerStart, execArgv: [] });
    // Whoever waits for an answer has a connection open, which keeps the process.
    worker.unref();
    this.#free = Array.from({ length: slotCount }, (_, at) => at);
    worker.on('message', (answer: DraftAnswer) => this.#hear(answer));
    let why = new Error('The platform was stopped while objects arrived; they go on later.');
    worker.once('error', (error: Error) => (why = error));
    worker.once('exit', () => this.#lose(why));
    return { worker, slots };
  }

  #hear(answer: DraftAnswer): void {
    if (answer.kind === 'done') return this.#drafts.get(answer.draft)?.take(answer.value);
    if (answer.kind === 'failed') return this.#drafts.get(answer.draft)?.fail(toError(answer.error));
    const next = this.#waiting.shift();
    if (next) next(answer.slot);
    else this.#free.push(answer.slot);
  }

  /** Consoles ask where to go on; the next upload starts another thread. */
  #lose(why: Error): void {
    this.#running = null;
    for (const draft of this.#drafts.values()) draft.fail(why);
    this.#drafts.clear();
    for (const waiting of this.#waiting.splice(0)) waiting(why);
  }
}

const toError = ({ message, code, reason }: DraftFailure): Error => (reason === 'integrity' ? new SyncError('integrity', message) : Object.assign(new Error(message), code === undefined ? {} : { code }));

/** The entry lies beside this file in the sources, and in the folder above the chunks of a build. */
function entryUrl(): URL {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? './draftWorker.ts' : here.includes('/chunks/') ? '../draftWorker.js' : './draftWorker.js', here);
}
