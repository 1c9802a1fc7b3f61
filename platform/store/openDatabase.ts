import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../../shared/errors/appError.ts';
import { accounts } from './migrations/0001-accounts.ts';
import { record } from './migrations/0002-record.ts';
import { blobs } from './migrations/0003-blobs.ts';
import { rooms } from './migrations/0004-rooms.ts';
import { audit } from './migrations/0005-audit.ts';
import type { Migration } from './migrations/migration.ts';

export type Db = Database.Database;

const migrations: readonly Migration[] = [accounts, record, blobs, rooms, audit];

export interface OpenDatabase {
  /** Every commit is on the disk before it is answered (synchronous FULL). */
  readonly durable: Db;
  /** Same file; a commit survives the end of this process but not of the machine. For view patches and heartbeats, many a second. */
  readonly swift: Db;
}

/**
 * Opens `platform.db` in the folder, creating and migrating it as needed.
 * @param key 32 bytes; the database file is encrypted with it (SQLCipher scheme, raw key)
 * @throws {StoreError} read-only | wrong-passphrase
 */
export function openDatabase(dataDir: string, key: Uint8Array): OpenDatabase {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StoreError('read-only', `The data folder ${dataDir} cannot be written; give the platform's user the right to it or name another with --data.`, { cause });
  }
  const path = join(dataDir, 'platform.db');
  const durable = connect(path, key, 'FULL');
  migrate(durable);
  return { durable, swift: connect(path, key, 'NORMAL') };
}

function connect(path: string, key: Uint8Array, synchronous: 'FULL' | 'NORMAL'): Db {
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
  db.pragma(`synchronous = ${synchronous}`);
  db.pragma('foreign_keys = ON');
  return db;
}

/** Applies what is missing, each migration in one transaction. @throws {StoreError} corrupt: made by a newer version. */
function migrate(db: Db): void {
  db.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at_ms REAL NOT NULL) STRICT');
  const applied = new Set(db.prepare<[], { name: string }>('SELECT name FROM migration').all().map(({ name }) => name));
  const unknown = [...applied].filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length > 0) throw new StoreError('corrupt', `The database was written by a newer platform (${unknown.join(', ')}); start that version.`);
  for (const { name, sql } of migrations) {
    if (applied.has(name)) continue;
    db.transaction(() => {
      db.exec(sql);
      db.prepare('INSERT INTO migration (name, applied_at_ms) VALUES (?, ?)').run(name, Date.now());
    }).immediate();
  }
}
