import { completeHeader } from '../../../shared/dicom/storedHeader.ts';
import type { StoredHeader } from '../../../shared/dicom/storedHeader.ts';
import type { InstanceHeader, ObjectReference } from '../../../shared/dicom/types.ts';
import type { ManifestEntry } from '../../../shared/mdt/command.ts';
import type { ImportReport } from '../../../shared/ipc/channels.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, inTransaction, run } from './statement.ts';

/** An instance of a case with the blob that holds its bytes. */
export interface IndexedInstance {
  readonly header: InstanceHeader;
  readonly sha256: string;
  readonly byteLength: number;
}

/** What the store knows of a blob. */
export interface BlobRow {
  readonly sha256: string;
  readonly byteLength: number;
  readonly isLocal: boolean;
  readonly isOnPlatform: boolean;
  readonly uploadUrl: string | null;
}

interface StoredBlob {
  readonly sha256: string;
  readonly byte_length: number;
  readonly is_local: number;
  readonly is_on_platform: number;
  readonly upload_url: string | null;
}

/** Adds instances whose bytes are stored already, in one transaction; what is there stays. */
export function addInstances(db: Db, caseId: string, instances: readonly IndexedInstance[]): void {
  inTransaction(db, () => {
    for (const { header, sha256, byteLength } of instances) {
      markLocal(db, sha256, byteLength);
      const { references, ...own } = header;
      run(db, 'INSERT INTO instance (case_id, sop_instance_uid, sha256, header) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', caseId, header.sopInstanceUID, sha256, JSON.stringify(own));
      for (const { role, sopInstanceUID } of references) {
        run(db, 'INSERT INTO instance_reference (case_id, from_uid, role, to_uid) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', caseId, header.sopInstanceUID, role, sopInstanceUID);
      }
    }
  });
}

/**
 * Lists objects of a case whose bytes came with another one: the header follows from the bytes, so it is taken over.
 * Does nothing where everything is listed already.
 */
export function shareInstances(db: Db, caseId: string, manifest: readonly ManifestEntry[]): void {
  const known = new Set(allRows<{ sha256: string }>(db, 'SELECT sha256 FROM instance WHERE case_id = ?', caseId).map((row) => row.sha256));
  const unlisted = manifest.filter((entry) => !known.has(entry.sha256));
  if (unlisted.length === 0) return;
  inTransaction(db, () => {
    for (const { sha256 } of unlisted) {
      const other = getRow<{ case_id: string }>(db, 'SELECT case_id FROM instance WHERE sha256 = ? LIMIT 1', sha256);
      if (!other) continue;
      run(db, 'INSERT INTO instance SELECT ?, sop_instance_uid, sha256, header FROM instance WHERE case_id = ? AND sha256 = ? ON CONFLICT DO NOTHING', caseId, other.case_id, sha256);
      run(db, `INSERT INTO instance_reference SELECT ?, from_uid, role, to_uid FROM instance_reference
        WHERE case_id = ? AND from_uid IN (SELECT sop_instance_uid FROM instance WHERE case_id = ? AND sha256 = ?) ON CONFLICT DO NOTHING`, caseId, other.case_id, other.case_id, sha256);
    }
  });
}

/** Instances of a case whose header is known here. */
export function listInstances(db: Db, caseId: string): IndexedInstance[] {
  const references = new Map<string, ObjectReference[]>();
  for (const row of allRows<{ from_uid: string; role: ObjectReference['role']; to_uid: string }>(db, 'SELECT from_uid, role, to_uid FROM instance_reference WHERE case_id = ?', caseId)) {
    const list = references.get(row.from_uid) ?? [];
    list.push({ role: row.role, sopInstanceUID: row.to_uid });
    references.set(row.from_uid, list);
  }
  return allRows<{ header: string; sha256: string; byte_length: number }>(db, 'SELECT header, instance.sha256, byte_length FROM instance JOIN blob USING (sha256) WHERE case_id = ? ORDER BY sop_instance_uid', caseId).map((row) => {
    const own = completeHeader(JSON.parse(row.header) as StoredHeader);
    return { header: { ...own, references: references.get(own.sopInstanceUID) ?? [] }, sha256: row.sha256, byteLength: row.byte_length };
  });
}

/** The bytes are here, proved by their hash. */
export const markLocal = (db: Db, sha256: string, byteLength: number): void =>
  void run(db, 'INSERT INTO blob (sha256, byte_length, is_local, is_on_platform) VALUES (?, ?, 1, 0) ON CONFLICT (sha256) DO UPDATE SET is_local = 1, evicted_at_ms = NULL', sha256, byteLength);

/** The bytes turned out to be damaged or gone; they are fetched again. */
export const markNotLocal = (db: Db, sha256: string): void => void run(db, 'UPDATE blob SET is_local = 0 WHERE sha256 = ?', sha256);

export const markOnPlatform = (db: Db, sha256: string): void => void run(db, 'UPDATE blob SET is_on_platform = 1, upload_url = NULL WHERE sha256 = ?', sha256);

/** Nothing is known any more of what the platform has; used when the console is pointed at another one. */
export const forgetPlatformBlobs = (db: Db): void => void run(db, 'UPDATE blob SET is_on_platform = 0, upload_url = NULL');

export const setUploadUrl = (db: Db, sha256: string, url: string | null): void => void run(db, 'UPDATE blob SET upload_url = ? WHERE sha256 = ?', url, sha256);

export function getBlob(db: Db, sha256: string): BlobRow | null {
  const row = getRow<StoredBlob>(db, 'SELECT sha256, byte_length, is_local, is_on_platform, upload_url FROM blob WHERE sha256 = ?', sha256);
  return row ? { sha256: row.sha256, byteLength: row.byte_length, isLocal: row.is_local === 1, isOnPlatform: row.is_on_platform === 1, uploadUrl: row.upload_url } : null;
}

/** Hashes of every blob whose bytes are here. */
export const localBlobs = (db: Db): Set<string> => new Set(allRows<{ sha256: string }>(db, 'SELECT sha256 FROM blob WHERE is_local = 1').map((row) => row.sha256));

export const platformBlobs = (db: Db): Set<string> => new Set(allRows<{ sha256: string }>(db, 'SELECT sha256 FROM blob WHERE is_on_platform = 1').map((row) => row.sha256));

export const putImportReport = (db: Db, report: ImportReport, nowMs: number): void =>
  void run(db, 'INSERT INTO import_report (import_id, case_id, at_ms, report) VALUES (?, ?, ?, ?) ON CONFLICT (import_id) DO UPDATE SET at_ms = excluded.at_ms, report = excluded.report', report.importId, report.caseId, nowMs, JSON.stringify(report));

export function getImportReport(db: Db, importId: string): ImportReport | null {
  const row = getRow<{ report: string }>(db, 'SELECT report FROM import_report WHERE import_id = ?', importId);
  return row ? (JSON.parse(row.report) as ImportReport) : null;
}

/** Reports of ended imports into a case, the newest first. */
export const listImportReports = (db: Db, caseId: string): ImportReport[] =>
  allRows<{ report: string }>(db, 'SELECT report FROM import_report WHERE case_id = ? ORDER BY at_ms DESC', caseId).map((row) => JSON.parse(row.report) as ImportReport);
