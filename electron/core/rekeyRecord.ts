import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedPlaces } from '../../platform/keyedPlaces.ts';
import { backupFolder, listBackupFiles } from '../safe/backupManifest.ts';
import { resealManifest } from './store/backup/writeBackup.ts';
import { databaseFile, deriveKey, writeKeyCheck } from './store/openDatabase.ts';
import { opensWith, rekeyDatabase, type OnStep } from './store/rekey/rekeyDatabase.ts';
import { resealBlobs, type Resealed } from './store/rekey/resealBlobs.ts';

/** The console's former and new data key. */
export interface KeyChange {
  readonly formerKey: Uint8Array;
  readonly key: Uint8Array;
}

const under = (dataDir: string) => join(dataDir, 'platform');

/**
 * Moves what has to be open before anything else works to the new key: the record, the embedded platform with its
 * objects. Called with everything closed; done already it is over at once, interrupted it goes on.
 *
 * @throws {StoreError} wrong-passphrase when neither key opens the record
 */
export async function rekeyDatabases(dataDir: string, change: KeyChange, signal: AbortSignal, onStep: OnStep = () => undefined): Promise<void> {
  rekeyDatabase({ file: databaseFile(dataDir), ...databaseKeys(change) }, (step) => onStep(`record ${step}`));
  // The check value tells a wrong key from a damaged file; from now on the new key is the right one.
  writeKeyCheck(dataDir, change.key);
  onStep('record checked');
  const [former, next] = [change.formerKey, change.key].map((key) => embeddedPlaces(under(dataDir), deriveKey(key, 'platform')));
  if (!former || !next) return;
  // Uploads under way are begun anew by whoever sends them.
  rmSync(next.uploads, { recursive: true, force: true });
  await resealBlobs({ folder: next.blobs.folder, formerKey: former.blobs.key, key: next.blobs.key }, signal);
  onStep('platform blobs');
  rekeyDatabase({ file: next.database.file, formerKey: former.database.key, key: next.database.key }, (step) => onStep(`platform ${step}`));
}

/**
 * Moves the rest beside the work: objects, copies of the record, records put aside. Objects are read under either key
 * meanwhile. When it has ended, nothing that could be opened is left under the former key.
 *
 * @returns objects that neither key opens
 * @throws {StoreError} cancelled when `signal` ends it; it goes on at the next start
 */
export async function rekeyRest(dataDir: string, change: KeyChange, signal: AbortSignal, onStep: OnStep = () => undefined): Promise<Resealed> {
  const blobs = { folder: join(dataDir, 'blobs'), formerKey: deriveKey(change.formerKey, 'blobs'), key: deriveKey(change.key, 'blobs') };
  const resealed = await resealBlobs(blobs, signal);
  onStep('blobs');
  for (const { id } of listBackupFiles(dataDir)) {
    await new Promise((resolve) => setImmediate(resolve));
    moveCopy(join(backupFolder(dataDir), id), change);
    onStep('copy moved');
    if (opensWith(join(backupFolder(dataDir), id), databaseKeys(change).key)) resealManifest(dataDir, id, change.key);
    onStep('copy sealed');
  }
  for (const file of putAsideRecords(dataDir)) moveCopy(file, change);
  onStep('put aside');
  return resealed;
}

const databaseKeys = ({ formerKey, key }: KeyChange): KeyChange => ({ formerKey: deriveKey(formerKey, 'database'), key: deriveKey(key, 'database') });

/** A copy that is damaged opens with no key: it stays as it is, and everywhere it is shown as damaged. */
function moveCopy(file: string, change: KeyChange): void {
  const keys = databaseKeys(change);
  if (opensWith(file, keys.formerKey) || opensWith(file, keys.key)) rekeyDatabase({ file, ...keys });
}

function putAsideRecords(dataDir: string): string[] {
  const folder = join(dataDir, 'put-aside');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, 'record.db')).filter((file) => existsSync(file)) : [];
}
