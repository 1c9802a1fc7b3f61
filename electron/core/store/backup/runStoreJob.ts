import { Worker } from 'node:worker_threads';
import { AppError, StoreError } from '../../../../shared/errors/appError.ts';
import type { StoreJob, StoreJobAnswers, StoreJobEnd, StoreJobStart } from './storeJobs.ts';

/** The entry lies beside this file in the sources, and in the folder above the chunks of a build. */
function entryUrl(): URL {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? './storeWorker.ts' : here.includes('/chunks/') ? '../storeWorker.js' : './storeWorker.js', here);
}

/**
 * Runs one job in a thread of its own.
 * @throws {AppError} what the job threw; {StoreError} cancelled when `signal` ends it
 */
export function runStoreJob<K extends StoreJob['kind']>(place: Omit<StoreJobStart, 'job'>, job: Extract<StoreJob, { kind: K }>, signal: AbortSignal): Promise<StoreJobAnswers[K]> {
  return new Promise((done, fail) => {
    const worker = new Worker(entryUrl(), { workerData: { ...place, job } satisfies StoreJobStart, execArgv: [] });
    const stop = (): void => void worker.terminate();
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', (end: StoreJobEnd) => {
      if (end.ok) done(end.value as StoreJobAnswers[K]);
      else fail(new AppError(end.error.code, end.error.reason, end.error.message, { detail: end.error.detail ?? {} }));
    });
    worker.once('error', fail);
    worker.once('exit', () => {
      signal.removeEventListener('abort', stop);
      fail(new StoreError('cancelled', 'The console was closed before this was done; it is done after the next start.'));
    });
  });
}
