import { RecordError } from '../errors/appError.ts';
import { applyCase } from './applyCase.ts';
import type { CaseRecord } from './caseRecord.ts';
import { casePayloads, payloadSchemas, type AnyCommand, type CaseCommand, type MeetingCommand, type Stream } from './command.ts';
import { applyMeeting, type MeetingRecord } from './meetingRecord.ts';

export type StreamRecord = CaseRecord | MeetingRecord;

/**
 * Validates a command's payload and applies it to the record of its stream.
 * @throws {RecordError} invalid | the rule that refuses it.
 */
export function applyCommand(record: StreamRecord | null, command: AnyCommand): StreamRecord {
  const parsed = payloadSchemas[command.type].safeParse(command.payload);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new RecordError('invalid', `${command.type}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'has the wrong shape'}.`, { detail: { type: command.type } });
  }
  const valid = { ...command, payload: parsed.data };
  const isCase = command.type in casePayloads;
  if (isCase !== (command.stream.kind === 'case')) throw new RecordError('invalid', `${command.type} does not belong to a ${command.stream.kind}.`);
  return isCase ? applyCase(record as CaseRecord | null, valid as CaseCommand) : applyMeeting(record as MeetingRecord | null, valid as MeetingCommand);
}

/** Hospitals that hold a copy of the stream as it now is; a draft stays with its author's hospital. */
export function audienceOf(stream: Stream, record: StreamRecord): readonly string[] {
  if (stream.kind === 'meeting') {
    const { hostHospitalId, hospitalIds } = record as MeetingRecord;
    return [...new Set([hostHospitalId, ...hospitalIds])];
  }
  const { state, requestingHospitalId, leadHospitalId, transitions } = record as CaseRecord;
  const wasSent = state !== 'draft' && transitions.some((transition) => transition.to === 'submitted');
  return wasSent ? [...new Set([requestingHospitalId, leadHospitalId])] : [requestingHospitalId];
}
