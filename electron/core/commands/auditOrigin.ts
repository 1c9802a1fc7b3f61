import { validate as isUuid } from 'uuid';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../../shared/mdt/meetingRecord.ts';
import type { AuditEntry, AuditOrigin } from '../store/audit.ts';
import { foreignReader } from '../store/foreignCases.ts';
import { getDirectory } from '../store/people.ts';
import { getRow } from '../store/statement.ts';
import { readStream, type RecordContext } from './recordContext.ts';

/** Who is signed in, and since which sign-in. */
export interface AuditSession {
  readonly person: Person | null;
  readonly sessionId: string;
}

/** Fills in, for every entry of this console, the case it concerns, hospital, device, session and what gave access. */
export function auditOriginOf(context: RecordContext, session: AuditSession): (entry: AuditEntry) => AuditOrigin {
  const { db, deviceId } = context.store;
  const isCase = (id: string): boolean => isUuid(id) && (getRow(db, `SELECT 1 FROM command WHERE kind = 'case' AND stream_id = ? LIMIT 1`, id) ?? getRow(db, `SELECT 1 FROM stream_record WHERE kind = 'case' AND id = ?`, id)) !== undefined;
  return (entry) => {
    const caseId = entry.caseId ?? (isCase(entry.subject) ? entry.subject : null);
    const isSignedIn = session.person?.id === entry.personId;
    const hospitalId = isSignedIn ? (session.person?.hospitalId ?? '') : (getDirectory(db).people.find((person) => person.id === entry.personId)?.hospitalId ?? '');
    return { caseId, hospitalId, deviceId, sessionId: isSignedIn ? session.sessionId : '', why: caseId === null ? '' : entry.action === 'refusal' ? 'none' : reasonOf(context, caseId, hospitalId) };
  };
}

/**
 * What gives a hospital's people access to a case: a meeting that discusses it now, their own request, the consultation
 * they lead, an archive they took it from; `none` where nothing does.
 */
function reasonOf(context: RecordContext, caseId: string, hospitalId: string): string {
  const record = readStream(context, { kind: 'case', id: caseId }).record as CaseRecord | null;
  if (!record) return 'new';
  const isParty = record.requestingHospitalId === hospitalId || record.leadHospitalId === hospitalId;
  const meeting = record.meetingId === null ? null : (readStream(context, { kind: 'meeting', id: record.meetingId }).record as MeetingRecord | null);
  if (meeting?.state === 'live' && (isParty || meeting.hospitalIds.includes(hospitalId))) return `meeting:${meeting.id}`;
  if (record.requestingHospitalId === hospitalId) return 'request';
  if (record.leadHospitalId === hospitalId) return 'consultation';
  if (meeting?.hospitalIds.includes(hospitalId)) return `meeting:${meeting.id}`;
  return foreignReader(context.store.db, caseId) === hospitalId ? 'archive' : 'none';
}
