import type { ObjectHead } from '../../shared/ipc/channels.ts';
import type { FrameDecoder } from './decodePool.ts';
import type { FetchFile } from './fetchFiles.ts';
import { SeriesReading } from './seriesReading.ts';
import type { SeriesMessage, SeriesRequest } from './seriesMessages.ts';
import { ending } from './workerPool.ts';

/** What a reader of a series needs of the worker it runs in. */
export interface SeriesHost {
  readonly post: (message: SeriesMessage) => void;
  readonly fetchFrom: (baseUrl: string) => FetchFile;
  readonly makeDecoder: () => FrameDecoder;
  readonly allocate: (byteLength: number) => ArrayBufferLike;
  readonly nowMs: () => number;
  /** Ends the worker. */
  readonly close: () => void;
  /** Something failed that should not. */
  readonly fail: (error: unknown) => void;
}

/**
 * Answers the page that opens a series: reads to the end or to the word to stop; then the decoders end themselves, and
 * the worker after them (see worker.ts).
 */
export function answerSeries({ post, fetchFrom, makeDecoder, allocate, nowMs, close, fail }: SeriesHost): (request: SeriesRequest) => void {
  const stop = new AbortController();
  const heads = new Answer<readonly ObjectHead[]>();
  const granted = new Answer<undefined>();
  let reading: SeriesReading | null = null;
  const grant = async (byteLength: number): Promise<void> => {
    post({ type: 'ask', byteLength });
    await granted.promise;
  };
  const read = async ({ objects, baseUrl, look }: Extract<SeriesRequest, { type: 'open' }>): Promise<void> => {
    const decoder = makeDecoder();
    reading = new SeriesReading({ objects, heads: heads.promise, fetchFile: fetchFrom(baseUrl), decode: decoder.decode, signal: stop.signal, post, grant, allocate, nowMs });
    if (look !== null) reading.look(look);
    await reading.run();
    await decoder.close();
    post(ending);
    close();
  };
  return (request) => {
    switch (request.type) {
      case 'open':
        read(request).catch(fail);
        return;
      case 'heads':
        heads.give(request.heads);
        return;
      case 'grant':
        granted.give(undefined);
        return;
      case 'look':
        reading?.look(request.look);
        return;
      case 'stop':
        stop.abort();
        // Whoever waits for an answer goes on and finds that it is over.
        heads.give([]);
        granted.give(undefined);
    }
  };
}

/** Something the page will say. */
class Answer<T> {
  readonly promise: Promise<T>;
  #settle: ((value: T) => void) | undefined;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  give(value: T): void {
    this.#settle?.(value);
  }
}
