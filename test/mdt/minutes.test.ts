import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyRecord } from '../../electron/core/commands/verifyRecord.ts';
import { applyCommand } from '../../shared/mdt/apply.ts';
import { canonicalJson, digestText } from '../../shared/mdt/canonical.ts';
import { signedContent, type CaseRecord } from '../../shared/mdt/caseRecord.ts';
import { assertMayWriteMinutes, minutesStateOf } from '../../shared/mdt/minutesRules.ts';
import type { FrozenMinutes } from '../../shared/mdt/minutesSchema.ts';
import { command, freeze, fullDecision, opinion, people, replay, sign, untilDiscussion } from './support.ts';

const minutes: FrozenMinutes = {
  schema: 'mdt-minutes/1', sections: [{ section: 'course', paragraphs: [{ text: '讨论甲', authorIds: ['chen'] }] }], authors: [{ personId: 'chen', name: 'chen', title: '医师', hospitalId: 'gd-cancer' }],
};
const readBack = (): CaseRecord =>
  replay([...untilDiscussion(), opinion(people.expert, 'medicalOncology'), command('decision.edit', people.chair, { fields: fullDecision }), command('decision.readBack', people.chair, { text: 'read', objections: '' })]);

const freezeWith = (record: CaseRecord, taken: FrozenMinutes) => command('decision.freeze', people.chair, { ...digestText(canonicalJson(signedContent({ ...record, minutes: taken }))), minutes: taken });
const frozen = (): CaseRecord => {
  const record = readBack();
  return applyCommand(record, freezeWith(record, minutes)) as CaseRecord;
};
const reasonOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
  return 'accepted';
};

describe('minutes in the signed content', () => {
  it('are part of what is frozen: a word changed afterwards is named', () => {
    const record = frozen();
    expect(record.frozen?.canonical).toContain('讨论甲');
    const signed = replay([sign(record, people.expert, 'expert', 'medicalOncology')], record);
    const changed: CaseRecord = { ...signed, minutes: { ...minutes, sections: [{ section: 'course', paragraphs: [{ text: '讨论乙', authorIds: ['chen'] }] }] } };
    expect(verifyRecord(signed).problems.filter((problem) => problem.includes('minutes'))).toEqual([]);
    expect(verifyRecord(changed).problems).toContain('"minutes.sections.0.paragraphs.0.text" differs from what was frozen and signed.');
    const { minutes: _removed, ...without } = signed;
    expect(verifyRecord(without).problems.filter((problem) => problem.startsWith('"minutes'))).not.toEqual([]);
  });

  it('refuse a freeze whose digest covers other minutes', () => {
    const record = readBack();
    const stated = freezeWith(record, minutes);
    expect(reasonOf(() => applyCommand(record, { ...stated, payload: { ...(stated.payload as object), minutes: { ...minutes, authors: [] } } }))).toBe('invalid');
    expect(reasonOf(() => applyCommand(record, freeze({ ...record, minutes })))).toBe('invalid');
  });

  it('leave no trace in the content where nothing was typed', () => {
    const record = readBack();
    const after = applyCommand(record, freeze(record)) as CaseRecord;
    expect(after.frozen?.canonical).not.toContain('minutes');
    expect('minutes' in after).toBe(false);
  });

  it('are gone from the record once the decision is reopened, and its document takes text again', () => {
    const reopened = replay([command('decision.reopen', people.chair, { reason: '改' })], frozen());
    expect('minutes' in reopened).toBe(false);
    expect(minutesStateOf(reopened)).toBe('open');
  });

  it('do not break a record that was signed before there were any', () => {
    const file = resolve(import.meta.dirname, '../minutes/oracles/signed-before-minutes.json');
    const { record } = JSON.parse(readFileSync(file, 'utf8')) as { record: CaseRecord };
    expect(verifyRecord(record)).toMatchObject({ isValid: true, problems: [] });
  });
});

describe('writing in the minutes', () => {
  it('is open from acceptance to the freezing', () => {
    const states = untilDiscussion().reduce<{ record: CaseRecord | null; seen: string[] }>((at, next) => {
      const record = applyCommand(at.record, next) as CaseRecord;
      return { record, seen: [...at.seen, `${record.state} ${minutesStateOf(record)}`] };
    }, { record: null, seen: [] }).seen;
    expect([...new Set(states)]).toEqual(['draft early', 'submitted early', 'accepted open', 'scheduled open', 'ready open', 'inDiscussion open']);
    expect(minutesStateOf(frozen())).toBe('closed');
  });

  it('is for those who may state an opinion on the case', () => {
    const record = replay(untilDiscussion());
    expect(reasonOf(() => assertMayWriteMinutes(people.doctor, record))).toBe('accepted');
    expect(reasonOf(() => assertMayWriteMinutes(people.coordinator, record))).toBe('accepted');
    expect(reasonOf(() => assertMayWriteMinutes(people.stranger, record))).toBe('not-permitted');
    expect(reasonOf(() => assertMayWriteMinutes(people.administrator, record))).toBe('not-permitted');
    expect(reasonOf(() => assertMayWriteMinutes(people.doctor, replay(untilDiscussion().slice(0, 3))))).toBe('illegal-transition');
  });
});
