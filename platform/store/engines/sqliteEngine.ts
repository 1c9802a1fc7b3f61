import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { StoreError } from '../../../shared/errors/appError.ts';
import { migrations } from '../migrations/list.ts';
import { missingOf, sqlFor } from '../migrations/migration.ts';
import type { Db, Tables } from '../tables.ts';
import type { Engine } from './engine.ts';
import { lockFolder } from './folderLock.ts';
import { ImmediateSqliteDialect } from './immediateSqlite.ts';

/**
 * Opens `platform.db` in the folder, creating and migrating it as needed. One connection, one transaction at a time.
 * @param key 32 bytes; the database file is encrypted with it (SQLCipher scheme, raw key)
 * @param isBeside true where a platform may be running: nothing is locked and nothing migrated
 * @throws {StoreError} read-only | wrong-passphrase | corrupt | locked | newer-version
 */
export function openSqliteEngine(dataDir: string, key: Uint8Array, isBeside = false): Engine {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StoreError('read-only', `The data folder ${dataDir} cannot be written; give the platform's user the right to it or name another with --data.`, { cause });
  }
  const connection = connect(join(dataDir, 'platform.db'), key);
  const unlock = prepare(connection, dataDir, isBeside);
  const db: Db = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(connection) });
  return {
    kind: 'sqlite',
    signalling: null,
    db,
    transact: (durability, work) =>
      db.connection().execute(async (own) => {
        if (durability === 'durable') return own.transaction().execute(work);
        await sql`PRAGMA synchronous = NORMAL`.execute(own);
        try {
          return await own.transaction().execute(work);
        } finally {
          await sql`PRAGMA synchronous = FULL`.execute(own);
        }
      }),
    // The one connection is the lock.
    lock: () => Promise.resolve(),
    async close() {
      await db.destroy();
      // Kysely closes only what a query has woken.
      connection.close();
      unlock();
    },
  };
}

function connect(path: string, key: Uint8Array): Database.Database {
  const db = new Database(path, { timeout: 5000 });
  db.pragma(`cipher='sqlcipher'`);
  db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
  try {
    db.pragma('journal_mode = WAL');
  } catch (cause) {
    db.close();
    if ((cause as { code?: unknown }).code !== 'SQLITE_NOTADB') throw cause;
    throw new StoreError('wrong-passphrase', `The key does not open ${path}; use the key this database was made with.`, { cause });
  }
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  return db;
}

/** Takes the folder for this process and brings the schema up to date; returns what lets the folder go. */
function prepare(connection: Database.Database, dataDir: string, isBeside: boolean): () => void {
  try {
    const unlock = isBeside ? () => undefined : lockFolder(dataDir);
    try {
      if (isBeside) missingOf(migrations, appliedTo(connection));
      else migrate(connection);
      return unlock;
    } catch (error) {
      unlock();
      throw error;
    }
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Applies what is missing, each migration in one transaction. @throws {StoreError} newer-version */
function migrate(db: Database.Database): void {
  db.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at_ms REAL NOT NULL) STRICT');
  for (const migration of missingOf(migrations, appliedTo(db))) {
    db.transaction(() => {
      db.exec(sqlFor('sqlite', migration));
      db.prepare('INSERT INTO migration (name, applied_at_ms) VALUES (?, ?)').run(migration.name, Date.now());
    }).immediate();
  }
}

/** Names of the migrations a database has had; none in an empty one. */
function appliedTo(db: Database.Database): string[] {
  if (db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'migration'`).get() === undefined) return [];
  return db.prepare<[], { name: string }>('SELECT name FROM migration').all().map(({ name }) => name);
}
