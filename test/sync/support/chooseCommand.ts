import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { CaseCommandType, CommandType, MeetingCommandType } from '../../../shared/mdt/command.ts';
import { actorOf, type Person } from '../../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../../shared/mdt/meetingRecord.ts';
import { isPermitted } from '../../../shared/mdt/rights.ts';
import type { RequestState } from '../../../shared/mdt/states.ts';
import { anyPayload, fullDecision, image } from '../../mdt/support.ts';
import type { Dice } from './dice.ts';

/** What people usually do next; the rest of the time they do anything. */
const usual: Readonly<Record<RequestState, readonly CaseCommandType[]>> = {
  draft: ['case.edit', 'case.edit', 'case.attachImaging', 'case.submit', 'case.submit'],
  submitted: ['case.accept', 'case.accept', 'case.accept', 'case.return', 'case.withdraw'],
  returned: ['case.edit', 'case.edit', 'case.submit', 'case.submit'],
  declined: ['case.edit'],
  accepted: ['case.schedule', 'case.schedule', 'opinion.state', 'case.withdraw'],
  scheduled: ['case.reportPresence', 'case.confirmReady', 'case.confirmReady'],
  ready: ['case.openDiscussion', 'case.openDiscussion', 'opinion.state'],
  inDiscussion: ['decision.edit', 'decision.edit', 'decision.edit', 'opinion.state', 'evidence.cite', 'dissent.state', 'change.request', 'decision.readBack', 'decision.freeze', 'decision.freeze'],
  deferred: ['case.schedule'],
  opinionDraft: ['decision.sign', 'decision.sign', 'decision.sign', 'decision.sign', 'decision.reopen'],
  opinionSigned: ['report.deliver', 'decision.edit', 'decision.reopen'],
  delivered: ['report.receive', 'decision.edit'],
  cancelled: ['case.edit'],
};

const allCaseTypes = Object.keys(anyPayload) as CaseCommandType[];
const meetingTypes: readonly MeetingCommandType[] = ['meeting.addCase', 'meeting.open', 'meeting.callCase', 'meeting.end', 'meeting.attended', 'meeting.removeHospital'];

export interface Choice {
  readonly person: Person;
  readonly type: CommandType;
  readonly payload: unknown;
}

/** Where two sides write the same thing. */
const contestedOf = (record: CaseRecord): readonly CaseCommandType[] => (record.state === 'inDiscussion' ? ['decision.edit'] : record.state === 'draft' ? ['case.edit'] : usual[record.state]);

/**
 * Something for a case: what somebody here may do now, or by chance anything by whoever sits there.
 * @param isContested more of it is the same fields
 */
export function chooseForCase(record: CaseRecord, team: readonly Person[], dice: Dice, isContested: boolean): Choice {
  const types = isContested && dice.chance(0.7) ? contestedOf(record) : usualOf(record, dice);
  const able = types.flatMap((type) => team.filter((person) => isPermitted(type, actorOf(person), record)).map((person) => ({ type, person })));
  const { type, person } = able.length > 0 && dice.chance(0.85) ? dice.pick(able) : { type: dice.pick(allCaseTypes), person: dice.pick(team) };
  return { type, person, payload: casePayload(type, record, person, dice) };
}

function usualOf(record: CaseRecord, dice: Dice): readonly CaseCommandType[] {
  if (record.conflicts.length > 0 && dice.chance(0.5)) return [dice.chance(0.7) ? 'conflict.resolve' : 'conflict.write'];
  if (record.state === 'inDiscussion' && record.readBack && dice.chance(0.6)) return ['decision.freeze'];
  return usual[record.state];
}

/** A payload that fits the case as this person sees it. */
export function casePayload(type: CaseCommandType, record: CaseRecord, person: Person, dice: Dice): unknown {
  const actor = actorOf(person);
  switch (type) {
    case 'case.edit':
      return { fields: dice.chance(0.75) ? { history: `h${dice.below(4)}` } : { ecog: dice.below(3), diagnosis: `d${dice.below(3)}` } };
    case 'decision.edit':
      return { fields: dice.chance(0.2) ? fullDecision : dice.chance(0.75) ? { chairSummary: `s${dice.below(6)}` } : { systemic: `x${dice.below(3)}`, followUp: `f${dice.below(3)}` } };
    case 'case.attachImaging':
      return { instances: [{ ...image, sopInstanceUID: `1.2.${dice.below(3)}`, sha256: `${dice.below(10)}`.repeat(64) }] };
    case 'opinion.state': {
      const own = record.opinions.filter((opinion) => opinion.personId === person.id);
      const opinionId = own.length > 0 && dice.chance(0.6) ? dice.pick(own).opinionId : dice.id();
      return { opinionId, personId: person.id, personName: person.name, personTitle: person.title, hospitalId: person.hospitalId, discipline: person.discipline ?? 'surgery', stance: 'agree', text: `t${dice.below(9)}` };
    }
    case 'change.request':
      return { changeId: dice.id(), text: `c${dice.below(9)}`, about: 'PTV', seriesInstanceUID: null, positionMm: null };
    case 'case.schedule':
      return { meetingId: dice.id() };
    case 'conflict.resolve': {
      const open = record.conflicts.length > 0 ? dice.pick(record.conflicts) : undefined;
      return { path: open?.path ?? 'request.history', chosen: dice.below(open?.values.length ?? 2) };
    }
    case 'conflict.write':
      return { path: record.conflicts[0]?.path ?? 'request.history', value: `w${dice.below(3)}` };
    default:
      return anyPayload[type](record, actor, dice.random).payload;
  }
}

export function chooseForMeeting(record: MeetingRecord, caseIds: readonly string[], team: readonly Person[], dice: Dice): Choice {
  const able = meetingTypes.flatMap((type) => team.filter((person) => isPermitted(type, actorOf(person), { requestingHospitalId: '', leadHospitalId: record.hostHospitalId })).map((person) => ({ type, person })));
  const { type, person } = able.length > 0 && dice.chance(0.85) ? dice.pick(able) : { type: dice.pick(meetingTypes), person: dice.pick(team) };
  const attended = { personId: person.id, personName: person.name, hospitalId: person.hospitalId, deviceId: 'd', joinedAtMs: 1, leftAtMs: 2 };
  const caseId = caseIds.length > 0 ? dice.pick(caseIds) : dice.id();
  return { type, person, payload: type === 'meeting.attended' ? attended : type === 'meeting.removeHospital' ? { hospitalId: dice.pick(['zhuhai', 'shaoguan', 'gd-cancer']), reason: 'r' } : { caseId } };
}
