import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StoreError } from '../../../../shared/errors/appError.ts';
import { backupFolder } from '../../../safe/backupManifest.ts';
import { syncFile, writeDurably } from '../../../safe/durableFile.ts';
import { databaseFile } from '../openDatabase.ts';
import { translateStoreError } from '../storeErrors.ts';
import { assertRoom, verifyBackup } from './writeBackup.ts';

const journalSchema = z.object({ backupId: z.string(), putAside: z.string(), personId: z.string(), atMs: z.number() });
/** A restore that was asked for and not yet ended. `putAside`: folder under the data folder the present record goes to. */
export type RestoreJournal = z.infer<typeof journalSchema>;

const journalPath = (dataDir: string): string => join(dataDir, 'restore.json');
const restoring = (dataDir: string): string => `${databaseFile(dataDir)}.restoring`;
const parts = ['', '-wal', '-shm', '-journal'] as const;

/**
 * Prepares a restore: proves the copy, lays it ready beside the record, and writes down what to do. The record itself is
 * untouched until {@link swapRecord} at the next start.
 *
 * @param personId who asked for it; empty where nobody could sign in
 * @param freeBytes on the disk of the folder; asked of the system when left out
 * @throws {StoreError} not-found | corrupt | disk-full
 */
export function prepareRestore(dataDir: string, key: Uint8Array, backupId: string, personId: string, nowMs: number, freeBytes?: number): void {
  verifyBackup(dataDir, key, backupId);
  const copy = join(backupFolder(dataDir), backupId);
  assertRoom(dataDir, statSync(copy).size, freeBytes);
  const journal: RestoreJournal = { backupId, putAside: join('put-aside', new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')), personId, atMs: Math.round(nowMs) };
  try {
    rmSync(restoring(dataDir), { force: true });
    copyFileSync(copy, restoring(dataDir));
    syncFile(restoring(dataDir));
    writeDurably(journalPath(dataDir), JSON.stringify(journal));
  } catch (error) {
    rmSync(restoring(dataDir), { force: true });
    throw translateStoreError(error, restoring(dataDir));
  }
}

/** The restore to be done or gone on with; null when there is none. @throws {StoreError} corrupt when what to do cannot be read */
export function pendingRestore(dataDir: string): RestoreJournal | null {
  const file = journalPath(dataDir);
  if (!existsSync(file)) return null;
  try {
    return journalSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new StoreError('corrupt', `${file} cannot be read. Remove it to open the record as it is; nothing was changed.`, { cause, detail: { file } });
  }
}

/**
 * Puts the present record aside and the copy in its place. Ended at any point it goes on from there: while the copy
 * still lies ready, whatever stands in the record's place is the one to be put aside.
 */
export function swapRecord(dataDir: string, { putAside }: RestoreJournal): void {
  const ready = restoring(dataDir);
  if (!existsSync(ready)) return;
  const folder = join(dataDir, putAside);
  mkdirSync(folder, { recursive: true });
  const record = databaseFile(dataDir);
  for (const part of parts) if (existsSync(`${record}${part}`)) renameSync(`${record}${part}`, `${putAsideRecord(dataDir, putAside)}${part}`);
  renameSync(ready, record);
}

export const putAsideRecord = (dataDir: string, putAside: string): string => join(dataDir, putAside, 'record.db');

export const endRestore = (dataDir: string): void => rmSync(journalPath(dataDir), { force: true });
