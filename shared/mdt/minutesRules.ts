import { RecordError } from '../errors/appError.ts';
import type { CaseRecord } from './caseRecord.ts';
import type { Actor } from './directory.ts';
import { isPermitted } from './rights.ts';
import { editableIn, type RequestState } from './states.ts';

/** open: text is taken. early: the case has not been accepted yet. closed: frozen, signed or ended; what comes now came too late. */
export type MinutesState = 'early' | 'open' | 'closed';

const early: readonly RequestState[] = ['draft', 'submitted', 'returned'];

/** Whether the minutes of a case take text now; reopening a decision opens them again. */
export function minutesStateOf(record: Pick<CaseRecord, 'state' | 'frozen' | 'signatures'>): MinutesState {
  if (early.includes(record.state)) return 'early';
  const states: readonly RequestState[] = editableIn.minutes;
  return record.frozen === null && record.signatures.length === 0 && states.includes(record.state) ? 'open' : 'closed';
}

/** Whoever may state an opinion on the case types in its minutes. */
export const mayWriteMinutes = (actor: Actor, record: Pick<CaseRecord, 'requestingHospitalId' | 'leadHospitalId'>): boolean => isPermitted('opinion.state', actor, record);

/** @throws {RecordError} not-permitted, or illegal-transition while the case has not been accepted */
export function assertMayWriteMinutes(actor: Actor, record: CaseRecord): void {
  if (!mayWriteMinutes(actor, record)) throw new RecordError('not-permitted', 'Only the people who treat or discuss the case write in its minutes; ask the coordinator of the lead hospital.');
  if (minutesStateOf(record) === 'early') throw new RecordError('illegal-transition', 'The minutes are opened when the lead hospital accepts the case.', { detail: { state: record.state } });
}
