import { expect, it } from 'vitest';
import { applyCommand, audienceOf } from '../../shared/mdt/apply.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';
import { caseId, command, opinion, people, replay, untilDiscussion } from './support.ts';

const stream = { kind: 'case' as const, id: caseId };

it('a withdrawn request is its author hospital\'s alone again, and can be sent anew', () => {
  const scheduled = replay(untilDiscussion().slice(0, 6));
  expect(audienceOf(stream, scheduled)).toEqual(['zhuhai', 'gd-cancer']);
  const withdrawn = replay([command('case.withdraw', people.doctor, { reason: 'r' })], scheduled);
  expect(withdrawn).toMatchObject({ state: 'draft', meetingId: null, presence: {} });
  expect(audienceOf(stream, withdrawn)).toEqual(['zhuhai']);
  const again = replay([command('case.submit', people.doctor, {})], withdrawn);
  expect(audienceOf(stream, again)).toEqual(['zhuhai', 'gd-cancer']);
});

const withdraw = (by: typeof people.doctor, from: CaseRecord) => () => replay([command('case.withdraw', by, { reason: 'r' })], from);

it('a request is not withdrawn by the lead hospital, nor in discussion, nor once somebody has spoken', () => {
  const scheduled = replay(untilDiscussion().slice(0, 6));
  expect(withdraw(people.chair, scheduled)).toThrow('requesting hospital');
  expect(withdraw(people.doctor, replay(untilDiscussion()))).toThrow('not possible');
  expect(withdraw(people.doctor, replay([opinion(people.expert, 'medicalOncology')], scheduled))).toThrow('Opinions');
});

it('a hospital leaves a panel by the desk of the host, and the host itself cannot', () => {
  const planned = applyCommand(null, command('meeting.plan', people.coordinator, { title: 'm', startMs: 1, hospitalIds: ['gd-cancer', 'zhuhai', 'shaoguan'] })) as MeetingRecord;
  const remove = (by: typeof people.doctor, hospitalId: string) => applyCommand(planned, command('meeting.removeHospital', by, { hospitalId, reason: 'r' })) as MeetingRecord;
  expect(audienceOf({ kind: 'meeting', id: caseId }, remove(people.coordinator, 'shaoguan'))).toEqual(['gd-cancer', 'zhuhai']);
  expect(() => remove(people.doctor, 'shaoguan')).toThrow('meeting.removeHospital needs');
  expect(() => remove(people.coordinator, 'gd-cancer')).toThrow('cannot leave');
  expect(() => remove(people.coordinator, 'other')).toThrow('does not take part');
});

it('a conflict is settled with a third value that fits the field, by one who saw every value', () => {
  const draft = replay(untilDiscussion().slice(0, 1));
  const other = { ...command('case.edit', people.colleague, { fields: { ecog: 2 } }, 1), deviceId: 'other' };
  const contested = replay([command('case.edit', people.doctor, { fields: { ecog: 1 } }, 1), other], draft);
  expect(contested.conflicts[0]?.values.map(({ value }) => value)).toEqual([1, 2]);
  const write = (value: unknown, base: number) => replay([command('conflict.write', people.doctor, { path: 'request.ecog', value }, base)], contested);
  expect(write(3, contested.version)).toMatchObject({ conflicts: [], request: { ecog: 3 } });
  expect(() => write('three', contested.version)).toThrow('does not fit');
  expect(() => write(3, 2)).toThrow('arrived while');
  expect(() => replay([command('conflict.write', people.chair, { path: 'request.ecog', value: 3 }, contested.version)], contested)).toThrow('requesting hospital');
});
