import { AttachmentError, attachmentReasons } from '../../../shared/attachment/attachmentError.ts';
import { WorkerPool } from '../../study/workerPool.ts';
import type { BuildAnswer, BuildJob } from './buildObject.ts';

/** The largest picture takes a few seconds on a slow computer; one that takes longer hangs. */
const deadlineMs = 60_000;

/**
 * Builds the object of one file in a worker that ends with it, so that the page stays quick while a picture is decoded.
 *
 * @param job its bytes are handed over
 * @throws {AttachmentError | DicomError} as buildObject
 */
export async function buildInWorker(job: BuildJob): Promise<Uint8Array> {
  const pool = new WorkerPool<BuildJob, BuildAnswer>({ makeWorker: () => new Worker(new URL('./buildWorker.ts', import.meta.url), { type: 'module' }), size: 1, deadlineMs });
  try {
    const { object, refusal } = await pool.run(job, [job.bytes.buffer]);
    if (refusal === null) return object;
    throw new AttachmentError(attachmentReasons.find((reason) => reason === refusal.reason) ?? 'broken', refusal.message);
  } finally {
    pool.dispose();
  }
}
