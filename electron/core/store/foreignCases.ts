import type { Db } from './openDatabase.ts';
import { getRow, run } from './statement.ts';

/** A case taken from an archive: who took it, for which hospital, and the manifest it came with. */
export interface ForeignCase {
  readonly caseId: string;
  readonly archiveId: string;
  readonly hospitalId: string;
  readonly importedBy: string;
  readonly importedAtMs: number;
  /** Manifest of the archive, as JSON. */
  readonly manifest: string;
}

export function getForeignCase(db: Db, caseId: string): ForeignCase | null {
  const row = getRow<{ case_id: string; archive_id: string; hospital_id: string; imported_by: string; imported_at_ms: number; manifest: string }>(
    db, 'SELECT case_id, archive_id, hospital_id, imported_by, imported_at_ms, manifest FROM foreign_case WHERE case_id = ?', caseId,
  );
  return row ? { caseId: row.case_id, archiveId: row.archive_id, hospitalId: row.hospital_id, importedBy: row.imported_by, importedAtMs: row.imported_at_ms, manifest: row.manifest } : null;
}

export const putForeignCase = (db: Db, entry: ForeignCase): void =>
  void run(db, 'INSERT INTO foreign_case (case_id, archive_id, hospital_id, imported_by, imported_at_ms, manifest) VALUES (?, ?, ?, ?, ?, ?)', entry.caseId, entry.archiveId, entry.hospitalId, entry.importedBy, Math.round(entry.importedAtMs), entry.manifest);

/** The platform has sent a case that was taken from an archive before: from now on it is one as any other. */
export function adoptForeign(db: Db, caseId: string): void {
  if (run(db, 'DELETE FROM foreign_case WHERE case_id = ?', caseId) === 0) return;
  run(db, `UPDATE stream_home SET platform = (SELECT value FROM setting WHERE name = 'platformName') WHERE kind = 'case' AND stream_id = ?`, caseId);
}

/** Hospital that reads a case it took from an archive; null for every other case. */
export const foreignReader = (db: Db, caseId: string): string | null => getRow<{ hospital_id: string }>(db, 'SELECT hospital_id FROM foreign_case WHERE case_id = ?', caseId)?.hospital_id ?? null;
