import { StoreError } from '../../shared/errors/appError.ts';

/** One file to fetch; `name` is what an error calls it. */
export interface FileRequest {
  readonly sha256: string;
  readonly name: string;
}

/** Bytes of a stored object. @throws {StoreError} not-found | corrupt */
export type FetchFile = (file: FileRequest, signal: AbortSignal) => Promise<Uint8Array>;

/** Fetches from `<baseUrl><sha256>`; no cache of the browser keeps a patient's bytes. */
export const fetchFrom =
  (baseUrl: string): FetchFile =>
  async (file, signal) => {
    const response = await fetch(`${baseUrl}${file.sha256}`, { signal, cache: 'no-store' });
    if (!response.ok) {
      throw new StoreError('not-found', `The bytes of ${file.name} could not be read (status ${response.status}); synchronise the case again.`, {
        detail: { sha256: file.sha256, status: response.status },
      });
    }
    return new Uint8Array(await response.arrayBuffer());
  };

/** Runs `work` over all items, at most `width` at a time, in their order; stops taking new ones once `signal` is aborted. */
export async function eachInParallel<T>(items: readonly T[], width: number, signal: AbortSignal, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  await serve(Math.min(width, items.length), signal, () => items[next++], work);
}

/** The same over whatever `take` gives each time something may begin, until it gives nothing. */
export async function serve<T>(width: number, signal: AbortSignal, take: () => T | undefined, work: (item: T) => Promise<void>): Promise<void> {
  const lane = async (): Promise<void> => {
    while (!signal.aborted) {
      const item = take();
      if (item === undefined) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}
