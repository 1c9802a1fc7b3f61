import { StoreError } from '../../../shared/errors/appError.ts';
import { crashed, type FoundObject } from './findObjects.ts';
import type { PeekJob } from './importJobs.ts';
import type { ImportTally } from './importTally.ts';
import type { ArrivingObject, ObjectSource } from './objectSource.ts';
import type { ObjectTaker } from './objectTaker.ts';
import type { WorkerPool } from './workerPool.ts';

interface Arrival {
  readonly pool: WorkerPool;
  readonly taker: ObjectTaker;
  readonly tally: ImportTally;
  readonly signal: AbortSignal;
  /** Patient of the case or chosen; null while neither is known. */
  readonly patientKey: string | null;
}

const lotCount = 32;
const lotBytes = 32 * 1024 * 1024;

/**
 * Takes objects as they arrive. They cannot be gone through twice, so while the patient is not known nothing enters the
 * record before the last one is here; when a second patient turns up, nothing stays.
 *
 * @returns false when there are several patients and none is chosen
 * @throws {SyncError} as the source; {StoreError} disk-full | read-only | cancelled
 */
export async function takeArriving(source: ObjectSource, arrival: Arrival): Promise<boolean> {
  const { taker, tally, signal, patientKey } = arrival;
  const isOpen = patientKey === null;
  if (isOpen) taker.hold();
  tally.expect({ files: 0, bytes: 0 });
  try {
    await takeLots(source, arrival);
  } catch (error) {
    // A second patient may be among what did not come any more: only one that is known is kept.
    if (isOpen) taker.discard();
    throw error;
  }
  if (isOpen && tally.patientKeys.length > 1) {
    taker.discard();
    return false;
  }
  if (isOpen) taker.release();
  if (signal.aborted) throw new StoreError('cancelled', 'The import was cancelled; what was taken before stays, import again to go on.');
  await source.taken();
  return true;
}

/** One lot is taken while the next one arrives. */
async function takeLots(source: ObjectSource, arrival: Arrival): Promise<void> {
  const { tally, signal } = arrival;
  let taking: Promise<void> = Promise.resolve();
  let lot: ArrivingObject[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const objects = lot;
    lot = [];
    bytes = 0;
    await taking;
    taking = takeLot(objects, arrival);
    // Its failure is thrown where it is awaited; until then it is nobody's.
    taking.catch(() => undefined);
  };
  const expect = ({ files, bytes: length }: { readonly files: number; readonly bytes: number | null }): void => tally.expect({ files, bytes: length ?? 0 });
  try {
    for await (const arrived of source.open(signal, expect)) {
      if ('reason' in arrived) {
        tally.rejects.push(arrived);
        tally.fileDone(0);
        continue;
      }
      lot.push(arrived);
      bytes += arrived.bytes.length;
      if (lot.length >= lotCount || bytes >= lotBytes) await flush();
      if (signal.aborted) break;
    }
  } finally {
    // What arrived before the other side failed is taken too.
    await flush();
    await taking;
  }
}

async function takeLot(arrived: readonly ArrivingObject[], { pool, taker, tally, signal, patientKey }: Arrival): Promise<void> {
  const objects: FoundObject[] = [];
  const jobs = arrived.map(({ name, bytes }): PeekJob => ({ kind: 'peek', place: { kind: 'bytes', name, bytes }, isWhole: true }));
  await pool.run(jobs, {
    signal,
    onAnswer: (peeked, { place }) => {
      if (peeked?.kind === 'object') objects.push({ ...peeked, place });
      else {
        tally.rejects.push(peeked === null ? crashed(place.name) : peeked.kind === 'reject' ? peeked.reject : { path: place.name, reason: 'unsupported', message: 'This is an archive or an index and no object; ask the sender for the objects themselves.' });
        tally.fileDone(0);
      }
    },
  });
  for (const { header } of objects) tally.countPatient(header);
  const [firstKey] = tally.patientKeys;
  // Of several patients none is chosen yet: what comes now is only counted.
  if (patientKey === null && tally.patientKeys.length > 1) return;
  const key = patientKey ?? firstKey;
  if (key !== undefined) await taker.take(objects, key);
}
