import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../shared/errors/appError.ts';
import { applyCommand, type StreamRecord } from '../shared/mdt/apply.ts';
import { canonicalJson } from '../shared/mdt/canonical.ts';
import type { AnyCommand } from '../shared/mdt/command.ts';
import { silentLog } from './log/log.ts';
import { openBlobFiles, type BlobFiles } from './blobs/blobFiles.ts';
import { auditQueries } from './store/audit.ts';
import { openPostgresEngine } from './store/engines/postgresEngine.ts';
import { openSqliteEngine } from './store/engines/sqliteEngine.ts';
import { deriveKey } from './store/openStore.ts';
import type { Db } from './store/tables.ts';

export interface VerifyOptions {
  readonly dataDir: string;
  /** 32 secret bytes of the platform. */
  readonly key: Uint8Array;
  /** `postgres://…`; without it `platform.db` in the data folder. */
  readonly databaseUrl?: string | undefined;
  /** Numbers of the pages of a database file whose seal does not hold; left out, pages no row is read from are not looked at. */
  readonly damagedPages?: (file: string, key: Uint8Array) => readonly number[];
}

/** One thing that is not as the platform wrote it. */
export interface PlatformFinding {
  readonly where: string;
  readonly message: string;
}

/**
 * Reads everything a platform keeps and names what was changed: pages, rows of its access log, records against the
 * commands they come from, blobs. An SQLite database is read from a copy, so that nothing in the folder changes.
 *
 * @throws {StoreError} wrong-passphrase | not-found
 */
export async function verifyPlatform({ dataDir, key, databaseUrl, damagedPages = () => [] }: VerifyOptions): Promise<PlatformFinding[]> {
  const blobs = await openBlobFiles(join(dataDir, 'blobs'), deriveKey(key, 'blobs'));
  if (databaseUrl !== undefined) {
    const engine = await openPostgresEngine(databaseUrl, silentLog);
    try {
      return await inspect(engine.db, blobs);
    } finally {
      await engine.close();
    }
  }
  const file = join(dataDir, 'platform.db');
  const findings: PlatformFinding[] = damagedPages(file, deriveKey(key, 'database')).map((page) => ({
    where: `platform.db page ${page}`, message: `Page ${page} of ${file} was changed or is damaged. Keep a copy of the file and restore the newest copy of the platform.`,
  }));
  const copy = mkdtempSync(join(tmpdir(), 'mdt-verify-'));
  try {
    for (const name of ['platform.db', 'platform.db-wal']) if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(copy, name));
    const engine = openSqliteEngine(copy, deriveKey(key, 'database'));
    try {
      findings.push(...(await inspect(engine.db, blobs)));
    } finally {
      await engine.close();
    }
  } catch (error) {
    // With a damaged page named already, what SQLite says of it is no more; a wrong key damages all of them.
    if (findings.length === 0) throw error;
    findings.push({ where: 'platform.db', message: `${file} cannot be read to its end (${error instanceof Error ? error.message : String(error)}).` });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return findings;
}

async function inspect(db: Db, blobs: BlobFiles): Promise<PlatformFinding[]> {
  const findings: PlatformFinding[] = [];
  const audit = await auditQueries(db, () => Promise.reject(new Error('A check writes no audit.'))).firstBreak();
  if (audit !== null) findings.push({ where: `audit row ${audit}`, message: `Row ${audit} of the platform's access log was changed, or rows before it were removed.` });
  for (const stream of await db.selectFrom('stream_record').select(['id', 'kind', 'version', 'record_json']).orderBy('id').execute()) findings.push(...(await inspectStream(db, stream)));
  for (const { sha256, byte_length: byteLength } of await db.selectFrom('blob').select(['sha256', 'byte_length']).orderBy('sha256').execute()) findings.push(...(await inspectBlob(blobs, sha256, byteLength)));
  return findings;
}

async function inspectStream(db: Db, stream: { readonly id: string; readonly kind: string; readonly version: number; readonly record_json: string }): Promise<PlatformFinding[]> {
  const where = `${stream.kind} ${stream.id}`;
  const commands = await db.selectFrom('command').select(['id', 'version', 'envelope_json']).where('stream_id', '=', stream.id).where('version', '>', 0).orderBy('version').execute();
  let replayed: StreamRecord | null = null;
  for (const { id, version, envelope_json: envelope } of commands) {
    if (version !== (replayed?.version ?? 0) + 1) return [{ where, message: `Command ${(replayed?.version ?? 0) + 1} of ${where} is missing.` }];
    try {
      replayed = applyCommand(replayed, JSON.parse(envelope) as AnyCommand);
    } catch (error) {
      if (!(error instanceof AppError)) return [{ where: `command ${id} of ${where}`, message: `Command ${version} of ${where} cannot be read any more.` }];
      return [{ where: `command ${id} of ${where}`, message: `Command ${version} of ${where} cannot be applied any more: ${error.message}` }];
    }
  }
  const isEqual = replayed !== null && isSame(stream.record_json, replayed);
  return isEqual ? [] : [{ where, message: `The record of ${where} is not what its commands make: the record or a command was changed.` }];
}

function isSame(json: string, replayed: StreamRecord): boolean {
  try {
    return canonicalJson(JSON.parse(json)) === canonicalJson(JSON.parse(JSON.stringify(replayed)));
  } catch {
    // No JSON any more: changed.
    return false;
  }
}

async function inspectBlob(blobs: BlobFiles, sha256: string, byteLength: number): Promise<PlatformFinding[]> {
  const where = `blob ${sha256}`;
  const hash = createHash('sha256');
  try {
    for await (const bytes of blobs.read(sha256, 0, byteLength)) hash.update(bytes);
  } catch (error) {
    return [{ where, message: `The blob ${sha256} cannot be read: ${error instanceof Error ? error.message : String(error)}` }];
  }
  return hash.digest('hex') === sha256 ? [] : [{ where, message: `The blob ${sha256} holds other bytes; a console that has it sends it again.` }];
}
