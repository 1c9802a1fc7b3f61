import { SyncError } from '../../../shared/errors/appError.ts';
import { applyFeed } from '../commands/applyFeed.ts';
import type { FeedSource } from '../commands/feedSource.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { feedPosition } from '../store/streams.ts';
import type { PlatformClient } from './platformClient.ts';

/** A page on a slow line has to arrive within the time limit of one answer; a fast line takes what the platform gives at once. */
const firstPage = 100;
const largestPage = 500;
/** A line that brings a first page this fast brings a large one within a few seconds. */
const fastMs = 1000;

/**
 * Brings in what the platform ordered since this console last asked for the hospital, page by page.
 * @throws {SyncError} unreachable | unauthorized | integrity when the platform has lost what was received from it
 */
export async function pullFeed(context: RecordContext, client: Pick<PlatformClient, 'origin' | 'feed'>, token: string, source: FeedSource): Promise<void> {
  for (let limit = firstPage; ; ) {
    const after = feedPosition(context.store.db, source.platform, source.hospitalId);
    const askedMs = performance.now();
    const page = await client.feed(token, after, limit);
    const tookMs = performance.now() - askedMs;
    if (page.head < after) throw behind(client.origin, page.head, after);
    applyFeed(context, source, page);
    if (page.entries.length + (page.removals?.length ?? 0) < limit) return;
    // Each page is one transaction, and reads and writes every case in it once: large pages are what makes catching up fast.
    limit = tookMs < fastMs ? largestPage : firstPage;
  }
}

/** A platform put back from an old copy would give positions out again that are behind us: nothing of it would ever arrive. */
const behind = (url: string, head: number, after: number): SyncError =>
  new SyncError('integrity', `The platform at ${url} has lost records this console has already received from it; tell its administrator before going on. Everything is kept here.`, { detail: { url, head, after } });
