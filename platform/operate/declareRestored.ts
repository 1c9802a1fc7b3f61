import type { Generation } from '../../shared/sync/generation.ts';
import { openStore, type PlatformStore, type StoreOptions } from '../store/openStore.ts';

/**
 * Ends the order as it was told: this platform's data are an older copy, and consoles may hold what it lacks. Each of them
 * gives it back before it sends or receives anything else.
 */
export const declareRestored = (store: Pick<PlatformStore, 'transact'>, nowMs: number): Promise<Generation> =>
  store.transact(async (tx) => {
    const generation = await tx.generations.begin('restored', nowMs);
    await tx.audit.append({ atMs: nowMs, action: 'platformRestored', personId: 'platform', hospitalId: '', deviceId: '', subject: generation.id, detail: { generation: generation.number } });
    return generation;
  });

/** The same for a platform that does not run, brought to the newest schema; returns the number of the generation. @throws {StoreError} locked while it runs */
export async function declareAt(place: StoreOptions): Promise<number> {
  const store = await openStore(place);
  try {
    return (await declareRestored(store, Date.now())).number;
  } finally {
    await store.close();
  }
}
