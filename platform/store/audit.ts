import { canonicalJson, digestText } from '../../shared/mdt/canonical.ts';
import type { Db } from './openDatabase.ts';

/** One line of the audit trail; `detail` holds ids and reasons, never a patient's name. */
export interface AuditEntry {
  readonly atMs: number;
  readonly action: 'signIn' | 'signInFailed' | 'signOut' | 'command' | 'refusal' | 'blobStored' | 'blobRead' | 'ticket' | 'signingKey' | 'seed';
  readonly personId: string;
  readonly hospitalId: string;
  readonly deviceId: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

const genesis = '0'.repeat(64);

export type AuditQueries = ReturnType<typeof auditQueries>;

/** The hash chain: each row's hash covers its entry and the row before. */
export function auditQueries(db: Db) {
  const last = db.prepare<[], { hash: string }>('SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1');
  const insert = db.prepare<[string, string, string]>('INSERT INTO audit (entry_json, previous_hash, hash) VALUES (?, ?, ?)');
  const all = db.prepare<[], { sequence: number; entry_json: string; previous_hash: string; hash: string }>('SELECT * FROM audit ORDER BY sequence');
  return {
    append(entry: AuditEntry): void {
      const json = canonicalJson(entry);
      const previous = last.get()?.hash ?? genesis;
      insert.run(json, previous, digestText(previous + json).sha256);
    },
    entries: (): AuditEntry[] => all.all().map((row) => JSON.parse(row.entry_json) as AuditEntry),
    /** Sequence number of the first row that does not follow from the one before; null when the chain is whole. */
    firstBreak(): number | null {
      let previous = genesis;
      for (const row of all.iterate()) {
        if (row.previous_hash !== previous || row.hash !== digestText(previous + row.entry_json).sha256) return row.sequence;
        previous = row.hash;
      }
      return null;
    },
  };
}
