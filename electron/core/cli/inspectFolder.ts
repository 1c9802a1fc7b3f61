import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, StoreError } from '../../../shared/errors/appError.ts';
import { applyCommand, type StreamRecord } from '../../../shared/mdt/apply.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import { listBackupFiles } from '../../safe/backupManifest.ts';
import { auditHead, findAuditBreaks } from '../store/audit.ts';
import { verifyBackup } from '../store/backup/writeBackup.ts';
import { BlobFiles } from '../store/blobFiles.ts';
import { databaseFile, deriveKey, openReadOnly, type Db } from '../store/openDatabase.ts';
import { blobPlaceOf } from '../store/openStore.ts';
import { allRows } from '../store/statement.ts';
import { getCommitted, listCommands, listStreams } from '../store/streams.ts';
import { differences, verifyRecord } from '../commands/verifyRecord.ts';

/** One thing that is not as it was written. */
export interface Finding {
  readonly part: 'database' | 'audit' | 'record' | 'command' | 'blob' | 'backup' | 'platform';
  /** File, row, object or field. */
  readonly where: string;
  readonly message: string;
}

export interface Inspection {
  readonly findings: readonly Finding[];
  readonly checked: { readonly pages: boolean; readonly auditRows: number; readonly streams: number; readonly blobs: number; readonly backups: number };
}

/**
 * Reads everything a console keeps and names what was changed: pages of the database, rows of the access log, records
 * against the commands they come from, frozen texts and signatures, stored objects and copies of the record.
 *
 * Nothing in the folder is changed or added: the database is read from a copy, which is as encrypted as the original.
 *
 * @param key the console's data key, 32 bytes
 * @throws {StoreError} not-found when there is no record; wrong-passphrase
 */
export async function inspectFolder(dataDir: string, key: Uint8Array): Promise<Inspection> {
  const file = databaseFile(dataDir);
  if (!existsSync(file)) throw new StoreError('not-found', `There is no record.db in ${dataDir}; name the folder "record" of a console.`, { detail: { file } });
  assertKey(dataDir, key);
  const { damagedPages } = await import('../../../platform/host.ts');
  const findings: Finding[] = damagedPages(file, deriveKey(key, 'database')).map((page) => ({
    part: 'database', where: `record.db page ${page}`, message: `Page ${page} of ${file} was changed or is damaged. Keep a copy of the file and restore the newest copy of the record.`,
  }));
  const copy = mkdtempSync(join(tmpdir(), 'mdt-verify-'));
  const checked = { pages: true, auditRows: 0, streams: 0, blobs: 0, backups: 0 };
  try {
    for (const name of ['record.db', 'record.db-wal']) if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(copy, name));
    const db = openReadOnly(join(copy, 'record.db'), key);
    try {
      findings.push(...inspectPages(db), ...inspectAudit(db));
      checked.auditRows = auditHead(db).seq;
      for (const stream of [...listStreams(db, 'case'), ...listStreams(db, 'meeting')]) {
        checked.streams += 1;
        findings.push(...inspectStream(db, stream));
      }
      const place = blobPlaceOf(dataDir, key);
      const blobs = new BlobFiles(place.folder, place.key);
      for (const { sha256 } of allRows<{ sha256: string }>(db, 'SELECT sha256 FROM blob WHERE is_local = 1 ORDER BY sha256')) {
        checked.blobs += 1;
        findings.push(...(await inspectBlob(blobs, sha256)));
      }
    } finally {
      db.close();
    }
  } catch (error) {
    // A damaged database reads only so far; its pages are named above.
    if (error instanceof AppError) throw error;
    findings.push({ part: 'database', where: 'record.db', message: `${file} cannot be read to its end (${error instanceof Error ? error.message : String(error)}); restore the newest copy of the record.` });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  for (const { id } of listBackupFiles(dataDir)) {
    checked.backups += 1;
    findings.push(...inspectBackup(dataDir, key, id));
  }
  findings.push(...orphanManifests(dataDir));
  return { findings, checked };
}

/** @throws {StoreError} wrong-passphrase, before anything is opened */
function assertKey(dataDir: string, key: Uint8Array): void {
  const file = join(dataDir, 'record.key-check');
  if (existsSync(file) && !readFileSync(file).equals(deriveKey(key, 'check'))) {
    throw new StoreError('wrong-passphrase', `The record in ${dataDir} does not open with this key, or ${file} was changed; enter the passphrase again or use the recovery code.`, { detail: { file } });
  }
}

function inspectPages(db: Db): Finding[] {
  const pages = allRows<{ integrity_check: string }>(db, 'PRAGMA integrity_check(20)').map((row) => row.integrity_check).filter((finding) => finding !== 'ok');
  const references = allRows<{ table: string; parent: string }>(db, 'PRAGMA foreign_key_check').slice(0, 20).map((row) => `A row of ${row.table} names a row of ${row.parent} that is not there.`);
  return [...pages, ...references].map((message) => ({ part: 'database', where: 'record.db', message }));
}

const inspectAudit = (db: Db): Finding[] => findAuditBreaks(db).map(({ seq, message }) => ({ part: 'audit', where: `audit row ${seq}`, message }));

/** The stored record has to be what its committed commands make, and what was signed has to be unchanged. */
function inspectStream(db: Db, stream: Stream): Finding[] {
  const name = `${stream.kind} ${stream.id}`;
  const stored = getCommitted(db, stream);
  const committed = listCommands(db, stream, 'committed').toSorted((a, b) => (a.version ?? 0) - (b.version ?? 0));
  const findings: Finding[] = [];
  let replayed: StreamRecord | null = null;
  for (const { command, version } of committed) {
    const where = `command ${command.id} of ${name}`;
    if (version !== (replayed?.version ?? 0) + 1) return [...findings, { part: 'command', where, message: `Command ${(replayed?.version ?? 0) + 1} of ${name} is missing.` }];
    try {
      replayed = applyCommand(replayed, command);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return [...findings, { part: 'command', where, message: `Command ${version} (${command.type}) of ${name} cannot be applied any more: ${error.message}` }];
    }
  }
  // Of a case taken from an archive, and of one that is only pending, there may be no commands here.
  if (stored && committed.length > 0) {
    findings.push(...differences(stored, replayed, '').map((path): Finding => ({ part: 'record', where: `${name}, field ${path}`, message: `"${path}" of ${name} is not what its commands make: the record or a command was changed.` })));
  }
  if (stored && stream.kind === 'case') {
    const record = stored as CaseRecord;
    const isFinished = record.signatures.some(({ role }) => role === 'chair');
    if (record.frozen) findings.push(...verifyRecord(record, { isFinished }).problems.map((message): Finding => ({ part: 'record', where: name, message })));
  }
  return findings;
}

async function inspectBlob(blobs: BlobFiles, sha256: string): Promise<Finding[]> {
  const where = `object ${sha256}`;
  try {
    const found = createHash('sha256').update(await blobs.read(sha256)).digest('hex');
    return found === sha256 ? [] : [{ part: 'blob', where, message: `The object ${sha256} holds other bytes (${found}); it is fetched again from the platform or imported again.` }];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ part: 'blob', where, message: `The object ${sha256}: ${error.message}` }];
  }
}

function inspectBackup(dataDir: string, key: Uint8Array, id: string): Finding[] {
  try {
    verifyBackup(dataDir, key, id);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ part: 'backup', where: `backups/${id}`, message: error.message }];
  }
}

/** A manifest whose copy is gone: the copy was removed, or had its name changed. */
function orphanManifests(dataDir: string): Finding[] {
  const folder = join(dataDir, 'backups');
  if (!existsSync(folder)) return [];
  const names = new Set(readdirSync(folder));
  return [...names].filter((name) => /^record-.*\.json$/.test(name) && !names.has(name.replace(/\.json$/, '.db'))).map((name) => ({ part: 'backup', where: `backups/${name}`, message: `The copy that ${name} describes is not there any more.` }));
}
