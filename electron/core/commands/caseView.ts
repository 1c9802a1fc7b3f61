import { RecordError } from '../../../shared/errors/appError.ts';
import type { CaseView, MeetingView } from '../../../shared/ipc/channels.ts';
import { audienceOf } from '../../../shared/mdt/apply.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../../shared/mdt/meetingRecord.ts';
import { foreignReader } from '../store/foreignCases.ts';
import { localBlobs } from '../store/imaging.ts';
import { getCommand, listStreams } from '../store/streams.ts';
import { readStream, type RecordContext } from './recordContext.ts';
import { listOvertaken } from './overtaken.ts';
import { listRefused } from './refusedCommands.ts';

const caseStream = (id: string): Stream => ({ kind: 'case', id });

/** The case with pending commands applied. @throws {RecordError} not-found, also for a person whose hospital has no part in it. */
export function getCase(context: RecordContext, person: Person, caseId: string): CaseRecord {
  const { record } = readStream(context, caseStream(caseId));
  if (!record || !isCaseRecordVisible(context, person, record as CaseRecord)) throw new RecordError('not-found', 'This case is not on this console; it appears when the platform has sent it.', { detail: { caseId } });
  return record as CaseRecord;
}

/** The hospitals that have a part in it, and one that took it from an archive. */
const isCaseRecordVisible = (context: RecordContext, person: Person, record: CaseRecord): boolean =>
  isVisible(caseStream(record.id), record, person) || foreignReader(context.store.db, record.id) === person.hospitalId;

export function isCaseVisible(context: RecordContext, person: Person, caseId: string): boolean {
  const { record } = readStream(context, caseStream(caseId));
  return record !== null && isCaseRecordVisible(context, person, record as CaseRecord);
}

const isVisible = (stream: Stream, record: CaseRecord | MeetingRecord, person: Person): boolean => audienceOf(stream, record).includes(person.hospitalId);

export function caseViewOf(context: RecordContext, person: Person, caseId: string, local: ReadonlySet<string> = localBlobs(context.store.db)): CaseView {
  const record = getCase(context, person, caseId);
  const { pending } = readStream(context, caseStream(caseId));
  const orderedAtMs = Object.fromEntries(record.conflicts.flatMap(({ values }) => values).flatMap(({ stamp }) => {
    const known = getCommand(context.store.db, stamp.commandId);
    return known?.status === 'committed' && known.decidedAtMs !== null ? [[stamp.commandId, known.decidedAtMs]] : [];
  })) as CaseView['orderedAtMs'];
  const refused = listRefused(context, person, caseStream(caseId));
  const present = record.imaging.filter((entry) => local.has(entry.sha256)).length;
  return { record, pending, refused, overtaken: listOvertaken(context.store.db, person, caseId), orderedAtMs, imaging: { present, total: record.imaging.length } };
}

/** Every case the person's hospital has a part in. */
export function listCases(context: RecordContext, person: Person): CaseView[] {
  const local = localBlobs(context.store.db);
  return visibleCases(context, person).map((record) => caseViewOf(context, person, record.id, local));
}

export const visibleCases = (context: RecordContext, person: Person): CaseRecord[] =>
  listStreams(context.store.db, 'case').flatMap((stream) => {
    const { record } = readStream(context, stream);
    return record && isCaseRecordVisible(context, person, record as CaseRecord) ? [record as CaseRecord] : [];
  });

/** Hashes of what a case holds; a record never changes, so each is gone through once. */
const hashes = new WeakMap<CaseRecord, ReadonlySet<string>>();

function holdsBlob(record: CaseRecord, sha256: string): boolean {
  let known = hashes.get(record);
  if (!known) hashes.set(record, (known = new Set(record.imaging.map((entry) => entry.sha256))));
  return known.has(sha256) || record.report?.sha256 === sha256;
}

/**
 * Id of a case the person may see that holds a blob; null where there is none.
 * @param likelyId looked at first: hundreds of slices of one case are read one after the other
 */
export function caseWithBlob(context: RecordContext, person: Person, sha256: string, likelyId: string | null): string | null {
  if (likelyId !== null) {
    const { record } = readStream(context, caseStream(likelyId));
    if (record && isCaseRecordVisible(context, person, record as CaseRecord) && holdsBlob(record as CaseRecord, sha256)) return likelyId;
  }
  return visibleCases(context, person).find((record) => holdsBlob(record, sha256))?.id ?? null;
}

export function meetingViewOf(context: RecordContext, person: Person, meetingId: string): MeetingView {
  const stream: Stream = { kind: 'meeting', id: meetingId };
  const { record, pending } = readStream(context, stream);
  if (!record || !isVisible(stream, record, person)) throw new RecordError('not-found', 'This meeting is not on this console; it appears when the platform has sent it.', { detail: { meetingId } });
  return { record: record as MeetingRecord, pending };
}

export const listMeetings = (context: RecordContext, person: Person): MeetingView[] =>
  listStreams(context.store.db, 'meeting').flatMap((stream) => {
    const { record } = readStream(context, stream);
    return record && isVisible(stream, record, person) ? [meetingViewOf(context, person, stream.id)] : [];
  });
