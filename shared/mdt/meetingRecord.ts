import { RecordError } from '../errors/appError.ts';
import type { Stamp } from './caseRecord.ts';
import type { MeetingCommand, PayloadOf } from './command.ts';
import { assertPermitted } from './rights.ts';

/** One meeting: agenda, state and measured attendance. */
export interface MeetingRecord {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly startMs: number;
  readonly hostHospitalId: string;
  readonly hospitalIds: readonly string[];
  readonly state: 'planned' | 'live' | 'ended';
  readonly created: Stamp;
  readonly opened: Stamp | null;
  readonly ended: Stamp | null;
  /** Agenda in order. */
  readonly caseIds: readonly string[];
  readonly currentCaseId: string | null;
  /** One entry per connection, measured by the platform. */
  readonly attendance: readonly PayloadOf<'meeting.attended'>[];
}

/** The rules of a meeting; see {@link applyCase}. @throws {RecordError} */
export function applyMeeting(record: MeetingRecord | null, command: MeetingCommand): MeetingRecord {
  const stamp: Stamp = { commandId: command.id, actor: command.actor, deviceId: command.deviceId, atMs: command.atMs };
  if (command.type === 'meeting.plan') {
    if (record) throw new RecordError('illegal-transition', 'This meeting exists already.');
    assertPermitted(command.type, command.actor, { requestingHospitalId: '', leadHospitalId: command.actor.hospitalId });
    return {
      id: command.stream.id, version: 1, ...command.payload, hostHospitalId: command.actor.hospitalId, state: 'planned', created: stamp,
      opened: null, ended: null, caseIds: [], currentCaseId: null, attendance: [],
    };
  }
  if (!record) throw new RecordError('not-found', `${command.type} names a meeting that does not exist here.`);
  assertPermitted(command.type, command.actor, { requestingHospitalId: '', leadHospitalId: record.hostHospitalId });
  const next = { ...record, version: record.version + 1 };
  const needs = (state: MeetingRecord['state']): void => {
    if (record.state !== state) throw new RecordError('illegal-transition', `${command.type} needs a meeting that is ${state}; this one is ${record.state}.`);
  };
  switch (command.type) {
    case 'meeting.addCase':
      if (record.state === 'ended') needs('planned');
      return record.caseIds.includes(command.payload.caseId) ? next : { ...next, caseIds: [...record.caseIds, command.payload.caseId] };
    case 'meeting.removeHospital': {
      const { hospitalId } = command.payload;
      if (hospitalId === record.hostHospitalId) throw new RecordError('invalid', 'The hospital that holds the meeting cannot leave it; end the meeting instead.');
      if (!record.hospitalIds.includes(hospitalId)) throw new RecordError('not-found', 'This hospital does not take part in the meeting.');
      return { ...next, hospitalIds: record.hospitalIds.filter((id) => id !== hospitalId) };
    }
    case 'meeting.open':
      needs('planned');
      return { ...next, state: 'live', opened: stamp };
    case 'meeting.callCase':
      needs('live');
      if (!record.caseIds.includes(command.payload.caseId)) throw new RecordError('not-found', 'The case is not on the agenda of this meeting; add it first.');
      return { ...next, currentCaseId: command.payload.caseId };
    case 'meeting.attended':
      return { ...next, attendance: [...record.attendance, command.payload] };
    case 'meeting.end':
      needs('live');
      return { ...next, state: 'ended', ended: stamp };
  }
}
