import { join } from 'node:path';
import { v7 } from 'uuid';
import { BlobFiles } from './blobFiles.ts';
import { backUpDaily, databaseFile, deriveKey, openDatabase, type Db } from './openDatabase.ts';
import { getSetting, setSetting } from './people.ts';
import { translateStoreError } from './storeErrors.ts';

/** The open record of one console. */
export interface Store {
  readonly db: Db;
  readonly blobs: BlobFiles;
  readonly dataDir: string;
  readonly deviceId: string;
  close(): void;
}

/**
 * Opens record and blobs with the console's data key.
 * @throws {StoreError} wrong-passphrase | corrupt | disk-full | read-only | locked
 */
export function openStore(dataDir: string, key: Uint8Array): Store {
  const db = openDatabase(dataDir, key);
  try {
    const deviceId = getSetting(db, 'deviceId') ?? v7();
    setSetting(db, 'deviceId', deviceId);
    backUpDaily(db, dataDir, Date.now());
    return { db, blobs: new BlobFiles(join(dataDir, 'blobs'), deriveKey(key, 'blobs')), dataDir, deviceId, close: () => void db.close() };
  } catch (error) {
    db.close();
    throw translateStoreError(error, databaseFile(dataDir));
  }
}
