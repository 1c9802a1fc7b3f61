import type { Generation } from '../../shared/sync/generation.ts';
import type { PlatformStore } from '../store/openStore.ts';

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
