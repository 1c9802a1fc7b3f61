import type { Db } from '../tables.ts';
import type { Signalling } from './postgresSignalling.ts';

/** Which database is below. */
export type EngineKind = 'sqlite' | 'postgres';

/**
 * `durable`: on the disk before it is answered. `swift`: survives the end of this process but perhaps not
 * of the machine; for view patches and heartbeats, many a second.
 */
export type Durability = 'durable' | 'swift';

/** A database behind kysely: the same queries run on each. */
export interface Engine {
  readonly kind: EngineKind;
  readonly db: Db;
  /** How nodes tell each other what happens in rooms and feeds; null where there can be only one node. */
  readonly signalling: Signalling | null;
  /** One transaction, all of it or nothing; `work` runs again when another node was in its way, and may await nothing but `db`. */
  transact<T>(durability: Durability, work: (db: Db) => Promise<T>): Promise<T>;
  /** Holds these names until the transaction ends; no other transaction of any node holds one of them meanwhile. */
  lock(db: Db, names: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
