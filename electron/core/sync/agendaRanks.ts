import type { MeetingRecord } from '../../../shared/mdt/meetingRecord.ts';

/** What a case's blobs wait behind; lower goes first. Steps leave room for the kinds of objects within a case. */
export const caseRank = { opened: 0, discussed: 10, next: 20, today: 30, rest: 40 } as const;

/** Ranks of the cases on the agendas of live meetings and of those planned for today; the others rank {@link caseRank}.rest. */
export function agendaRanks(meetings: readonly MeetingRecord[], nowMs: number): Map<string, number> {
  const ranks = new Map<string, number>();
  const put = (caseId: string, rank: number): void => void ranks.set(caseId, Math.min(ranks.get(caseId) ?? rank, rank));
  const day = new Date(nowMs).toDateString();
  for (const { state, startMs, caseIds, currentCaseId } of meetings) {
    if (state !== 'live' && !(state === 'planned' && new Date(startMs).toDateString() === day)) continue;
    for (const caseId of caseIds) put(caseId, caseRank.today);
    if (state !== 'live') continue;
    if (currentCaseId !== null) put(currentCaseId, caseRank.discussed);
    const next = caseIds[currentCaseId === null ? 0 : caseIds.indexOf(currentCaseId) + 1];
    if (next !== undefined) put(next, caseRank.next);
  }
  return ranks;
}
