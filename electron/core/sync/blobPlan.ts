import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../../shared/mdt/meetingRecord.ts';
import { listMeetings, visibleCases } from '../commands/caseView.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { localBlobs, platformBlobs } from '../store/imaging.ts';
import { casesOfPlatform } from '../store/streams.ts';

/** A blob to be moved, for one case. */
export interface Transfer {
  readonly sha256: string;
  readonly byteLength: number;
  readonly caseId: string;
  readonly kind: 'report' | 'object';
  /** Lower goes first. */
  readonly rank: number;
}

export interface BlobPlan {
  readonly uploads: readonly Transfer[];
  readonly downloads: readonly Transfer[];
}

const rtModalities: ReadonlySet<string> = new Set(['RTSTRUCT', 'RTPLAN', 'RTDOSE', 'RTIMAGE', 'RTRECORD', 'REG']);

/** What has to travel, in this order: reports, RT objects, images of cases on today's agenda, the rest. */
export function planBlobs(context: RecordContext, person: Person, nowMs: number): BlobPlan {
  const local = localBlobs(context.store.db);
  const remote = platformBlobs(context.store.db);
  const today = casesOfToday(listMeetings(context, person).map((view) => view.record), nowMs);
  const uploads = new Map<string, Transfer>();
  const downloads = new Map<string, Transfer>();
  const here = casesOfPlatform(context.store.db);
  for (const record of visibleCases(context, person)) {
    // The objects of a case go to the platform that orders it, and to no other.
    if (!here.has(record.id)) continue;
    for (const transfer of transfersOf(record, today.has(record.id))) {
      const target = local.has(transfer.sha256) ? uploads : downloads;
      if (target === uploads && remote.has(transfer.sha256)) continue;
      const known = target.get(transfer.sha256);
      if (!known || transfer.rank < known.rank) target.set(transfer.sha256, transfer);
    }
  }
  const inOrder = (transfers: Map<string, Transfer>): Transfer[] => [...transfers.values()].sort((a, b) => a.rank - b.rank);
  return { uploads: inOrder(uploads), downloads: inOrder(downloads) };
}

function transfersOf(record: CaseRecord, isToday: boolean): Transfer[] {
  const images = record.imaging.map(({ sha256, byteLength, modality }): Transfer => {
    const rank = rtModalities.has(modality) ? 1 : 2;
    return { sha256, byteLength, caseId: record.id, kind: 'object', rank: isToday ? rank : rank + 2 };
  });
  if (!record.report) return images;
  return [{ sha256: record.report.sha256, byteLength: record.report.byteLength, caseId: record.id, kind: 'report', rank: 0 }, ...images];
}

function casesOfToday(meetings: readonly MeetingRecord[], nowMs: number): Set<string> {
  const day = new Date(nowMs).toDateString();
  return new Set(meetings.filter((meeting) => meeting.state === 'live' || (meeting.state === 'planned' && new Date(meeting.startMs).toDateString() === day)).flatMap((meeting) => meeting.caseIds));
}
