import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../../../shared/errors/appError.ts';

/**
 * Writes one consistent copy of `platform.db`, encrypted under the same key, while a platform may be working on it.
 * @throws {StoreError} not-found | wrong-passphrase
 */
export function copySqlite(dataDir: string, key: Uint8Array, target: string): void {
  const path = join(dataDir, 'platform.db');
  if (!existsSync(path)) throw new StoreError('not-found', `There is no platform.db in ${dataDir}; name the platform's folder with --data.`);
  const db = new Database(path, { timeout: 30_000 });
  try {
    db.pragma(`cipher='sqlcipher'`);
    db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
    db.prepare('VACUUM INTO ?').run(target);
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'SQLITE_NOTADB') throw cause;
    throw new StoreError('wrong-passphrase', `The key does not open ${path}; use the key this database was made with.`, { cause });
  } finally {
    db.close();
  }
}
