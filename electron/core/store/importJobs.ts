import type { ImportSource } from '../../../shared/ipc/channels.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, run } from './statement.ts';

/** An import that has not ended. */
export interface ImportJobRow {
  readonly importId: string;
  readonly caseId: string;
  readonly source: ImportSource;
  readonly patientKey: string | null;
  readonly personId: string;
  readonly startedAtMs: number;
}

/** A file an import took: with the same name, length and time of change it need not be read again. */
export interface TakenFile {
  readonly name: string;
  readonly byteLength: number;
  readonly modifiedAtMs: number;
  readonly sopInstanceUID: string;
}

interface StoredJob {
  readonly import_id: string;
  readonly case_id: string;
  readonly source: string;
  readonly patient_key: string | null;
  readonly person_id: string;
  readonly started_at_ms: number;
}

const toJob = (row: StoredJob): ImportJobRow => ({
  importId: row.import_id, caseId: row.case_id, source: JSON.parse(row.source) as ImportSource, patientKey: row.patient_key, personId: row.person_id, startedAtMs: row.started_at_ms,
});

/** Notes that an import runs, begun or gone on with. */
export const putRunningImport = (db: Db, job: ImportJobRow): void =>
  void run(
    db,
    `INSERT INTO import_job (import_id, case_id, source, patient_key, person_id, state, started_at_ms) VALUES (?, ?, ?, ?, ?, 'running', ?)
     ON CONFLICT (import_id) DO UPDATE SET state = 'running', person_id = excluded.person_id`,
    job.importId, job.caseId, JSON.stringify(job.source), job.patientKey, job.personId, job.startedAtMs,
  );

/** No import runs in a core that has just started: those that did were interrupted. */
export const interruptImports = (db: Db): void => void run(db, `UPDATE import_job SET state = 'interrupted' WHERE state = 'running'`);

export const interruptImport = (db: Db, importId: string): void => void run(db, `UPDATE import_job SET state = 'interrupted' WHERE import_id = ?`, importId);

/** The import has ended; what it took is in the case. */
export const endImport = (db: Db, importId: string): void => void run(db, 'DELETE FROM import_job WHERE import_id = ?', importId);

export function getInterruptedImport(db: Db, importId: string): ImportJobRow | null {
  const row = getRow<StoredJob>(db, `SELECT * FROM import_job WHERE import_id = ? AND state = 'interrupted'`, importId);
  return row ? toJob(row) : null;
}

export const listInterruptedImports = (db: Db, caseId: string): ImportJobRow[] => allRows<StoredJob>(db, `SELECT * FROM import_job WHERE case_id = ? AND state = 'interrupted'`, caseId).map(toJob);

/** In the transaction that adds the instances. */
export function addTakenFiles(db: Db, importId: string, files: readonly TakenFile[]): void {
  for (const { name, byteLength, modifiedAtMs, sopInstanceUID } of files) {
    run(db, 'INSERT INTO import_taken (import_id, name, byte_length, modified_at_ms, sop_instance_uid) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', importId, name, byteLength, modifiedAtMs, sopInstanceUID);
  }
}

export const listTakenFiles = (db: Db, importId: string): TakenFile[] =>
  allRows<{ name: string; byte_length: number; modified_at_ms: number; sop_instance_uid: string }>(db, 'SELECT name, byte_length, modified_at_ms, sop_instance_uid FROM import_taken WHERE import_id = ?', importId).map((row) => ({
    name: row.name, byteLength: row.byte_length, modifiedAtMs: row.modified_at_ms, sopInstanceUID: row.sop_instance_uid,
  }));

export const countTakenFiles = (db: Db, importId: string): number => getRow<{ files: number }>(db, 'SELECT count(*) AS files FROM import_taken WHERE import_id = ?', importId)?.files ?? 0;
