import { WorkerPool } from '../../study/workerPool.ts';
import type { TagList } from './tagRows.ts';

/** An object with hundreds of thousands of elements takes seconds; one that takes longer is a forged one. */
const deadlineMs = 30_000;

/**
 * Lists the elements of an object in a worker that ends with it.
 *
 * @param bytes are copied
 * @throws {DicomError} as listTags
 */
export async function listInWorker(bytes: Uint8Array): Promise<TagList> {
  const pool = new WorkerPool<Uint8Array, TagList>({ makeWorker: () => new Worker(new URL('./tagWorker.ts', import.meta.url), { type: 'module' }), size: 1, deadlineMs });
  const copy = bytes.slice();
  try {
    return await pool.run(copy, [copy.buffer]);
  } finally {
    pool.dispose();
  }
}
