import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { Pool, types, type CustomTypesConfig, type PoolConfig } from 'pg';
import type { Log } from '../../log/log.ts';
import { StoreError } from '../../../shared/errors/appError.ts';
import { migrations } from '../migrations/list.ts';
import { missingOf, sqlFor } from '../migrations/migration.ts';
import type { Db, Tables } from '../tables.ts';
import type { Engine } from './engine.ts';
import { openSignalling } from './postgresSignalling.ts';

/** Connections of one node for its questions; a transaction holds one. */
const poolSize = 12;
/**
 * What a node holds, the database takes from it when the node stands still: other nodes would wait for it for ever. A
 * transaction in which the node says nothing ends, and before that end those of the same node that wait behind it; or
 * each of them would be given the lock in turn and stand still with it.
 */
const standstill = { idle_in_transaction_session_timeout: 2000, lock_timeout: 1500 } as const;
/** Another node's transaction stood in the way: nothing happened here, and the same work may be tried again. */
const passingCodes: ReadonlySet<unknown> = new Set(['40001', '40P01', '23505', '55P03']);
const maximumAttempts = 6;

const bigintOid: number = types.builtins.INT8;

/** bigint columns and counts arrive as numbers: versions, positions and byte lengths all stay below 2^53. */
const numericTypes: Pick<CustomTypesConfig, 'getTypeParser'> = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => (oid === bigintOid ? Number : types.getTypeParser(oid, format))) as CustomTypesConfig['getTypeParser'],
};

/**
 * Opens a PostgreSQL database that several nodes may share, and brings its schema up to date.
 * @param url `postgres://…`; it may hold a password and is never repeated in a message
 * @param isReadOnly true to read a database of this schema as it is: no transaction can write
 * @throws {StoreError} not-found: no database answers there; newer-version
 */
export async function openPostgresEngine(url: string, log: Log, isReadOnly = false): Promise<Engine> {
  const config: PoolConfig = { connectionString: url, max: poolSize, types: numericTypes, application_name: 'mdt-platform', connectionTimeoutMillis: 10_000, ...(isReadOnly ? { options: '-c default_transaction_read_only=on' } : {}) };
  const pool = new Pool({ ...config, ...standstill });
  // An idle connection that breaks is replaced by the pool; the next query says so if the server is gone.
  pool.on('error', (error) => log.warn('connectionLost', { what: 'database' }, error));
  // One in use fails its own query; without a listener it would end the process besides.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db: Db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await db.transaction().execute(isReadOnly ? assertNewest : migrate);
  } catch (cause) {
    await db.destroy();
    if (cause instanceof StoreError) throw cause;
    throw new StoreError('not-found', `The PostgreSQL database does not answer as needed (${cause instanceof Error ? cause.message : String(cause)}); check --database, that the server runs and that its user may create tables.`, { cause });
  }
  const signalling = openSignalling(config, log);
  return {
    kind: 'postgres',
    signalling,
    db,
    transact: (durability, work) =>
      retry(() =>
        db.transaction().execute(async (own) => {
          if (durability === 'swift') await sql`SET LOCAL synchronous_commit = off`.execute(own);
          return work(own);
        })),
    lock,
    async close() {
      await db.destroy();
      await signalling.close();
    },
  };
}

/** Names are locked in one order everywhere, so that two transactions never wait for each other. */
async function lock(db: Db, names: readonly string[]): Promise<void> {
  for (const name of [...new Set(names)].sort()) await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db);
}

async function retry<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (count >= maximumAttempts || !passingCodes.has((error as { code?: unknown } | null)?.code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** count));
    }
  }
}

/** Several nodes may start at once: one applies what is missing, the others wait and find it done. */
async function migrate(own: Transaction<Tables>): Promise<void> {
  await sql`SET LOCAL lock_timeout = 0`.execute(own);
  await lock(own, ['migrations']);
  await sql`CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, applied_at_ms double precision NOT NULL)`.execute(own);
  const { rows } = await sql<{ name: string }>`SELECT name FROM migration`.execute(own);
  for (const migration of missingOf(migrations, rows.map(({ name }) => name))) {
    await sql.raw(sqlFor('postgres', migration)).execute(own);
    await sql`INSERT INTO migration (name, applied_at_ms) VALUES (${migration.name}, ${Date.now()})`.execute(own);
  }
}

/** @throws {StoreError} newer-version; not-found: an earlier schema, or none */
async function assertNewest(own: Transaction<Tables>): Promise<void> {
  const { rows: tables } = await sql`SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migration'`.execute(own);
  const applied = tables.length === 0 ? [] : (await sql<{ name: string }>`SELECT name FROM migration`.execute(own)).rows.map(({ name }) => name);
  if (missingOf(migrations, applied).length > 0) throw new StoreError('not-found', `The PostgreSQL database has ${applied.at(-1) === undefined ? 'no platform in it' : 'an earlier schema'}; use the version of the platform that works on it, or start this one there once.`);
}
