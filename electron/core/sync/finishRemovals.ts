import { inTransaction } from '../store/statement.ts';
import type { FeedSource } from '../commands/feedSource.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { markReported, markWiped, unreportedRemovals, unwipedRemovals, wipeFreePages } from '../store/removals.ts';
import type { PlatformClient } from './platformClient.ts';

/**
 * Ends what removals began: deletes the bytes of blobs, writes the database anew without its free pages, has the copies
 * of the record replaced, and only then tells the platform. What a crash interrupts is done again.
 *
 * @param renewBackups makes a new copy of the record and deletes every older one
 */
export async function finishRemovals(context: RecordContext, client: Pick<PlatformClient, 'confirmRemoval'>, token: string, source: FeedSource, renewBackups: () => Promise<void>): Promise<void> {
  const { db, unusedBlobs } = context.store;
  const unwiped = unwipedRemovals(db);
  if (unwiped.length > 0) {
    unusedBlobs.remove(unwiped.flatMap(({ blobs }) => blobs));
    wipeFreePages(db);
    await renewBackups();
    inTransaction(db, () => unwiped.forEach((removal) => markWiped(db, removal)));
  }
  for (const removal of unreportedRemovals(db, source.platform, source.hospitalId)) {
    const { platform: _platform, hospitalId: _hospitalId, ...receipt } = removal;
    await client.confirmRemoval(token, receipt);
    markReported(db, removal);
  }
}
