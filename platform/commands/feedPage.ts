import { protocolOf } from '../../shared/sync/negotiate.ts';
import type { FeedResponse } from '../../shared/sync/protocol.ts';
import { PlatformError } from '../platformError.ts';
import { restored } from './orderer.ts';
import { sealOf } from './seal.ts';
import type { PlatformStore } from '../store/openStore.ts';

interface Asked {
  readonly after: number;
  readonly limit: number;
  readonly protocol: number;
  /** The generation of the order the console knows; absent from older ones and at the first time. */
  readonly generation?: string | undefined;
}

/**
 * One page of a hospital's feed for a console of the given protocol, each command with the proof of its place.
 * @throws {PlatformError} restored when the console knows another order; protocol-version when the next entry is one such a console would make another record of
 */
export async function feedPage(store: Pick<PlatformStore, 'streams' | 'generations'>, hospitalId: string, asked: Asked, sealKey: Uint8Array): Promise<FeedResponse> {
  const page = await readPage(store, hospitalId, asked);
  const entries = page.entries.map((entry) => ({ ...entry, committed: { ...entry.committed, seal: sealOf(sealKey, entry.committed) } }));
  // After the page was read: one that was put together while the order changed is not told.
  const generation = await store.generations.current();
  if (asked.generation !== undefined && asked.generation !== generation.id) throw restored();
  return { ...page, entries, generation };
}

async function readPage(store: Pick<PlatformStore, 'streams'>, hospitalId: string, { after, limit, protocol }: Asked): Promise<FeedResponse> {
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
