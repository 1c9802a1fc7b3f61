import { afterEach } from 'vitest';
import { WorkerPool } from '../../../electron/core/files/workerPool.ts';
import type { WorkerStart } from '../../../electron/core/files/importJobs.ts';

/** A pool that is closed after the test; to be called in a `describe`. */
export function usePools(): (start?: WorkerStart, options?: ConstructorParameters<typeof WorkerPool>[1]) => WorkerPool {
  const pools: WorkerPool[] = [];
  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));
  return (start = { blobs: null }, options = {}) => {
    const pool = new WorkerPool(start, options);
    pools.push(pool);
    return pool;
  };
}

export const never = (): AbortSignal => new AbortController().signal;
