import { hkdfSync, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../../../shared/errors/appError.ts';
import { writeDurably } from '../../safe/durableFile.ts';
import { migrations } from './migrations/list.ts';
import { corrupt, translateStoreError } from './storeErrors.ts';

/** An open record database. */
export type Db = Database.Database;

export const databaseFile = (dataDir: string): string => join(dataDir, 'record.db');

/** A key for one purpose out of the console's 32-byte data key (HKDF-SHA-256, RFC 5869). */
export const deriveKey = (dataKey: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', dataKey, new Uint8Array(0), `mdt/core/${purpose}/1`, 32));

/**
 * Opens the encrypted record, made new when there is none, and brings its schema up to date.
 * A committed transaction survives the loss of power: WAL with synchronous FULL.
 *
 * @param key the console's data key, 32 bytes
 * @param beforeMigration called with the schema found when there is a record to bring up to date
 * @throws {StoreError} wrong-passphrase | corrupt | disk-full | read-only | locked | newer-version, and then nothing was changed
 */
export function openDatabase(dataDir: string, key: Uint8Array, beforeMigration: (db: Db, from: number) => void = () => undefined): Db {
  const file = databaseFile(dataDir);
  try {
    mkdirSync(dataDir, { recursive: true });
    const lacksCheck = lacksKeyCheck(dataDir, key, existsSync(file));
    const db = new Database(file);
    try {
      unlock(db, file, key);
      if (lacksCheck) writeKeyCheck(dataDir, key);
      migrate(db, beforeMigration);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw translateStoreError(error, file);
  }
}

/**
 * A wrong key and a damaged first page look alike to SQLite; a check value derived from the key tells them apart.
 * @returns whether there is none, or only part of one, as a loss of power leaves it: then what opens the record is the key
 */
function lacksKeyCheck(dataDir: string, key: Uint8Array, hasRecord: boolean): boolean {
  const file = join(dataDir, 'record.key-check');
  const expected = deriveKey(key, 'check');
  const stored = existsSync(file) ? readFileSync(file) : null;
  if (stored?.length !== expected.length) return true;
  if (timingSafeEqual(stored, expected)) return false;
  if (hasRecord) throw new StoreError('wrong-passphrase', 'The record does not open with this key; enter the passphrase again or use the recovery code.', { detail: { file: databaseFile(dataDir) } });
  // Of a record that is not there any more: none of another key may be left beside the new one.
  rmSync(file);
  return true;
}

/** Writes down by which key the record is opened from now on. */
export const writeKeyCheck = (dataDir: string, key: Uint8Array): void => writeDurably(join(dataDir, 'record.key-check'), deriveKey(key, 'check'));

/** How SQLite is told a key of 32 bytes. */
export const keyPragma = (key: Uint8Array): string => `"x'${Buffer.from(deriveKey(key, 'database')).toString('hex')}'"`;

/** Opens a copy of the record for reading; nothing of it is changed. @throws what SQLite throws; the caller says what it means for the copy */
export function openReadOnly(file: string, key: Uint8Array): Db {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    db.pragma(`cipher='sqlcipher'`);
    db.pragma(`key=${keyPragma(key)}`);
    db.pragma('user_version');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function unlock(db: Db, file: string, key: Uint8Array): void {
  db.pragma(`cipher='sqlcipher'`);
  db.pragma(`key=${keyPragma(key)}`);
  try {
    db.pragma('user_version');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB') throw corrupt(file, error);
    throw error;
  }
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('busy_timeout = 2000');
  db.pragma('temp_store = MEMORY');
  const findings = db.pragma('quick_check(1)', { simple: true });
  if (findings !== 'ok') throw corrupt(file, new Error(String(findings)));
}

function migrate(db: Db, beforehand: (db: Db, from: number) => void): void {
  const from = Number(db.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.number ?? 0;
  if (from > newest) throw new StoreError('newer-version', `The record in ${db.name} was written by a newer version of the console (schema ${from}, this one knows ${newest}); install that version or a later one. Nothing of the record was changed.`);
  if (from > 0 && from < newest) beforehand(db, from);
  for (const migration of migrations) {
    if (migration.number <= from) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${migration.number}`);
    })();
  }
}
