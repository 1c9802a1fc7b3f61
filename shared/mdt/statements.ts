import { RecordError } from '../errors/appError.ts';
import type { CaseRecord, Stamp } from './caseRecord.ts';
import type { Command } from './command.ts';
import { isSameHand } from './mergeFields.ts';

/**
 * An opinion, new or stated again. It stays with its person and discipline, and an older sight of it does not
 * overwrite a newer one.
 * @param record with the version the command makes
 * @throws {RecordError} not-permitted | invalid
 */
export function stateOpinion(record: CaseRecord, command: Command<'opinion.state'>, stamp: Stamp): CaseRecord {
  const { payload } = command;
  assertSpeaker(record, stamp, payload);
  const earlier = record.opinions.find((opinion) => opinion.opinionId === payload.opinionId);
  if (earlier && (earlier.personId !== payload.personId || earlier.discipline !== payload.discipline)) {
    throw new RecordError('not-permitted', 'An opinion stays with the person and the discipline it was stated for; state another one.');
  }
  const path = `opinion.${payload.opinionId}`;
  assertSeen(record, path, command.baseVersion, stamp);
  return { ...marked(record, path, stamp), opinions: [...record.opinions.filter((opinion) => opinion !== earlier), { ...payload, stamp }] };
}

/** A dissent, new or stated again; one for each person. @throws {RecordError} not-permitted | invalid */
export function stateDissent(record: CaseRecord, command: Command<'dissent.state'>, stamp: Stamp): CaseRecord {
  const { payload } = command;
  assertSpeaker(record, stamp, payload);
  const path = `dissent.${payload.personId}`;
  assertSeen(record, path, command.baseVersion, stamp);
  return { ...marked(record, path, stamp), dissents: [...record.dissents.filter((dissent) => dissent.personId !== payload.personId), { ...payload, stamp }] };
}

/** Everybody speaks for themselves; coordinator and chair of the lead hospital may write down what a colleague said. */
function assertSpeaker(record: CaseRecord, { actor }: Stamp, stated: { personId: string; personName: string; hospitalId?: string }): void {
  if (stated.personId === actor.personId) {
    if (stated.personName === actor.name && (stated.hospitalId ?? actor.hospitalId) === actor.hospitalId) return;
    throw new RecordError('invalid', 'The statement names its speaker otherwise than the directory does; sign in again and repeat it.');
  }
  const isDesk = actor.hospitalId === record.leadHospitalId && (actor.roles.includes('chair') || actor.roles.includes('coordinator'));
  if (!isDesk) throw new RecordError('not-permitted', 'Only chair and coordinator of the lead hospital write down what somebody else said.');
}

function assertSeen(record: CaseRecord, path: string, baseVersion: number, stamp: Stamp): void {
  const last = record.fieldStamps[path];
  if (!last || last.version <= baseVersion || isSameHand(last.stamp, stamp)) return;
  throw new RecordError('invalid', `${last.stamp.actor.name} has changed this statement in between; look at it and state it again.`);
}

const marked = (record: CaseRecord, path: string, stamp: Stamp): CaseRecord => ({ ...record, fieldStamps: { ...record.fieldStamps, [path]: { version: record.version, stamp } } });
