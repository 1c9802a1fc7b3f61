import { audienceOf, type StreamRecord } from '../../../shared/mdt/apply.ts';
import { digestRecord } from '../../../shared/mdt/canonical.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Removal } from '../../../shared/sync/protocol.ts';
import { appendAudit } from '../store/audit.ts';
import { addKept, deleteStreamRows, endKept, hospitalsOf, leftVersion } from '../store/removals.ts';
import { listCommands } from '../store/streams.ts';
import type { FeedSource } from './feedSource.ts';
import type { RecordContext } from './recordContext.ts';

/**
 * Deletes a stream its hospital has left: record, commands, minutes, headers, search words, and blobs nothing else
 * needs. What stays is an audit row, one for each command that had not been sent, and a receipt for the platform.
 * A console that receives the stream for another hospital too keeps it for that one. Call it inside the feed's transaction.
 *
 * @param record as it stands in this transaction
 */
export function removeStream(context: RecordContext, source: FeedSource, removal: Removal, record: StreamRecord | null): void {
  const { stream } = removal;
  const { db } = context.store;
  const atMs = context.nowMs();
  const note = (action: string, subject: string): void => appendAudit(db, { atMs, personId: 'platform', action, subject });
  addKept(db, source, removal, atMs);
  // The record here may be older than the leaving of another hospital.
  const isStill = (hospitalId: string): boolean => (leftVersion(db, source.platform, hospitalId, stream) ?? -1) < (record?.version ?? 0);
  const others = hospitalsOf(db, source.platform).filter((hospitalId) => hospitalId !== source.hospitalId && isStill(hospitalId));
  if (record && audienceOf(stream, record).some((hospitalId) => others.includes(hospitalId))) {
    note('record.keptForOther', stream.id);
    return;
  }
  const unsent = listCommands(db, stream, 'pending').filter(({ version }) => version === null);
  for (const { command } of [...unsent, ...listCommands(db, stream, 'refused')]) note('removed.command', command.id);
  const blobs = deleteStreamRows(db, stream, record && 'imaging' in record ? blobsOf(record) : []);
  endKept(db, stream, { version: record?.version ?? 0, digest: record ? digestRecord(record) : '', blobs, unsent: unsent.length, removedAtMs: atMs });
  note('record.removed', stream.id);
  context.shown.delete(`${stream.kind}/${stream.id}`);
}

const blobsOf = (record: CaseRecord): string[] => [...record.imaging.map(({ sha256 }) => sha256), ...(record.report ? [record.report.sha256] : [])];
