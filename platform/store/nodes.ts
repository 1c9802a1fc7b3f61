import { sql } from 'kysely';
import type { Db } from './tables.ts';

/** One running platform process, and where consoles reach it. */
export interface PlatformNode {
  readonly id: string;
  readonly url: string;
}

export type NodeQueries = ReturnType<typeof nodeQueries>;

/** The nodes of one platform, and what all of them must have in common. */
export function nodeQueries(db: Db) {
  return {
    /** Enters a node; one that ran at the same address before is gone. */
    async add({ id, url }: PlatformNode, nowMs: number): Promise<void> {
      await db.deleteFrom('node').where('url', '=', url).execute();
      await db.insertInto('node').values({ id, url, started_at_ms: nowMs, seen_at_ms: nowMs }).execute();
    },
    /** The node is alive; entered again when the others had given it up. */
    async seen({ id, url }: PlatformNode, nowMs: number): Promise<void> {
      await db.insertInto('node').values({ id, url, started_at_ms: nowMs, seen_at_ms: nowMs }).onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at_ms: nowMs })).execute();
    },
    async remove(id: string): Promise<void> {
      await db.deleteFrom('node').where('id', '=', id).execute();
    },
    /** Forgets nodes that were not seen for long. */
    async forget(seenBeforeMs: number): Promise<void> {
      await db.deleteFrom('node').where('seen_at_ms', '<', seenBeforeMs).execute();
    },
    alive: (seenSinceMs: number): Promise<PlatformNode[]> => db.selectFrom('node').select(['id', 'url']).where('seen_at_ms', '>=', seenSinceMs).orderBy('url').execute(),
    /** What the first node wrote under the name; `value` when this is the first. */
    async agree(name: string, value: string): Promise<string> {
      await db.insertInto('deployment').values({ name, value }).onConflict((conflict) => conflict.doNothing()).execute();
      return (await db.selectFrom('deployment').select('value').where('name', '=', name).executeTakeFirstOrThrow()).value;
    },
    /** The database server's clock; for the SQLite file, this machine's. */
    async clockMs(kind: 'sqlite' | 'postgres'): Promise<number> {
      if (kind === 'sqlite') return Date.now();
      const { rows } = await sql<{ now: number }>`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::double precision AS now`.execute(db);
      return rows[0]?.now ?? Date.now();
    },
  };
}
