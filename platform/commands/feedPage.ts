import { protocolOf } from '../../shared/sync/negotiate.ts';
import type { FeedResponse } from '../../shared/sync/protocol.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';

/**
 * One page of a hospital's feed for a console of the given protocol.
 * @throws {PlatformError} protocol-version when the next entry is one such a console would make another record of
 */
export async function feedPage(store: Pick<PlatformStore, 'streams'>, hospitalId: string, { after, limit, protocol }: { after: number; limit: number; protocol: number }): Promise<FeedResponse> {
  const nowMs = Date.now();
  // Before the entries: a command committed in between is behind this head, never before it.
  const head = await store.streams.head(hospitalId);
  const found = await store.streams.feed(hospitalId, after, limit);
  if (protocol < 2) {
    const unknownAt = found.findIndex(({ committed }) => protocolOf(committed.command) > protocol);
    if (unknownAt === 0) throw new PlatformError('protocol-version', 'A case of your hospital holds something this version of the console cannot read; update the console to go on receiving. What it sends is taken as before.', { detail: { mustUpdate: 'console' } });
    return { entries: unknownAt === -1 ? found : found.slice(0, unknownAt), head, nowMs };
  }
  const removed = await store.streams.removals(hospitalId, after, limit);
  const last = [...found, ...removed].map(({ position }) => position).sort((a, b) => a - b).slice(0, limit).at(-1) ?? 0;
  return { entries: found.filter(({ position }) => position <= last), removals: removed.filter(({ position }) => position <= last), head, nowMs };
}
