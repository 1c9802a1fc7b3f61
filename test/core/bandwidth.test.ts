import { describe, expect, it } from 'vitest';
import { Bandwidth } from '../../electron/core/sync/bandwidth.ts';
import { agendaRanks, caseRank } from '../../electron/core/sync/agendaRanks.ts';
import { lotsOf } from '../../electron/core/sync/uploadLots.ts';
import { limitsAt } from '../../electron/core/sync/transferSettings.ts';
import type { Transfer } from '../../electron/core/sync/blobPlan.ts';
import { openTransferSettings } from '../../shared/ipc/storageShapes.ts';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';

const never = new AbortController().signal;

const at = (hour: number, minute = 0): Date => new Date(2026, 10, 22, hour, minute);

const meeting = (own: Partial<MeetingRecord>): MeetingRecord => ({
  id: 'm', version: 1, title: '', startMs: Date.UTC(2026, 10, 22, 8), hostHospitalId: 'h', hospitalIds: [], state: 'planned', created: {} as MeetingRecord['created'], opened: null, ended: null, caseIds: [], currentCaseId: null, attendance: [], ...own,
});

const transfer = (byteLength: number, rank = 40): Transfer => ({ sha256: String(byteLength), byteLength, caseId: 'c', kind: 'object', rank });

describe('bandwidth', () => {
  it('lets no more pass in a time than the limit and one burst', async () => {
    const line = new Bandwidth();
    line.limit(100_000);
    const startedMs = performance.now();
    for (let sent = 0; sent < 60_000; sent += 10_000) await line.take(10_000, never);
    // 60 kB at 100 kB/s, a burst of 25 kB allowed.
    expect(performance.now() - startedMs).toBeGreaterThan(330);
  });

  it('lets what waits go on at once when the limit is lifted, and when the transfer is stopped', async () => {
    const line = new Bandwidth();
    line.limit(10);
    const waiting = line.take(1_000_000, never);
    line.limit(null);
    await waiting;
    line.limit(10);
    const stop = new AbortController();
    const stopped = line.take(1_000_000, stop.signal);
    stop.abort();
    await stopped;
    expect(line.bytesPerSecond).toBe(10);
  });

  it('takes the limits of day and night by the local time, over midnight too', () => {
    const settings = { ...openTransferSettings, day: { upKBps: 100, downKBps: 200 }, night: { upKBps: null, downKBps: 5 }, dayFromMinute: 420, dayToMinute: 1200 };
    expect([limitsAt(settings, at(6, 59)), limitsAt(settings, at(7)), limitsAt(settings, at(20))]).toEqual([{ up: null, down: 5000 }, { up: 100_000, down: 200_000 }, { up: null, down: 5000 }]);
    const nightShift = { ...settings, dayFromMinute: 1200, dayToMinute: 420 };
    expect([limitsAt(nightShift, at(23)).up, limitsAt(nightShift, at(3)).up, limitsAt(nightShift, at(12)).up]).toEqual([100_000, 100_000, null]);
  });
});

describe('order of transfers', () => {
  it('puts the case being discussed first, then the next on the agenda, then the others of today', () => {
    const nowMs = Date.UTC(2026, 10, 22, 9);
    const ranks = agendaRanks([
      meeting({ state: 'live', caseIds: ['a', 'b', 'c', 'd'], currentCaseId: 'b' }),
      meeting({ caseIds: ['e', 'c'] }),
      meeting({ caseIds: ['f'], startMs: Date.UTC(2026, 10, 29, 8) }),
      meeting({ state: 'ended', caseIds: ['g'] }),
    ], nowMs);
    expect(Object.fromEntries(ranks)).toEqual({ a: caseRank.today, b: caseRank.discussed, c: caseRank.next, d: caseRank.today, e: caseRank.today });
  });

  it('sends small objects of one rank together up to what a limited line carries in ten seconds, large ones alone', () => {
    const lots = lotsOf([transfer(400_000, 1), transfer(500_000), transfer(5_000_000), transfer(499_000), transfer(501_000)], 100_000);
    expect(lots.map((lot) => lot.map(({ byteLength }) => byteLength))).toEqual([[400_000], [500_000], [5_000_000], [499_000, 501_000]]);
  });
});
