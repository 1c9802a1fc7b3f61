import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { deriveKey as deriveCoreKey, databaseFile, openDatabase, type Db } from '../../../electron/core/store/openDatabase.ts';
import { isAuditIntact } from '../../../electron/core/store/audit.ts';
import { BlobFiles } from '../../../electron/core/store/blobFiles.ts';
import { blobPlaceOf } from '../../../electron/core/store/openStore.ts';
import { digestText } from '../../../shared/mdt/canonical.ts';
import { openBlobFiles } from '../../../platform/blobs/blobFiles.ts';
import { deriveKey as derivePlatformKey } from '../../../platform/store/openStore.ts';


/** Reads an encrypted database another process may have open. */
function peek<T>(file: string, key: Uint8Array, read: (db: Db) => T): T {
  const db = new Database(file, { readonly: true, timeout: 10_000 });
  try {
    db.pragma(`cipher='sqlcipher'`);
    db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
    return read(db);
  } finally {
    db.close();
  }
}

/** The files of a database as the dead process left them, so that looking does not mend what its next start must. */
function copyOf(file: string): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mdt-left-'));
  const name = file.slice(file.lastIndexOf('/') + 1);
  for (const end of ['', '-wal']) if (existsSync(`${file}${end}`)) copyFileSync(`${file}${end}`, join(folder, `${name}${end}`));
  return { folder, file: join(folder, name) };
}

export interface CoreHolding {
  /** Commands here, with the place the platform gave them or null. */
  readonly commands: ReadonlyMap<string, { readonly status: string; readonly version: number | null; readonly reason: string | null }>;
  readonly localBlobs: readonly string[];
  /** Sent from here, and the platform answered that it has them. */
  readonly confirmedBlobs: readonly string[];
}

function holdingOf(db: Db): CoreHolding {
  const rows = db.prepare<[], { id: string; status: string; version: number | null; reason: string | null }>('SELECT id, status, version, reason FROM command').all();
  const blobs = db.prepare<[], { sha256: string; is_local: number; is_on_platform: number }>('SELECT sha256, is_local, is_on_platform FROM blob').all();
  return {
    commands: new Map(rows.map(({ id, ...row }) => [id, row])),
    localBlobs: blobs.filter((row) => row.is_local === 1).map((row) => row.sha256),
    confirmedBlobs: blobs.filter((row) => row.is_on_platform === 1).map((row) => row.sha256),
  };
}

export const holdingOfLiveCore = (dataDir: string, key: Uint8Array): CoreHolding => peek(databaseFile(dataDir), deriveCoreKey(key, 'database'), holdingOf);

/** Opens a copy of what a killed core left, as its next start would. @throws {Error} when it is damaged */
export function holdingOfDeadCore(dataDir: string, key: Uint8Array): CoreHolding {
  const left = copyOf(databaseFile(dataDir));
  try {
    const db = openDatabase(left.folder, key);
    try {
      assertSound(db, dataDir);
      if (!isAuditIntact(db)) throw new Error(`${dataDir}: the audit chain is broken`);
      return holdingOf(db);
    } finally {
      db.close();
    }
  } finally {
    rmSync(left.folder, { recursive: true, force: true });
  }
}

function assertSound(db: Db, where: string): void {
  const found = db.pragma('integrity_check', { simple: true });
  if (found !== 'ok') throw new Error(`${where}: integrity_check says ${String(found)}`);
}

/** @throws {Error} naming the first blob whose bytes are not what its name says */
export async function assertCoreBlobsWhole(dataDir: string, key: Uint8Array, hashes: Iterable<string>): Promise<void> {
  const place = blobPlaceOf(dataDir, key);
  const files = new BlobFiles(place.folder, place.key);
  for (const sha256 of hashes) {
    const bytes = await files.read(sha256);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`${dataDir}: the blob ${sha256} has other bytes`);
  }
}

export interface PlatformHolding {
  readonly commands: ReadonlySet<string>;
  /** Hospital and command, joined by a blank, once for each place in a feed. */
  readonly feed: readonly string[];
  readonly blobs: ReadonlyMap<string, number>;
  readonly versions: ReadonlyMap<string, { readonly version: number; readonly commands: number }>;
}

/** @param isDead what is read is a copy; otherwise the file the running platform has open @throws {Error} when it is damaged */
export function holdingOfPlatform(dataDir: string, key: Uint8Array, isDead: boolean): PlatformHolding {
  const file = join(dataDir, 'platform.db');
  const left = isDead ? copyOf(file) : null;
  try {
    if (left) openOnce(left.file, derivePlatformKey(key, 'database'));
    return peek(left?.file ?? file, derivePlatformKey(key, 'database'), (db) => {
      assertSound(db, dataDir);
      assertChain(db, dataDir);
      const feed = db.prepare<[], { hospital_id: string; command_id: string }>('SELECT hospital_id, command_id FROM feed').all();
      const streams = db.prepare<[], { id: string; version: number; commands: number }>('SELECT r.id, r.version, (SELECT count(*) FROM command c WHERE c.stream_id = r.id) AS commands FROM stream_record r').all();
      return {
        commands: new Set(db.prepare<[], { id: string }>('SELECT id FROM command').all().map(({ id }) => id)),
        feed: feed.map((row) => `${row.hospital_id} ${row.command_id}`),
        blobs: new Map(db.prepare<[], { sha256: string; byte_length: number }>('SELECT sha256, byte_length FROM blob').all().map((row) => [row.sha256, row.byte_length])),
        versions: new Map(streams.map(({ id, ...row }) => [id, row])),
      };
    });
  } finally {
    if (left) rmSync(left.folder, { recursive: true, force: true });
  }
}

/** A database that is only read cannot bring its WAL in by itself. */
function openOnce(file: string, key: Uint8Array): void {
  const db = new Database(file);
  db.pragma(`cipher='sqlcipher'`);
  db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

function assertChain(db: Db, where: string): void {
  let previous = '0'.repeat(64);
  for (const row of db.prepare<[], { sequence: number; entry_json: string; previous_hash: string; hash: string }>('SELECT sequence, entry_json, previous_hash, hash FROM audit ORDER BY sequence').iterate()) {
    if (row.previous_hash !== previous || row.hash !== digestText(previous + row.entry_json).sha256) throw new Error(`${where}: the audit chain breaks at ${row.sequence}`);
    previous = row.hash;
  }
}

/** @throws {Error} naming the first blob whose bytes are not what its name says */
export async function assertPlatformBlobsWhole(dataDir: string, key: Uint8Array, blobs: Iterable<readonly [string, number]>): Promise<void> {
  const files = await openBlobFiles(join(dataDir, 'blobs'), derivePlatformKey(key, 'blobs'));
  for (const [sha256, byteLength] of blobs) {
    const hash = createHash('sha256');
    for await (const part of files.read(sha256, 0, byteLength)) hash.update(part);
    if (hash.digest('hex') !== sha256) throw new Error(`${dataDir}: the blob ${sha256} has other bytes`);
  }
}
