import { randomUUID } from 'node:crypto';
import type { Gap, Generation, Rejoined } from '../../shared/sync/generation.ts';
import type { Db } from './tables.ts';

/** A console that came back after a restore. */
export interface ReturnedConsole {
  readonly hospitalId: string;
  readonly deviceId: string;
  readonly atMs: number;
  readonly returned: number;
  readonly refused: number;
  readonly gaps: readonly Gap[];
}

/** Since the copy was put back: who came back with what, and who is still awaited. */
export interface RestoreReport {
  /** Null when the platform was never put back from a copy. */
  readonly restoredAtMs: number | null;
  readonly back: readonly ReturnedConsole[];
  /** Consoles the copy knows that have not come back. */
  readonly awaited: readonly { readonly hospitalId: string; readonly deviceId: string }[];
}

/** Every platform begins with it, so that a copy from before generations were counted is known again. */
const first: Generation = { id: 'first', number: 1 };

export type GenerationQueries = ReturnType<typeof generationQueries>;

/** Generations of the order (shared/sync/generation.ts). */
export function generationQueries(db: Db) {
  const current = async (): Promise<Generation> => (await db.selectFrom('generation').select(['id', 'number']).orderBy('number', 'desc').limit(1).executeTakeFirst()) ?? first;
  return {
    current,
    /** Begins the next generation: whatever the feeds hold now stays, what is placed from now on may differ from what was told before. */
    async begin(reason: 'restored' | 'reordered', nowMs: number): Promise<Generation> {
      const { number: last } = await current();
      const next = { number: last + 1, id: randomUUID() };
      await db.insertInto('generation').values({ ...next, reason, began_at_ms: nowMs }).execute();
      const heads = new Map<string, number>();
      for (const table of ['feed', 'removal'] as const) {
        const rows = await db.selectFrom(table).select(({ fn }) => ['hospital_id', fn.max('position').as('head')]).groupBy('hospital_id').execute();
        for (const { hospital_id: hospitalId, head } of rows) heads.set(hospitalId, Math.max(heads.get(hospitalId) ?? 0, head));
      }
      const values = [...heads].map(([hospital_id, position]) => ({ number: next.number, hospital_id, position }));
      if (values.length > 0) await db.insertInto('generation_head').values(values).execute();
      return next;
    },
    /** How far a hospital's feed is as the newest of the known generations had it; null when none of them is known here. */
    async sharedPosition(known: readonly string[], hospitalId: string): Promise<{ readonly position: number; readonly shared: string } | null> {
      const rows = [first, ...(await db.selectFrom('generation').select(['id', 'number']).orderBy('number').execute())];
      const shared = rows.findLast(({ id }) => known.includes(id));
      if (!shared) return null;
      const from = shared.number;
      const heads = await db.selectFrom('generation_head').select(['number', 'position']).where('hospital_id', '=', hospitalId).where('number', '>', from).execute();
      const later = rows.filter(({ number }) => number > from);
      return { shared: shared.id, position: later.reduce((least, { number }) => Math.min(least, heads.find((head) => head.number === number)?.position ?? 0), Number.MAX_SAFE_INTEGER) };
    },
    async rejoin(number: number, hospitalId: string, deviceId: string, { returned, refused, gaps }: Omit<Rejoined, 'generationId'>, nowMs: number): Promise<void> {
      await db.insertInto('generation_console').values({ number, hospital_id: hospitalId, device_id: deviceId, at_ms: nowMs, returned, refused, gaps_json: JSON.stringify(gaps) })
        .onConflict((conflict) => conflict.columns(['number', 'hospital_id', 'device_id']).doUpdateSet((eb) => ({ at_ms: eb.ref('excluded.at_ms'), returned: eb.ref('excluded.returned'), refused: eb.ref('excluded.refused'), gaps_json: eb.ref('excluded.gaps_json') }))).execute();
    },
    /** Since the last time a copy was put back. */
    async report(): Promise<RestoreReport> {
      const restored = await db.selectFrom('generation').select(['number', 'began_at_ms']).where('reason', '=', 'restored').orderBy('number', 'desc').limit(1).executeTakeFirst();
      if (!restored) return { restoredAtMs: null, back: [], awaited: [] };
      const rows = await db.selectFrom('generation_console').selectAll().where('number', '>=', restored.number).orderBy('at_ms').execute();
      const back = rows.map((row) => ({ hospitalId: row.hospital_id, deviceId: row.device_id, atMs: row.at_ms, returned: row.returned, refused: row.refused, gaps: JSON.parse(row.gaps_json) as Gap[] }));
      const known = await db.selectFrom('hospital_console').select(['hospital_id as hospitalId', 'device_id as deviceId']).where('first_seen_ms', '<', restored.began_at_ms).orderBy('hospital_id').orderBy('device_id').execute();
      return { restoredAtMs: restored.began_at_ms, back, awaited: known.filter((console) => !back.some(({ hospitalId, deviceId }) => hospitalId === console.hospitalId && deviceId === console.deviceId)) };
    },
  };
}
