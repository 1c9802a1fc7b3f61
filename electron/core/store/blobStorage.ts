import type { Db } from './openDatabase.ts';
import { allRows, getRow, inTransaction, run } from './statement.ts';

/** A blob whose bytes are here. */
export interface HeldBlob {
  readonly sha256: string;
  readonly byteLength: number;
}

/** Bytes of all blobs that are here. */
export const heldBytes = (db: Db): number => getRow<{ bytes: number | null }>(db, 'SELECT sum(byte_length) AS bytes FROM blob WHERE is_local = 1')?.bytes ?? 0;

/** Blobs that are here and, as far as is known, at the platform; those nobody opened for longest come first. */
export const heldByLeastOpened = (db: Db): HeldBlob[] =>
  allRows<{ sha256: string; byte_length: number }>(db, 'SELECT sha256, byte_length FROM blob WHERE is_local = 1 AND is_on_platform = 1 ORDER BY coalesce(opened_at_ms, 0), sha256').map((row) => ({ sha256: row.sha256, byteLength: row.byte_length }));

/** Somebody opened these: they stay longest, and what was given up is wanted again. @returns true when something is to be fetched again */
export function noteOpened(db: Db, hashes: readonly string[], nowMs: number): boolean {
  return inTransaction(db, () => {
    let recalled = 0;
    for (const sha256 of hashes) {
      recalled += run(db, 'UPDATE blob SET evicted_at_ms = NULL WHERE sha256 = ? AND evicted_at_ms IS NOT NULL', sha256);
      run(db, 'UPDATE blob SET opened_at_ms = ? WHERE sha256 = ?', Math.round(nowMs), sha256);
    }
    return recalled > 0;
  });
}

/** The bytes are about to be removed here: known to be at the platform, and fetched again when somebody opens them. */
export const markEvicted = (db: Db, sha256: string, nowMs: number): void => void run(db, 'UPDATE blob SET is_local = 0, evicted_at_ms = ? WHERE sha256 = ?', Math.round(nowMs), sha256);

export const evictedBlobs = (db: Db): Set<string> => new Set(allRows<{ sha256: string }>(db, 'SELECT sha256 FROM blob WHERE is_local = 0 AND evicted_at_ms IS NOT NULL').map((row) => row.sha256));

/** Blobs that something besides a synced case of the platform needs: a case with unsent commands or an import under way, or the inbox. */
export function blobsInUse(db: Db): { readonly cases: ReadonlySet<string>; readonly blobs: ReadonlySet<string> } {
  const cases = allRows<{ id: string }>(db, `SELECT stream_id AS id FROM command WHERE kind = 'case' AND status = 'pending' UNION SELECT case_id FROM import_job`);
  const blobs = allRows<{ sha256: string }>(db, 'SELECT sha256 FROM inbox_object');
  return { cases: new Set(cases.map(({ id }) => id)), blobs: new Set(blobs.map(({ sha256 }) => sha256)) };
}

/** The cases each blob is indexed in here, visible to whoever is signed in or not. */
export function casesOfBlobs(db: Db): Map<string, string[]> {
  const cases = new Map<string, string[]>();
  for (const row of allRows<{ sha256: string; case_id: string }>(db, 'SELECT sha256, case_id FROM instance')) {
    const list = cases.get(row.sha256) ?? [];
    list.push(row.case_id);
    cases.set(row.sha256, list);
  }
  return cases;
}
