import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, StoreError } from '../shared/errors/appError.ts';
import { applyCommand, type StreamRecord } from '../shared/mdt/apply.ts';
import { canonicalJson } from '../shared/mdt/canonical.ts';
import type { AnyCommand } from '../shared/mdt/command.ts';
import { silentLog } from './log/log.ts';
import { openBlobFiles, type BlobFiles } from './blobs/blobFiles.ts';
import { assertDeployment } from './nodes/shareDeployment.ts';
import { auditQueries } from './store/audit.ts';
import { lockFolder } from './store/engines/folderLock.ts';
import { damagedPages, mostDamagedPages, pageBytes } from './store/engines/pageSeals.ts';
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
  /** True where something else has proved that this is the key: what does not open with it was changed. */
  readonly isKeyProved?: boolean;
}

/** One thing that is not as the platform wrote it. */
export interface PlatformFinding {
  readonly where: string;
  readonly message: string;
}

export interface PlatformInspection {
  readonly findings: readonly PlatformFinding[];
  readonly checked: { readonly auditRows: number; readonly streams: number; readonly blobs: number };
}

/** @returns what of {@link inspectPlatform} is not as it was written */
export const verifyPlatform = async (options: VerifyOptions): Promise<readonly PlatformFinding[]> => (await inspectPlatform(options)).findings;

/**
 * Reads everything a platform keeps and names what was changed: pages, rows of its access log, records against the
 * commands they come from, blobs. An SQLite database is read from a copy and one of PostgreSQL in transactions that
 * cannot write, so that nothing changes. On PostgreSQL the platform may be running.
 *
 * @throws {StoreError} wrong-passphrase | not-found | newer-version | locked: a platform is running on the SQLite file
 */
export async function inspectPlatform({ dataDir, key, databaseUrl, isKeyProved = false }: VerifyOptions): Promise<PlatformInspection> {
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'platform.db'))) throw new StoreError('not-found', `There is no platform.db in ${dataDir}; name the platform's folder, and its PostgreSQL database where it has one.`, { detail: { file: dataDir } });
  if (databaseUrl !== undefined && !existsSync(join(dataDir, 'folder-id'))) throw new StoreError('not-found', `${dataDir} is no folder of a platform on PostgreSQL: it has no folder-id. Name the folder that holds its blobs.`, { detail: { file: dataDir } });
  const openBlobs = (): Promise<BlobFiles> => openBlobFiles(join(dataDir, 'blobs'), deriveKey(key, 'blobs'));
  if (databaseUrl === undefined) {
    const letGo = existsSync(join(dataDir, 'platform.lock')) ? lockFolder(dataDir) : () => undefined;
    try {
      return await inspectSqlite(dataDir, key, openBlobs, isKeyProved);
    } finally {
      letGo();
    }
  }
  const engine = await openPostgresEngine(databaseUrl, silentLog, true);
  try {
    await assertDeployment(engine.db, dataDir, key);
    return await inspect(engine.db, await openBlobs());
  } finally {
    await engine.close();
  }
}

async function inspectSqlite(dataDir: string, key: Uint8Array, openBlobs: () => Promise<BlobFiles>, isKeyProved: boolean): Promise<PlatformInspection> {
  const file = join(dataDir, 'platform.db');
  const damaged = damagedPages(file, deriveKey(key, 'database'));
  if (!isKeyProved && isEvery(damaged, file)) {
    throw new StoreError('wrong-passphrase', `No page of ${file} opens with this key. Use the platform's own key; if it is, the beginning of the file was changed: keep a copy of it and restore the newest copy of the platform.`, { detail: { file } });
  }
  const findings: PlatformFinding[] = damaged.map((page) => ({
    where: `platform.db page ${page}`, message: `Page ${page} of ${file} was changed or is damaged. Keep a copy of the file and restore the newest copy of the platform.`,
  }));
  const nothing = { auditRows: 0, streams: 0, blobs: 0 };
  const copy = mkdtempSync(join(tmpdir(), 'mdt-verify-'));
  try {
    for (const name of ['platform.db', 'platform.db-wal']) if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(copy, name));
    const engine = openSqliteEngine(copy, deriveKey(key, 'database'));
    try {
      const found = await inspect(engine.db, await openBlobs());
      return { findings: [...findings, ...found.findings], checked: found.checked };
    } finally {
      await engine.close();
    }
  } catch (error) {
    // With a damaged page named already, what SQLite says of it is no more.
    if (findings.length === 0) throw error;
    return { checked: nothing, findings: [...findings, { where: 'platform.db', message: `${file} cannot be read to its end (${error instanceof Error ? error.message : String(error)}).` }] };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** A wrong key damages all pages, and so does a byte in the first sixteen; of at most so many pages the numbers are known. */
const isEvery = (damaged: readonly number[], file: string): boolean => damaged.length === Math.min(mostDamagedPages, Math.ceil(statSync(file).size / pageBytes));

async function inspect(db: Db, blobs: BlobFiles): Promise<PlatformInspection> {
  const findings: PlatformFinding[] = [];
  const audit = auditQueries(db, () => Promise.reject(new Error('A check writes no audit.')));
  const broken = await audit.firstBreak();
  if (broken !== null) findings.push({ where: `audit row ${broken}`, message: `Row ${broken} of the platform's access log was changed, or rows before it were removed.` });
  const streams = await db.selectFrom('stream_record').select(['id', 'kind', 'version', 'record_json']).orderBy('id').execute();
  for (const stream of streams) findings.push(...(await inspectStream(db, stream)));
  const stored = await db.selectFrom('blob').select(['sha256', 'byte_length']).orderBy('sha256').execute();
  for (const { sha256, byte_length: byteLength } of stored) findings.push(...(await inspectBlob(blobs, sha256, byteLength)));
  const { rows } = await db.selectFrom('audit').select(({ fn }) => fn.countAll<number>().as('rows')).executeTakeFirstOrThrow();
  return { findings, checked: { auditRows: rows, streams: streams.length, blobs: stored.length } };
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
