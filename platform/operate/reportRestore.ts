import type { PlatformStore } from '../store/openStore.ts';

/** What the administrator is told after a copy was put back; ids and numbers, never a patient. */
export interface RestoreSummary {
  readonly state: string;
  readonly restoredAt: string | null;
  readonly back: readonly { readonly hospital: string; readonly console: string; readonly at: string; readonly returned: number; readonly refused: number }[];
  /** Consoles the copy knows that have not come back: what only they hold is still missing. */
  readonly awaited: readonly { readonly hospital: string; readonly console: string }[];
  /** What had been ordered and no console that came back holds. */
  readonly missing: readonly string[];
}

/** Where a restored platform stands. */
export async function reportRestore(store: Pick<PlatformStore, 'generations'>): Promise<RestoreSummary> {
  const { restoredAtMs, back, awaited } = await store.generations.report();
  const gaps = new Map(back.flatMap((console) => console.gaps.map((gap) => [`${gap.streamId}/${gap.from}/${gap.to}`, gap] as const)));
  return {
    state: restoredAtMs === null ? 'never put back from a copy' : awaited.length === 0 ? 'every console the copy knows has come back' : `${awaited.length} of the consoles the copy knows have not come back; whatever only they hold is missing until they do`,
    restoredAt: restoredAtMs === null ? null : new Date(restoredAtMs).toISOString(),
    back: back.map(({ hospitalId, deviceId, atMs, returned, refused }) => ({ hospital: hospitalId, console: deviceId, at: new Date(atMs).toISOString(), returned, refused })),
    awaited: awaited.map(({ hospitalId, deviceId }) => ({ hospital: hospitalId, console: deviceId })),
    missing: [...gaps.values()].map(({ streamId, from, to }) => `${from === to ? `version ${from}` : `versions ${from} to ${to}`} of ${streamId}: ordered before the restore and at none of the consoles that said so; the commands after them were taken again without them`),
  };
}
