import type { ObjectHead } from '../../../shared/ipc/channels.ts';
import type { CoreParts } from '../coreParts.ts';
import type { HeadCache } from '../files/headCache.ts';
import { reportBlobLoss } from '../readBlob.ts';
import { listInstances, localBlobs } from '../store/imaging.ts';

/** So many heads are read without letting others have their turn: about five milliseconds. */
const headsPerTurn = 12;

/**
 * Heads of every object of a series whose bytes are here, in the order of the case's list. One that turns out to be
 * damaged or gone is left out, and fetched again like one that never came.
 */
export async function seriesHeads(parts: Pick<CoreParts, 'store' | 'sync'>, cache: HeadCache, caseId: string, seriesInstanceUID: string): Promise<ObjectHead[]> {
  const { store } = parts;
  const local = localBlobs(store.db);
  const wanted = listInstances(store.db, caseId).filter(({ header, sha256 }) => header.seriesInstanceUID === seriesInstanceUID && local.has(sha256));
  const heads: ObjectHead[] = [];
  for (const [at, { header, sha256 }] of wanted.entries()) {
    if (at > 0 && at % headsPerTurn === 0) await new Promise(setImmediate);
    try {
      const { bytes, totalLength, isWhole } = await cache.read(sha256);
      heads.push({ sopInstanceUID: header.sopInstanceUID, sha256, byteLength: totalLength, bytes, isWhole });
    } catch (error) {
      if (!reportBlobLoss(parts, sha256, error)) throw error;
    }
  }
  return heads;
}
