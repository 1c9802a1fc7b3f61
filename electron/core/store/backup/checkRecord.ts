import { isAuditIntact } from '../audit.ts';
import { databaseFile, openReadOnly } from '../openDatabase.ts';
import { allRows } from '../statement.ts';

/** Findings of a complete check; both empty and true when the record is whole. */
export interface RecordFindings {
  /** What SQLite found, page by page; at most twenty. */
  readonly damage: readonly string[];
  /** No row of the access log was changed, removed or put in between. */
  readonly isAuditIntact: boolean;
}

/** Reads every page, index and reference of the record through a connection of its own; minutes for a large one, so for a worker thread. */
export function checkRecord(dataDir: string, key: Uint8Array): RecordFindings {
  const db = openReadOnly(databaseFile(dataDir), key);
  try {
    const pages = allRows<{ integrity_check: string }>(db, 'PRAGMA integrity_check(20)').map((row) => row.integrity_check).filter((finding) => finding !== 'ok');
    const references = allRows<{ table: string; parent: string }>(db, 'PRAGMA foreign_key_check').slice(0, 20).map((row) => `a row of ${row.table} names a row of ${row.parent} that is not there`);
    return { damage: [...pages, ...references], isAuditIntact: isAuditIntact(db) };
  } finally {
    db.close();
  }
}
