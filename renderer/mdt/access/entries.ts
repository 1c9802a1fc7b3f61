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
  /** The console it was done at. */
  readonly deviceId: string;
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

/** The hospitals of a case. */
export interface CaseSides {
  readonly requestingHospitalId: string;
  readonly leadHospitalId: string;
}

/**
 * Both logs as one list, the newest first.
 * @param sides by them it is said why the platform let somebody; null where the entries are of no one case
 */
export function joinLogs(rows: readonly AuditRow[], platformRows: readonly PlatformAuditRow[], sides: CaseSides | null = null): AccessEntry[] {
  const reasonOf = (hospitalId: string): string => (hospitalId === sides?.requestingHospitalId ? 'request' : hospitalId === sides?.leadHospitalId ? 'consultation' : '');
  const here = rows.map((row): AccessEntry => ({
    key: `console ${row.seq}`, source: 'console', number: row.seq, atMs: row.atMs, personId: row.personId, hospitalId: row.hospitalId, deviceId: row.deviceId, action: row.action, subject: row.subject, why: row.why.split(':')[0] ?? '',
  }));
  const there = platformRows.map((row): AccessEntry => ({
    key: `platform ${row.sequence}`, source: 'platform', number: row.sequence, atMs: row.atMs, personId: row.personId, hospitalId: row.hospitalId, deviceId: row.deviceId,
    action: row.action === 'command' && typeof row.detail['type'] === 'string' ? row.detail['type'] : row.action, subject: row.subject, why: row.action === 'refusal' ? 'none' : reasonOf(row.hospitalId),
  }));
  return [...here, ...there].toSorted((a, b) => b.atMs - a.atMs);
}

/** What is to be shown; empty lets everything through. Days as YYYY-MM-DD of this computer's calendar, both included. */
export interface AccessFilter {
  readonly personId: string;
  readonly kind: AccessKind | '';
  readonly from: string;
  readonly to: string;
}

export const everything: AccessFilter = { personId: '', kind: '', from: '', to: '' };

export const isShown = (entry: AccessEntry, { personId, kind, from, to }: AccessFilter): boolean => {
  if ((personId !== '' && entry.personId !== personId) || (kind !== '' && kindOf(entry) !== kind)) return false;
  const day = from === '' && to === '' ? '' : dayOf(entry.atMs);
  return (from === '' || day >= from) && (to === '' || day <= to);
};

/** The days of a filter as moments: from the first midnight to the one after the last day. */
export function rangeOf({ from, to }: AccessFilter): { fromMs?: number; toMs?: number } {
  const end = to === '' ? null : new Date(`${to}T00:00`);
  end?.setDate(end.getDate() + 1);
  return { ...(from === '' ? {} : { fromMs: new Date(`${from}T00:00`).getTime() }), ...(end === null ? {} : { toMs: end.getTime() }) };
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
    const day = dayOf(entry.atMs);
    const known = days.get(day);
    if (known) known.push(entry);
    else days.set(day, [entry]);
  }
  return [...days].map(([day, of]) => ({ day, entries: of }));
}

export function dayOf(atMs: number): string {
  const at = new Date(atMs);
  return [at.getFullYear(), String(at.getMonth() + 1).padStart(2, '0'), String(at.getDate()).padStart(2, '0')].join('-');
}

/** Local time of the day to the second. */
export const timeOf = (atMs: number): string => new Date(atMs).toTimeString().slice(0, 8);
