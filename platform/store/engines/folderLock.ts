import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../../../shared/errors/appError.ts';

/** One that was killed or is just stopping lets go within this time. */
const patienceMs = 2000;

/**
 * Takes the data folder for this process alone. The lock is the operating system's: it ends with the process, however that ends.
 * @returns lets the folder go
 * @throws {StoreError} locked
 */
export function lockFolder(dataDir: string): () => void {
  const path = join(dataDir, 'platform.lock');
  const lock = new Database(path, { timeout: patienceMs });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (!String((cause as { code?: unknown }).code).startsWith('SQLITE_BUSY')) throw cause;
    throw new StoreError('locked', `Another platform is running on the data folder ${dataDir}; stop it, or give this one a folder of its own with --data. Several nodes need PostgreSQL (--database).`, { cause });
  }
  return () => void lock.close();
}
