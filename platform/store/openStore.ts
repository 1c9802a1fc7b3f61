import { AsyncLocalStorage } from 'node:async_hooks';
import { hkdfSync } from 'node:crypto';
import { silentLog, type Log } from '../log/log.ts';
import { accountQueries, type AccountQueries } from './accounts.ts';
import { auditQueries, extendChain, type AuditEntry, type AuditQueries } from './audit.ts';
import { blobQueries, type BlobQueries } from './blobIndex.ts';
import type { Durability, Engine, EngineKind } from './engines/engine.ts';
import { openPostgresEngine } from './engines/postgresEngine.ts';
import { openSqliteEngine } from './engines/sqliteEngine.ts';
import { generationQueries, type GenerationQueries } from './generations.ts';
import { nodeQueries, type NodeQueries } from './nodes.ts';
import { participantQueries, type ParticipantQueries } from './participants.ts';
import { minutesQueries, type MinutesQueries } from './minutes.ts';
import { provinceQueries, type ProvinceQueries } from './province.ts';
import { refreshTokenQueries, type RefreshTokenQueries } from './refreshTokens.ts';
import { roomQueries, type RoomQueries } from './roomState.ts';
import { secondFactorQueries, type SecondFactorQueries } from './secondFactors.ts';
import { sessionQueries, type SessionQueries } from './sessions.ts';
import { stayQueries, type StayQueries } from './stays.ts';
import { streamQueries, type StreamQueries } from './streams.ts';
import type { Db } from './tables.ts';

/** Named questions to the database; the same on both engines, inside a transaction and outside. */
export interface Queries {
  readonly accounts: AccountQueries;
  readonly sessions: SessionQueries;
  readonly refreshTokens: RefreshTokenQueries;
  readonly secondFactors: SecondFactorQueries;
  readonly streams: StreamQueries;
  readonly generations: GenerationQueries;
  readonly blobs: BlobQueries;
  readonly rooms: RoomQueries;
  readonly minutes: MinutesQueries;
  readonly participants: ParticipantQueries;
  readonly stays: StayQueries;
  readonly nodes: NodeQueries;
  readonly province: ProvinceQueries;
  readonly audit: AuditQueries;
}

/** The questions bound to one transaction. Audit entries appended here enter the chain when the work is done. */
export interface StoreTransaction extends Queries {
  /** Holds these names until the transaction ends, against all nodes. Ask for all of a kind at once. */
  lock(names: readonly string[]): Promise<void>;
}

/** Everything the platform keeps, behind named questions. */
export interface PlatformStore extends Queries {
  readonly kind: EngineKind;
  /** How nodes tell each other what happens in rooms and feeds; null where there can be only one node. */
  readonly signalling: Engine['signalling'];
  /**
   * Runs `work` in one transaction: all of it is on the disk afterwards, or none. It may run more than once when
   * another node stood in its way, so it changes nothing but the database, and it asks `tx`, never the store.
   */
  transact<T>(work: (tx: StoreTransaction) => Promise<T>, durability?: Durability): Promise<T>;
  close(): Promise<void>;
}

/** A 32-byte key for one purpose, derived from the platform's key. */
export const deriveKey = (key: Uint8Array, purpose: 'database' | 'blobs' | 'uploads' | 'secondFactors' | 'backups' | 'seals'): Uint8Array => new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `mdt-platform/${purpose}`, 32));

export interface StoreOptions {
  /** Folder of the SQLite database; not used with PostgreSQL. */
  readonly dataDir: string;
  readonly key: Uint8Array;
  /** `postgres://…`; without it the store is `platform.db` in the data folder. */
  readonly databaseUrl?: string | undefined;
  /** For administration while a platform may be running on the same folder: it keeps its lock, and the schema stays. */
  readonly isBeside?: boolean;
  readonly log?: Log;
}

/** @throws {StoreError} read-only | wrong-passphrase | corrupt | locked | not-found | newer-version */
export async function openStore({ dataDir, key, databaseUrl, isBeside = false, log = silentLog }: StoreOptions): Promise<PlatformStore> {
  return storeOver(databaseUrl === undefined ? openSqliteEngine(dataDir, deriveKey(key, 'database'), isBeside) : await openPostgresEngine(databaseUrl, log));
}

const queriesOver = (kind: EngineKind, db: Db, appendAudit: (entry: AuditEntry) => Promise<void>): Queries => ({
  accounts: accountQueries(db), sessions: sessionQueries(db), refreshTokens: refreshTokenQueries(db), secondFactors: secondFactorQueries(db),
  streams: streamQueries(db), generations: generationQueries(db), blobs: blobQueries(db), rooms: roomQueries(db), minutes: minutesQueries(db), participants: participantQueries(db),
  stays: stayQueries(db), nodes: nodeQueries(db), province: provinceQueries(db, kind), audit: auditQueries(db, appendAudit),
});

function storeOver(engine: Engine): PlatformStore {
  const running = new AsyncLocalStorage<true>();
  const transact: PlatformStore['transact'] = (work, durability = 'durable') => {
    if (running.getStore()) throw new Error('A transaction was begun inside another; ask the queries of the one at hand.');
    return engine.transact(durability, (db) => running.run(true, async () => {
      const entries: AuditEntry[] = [];
      const collect = (entry: AuditEntry): Promise<void> => Promise.resolve(void entries.push(entry));
      const result = await work({ ...queriesOver(engine.kind, db, collect), lock: (names) => engine.lock(db, names) });
      await extendChain(engine, db, entries);
      return result;
    }));
  };
  return { ...queriesOver(engine.kind, engine.db, (entry) => transact((tx) => tx.audit.append(entry))), kind: engine.kind, signalling: engine.signalling, transact, close: () => engine.close() };
}
