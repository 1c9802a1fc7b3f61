import type { BackupCause } from '../../../safe/backupManifest.ts';

/** As much of a copy as deciding about it needs. */
export interface DatedBackup {
  readonly id: string;
  readonly createdAtMs: number;
  readonly cause: BackupCause;
}

const kept = { days: 7, weeks: 4, months: 6, perCause: 3 } as const;
const dayMs = 86_400_000;

/**
 * Which copies stay: of each of the last seven days, four weeks and six months that have any, the newest; and the last
 * three made before a migration or asked for by a person. Days without the console do not count, so nothing goes because
 * nobody worked.
 *
 * @returns ids of those to keep; every other one may be removed
 */
export function keepBackups(backups: readonly DatedBackup[]): ReadonlySet<string> {
  const newestFirst = backups.toSorted((a, b) => b.createdAtMs - a.createdAtMs);
  const keep = new Set<string>();
  for (const [most, periodOf] of [[kept.days, dayOf], [kept.weeks, weekOf], [kept.months, monthOf]] as const) {
    const periods = new Set<string>();
    for (const backup of newestFirst) {
      const period = periodOf(backup.createdAtMs);
      if (periods.has(period)) continue;
      if (periods.size === most) break;
      periods.add(period);
      keep.add(backup.id);
    }
  }
  for (const cause of ['migration', 'request'] as const) {
    for (const { id } of newestFirst.filter((backup) => backup.cause === cause).slice(0, kept.perCause)) keep.add(id);
  }
  return keep;
}

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
const monthOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 7);
/** Weeks begin on Monday; the first day of the epoch was a Thursday. */
const weekOf = (atMs: number): string => String(Math.floor((atMs / dayMs + 3) / 7));
