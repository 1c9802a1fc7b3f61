import type { ObjectHead } from '../../shared/ipc/channels.ts';
import type { SeriesMessage, SeriesObject, SeriesRequest } from './seriesMessages.ts';
import type { Look } from './sliceOrder.ts';
import { ending } from './workerPool.ts';

/** A reader that does not end itself by then is ended. */
const longestFarewellMs = 2000;

export interface SessionInput {
  readonly worker: Worker;
  readonly objects: readonly SeriesObject[];
  readonly baseUrl: string;
  readonly look: Look | null;
  readonly readHeads: () => Promise<readonly ObjectHead[]>;
  readonly onMessage: (message: Exclude<SeriesMessage, typeof ending>) => void;
  /** The reader is gone before its time. */
  readonly onDeath: (message: string) => void;
}

/** The page's side of one reader: a worker that reads one series and then ends itself. */
export class SeriesSession {
  readonly #worker: Worker;
  readonly #listening = new AbortController();
  #isStopped = false;
  #farewell: ReturnType<typeof setTimeout> | undefined;

  constructor({ worker, objects, baseUrl, look, readHeads, onMessage, onDeath }: SessionInput) {
    this.#worker = worker;
    const { signal } = this.#listening;
    worker.addEventListener('message', ({ data }: MessageEvent<SeriesMessage>) => {
      if (data === ending) this.#end();
      else if (!this.#isStopped) onMessage(data);
    }, { signal });
    worker.addEventListener('error', (event: ErrorEvent) => {
      const isExpected = this.#isStopped;
      this.#end();
      worker.terminate();
      if (!isExpected) onDeath(event.message || 'it could not be started');
    }, { signal });
    this.#tell({ type: 'open', objects, baseUrl, look });
    const heads = async (): Promise<readonly ObjectHead[]> => readHeads();
    heads().then(
      (found) => this.#tell({ type: 'heads', heads: found }),
      // Without beginnings the files themselves are read, and each names what is wrong with it.
      () => this.#tell({ type: 'heads', heads: [] }),
    );
  }

  grant(): void {
    this.#tell({ type: 'grant' });
  }

  look(look: Look): void {
    this.#tell({ type: 'look', look });
  }

  /** Asks the reader to end; nothing more is heard of it. */
  stop(): void {
    if (this.#isStopped || this.#listening.signal.aborted) return;
    this.#tell({ type: 'stop' });
    this.#isStopped = true;
    this.#farewell = setTimeout(() => {
      this.#end();
      this.#worker.terminate();
    }, longestFarewellMs);
  }

  #end(): void {
    clearTimeout(this.#farewell);
    this.#listening.abort();
  }

  #tell(request: SeriesRequest): void {
    if (this.#isStopped || this.#listening.signal.aborted) return;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin
    this.#worker.postMessage(request);
  }
}
