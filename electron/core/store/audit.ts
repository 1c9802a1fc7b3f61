import { canonicalJson } from '../../../shared/mdt/canonical.ts';
import type { AuditRow } from '../../../shared/ipc/channels.ts';
import { ChainCheck, hashOfRow, newestForm, type AuditDetail, type ChainBreak, type ChainRow } from './auditChain.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, run } from './statement.ts';

interface StoredAudit {
  readonly seq: number; readonly form: number; readonly at_ms: number; readonly person_id: string; readonly action: string; readonly subject: string;
  readonly case_id: string | null; readonly hospital_id: string; readonly device_id: string; readonly session_id: string; readonly why: string; readonly detail: string;
  readonly previous_hash: string; readonly hash: string;
}

const columns = 'seq, form, at_ms, person_id, action, subject, case_id, hospital_id, device_id, session_id, why, detail, previous_hash, hash';

const toRow = (row: StoredAudit): ChainRow => ({
  seq: row.seq, form: row.form, atMs: row.at_ms, personId: row.person_id, action: row.action, subject: row.subject, caseId: row.case_id, hospitalId: row.hospital_id,
  deviceId: row.device_id, sessionId: row.session_id, why: row.why, detail: row.detail, previousHash: row.previous_hash, hash: row.hash,
});

/** What happened; `subject` is an id, never a name. */
export interface AuditEntry {
  readonly atMs: number;
  readonly personId: string;
  readonly action: string;
  readonly subject: string;
  /** The case concerned, where the subject is not its id. */
  readonly caseId?: string;
  readonly detail?: AuditDetail;
}

/** Where and why something happened: what the running console knows of every entry. */
export interface AuditOrigin {
  readonly caseId: string | null;
  readonly hospitalId: string;
  readonly deviceId: string;
  readonly sessionId: string;
  readonly why: string;
}

const origins = new WeakMap<Db, (entry: AuditEntry) => AuditOrigin>();
const noOrigin: AuditOrigin = { caseId: null, hospitalId: '', deviceId: '', sessionId: '', why: '' };

/** Every entry written through this connection from now on says where and why; a database opened for a job has none to say. */
export const setAuditOrigin = (db: Db, originOf: (entry: AuditEntry) => AuditOrigin): void => void origins.set(db, originOf);

/** Appends one row to the hash chain; call it inside the transaction it belongs to. */
export function appendAudit(db: Db, entry: AuditEntry): void {
  const last = auditHead(db);
  const { atMs, personId, action, subject, caseId, detail } = entry;
  const origin = origins.get(db)?.(entry) ?? noOrigin;
  const row: ChainRow = {
    seq: last.seq + 1, form: newestForm, atMs: Math.round(atMs), personId, action, subject, ...origin, caseId: caseId ?? origin.caseId, detail: canonicalJson(detail ?? {}), previousHash: last.hash, hash: '',
  };
  run(
    db, `INSERT INTO audit (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.seq, row.form, row.atMs, personId, action, subject, row.caseId, row.hospitalId, row.deviceId, row.sessionId, row.why, row.detail, row.previousHash, hashOfRow(row),
  );
}

/** The newest row; 0 and empty before the first. */
export const auditHead = (db: Db): { seq: number; hash: string } => getRow<{ seq: number; hash: string }>(db, 'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1') ?? { seq: 0, hash: '' };

/** Which rows are wanted; every condition left out lets all through. */
export interface AuditFilter {
  readonly subject?: string | undefined;
  readonly caseId?: string | undefined;
  readonly personId?: string | undefined;
  /** Rows of its people, and those nobody's hospital can be told of. */
  readonly hospitalId?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** Rows that match, newest first, at most `limit`. */
export function listAudit(db: Db, filter: AuditFilter, limit = 500): AuditRow[] {
  const conditions: [string, unknown][] = [
    ['subject = ?', filter.subject], ['person_id = ?', filter.personId], [`hospital_id IN (?, '')`, filter.hospitalId], ['at_ms >= ?', filter.fromMs], ['at_ms < ?', filter.toMs],
    // Rows of earlier versions name the case as their subject alone.
    ['coalesce(case_id, subject) = ?', filter.caseId],
  ];
  const asked = conditions.filter(([, value]) => value !== undefined);
  const where = asked.length === 0 ? '' : `WHERE ${asked.map(([condition]) => condition).join(' AND ')}`;
  return allRows<StoredAudit>(db, `SELECT ${columns} FROM audit ${where} ORDER BY seq DESC LIMIT ?`, ...asked.map(([, value]) => value), limit).map((row) => {
    const { previousHash: _previousHash, form: _form, detail, ...shown } = toRow(row);
    return { ...shown, detail: JSON.parse(detail) as AuditDetail };
  });
}

/** The chain from a row on, in its order, read piece by piece. */
export function* auditChain(db: Db, afterSeq = 0): Generator<ChainRow> {
  const page = 500;
  for (let after = afterSeq; ; ) {
    const rows = allRows<StoredAudit>(db, `SELECT ${columns} FROM audit WHERE seq > ? ORDER BY seq LIMIT ?`, after, page);
    for (const row of rows) yield toRow(row);
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    after = last.seq;
  }
}

/** A head of the chain that a platform has in its own log. */
export interface AuditAnchor {
  readonly platform: string;
  readonly seq: number;
  readonly hash: string;
  readonly atMs: number;
}

export const putAnchor = (db: Db, anchor: AuditAnchor): void =>
  void run(db, 'INSERT INTO audit_anchor (platform, seq, hash, at_ms) VALUES (?, ?, ?, ?) ON CONFLICT (platform, seq) DO NOTHING', anchor.platform, anchor.seq, anchor.hash, Math.round(anchor.atMs));

export const listAnchors = (db: Db): AuditAnchor[] =>
  allRows<{ platform: string; seq: number; hash: string; at_ms: number }>(db, 'SELECT platform, seq, hash, at_ms FROM audit_anchor ORDER BY seq').map((row) => ({ platform: row.platform, seq: row.seq, hash: row.hash, atMs: row.at_ms }));

/** What is wrong with one anchored row; null when it is the one the platform saw. */
export function checkAnchor(db: Db, anchor: AuditAnchor): ChainBreak | null {
  const row = getRow<{ hash: string }>(db, 'SELECT hash FROM audit WHERE seq = ?', anchor.seq);
  if (row?.hash === anchor.hash) return null;
  const when = new Date(anchor.atMs).toISOString();
  return row
    ? { seq: anchor.seq, what: 'changed', message: `Audit row ${anchor.seq} is not the one the platform noted on ${when}: the log was rewritten.` }
    : { seq: anchor.seq, what: 'cut', message: `Audit row ${anchor.seq}, which the platform noted on ${when}, is not here: rows at the end of the log were removed.` };
}

/** Where the chain or one of its anchors does not hold, at most twenty places; empty when no row was changed, removed or put in between. */
export function findAuditBreaks(db: Db, anchors: readonly AuditAnchor[] = hasAnchors(db) ? listAnchors(db) : []): ChainBreak[] {
  const check = new ChainCheck();
  const breaks: ChainBreak[] = [];
  for (const row of auditChain(db)) {
    const found = check.next(row);
    if (found) breaks.push(found);
    if (breaks.length === 20) return breaks;
  }
  return [...breaks, ...anchors.flatMap((anchor) => checkAnchor(db, anchor) ?? [])].slice(0, 20);
}

export const isAuditIntact = (db: Db): boolean => findAuditBreaks(db).length === 0;

const hasAnchors = (db: Db): boolean => getRow(db, `SELECT 1 FROM sqlite_schema WHERE name = 'audit_anchor'`) !== undefined;
