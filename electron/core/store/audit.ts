import { canonicalJson, digestText } from '../../../shared/mdt/canonical.ts';
import type { AuditRow } from '../../../shared/ipc/channels.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, run } from './statement.ts';

interface StoredAudit {
  readonly seq: number;
  readonly at_ms: number;
  readonly person_id: string;
  readonly action: string;
  readonly subject: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** What happened; `subject` is an id, never a name. */
export interface AuditEntry {
  readonly atMs: number;
  readonly personId: string;
  readonly action: string;
  readonly subject: string;
}

const hashOf = (seq: number, entry: AuditEntry, previousHash: string): string => digestText(canonicalJson({ seq, ...entry, previousHash })).sha256;

/** Appends one row to the hash chain; call it inside the transaction it belongs to. */
export function appendAudit(db: Db, entry: AuditEntry): void {
  const last = getRow<{ seq: number; hash: string }>(db, 'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
  const seq = (last?.seq ?? 0) + 1;
  const previousHash = last?.hash ?? '';
  const { atMs, personId, action, subject } = entry;
  const hash = hashOf(seq, { atMs: Math.round(atMs), personId, action, subject }, previousHash);
  run(db, 'INSERT INTO audit (seq, at_ms, person_id, action, subject, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)', seq, Math.round(atMs), personId, action, subject, previousHash, hash);
}

/** The newest 500 rows, of one subject or of all, newest first. */
export function listAudit(db: Db, subject: string | undefined): AuditRow[] {
  const columns = 'SELECT seq, at_ms, person_id, action, subject, previous_hash, hash FROM audit';
  const rows = subject === undefined ? allRows<StoredAudit>(db, `${columns} ORDER BY seq DESC LIMIT 500`) : allRows<StoredAudit>(db, `${columns} WHERE subject = ? ORDER BY seq DESC LIMIT 500`, subject);
  return rows.map((row) => ({ seq: row.seq, atMs: row.at_ms, personId: row.person_id, action: row.action, subject: row.subject, hash: row.hash }));
}

/** True when no row of the chain was changed, removed or put in between. */
export function isAuditIntact(db: Db): boolean {
  let previousHash = '';
  let seq = 0;
  for (const row of allRows<StoredAudit>(db, 'SELECT seq, at_ms, person_id, action, subject, previous_hash, hash FROM audit ORDER BY seq')) {
    seq += 1;
    const entry = { atMs: row.at_ms, personId: row.person_id, action: row.action, subject: row.subject };
    if (row.seq !== seq || row.previous_hash !== previousHash || row.hash !== hashOf(seq, entry, previousHash)) return false;
    previousHash = row.hash;
  }
  return true;
}
