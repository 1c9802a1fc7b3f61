import { existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StoreError } from '../../../../shared/errors/appError.ts';
import { isDiskRefusal } from '../../../../shared/errors/diskTrouble.ts';
import { syncFile } from '../../../safe/durableFile.ts';
import { translateStoreError } from '../storeErrors.ts';

/** An encrypted database and the keys it is moved between, 32 bytes each, as SQLite is told them. */
export interface KeyedDatabase {
  readonly file: string;
  readonly formerKey: Uint8Array;
  readonly key: Uint8Array;
}

/** Named points of a move, for tests that end it there. */
export type OnStep = (step: string) => void;

const pragmaOf = (key: Uint8Array): string => `"x'${Buffer.from(key).toString('hex')}'"`;

/**
 * Moves a closed database to another key. A copy is sealed under the new key and proved; only then it takes the place of
 * the database in one rename, so that at any moment the file opens with the one key or the other. Done already, or no
 * file: nothing happens.
 *
 * @throws {StoreError} wrong-passphrase when neither key opens it; corrupt when the copy cannot be proved; disk-full | read-only
 */
export function rekeyDatabase({ file, formerKey, key }: KeyedDatabase, onStep: OnStep = () => undefined): void {
  const copy = `${file}.rekeyed`;
  if (!existsSync(file)) return;
  try {
    removeCopy(copy);
    if (!opensWith(file, key)) move({ file, formerKey, key }, copy, onStep);
  } catch (error) {
    removeCopy(copy);
    throw translateStoreError(error, file);
  }
}

function removeCopy(copy: string): void {
  for (const part of ['', '-journal']) rmSync(`${copy}${part}`, { force: true });
}

function move({ file, formerKey, key }: KeyedDatabase, copy: string, onStep: OnStep): void {
  copyUnder(file, formerKey, copy);
  onStep('copied');
  const moving = open(copy, formerKey);
  try {
    moving.pragma('journal_mode = DELETE');
    moving.pragma(`rekey=${pragmaOf(key)}`);
  } finally {
    moving.close();
  }
  onStep('rekeyed');
  prove(copy, key);
  syncFile(copy);
  onStep('proved');
  renameSync(copy, file);
  onStep('swapped');
}

/** A whole copy without a log beside it; afterwards the original has none either, so that none is left that would not fit the copy. */
function copyUnder(file: string, key: Uint8Array, copy: string): void {
  const db = openOrSay(file, key);
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.pragma('journal_mode = DELETE');
    db.prepare('VACUUM INTO ?').run(copy);
  } finally {
    db.close();
  }
}

function prove(file: string, key: Uint8Array): void {
  const db = open(file, key);
  try {
    const findings = db.pragma('integrity_check(1)', { simple: true });
    if (findings !== 'ok') throw new StoreError('corrupt', `The copy of ${file} under the new key is not whole (${String(findings)}); the record stays under the former key.`);
  } finally {
    db.close();
  }
}

/** @throws what a full or failing disk refused: it says nothing of the key */
export function opensWith(file: string, key: Uint8Array): boolean {
  try {
    open(file, key).close();
    return true;
  } catch (error) {
    if (isDiskRefusal(error)) throw error;
    // Another key, or no database at all: the next one is tried, and the caller says what it means.
    return false;
  }
}

function openOrSay(file: string, key: Uint8Array): Database.Database {
  try {
    return open(file, key);
  } catch (cause) {
    if (isDiskRefusal(cause)) throw cause;
    throw new StoreError('wrong-passphrase', `Neither the former nor the new key opens ${file}; nothing of it was changed.`, { cause, detail: { file } });
  }
}

function open(file: string, key: Uint8Array): Database.Database {
  const db = new Database(file, { fileMustExist: true });
  try {
    db.pragma(`cipher='sqlcipher'`);
    db.pragma(`key=${pragmaOf(key)}`);
    db.pragma('user_version');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
