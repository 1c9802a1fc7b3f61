import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { listMeetings, visibleCases } from '../commands/caseView.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { evictedBlobs } from '../store/blobStorage.ts';
import { localBlobs, platformBlobs } from '../store/imaging.ts';
import { casesOfPlatform } from '../store/streams.ts';
import { agendaRanks, caseRank } from './agendaRanks.ts';

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

/**
 * What has to travel, in this order: what somebody has just opened, the case being discussed, the next on the agenda,
 * the other cases of today, the rest; within a case its report, RT objects, images. What was given up here to make room
 * stays away until somebody opens it or the case is on an agenda.
 *
 * @param opened cases somebody opened in this session
 */
export function planBlobs(context: RecordContext, person: Person, nowMs: number, opened: ReadonlySet<string> = new Set()): BlobPlan {
  const { db } = context.store;
  const local = localBlobs(db);
  const remote = platformBlobs(db);
  const evicted = evictedBlobs(db);
  const ranks = agendaRanks(listMeetings(context, person).map((view) => view.record), nowMs);
  const uploads = new Map<string, Transfer>();
  const downloads = new Map<string, Transfer>();
  const here = casesOfPlatform(db);
  for (const record of visibleCases(context, person)) {
    // The objects of a case go to the platform that orders it, and to no other.
    if (!here.has(record.id)) continue;
    const rank = opened.has(record.id) ? caseRank.opened : (ranks.get(record.id) ?? caseRank.rest);
    for (const transfer of transfersOf(record, rank)) {
      const target = local.has(transfer.sha256) ? uploads : downloads;
      if (target === uploads && remote.has(transfer.sha256)) continue;
      if (target === downloads && rank === caseRank.rest && evicted.has(transfer.sha256)) continue;
      const known = target.get(transfer.sha256);
      if (!known || transfer.rank < known.rank) target.set(transfer.sha256, transfer);
    }
  }
  const inOrder = (transfers: Map<string, Transfer>): Transfer[] => [...transfers.values()].sort((a, b) => a.rank - b.rank);
  return { uploads: inOrder(uploads), downloads: inOrder(downloads) };
}

function transfersOf(record: CaseRecord, rank: number): Transfer[] {
  const images = record.imaging.map(({ sha256, byteLength, modality }): Transfer => ({ sha256, byteLength, caseId: record.id, kind: 'object', rank: rank + (rtModalities.has(modality) ? 1 : 2) }));
  if (!record.report) return images;
  return [{ sha256: record.report.sha256, byteLength: record.report.byteLength, caseId: record.id, kind: 'report', rank }, ...images];
}
