import { join } from 'node:path';
import { v7 } from 'uuid';
import { StoreError } from '../../../shared/errors/appError.ts';
import { carryOver } from './backup/carryOver.ts';
import { endRestore, pendingRestore, swapRecord } from './backup/restoreJournal.ts';
import { writeBackup } from './backup/writeBackup.ts';
import { BlobFiles } from './blobFiles.ts';
import { settleIncoming } from './incomingBlobs.ts';
import { databaseFile, deriveKey, openDatabase, type Db } from './openDatabase.ts';
import { getSetting, setSetting } from './people.ts';
import { translateStoreError } from './storeErrors.ts';
import { UnusedBlobs } from './unusedBlobs.ts';

/** The open record of one console. */
export interface Store {
  readonly db: Db;
  readonly blobs: BlobFiles;
  readonly unusedBlobs: UnusedBlobs;
  readonly dataDir: string;
  readonly deviceId: string;
  close(): void;
}

/** Where the blobs of a console lie and the key they are sealed with. */
export interface BlobPlace {
  readonly folder: string;
  readonly key: Uint8Array;
}

/** @param key the console's data key */
export const blobPlaceOf = (dataDir: string, key: Uint8Array): BlobPlace => ({ folder: join(dataDir, 'blobs'), key: deriveKey(key, 'blobs') });

/**
 * Opens record and blobs with the console's data key.
 *
 * @param formerKey data key that blobs may still be sealed under, while they are moved to `key`
 * @throws {StoreError} wrong-passphrase | corrupt | disk-full | read-only | locked | newer-version
 */
export function openStore(dataDir: string, key: Uint8Array, formerKey: Uint8Array | null = null): Store {
  const restore = pendingRestore(dataDir);
  if (restore) swapRecord(dataDir, restore);
  const db = openDatabase(dataDir, key, (open, from) => backUpBeforeMigration(open, dataDir, key, from));
  try {
    if (restore) {
      carryOver(db, dataDir, key, restore);
      endRestore(dataDir);
    }
    const deviceId = getSetting(db, 'deviceId') ?? v7();
    setSetting(db, 'deviceId', deviceId);
    const place = blobPlaceOf(dataDir, key);
    settleIncoming(place.folder);
    const blobs = new BlobFiles(place.folder, place.key, formerKey && deriveKey(formerKey, 'blobs'));
    return { db, blobs, unusedBlobs: new UnusedBlobs(db, blobs), dataDir, deviceId, close: () => void db.close() };
  } catch (error) {
    db.close();
    throw translateStoreError(error, databaseFile(dataDir));
  }
}

/** Without a way back nothing is migrated. @throws {StoreError} disk-full | corrupt */
function backUpBeforeMigration(db: Db, dataDir: string, key: Uint8Array, from: number): void {
  try {
    writeBackup(db, { dataDir, key, cause: 'migration', nowMs: Date.now() });
  } catch (error) {
    if (!(error instanceof StoreError) || error.reason !== 'disk-full') throw error;
    throw new StoreError('disk-full', `This version of the console brings the record from schema ${from} to a newer one, and copies it first. ${error.message}`, { cause: error, detail: error.detail });
  }
}
