import type { AuditRow } from '../../../shared/ipc/channels.ts';
import type { PlatformAuditRow } from '../../../shared/platform/auditContract.ts';

/** One line of "who saw this, when, why", from this console's log or the platform's. */
export interface AccessEntry {
  readonly key: string;
  readonly source: 'console' | 'platform';
  readonly number: number;
  readonly atMs: number;
  readonly personId: string;
  readonly hospitalId: string;
  readonly action: string;
  readonly subject: string;
  /** What gave access, without the id behind it; empty where nothing is known. */
  readonly why: string;
}

/** What kind of access an action is, for the filter. */
export const accessKinds = ['view', 'change', 'handOut', 'refusal', 'other'] as const;
export type AccessKind = (typeof accessKinds)[number];

const handsOut = /^(?:export\.|report\.print|record\.export|audit\.export|network\.send|deidentify\.|archive\.|meeting\.(?:present|shareScreen)|blobRead|ticket)/;
const views = /^(?:case\.(?:view|list|search)|imaging\.|minutes\.view|report\.read|object\.read|import\.report|audit\.view|meeting\.view|record\.verify|inbox\.list|auditRead)/;
const changes = /^(?:case\.|opinion\.|change\.|evidence\.|decision\.|dissent\.|report\.|conflict\.|minutes\.edit|import\.|command|minutes$|blobStored)/;

export function kindOf({ action }: Pick<AccessEntry, 'action'>): AccessKind {
  if (/^refusal|Failed$/.test(action)) return 'refusal';
  if (handsOut.test(action)) return 'handOut';
  if (views.test(action)) return 'view';
  return changes.test(action) ? 'change' : 'other';
}

/** Both logs as one list, the newest first. */
export function joinLogs(rows: readonly AuditRow[], platformRows: readonly PlatformAuditRow[]): AccessEntry[] {
  const here = rows.map((row): AccessEntry => ({
    key: `console ${row.seq}`, source: 'console', number: row.seq, atMs: row.atMs, personId: row.personId, hospitalId: row.hospitalId, action: row.action, subject: row.subject, why: row.why.split(':')[0] ?? '',
  }));
  const there = platformRows.map((row): AccessEntry => ({
    key: `platform ${row.sequence}`, source: 'platform', number: row.sequence, atMs: row.atMs, personId: row.personId, hospitalId: row.hospitalId,
    action: row.action === 'command' && typeof row.detail['type'] === 'string' ? row.detail['type'] : row.action, subject: row.subject, why: '',
  }));
  return [...here, ...there].toSorted((a, b) => b.atMs - a.atMs);
}

/** Entries of one local day. */
export interface AccessDay {
  /** YYYY-MM-DD of this computer's calendar. */
  readonly day: string;
  readonly entries: readonly AccessEntry[];
}

export function byDay(entries: readonly AccessEntry[]): AccessDay[] {
  const days = new Map<string, AccessEntry[]>();
  for (const entry of entries) {
    const at = new Date(entry.atMs);
    const day = [at.getFullYear(), String(at.getMonth() + 1).padStart(2, '0'), String(at.getDate()).padStart(2, '0')].join('-');
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days].map(([day, of]) => ({ day, entries: of }));
}
