import { canonicalJson, digestText } from '../../shared/mdt/canonical.ts';
import type { Engine } from './engines/engine.ts';
import type { Db } from './tables.ts';

/** One line of the audit trail; `detail` holds ids and reasons, never a patient's name. */
export interface AuditEntry {
  readonly atMs: number;
  readonly action: 'signIn' | 'signInFailed' | 'signOut' | 'command' | 'refusal' | 'blobStored' | 'blobRead' | 'ticket' | 'signingKey' | 'seed' | 'minutes' | 'auditRead' | 'anchor' | 'removal' | 'removalConfirmed' | 'provinceAccepted' | 'provinceRefused' | 'provinceRetry'
    | 'platformRestored' | 'returned' | 'reordered' | 'rejoined'
    | 'tokenTheft' | 'secondFactorOn' | 'secondFactorOff' | 'recoveryCodeUsed' | 'accountAdded' | 'accountDisabled' | 'accountEnabled' | 'passwordReset' | 'secondFactorReset' | 'hospitalAdded';
  readonly personId: string;
  readonly hospitalId: string;
  readonly deviceId: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

const subjectOf = (json: string): string => (JSON.parse(json) as AuditEntry).subject;

const genesis = '0'.repeat(64);

/** Rows of one statement; both engines bound the values of one. */
const rowsAtOnce = 500;

/** Rows read at a time when the whole chain is checked. */
const pageRows = 1000;

export type AuditQueries = ReturnType<typeof auditQueries>;

/**
 * The hash chain: each row's hash covers its entry and the row before.
 * @param append how an entry gets into the chain: at the end of the transaction at hand, or in one of its own
 */
export function auditQueries(db: Db, append: (entry: AuditEntry) => Promise<void>) {
  const rowsAfter = (sequence: number) => db.selectFrom('audit').selectAll().where('sequence', '>', sequence).orderBy('sequence').limit(pageRows).execute();
  const pages = async function* () {
    for (let page = await rowsAfter(0); page.length > 0; page = await rowsAfter(page.at(-1)?.sequence ?? 0)) yield page;
  };
  return {
    append,
    async entries(): Promise<AuditEntry[]> {
      const entries: AuditEntry[] = [];
      for await (const page of pages()) entries.push(...page.map((row) => JSON.parse(row.entry_json) as AuditEntry));
      return entries;
    },
    /** The newest entries about one thing, or the newest of those before one, in their order. */
    async ofSubject(subject: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<{ sequence: number; entry: AuditEntry }[]> {
      const rows = await db.selectFrom('audit').select(['sequence', 'entry_json']).where('subject', '=', subject).where('sequence', '<', before).orderBy('sequence', 'desc').limit(limit).execute();
      return rows.map((row) => ({ sequence: row.sequence, entry: JSON.parse(row.entry_json) as AuditEntry })).toReversed();
    },
    /** Sequence number of the first row that does not follow from the one before; null when the chain is whole. */
    async firstBreak(): Promise<number | null> {
      let previous = genesis;
      for await (const page of pages()) {
        for (const row of page) {
          if (row.previous_hash !== previous || row.hash !== digestText(previous + row.entry_json).sha256 || row.subject !== subjectOf(row.entry_json)) return row.sequence;
          previous = row.hash;
        }
      }
      return null;
    },
  };
}

/** Adds rows at the end of the chain; the last thing a transaction does, because all nodes wait at this lock. */
export async function extendChain(engine: Engine, db: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await engine.lock(db, ['audit']);
  const last = await db.selectFrom('audit').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  let { sequence, hash } = last ?? { sequence: 0, hash: genesis };
  const rows = entries.map((entry) => {
    const json = canonicalJson(entry);
    const previous = hash;
    sequence += 1;
    hash = digestText(previous + json).sha256;
    return { sequence, entry_json: json, subject: entry.subject, previous_hash: previous, hash };
  });
  for (let start = 0; start < rows.length; start += rowsAtOnce) await db.insertInto('audit').values(rows.slice(start, start + rowsAtOnce)).execute();
}
