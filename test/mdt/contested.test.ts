import { describe, expect, it } from 'vitest';
import { verifyRecord } from '../../electron/core/commands/verifyRecord.ts';
import { applyCommand } from '../../shared/mdt/apply.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Actor } from '../../shared/mdt/directory.ts';
import { command, freeze, fullDecision, fullRequest, image, nextId, opinion, people, replay, sign, untilDiscussion } from './support.ts';

const reasonOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
  return 'accepted';
};
const apply = (record: CaseRecord, ...next: AnyCommand[]): CaseRecord => replay(next, record);
const at = (deviceId: string, given: AnyCommand): AnyCommand => ({ ...given, deviceId });
const edit = (actor: Actor, history: string, base: number): AnyCommand => command('case.edit', actor, { fields: { history } }, base);
const contested = (): CaseRecord => replay([command('case.create', people.doctor, { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: fullRequest }), edit(people.doctor, 'A', 1), edit(people.colleague, 'B', 1)]);
const valuesOf = (record: CaseRecord): unknown[] => record.conflicts.flatMap((conflict) => conflict.values.map((entry) => entry.value));
const said = (by: Actor, of: Actor, opinionId: string, text: string, base: number): AnyCommand =>
  command('opinion.state', by, { opinionId, personId: of.personId, personName: of.name, personTitle: of.title, hospitalId: of.hospitalId, discipline: 'medicalOncology', stance: 'agree', text }, base);

const decided = (fields: object): CaseRecord => apply(replay(untilDiscussion()), command('decision.edit', people.chair, { fields: { ...fullDecision, rtTotalDoseGy: null, rtFractions: null, rtDosePerFractionGy: null, ...fields } }));
const frozenWith = (...opinions: AnyCommand[]): CaseRecord => {
  const spoken = apply(replay(untilDiscussion()), ...opinions, command('decision.edit', people.chair, { fields: fullDecision }, 8), command('decision.readBack', people.chair, { text: 'x', objections: '' }, 99));
  return apply(spoken, freeze(spoken));
};

describe('a field two people changed', () => {
  it('keeps a value typed while the choice is open among those to choose from', () => {
    expect(valuesOf(apply(contested(), edit(people.colleague, 'C', 3)))).toEqual(['A', 'C']);
    const first = apply(contested(), edit(people.doctor, 'C', 3));
    expect([first.request.history, valuesOf(first)]).toEqual(['C', ['C', 'B']]);
    const third = apply(contested(), at('third', edit(people.doctor, 'C', 1)));
    expect([third.request.history, valuesOf(third)]).toEqual(['A', ['A', 'B', 'C']]);
  });

  it('is not decided over the head of a value that arrived in between', () => {
    const record = apply(contested(), at('third', edit(people.doctor, 'C', 1)));
    expect(reasonOf(() => applyCommand(record, command('conflict.resolve', people.colleague, { path: 'request.history', chosen: 0 }, 3)))).toBe('incomplete');
    expect(apply(record, command('conflict.resolve', people.colleague, { path: 'request.history', chosen: 2 }, 4)).request.history).toBe('C');
  });

  it('is a conflict too when one person typed at two consoles', () => {
    const record = replay([command('case.create', people.doctor, { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: fullRequest }), at('office', edit(people.doctor, 'new', 1)), at('ward', edit(people.doctor, 'old', 1))]);
    expect([record.request.history, valuesOf(record)]).toEqual(['new', ['new', 'old']]);
  });

  it('is decided only by those who may change it', () => {
    const record = apply(replay(untilDiscussion()), command('decision.edit', people.chair, { fields: { followUp: 'A' } }, 8), command('decision.edit', people.expert, { fields: { followUp: 'B' } }, 8));
    expect(reasonOf(() => applyCommand(record, command('conflict.resolve', people.doctor, { path: 'decision.followUp', chosen: 1 }, record.version)))).toBe('not-permitted');
    expect(apply(record, command('conflict.resolve', people.expert, { path: 'decision.followUp', chosen: 1 }, record.version)).decision.followUp).toBe('B');
  });
});

describe('what somebody said', () => {
  it('is written down by the person, the chair or the coordinator, and by nobody else', () => {
    const record = replay(untilDiscussion());
    const id = nextId();
    expect(reasonOf(() => applyCommand(record, said(people.doctor, people.expert, id, 't', 8)))).toBe('not-permitted');
    expect(reasonOf(() => applyCommand(record, said(people.coordinator, people.expert, id, 't', 8)))).toBe('accepted');
    expect(reasonOf(() => applyCommand(record, command('dissent.state', people.doctor, { personId: people.expert.personId, personName: people.expert.name, text: 'no' }, 8)))).toBe('not-permitted');
  });

  it('is never replaced by another person\u2019s words or by an older sight of it', () => {
    const id = nextId();
    const record = apply(replay(untilDiscussion()), said(people.expert, people.expert, id, 'mine', 8));
    expect(reasonOf(() => applyCommand(record, said(people.doctor, people.doctor, id, 'yours', 9)))).toBe('not-permitted');
    expect(reasonOf(() => applyCommand(record, said(people.coordinator, people.expert, id, 'older', 8)))).toBe('invalid');
    expect(apply(record, said(people.coordinator, people.expert, id, 'corrected', 9)).opinions.map((entry) => entry.text)).toEqual(['corrected']);
  });
});

describe('the decision', () => {
  it('names a treatment when it decides on one, and the tests when it asks for more', () => {
    const readBack = command('decision.readBack', people.chair, { text: 'x', objections: '' });
    expect(reasonOf(() => applyCommand(decided({}), readBack))).toBe('incomplete');
    expect(reasonOf(() => applyCommand(decided({ systemic: 'PF' }), readBack))).toBe('accepted');
    expect(reasonOf(() => applyCommand(decided({ outcome: 'moreTests' }), readBack))).toBe('incomplete');
    expect(reasonOf(() => applyCommand(decided({ outcome: 'surveillance' }), readBack))).toBe('accepted');
  });

  it('is not read back when somebody changed it during the reading', () => {
    const read = apply(replay(untilDiscussion()), command('decision.edit', people.chair, { fields: fullDecision }, 8));
    const changed = apply(read, command('decision.edit', people.expert, { fields: { rtTotalDoseGy: 50, rtFractions: 25 } }, 9));
    expect(reasonOf(() => applyCommand(changed, command('decision.readBack', people.chair, { text: '60 Gy', objections: '' }, 9)))).toBe('incomplete');
    expect(reasonOf(() => applyCommand(changed, command('decision.readBack', people.chair, { text: '50 Gy', objections: '' }, 10)))).toBe('accepted');
  });
});

describe('signatures', () => {
  it('come from no discipline after physics, so that every record verifies', () => {
    const start = frozenWith(opinion(people.chair, 'radiationOncology'), opinion(people.doctor, 'radiationOncology'), opinion(people.physicist, 'physics'));
    const second = apply(start, sign(start, people.chair, 'expert', 'radiationOncology'), sign(start, people.physicist, 'physicist', 'physics'));
    expect(reasonOf(() => apply(second, sign(second, people.doctor, 'expert', 'radiationOncology')))).toBe('illegal-transition');
  });

  it('of the physics part come from a physicist, and carry the signer\u2019s own name', () => {
    const start = frozenWith(opinion(people.expert, 'physics'));
    expect(reasonOf(() => apply(start, sign(start, people.expert, 'physicist', 'physics')))).toBe('not-permitted');
    const other = frozenWith(opinion(people.expert, 'medicalOncology'));
    const named = sign(other, { ...people.expert, name: 'somebody else' }, 'expert', 'medicalOncology');
    expect(reasonOf(() => apply(other, { ...named, actor: people.expert }))).toBe('signature-invalid');
  });

  it('cannot be taken out of a record, and a slow clock offline does not spoil one', () => {
    const start = frozenWith(opinion(people.expert, 'medicalOncology'));
    const signed = apply(start, sign(start, people.expert, 'expert', 'medicalOncology'), sign(start, people.chair, 'chair', null));
    const [expert, chair] = signed.signatures;
    if (!expert || !chair) throw new Error('not signed');
    expect(verifyRecord({ ...signed, signatures: [chair] }).problems.join()).toContain('No signature for medicalOncology');
    const late = { ...signed, signatures: [{ ...expert, atMs: 3_600_000 }, chair] };
    expect(verifyRecord(late).problems.join()).not.toContain('older');
  });
});

it('images replaced by other bytes are no longer reported as present', () => {
  const record = replay([
    command('case.create', people.doctor, { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: fullRequest }), command('case.attachImaging', people.doctor, { instances: [image] }), command('case.submit', people.doctor, {}),
    command('case.reportPresence', people.coordinator, { present: 1, total: 1 }), command('case.return', people.coordinator, { reason: 'r' }), command('case.attachImaging', people.doctor, { instances: [{ ...image, sha256: 'b'.repeat(64) }] }),
  ]);
  expect(record.presence).toEqual({});
});
