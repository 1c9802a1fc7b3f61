import type { ObjectHead } from '../../../shared/ipc/channels.ts';
import type { CoreParts } from '../coreParts.ts';
import { readHead } from '../files/objectHead.ts';
import { reportBlobLoss } from '../readBlob.ts';
import { keepHead, listLocalObjects, type Head } from '../store/objectHeads.ts';
import { inTransaction } from '../store/statement.ts';

/** So many heads are read from their objects without letting others have their turn: about five milliseconds. */
const readsPerTurn = 12;

/**
 * Heads of every object of a series whose bytes are here, in the order of the case's list. One that turns out to be
 * damaged or gone is left out, and fetched again like one that never came.
 */
export async function seriesHeads(parts: Pick<CoreParts, 'store' | 'sync'>, caseId: string, seriesInstanceUID: string): Promise<ObjectHead[]> {
  const { store } = parts;
  const heads: ObjectHead[] = [];
  const read = new Map<string, Head>();
  for (const { sopInstanceUID, sha256, head: kept } of listLocalObjects(store.db, caseId, seriesInstanceUID)) {
    try {
      const head = kept !== null && store.blobs.has(sha256) ? kept : await readHead(store.blobs, sha256);
      if (head !== kept) read.set(sha256, head);
      heads.push({ sopInstanceUID, sha256, byteLength: head.totalLength, bytes: head.bytes, isWhole: head.isWhole });
      if (head !== kept && read.size % readsPerTurn === 0) await new Promise(setImmediate);
    } catch (error) {
      if (!reportBlobLoss(parts, sha256, error)) throw error;
    }
  }
  if (read.size > 0) inTransaction(store.db, () => read.forEach((head, sha256) => keepHead(store.db, sha256, head)));
  return heads;
}
