import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/mdt/canonical.ts';

/** Ids, counts and reasons of an audit row; never a name, never a text somebody typed. */
export type AuditDetail = Readonly<Record<string, string | number | boolean>>;

/** One row of the chain with everything its hash covers. Rows of form 1 (earlier versions) have neither place nor reason. */
export interface ChainRow {
  readonly seq: number;
  readonly form: number;
  readonly atMs: number;
  readonly personId: string;
  readonly action: string;
  readonly subject: string;
  readonly caseId: string | null;
  readonly hospitalId: string;
  readonly deviceId: string;
  readonly sessionId: string;
  readonly why: string;
  /** Canonical JSON of an {@link AuditDetail}. */
  readonly detail: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** The hash a row must have: SHA-256 over canonical JSON of all of it but the hash itself. */
export function hashOfRow({ hash: _hash, ...row }: ChainRow): string {
  const { seq, form, atMs, personId, action, subject, previousHash } = row;
  return createHash('sha256').update(canonicalJson(form === 1 ? { seq, atMs, personId, action, subject, previousHash } : row)).digest('hex');
}

/** Where the chain does not hold, and how. */
export interface ChainBreak {
  readonly seq: number;
  /** changed: the row's content is not what its hash was made of; missing: rows before it were removed; unlinked: it does not follow the row before; cut: rows at the end were removed. */
  readonly what: 'changed' | 'missing' | 'unlinked' | 'cut';
  readonly message: string;
}

/** Newest form of the hash this version knows. */
export const newestForm = 2;

/**
 * Follows a chain row by row.
 * @param before the row the first one must follow; left out for the beginning of the chain
 */
export class ChainCheck {
  #seq: number;
  #hash: string;

  constructor(before: { readonly seq: number; readonly hash: string } = { seq: 0, hash: '' }) {
    this.#seq = before.seq;
    this.#hash = before.hash;
  }

  get head(): { readonly seq: number; readonly hash: string } {
    return { seq: this.#seq, hash: this.#hash };
  }

  /** What is wrong with the next row; null when it holds. */
  next(row: ChainRow): ChainBreak | null {
    const expected = this.#seq + 1;
    const linkedTo = this.#hash;
    this.#seq = row.seq;
    this.#hash = row.hash;
    if (row.seq !== expected) return { seq: row.seq, what: 'missing', message: `Audit row ${row.seq} follows row ${expected - 1}: ${row.seq - expected === 1 ? `row ${expected} was` : `rows ${expected} to ${row.seq - 1} were`} removed.` };
    if (row.form < 1 || row.form > newestForm || row.hash !== hashOfRow(row)) return { seq: row.seq, what: 'changed', message: `Audit row ${row.seq} (${row.action}) was changed after it was written: its content does not have the hash it carries.` };
    if (row.previousHash !== linkedTo) return { seq: row.seq, what: 'unlinked', message: `Audit row ${row.seq} (${row.action}) does not follow row ${row.seq - 1}: one of the two was replaced.` };
    return null;
  }

  /** Passes over rows that are not shown; their ends must fit. */
  skip(to: { readonly seq: number; readonly hash: string }): void {
    this.#seq = to.seq;
    this.#hash = to.hash;
  }
}
