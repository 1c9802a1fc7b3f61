import { auditChain, listAnchors, type AuditFilter } from './audit.ts';
import type { ChainRow } from './auditChain.ts';
import type { Db } from './openDatabase.ts';

/** First line of an exported access log. */
export interface TrailHead {
  readonly schema: 'mdt-audit/1';
  readonly deviceId: string;
  readonly exportedAtMs: number;
  /** Newest row of the log when it was exported. */
  readonly head: { readonly seq: number; readonly hash: string };
  /** Ends of the log that a platform has noted. */
  readonly anchors: readonly { readonly platform: string; readonly seq: number; readonly hash: string; readonly atMs: number }[];
}

/** Rows between two exported ones: not shown, but the chain goes through them. */
export interface Withheld {
  readonly withheld: { readonly fromSeq: number; readonly toSeq: number; readonly previousHash: string; readonly hash: string };
}

/**
 * The log as JSON lines: a head, then every row that matches, and for the others the hashes between which they stand,
 * so that a shown row is proved to be where it was written without telling of other patients.
 */
export function exportAudit(db: Db, filter: AuditFilter, { deviceId, nowMs }: { readonly deviceId: string; readonly nowMs: number }): { text: string; rows: number } {
  const lines: string[] = [];
  const hidden: ChainRow[] = [];
  let last: ChainRow | null = null;
  let rows = 0;
  const closeRun = (): void => {
    const [from, to] = [hidden[0], hidden.at(-1)];
    if (from && to) lines.push(JSON.stringify({ withheld: { fromSeq: from.seq, toSeq: to.seq, previousHash: from.previousHash, hash: to.hash } } satisfies Withheld));
    hidden.length = 0;
  };
  for (const row of auditChain(db)) {
    last = row;
    if (!matches(row, filter)) {
      // Only the ends of a run are told.
      hidden[hidden.length === 0 ? 0 : 1] = row;
      continue;
    }
    closeRun();
    lines.push(JSON.stringify(row));
    rows += 1;
  }
  closeRun();
  const head: TrailHead = { schema: 'mdt-audit/1', deviceId, exportedAtMs: Math.round(nowMs), head: { seq: last?.seq ?? 0, hash: last?.hash ?? '' }, anchors: listAnchors(db) };
  return { text: `${[JSON.stringify(head), ...lines].join('\n')}\n`, rows };
}

const matches = (row: ChainRow, { subject, caseId, personId, hospitalId, fromMs, toMs }: AuditFilter): boolean =>
  (subject === undefined || row.subject === subject) && (caseId === undefined || (row.caseId ?? row.subject) === caseId) && (personId === undefined || row.personId === personId) &&
  (hospitalId === undefined || row.hospitalId === '' || row.hospitalId === hospitalId) && (fromMs === undefined || row.atMs >= fromMs) && (toMs === undefined || row.atMs < toMs);
