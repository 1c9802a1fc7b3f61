import { describe, expect, it } from 'vitest';
import { keepBackups, type DatedBackup } from '../../../electron/core/store/backup/keepBackups.ts';

const dayMs = 86_400_000;
const today = Date.UTC(2026, 10, 22, 9);
const daily = (daysAgo: number, hour = 0): DatedBackup => ({ id: `d${daysAgo}-${hour}`, createdAtMs: today - daysAgo * dayMs + hour * 3_600_000, cause: 'daily' });
const kept = (backups: readonly DatedBackup[]): string[] => backups.filter(({ id }) => keepBackups(backups).has(id)).map(({ id }) => id);

describe('copies that stay', () => {
  it('are the newest of seven days, four weeks and six months', () => {
    const year = Array.from({ length: 365 }, (_, daysAgo) => daily(daysAgo));
    // 22 November 2026 is a Sunday: the week of today began six days ago.
    expect(kept(year)).toEqual(['d0-0', 'd1-0', 'd2-0', 'd3-0', 'd4-0', 'd5-0', 'd6-0', 'd7-0', 'd14-0', 'd21-0', 'd22-0', 'd53-0', 'd83-0', 'd114-0', 'd145-0']);
  });

  it('are the newest of each day', () => {
    expect(kept([daily(0, 0), daily(0, 5), daily(1, 3), daily(1, 1)])).toEqual(['d0-5', 'd1-3']);
  });

  it('are not removed because the console was not used for half a year', () => {
    expect(kept([daily(200), daily(201), daily(202)])).toEqual(['d200-0', 'd201-0', 'd202-0']);
  });

  it('hold the last three of those before a migration and of those asked for, however old', () => {
    const others = (['migration', 'request'] as const).flatMap((cause) => Array.from({ length: 5 }, (_, n): DatedBackup => ({ id: `${cause}${n}`, createdAtMs: today - (400 + n) * dayMs, cause })));
    const all = [...Array.from({ length: 365 }, (_, daysAgo) => daily(daysAgo)), ...others];
    expect(kept(all).filter((id) => !id.startsWith('d'))).toEqual(['migration0', 'migration1', 'migration2', 'request0', 'request1', 'request2']);
  });

  it('never are none where there is one, and never more than 7 + 4 + 6 + 3 + 3', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const backups = Array.from({ length: seed }, (_, n): DatedBackup => ({ id: `${n}`, createdAtMs: today - ((n * 7919 * seed) % (900 * dayMs)), cause: (['daily', 'migration', 'request'] as const)[(n * seed) % 3] ?? 'daily' }));
      const keep = keepBackups(backups);
      expect(keep.size).toBeGreaterThan(0);
      expect(keep.size).toBeLessThanOrEqual(23);
      expect(keep.has(backups.toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0]?.id ?? '')).toBe(true);
    }
  });
});
