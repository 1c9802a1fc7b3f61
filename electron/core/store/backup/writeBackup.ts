import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readSync, readdirSync, renameSync, rmSync, statSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../../../shared/errors/appError.ts';
import { diskTroubleOf } from '../../../../shared/errors/diskTrouble.ts';
import { canonicalJson } from '../../../../shared/mdt/canonical.ts';
import { backupFolder, isBackupId, listBackupFiles, manifestPath, manifestText, type BackupCause, type BackupManifest } from '../../../safe/backupManifest.ts';
import { syncFile, writeDurably } from '../../../safe/durableFile.ts';
import { deriveKey, openReadOnly, type Db } from '../openDatabase.ts';
import { keepBackups } from './keepBackups.ts';
import { getRow } from '../statement.ts';
import { translateStoreError } from '../storeErrors.ts';

/** Left free beside a copy, so that the record itself can go on growing. */
const reserveBytes = 64 * 1024 * 1024;

export interface BackupOptions {
  readonly dataDir: string;
  /** The console's data key. */
  readonly key: Uint8Array;
  readonly cause: BackupCause;
  readonly nowMs: number;
  /** Bytes free on the disk of the folder; asked of the system when left out. */
  readonly freeBytes?: number;
}

/**
 * Writes an encrypted copy of the open record, proves it by opening it again, and only then gives it its name and its
 * manifest; copies beyond those to keep are removed afterwards.
 *
 * @returns the copy's id
 * @throws {StoreError} disk-full when there is not enough room; corrupt when the copy cannot be proved
 */
export function writeBackup(db: Db, options: BackupOptions): string {
  const { dataDir } = options;
  const folder = backupFolder(dataDir);
  try {
    mkdirSync(folder, { recursive: true });
    removeHalves(folder);
    assertRoom(folder, sizeOf(db), options.freeBytes);
    const id = writeCopy(db, options);
    removeSurplus(dataDir);
    return id;
  } catch (error) {
    const trouble = error instanceof Error && 'code' in error ? diskTroubleOf(String(error.code)) : null;
    // The room went while the copy was being written.
    if (trouble === 'full') throw noRoom(folder, sizeOf(db), freeOn(folder), error);
    throw trouble === 'damaged' ? error : translateStoreError(error, folder);
  }
}

/** What a console left that was ended while it wrote a copy; copies are written one at a time. */
function removeHalves(folder: string): void {
  for (const name of readdirSync(folder)) if (name.endsWith('.db.partial')) rmSync(join(folder, name), { force: true });
}

function writeCopy(db: Db, { dataDir, key, cause, nowMs }: BackupOptions): string {
  const folder = backupFolder(dataDir);
  const id = `record-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}-${cause}.db`;
  const partial = join(folder, `${id}.partial`);
  try {
    db.prepare('VACUUM INTO ?').run(partial);
    syncFile(partial);
    const manifest = sealed(key, { ...describe(partial, key), createdAtMs: Math.round(nowMs), cause });
    // The manifest first: a copy under its own name always has one.
    writeDurably(manifestPath(dataDir, id), manifestText(manifest));
    renameSync(partial, join(folder, id));
  } catch (error) {
    rmSync(partial, { force: true });
    rmSync(manifestPath(dataDir, id), { force: true });
    throw error;
  }
  return id;
}

/** Bytes of the database as a copy will have them, at most. */
const sizeOf = (db: Db): number => Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));

/** @throws {StoreError} disk-full, naming how much is there and how much is needed */
export function assertRoom(folder: string, byteLength: number, freeBytes = freeOn(folder)): void {
  if (freeBytes < byteLength + reserveBytes) throw noRoom(folder, byteLength, freeBytes);
}

function noRoom(folder: string, byteLength: number, freeBytes = freeOn(folder), cause?: unknown): StoreError {
  const [neededMb, freeMb] = [inMb(byteLength + reserveBytes), inMb(freeBytes)];
  return new StoreError('disk-full', `A copy of the record needs ${neededMb} MB in ${folder} and ${freeMb} MB are free; free some space and make the copy again.`, { cause, detail: { folder, neededMb, freeMb } });
}

const inMb = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);

function freeOn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/**
 * Proves a copy: as long and with the hash its manifest says, the manifest sealed by this record, every page whole.
 * A copy of an earlier version of the console has no manifest and is proved by its pages alone.
 *
 * @throws {StoreError} not-found | corrupt, naming the copy and what is wrong with it
 */
export function verifyBackup(dataDir: string, key: Uint8Array, id: string): void {
  const found = listBackupFiles(dataDir).find((backup) => backup.id === id);
  if (!found || !isBackupId(id)) throw new StoreError('not-found', `There is no copy ${id} in ${backupFolder(dataDir)}; choose another one.`);
  const wrong = (what: string, cause?: unknown): StoreError => new StoreError('corrupt', `The copy ${id} ${what}; choose another one.`, { cause, detail: { file: join(backupFolder(dataDir), id) } });
  const { manifest } = found;
  if (!manifest && existsSync(manifestPath(dataDir, id))) throw wrong('has a damaged manifest');
  if (manifest && !isSealedBy(key, manifest)) throw wrong('has a manifest that was changed or belongs to another record');
  const file = join(backupFolder(dataDir), id);
  if (manifest && (statSync(file).size !== manifest.byteLength || hashOf(file) !== manifest.sha256)) throw wrong('was changed after it was made');
  try {
    describe(file, key);
  } catch (cause) {
    throw wrong('does not open with the key of this record, or is damaged', cause);
  }
}

/** Opens a copy, checks all of it and counts what it holds. */
function describe(file: string, key: Uint8Array): Omit<BackupManifest, 'seal' | 'createdAtMs' | 'cause'> {
  const db = openReadOnly(file, key);
  try {
    const findings = db.pragma('integrity_check(1)', { simple: true });
    if (findings !== 'ok') throw new StoreError('corrupt', `The copy ${file} is damaged: ${String(findings)}.`);
    const count = (sql: string): number => getRow<{ n: number }>(db, sql)?.n ?? 0;
    return {
      format: 'mdt-backup/1', schema: Number(db.pragma('user_version', { simple: true })), byteLength: statSync(file).size, sha256: hashOf(file),
      deviceId: getRow<{ value: string }>(db, `SELECT value FROM setting WHERE name = 'deviceId'`)?.value ?? '',
      cases: count(`SELECT count(*) AS n FROM (SELECT id FROM stream_record WHERE kind = 'case' UNION SELECT stream_id FROM command WHERE kind = 'case')`),
      commands: count('SELECT count(*) AS n FROM command'), waiting: count('SELECT count(*) AS n FROM outbox'), auditRows: count('SELECT count(*) AS n FROM audit'),
      lastCommandAtMs: getRow<{ at: number | null }>(db, `SELECT max(json_extract(envelope, '$.atMs')) AS at FROM command`)?.at ?? null,
    };
  } finally {
    db.close();
  }
}

const sealOf = (key: Uint8Array, fields: Omit<BackupManifest, 'seal'>): string => createHmac('sha256', deriveKey(key, 'backup')).update(canonicalJson(fields)).digest('hex');
const sealed = (key: Uint8Array, fields: Omit<BackupManifest, 'seal'>): BackupManifest => ({ ...fields, seal: sealOf(key, fields) });

function isSealedBy(key: Uint8Array, { seal, ...fields }: BackupManifest): boolean {
  const [given, expected] = [Buffer.from(seal, 'hex'), Buffer.from(sealOf(key, fields), 'hex')];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Writes the manifest of a copy anew, after its bytes were sealed under another key. */
export function resealManifest(dataDir: string, id: string, key: Uint8Array): void {
  const manifest = listBackupFiles(dataDir).find((backup) => backup.id === id)?.manifest;
  const described = describe(join(backupFolder(dataDir), id), key);
  const createdAtMs = manifest?.createdAtMs ?? Math.round(statSync(join(backupFolder(dataDir), id)).mtimeMs);
  writeDurably(manifestPath(dataDir, id), manifestText(sealed(key, { ...described, createdAtMs, cause: manifest?.cause ?? 'daily' })));
}

function removeSurplus(dataDir: string): void {
  const dated = listBackupFiles(dataDir).flatMap(({ id, manifest }) => [{ id, createdAtMs: manifest?.createdAtMs ?? dateInName(id), cause: manifest?.cause ?? ('daily' as const) }]);
  const keep = keepBackups(dated);
  for (const { id } of dated) {
    if (keep.has(id)) continue;
    rmSync(join(backupFolder(dataDir), id), { force: true });
    rmSync(manifestPath(dataDir, id), { force: true });
  }
}

const dateInName = (id: string): number => Date.parse(/\d{4}-\d{2}-\d{2}/.exec(id)?.[0] ?? '1970-01-01');

/** SHA-256 of a file, read in pieces. */
export function hashOf(file: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(1024 * 1024);
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece)) hash.update(piece.subarray(0, read));
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}
