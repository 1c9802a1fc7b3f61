import { SyncError } from '../../../shared/errors/appError.ts';
import { applyFeed } from '../commands/applyFeed.ts';
import type { FeedSource } from '../commands/feedSource.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { currentGeneration, enterGeneration, knownGenerations, requeueOrdered } from '../store/generations.ts';
import { inTransaction } from '../store/statement.ts';
import { feedPosition } from '../store/streams.ts';
import type { PlatformClient } from './platformClient.ts';
import { asking } from './restoredFor.ts';

/** A page on a slow line has to arrive within the time limit of one answer; a fast line takes what the platform gives at once. */
const firstPage = 100;
const largestPage = 500;
/** A line that brings a first page this fast brings a large one within a few seconds. */
const fastMs = 1000;

/**
 * Brings in what the platform ordered since this console last asked for the hospital, page by page.
 * @throws {RestoredFor} when it was put back from an older copy; {SyncError} unreachable | unauthorized | integrity when it was and does not know it
 */
export async function pullFeed(context: RecordContext, client: Pick<PlatformClient, 'origin' | 'feed'>, token: string, source: FeedSource): Promise<void> {
  for (let limit = firstPage; ; ) {
    const after = feedPosition(context.store.db, source.platform, source.hospitalId);
    const askedMs = performance.now();
    const page = await asking(source.hospitalId, token, () => client.feed(token, after, limit, currentGeneration(context.store.db, source)));
    const tookMs = performance.now() - askedMs;
    if (page.head < after) throw behind(client.origin, page.head, after);
    if (page.generation && knownGenerations(context.store.db, source).length === 0) enterFirst(context, source, page.generation.id);
    applyFeed(context, source, page);
    if (page.entries.length + (page.removals?.length ?? 0) < limit) return;
    // Each page is one transaction, and reads and writes every case in it once: large pages are what makes catching up fast.
    limit = tookMs < fastMs ? largestPage : firstPage;
  }
}

/** The order this console meets first. What was sent before it knew one may have been lost with another: what the platform still has, it takes once. */
function enterFirst(context: RecordContext, source: FeedSource, id: string): void {
  const { db } = context.store;
  inTransaction(db, () => {
    enterGeneration(db, source, { id, position: 0 }, context.nowMs(), null);
    requeueOrdered(db, source.platform);
  });
}

/** A platform put back from an old copy by other means than its own command would give positions out again that are behind us: nothing of it would ever arrive. */
const behind = (url: string, head: number, after: number): SyncError =>
  new SyncError('integrity', `The platform at ${url} has lost records this console has already received from it; tell its administrator: after a copy was put back by hand, "npm run platform -- restored" has to be run once. Everything is kept here.`, { detail: { url, head, after } });
