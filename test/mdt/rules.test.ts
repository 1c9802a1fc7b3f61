import { describe, expect, it } from 'vitest';
import { applyCommand } from '../../shared/mdt/apply.ts';
import { canonicalJson, digestText } from '../../shared/mdt/canonical.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { Actor } from '../../shared/mdt/directory.ts';
import { checkDecisionDose } from '../../shared/mdt/decisionNumbers.ts';
import { isSignatureValid } from '../../shared/mdt/signature.ts';
import { command, freeze, fullDecision, fullRequest, opinion, people, replay, sign, untilDiscussion } from './support.ts';

const reasonOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
  return 'accepted';
};

const created = (): CaseRecord => replay([command('case.create', people.doctor, { caseNo: 'C', leadHospitalId: 'gd-cancer', fields: fullRequest })]);

const edit = (record: CaseRecord, actor: Actor, fields: object, base: number): CaseRecord => applyCommand(record, command('case.edit', actor, { fields }, base)) as CaseRecord;

const frozen = (): CaseRecord => {
  const spoken = replay([
    ...untilDiscussion(), opinion(people.expert, 'medicalOncology'), opinion(people.physicist, 'physics'), command('decision.edit', people.chair, { fields: fullDecision }),
    command('decision.readBack', people.chair, { text: 'read', objections: '' }),
  ]);
  return applyCommand(spoken, freeze(spoken)) as CaseRecord;
};

const apply = (record: CaseRecord, ...next: Parameters<typeof applyCommand>[1][]): CaseRecord => replay(next, record);

describe('canonical form and digests', () => {
  it('sorts keys, drops undefined and keeps text exactly', () => {
    expect(canonicalJson({ b: 1, a: [undefined, '食'], c: undefined, A: -0.5 })).toBe('{"A":-0.5,"a":[null,"食"],"b":1}');
  });

  it('equals the published values for "abc"', () => {
    // FIPS 180-4 example and GB/T 32905-2016 appendix A.1.
    expect(digestText('abc')).toEqual({
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    });
  });
});

describe('numbers of the decision', () => {
  it.each([
    [60, 30, 2, 'agrees'], [50.4, 28, 1.8, 'agrees'], [66.004, 33, 2, 'agrees'], [60, 30, 1.8, 'disagrees'], [60, 29, 2, 'disagrees'],
    [60, null, 2, 'incomplete'], [null, null, null, 'notApplicable'], [60, 30.5, 2, 'implausible'], [-60, 30, -2, 'implausible'], [0, 0, 0, 'implausible'],
  ] as const)('%s Gy in %s of %s Gy %s', (rtTotalDoseGy, rtFractions, rtDosePerFractionGy, status) => {
    expect(checkDecisionDose({ rtTotalDoseGy, rtFractions, rtDosePerFractionGy }).status).toBe(status);
  });

  it('are checked before the decision is read back', () => {
    const record = replay([...untilDiscussion(), command('decision.edit', people.chair, { fields: { ...fullDecision, rtTotalDoseGy: 61 } })]);
    expect(reasonOf(() => applyCommand(record, command('decision.readBack', people.chair, { text: 'x', objections: '' })))).toBe('numbers-disagree');
  });
});

describe('fields changed on two sides', () => {
  it('merges different fields', () => {
    const record = edit(edit(created(), people.doctor, { history: 'A' }, 1), people.colleague, { allergies: 'B' }, 1);
    expect([record.request.history, record.request.allergies, record.conflicts]).toEqual(['A', 'B', []]);
  });

  it('keeps both values of the same field until a person chooses, and refuses to send before that', () => {
    const both = edit(edit(created(), people.doctor, { history: 'A' }, 1), people.colleague, { history: 'B' }, 1);
    expect(both.request.history).toBe('A');
    expect(both.conflicts.map((conflict) => [conflict.path, conflict.values.map((entry) => entry.value)])).toEqual([['request.history', ['A', 'B']]]);
    const attached = applyCommand(both, untilDiscussion()[1]!) as CaseRecord;
    expect(reasonOf(() => applyCommand(attached, command('case.submit', people.doctor, {})))).toBe('incomplete');
    const chosen = applyCommand(attached, command('conflict.resolve', people.doctor, { path: 'request.history', chosen: 1 }, attached.version)) as CaseRecord;
    expect([chosen.request.history, chosen.conflicts]).toEqual(['B', []]);
  });

  it('sees no conflict where the author saw the other value, wrote the same, or is the same person', () => {
    const first = edit(created(), people.doctor, { history: 'A' }, 1);
    expect(edit(first, people.colleague, { history: 'B' }, 2).conflicts).toEqual([]);
    expect(edit(first, people.colleague, { history: 'A' }, 1).conflicts).toEqual([]);
    expect(edit(first, people.doctor, { history: 'C' }, 1).request.history).toBe('C');
  });
});

describe('signatures', () => {
  it('go discipline, physics, chair, all over one digest', () => {
    const start = frozen();
    expect(reasonOf(() => apply(start, sign(start, people.physicist, 'physicist', 'physics')))).toBe('incomplete');
    expect(reasonOf(() => apply(start, sign(start, people.chair, 'chair', null)))).toBe('incomplete');
    const first = apply(start, sign(start, people.expert, 'expert', 'medicalOncology'));
    expect(reasonOf(() => apply(first, sign(first, people.chair, 'chair', null)))).toBe('incomplete');
    const second = apply(first, sign(first, people.physicist, 'physicist', 'physics'));
    const signed = apply(second, sign(second, people.chair, 'chair', null));
    expect(signed.state).toBe('opinionSigned');
    expect(new Set(signed.signatures.map((signature) => `${signature.sha256} ${signature.sm3}`)).size).toBe(1);
    expect(reasonOf(() => apply(signed, sign(signed, people.expert, 'expert', 'medicalOncology')))).toBe('illegal-transition');
  });

  it('lets the chair sign early only with a written reason', () => {
    const start = frozen();
    expect(apply(start, sign(start, people.chair, 'chair', null, '专家出差')).state).toBe('opinionSigned');
  });

  it('are refused from a stranger, an administrator, one who gave no opinion, and twice', () => {
    const start = frozen();
    expect(reasonOf(() => apply(start, sign(start, people.stranger, 'expert', 'surgery')))).toBe('not-permitted');
    expect(reasonOf(() => apply(start, sign(start, people.administrator, 'chair', null)))).toBe('not-permitted');
    expect(reasonOf(() => apply(start, sign(start, people.doctor, 'expert', 'radiationOncology')))).toBe('not-permitted');
    const first = apply(start, sign(start, people.expert, 'expert', 'medicalOncology'));
    expect(reasonOf(() => apply(first, sign(first, people.expert, 'expert', 'medicalOncology')))).toBe('invalid');
  });

  it('freeze the content: no edit after the first, and any changed word or field breaks them', () => {
    const start = frozen();
    const first = apply(start, sign(start, people.expert, 'expert', 'medicalOncology'));
    expect(reasonOf(() => apply(first, command('decision.edit', people.chair, { fields: { followUp: 'x' } })))).toBe('signed-record');
    expect(reasonOf(() => apply(first, command('decision.reopen', people.chair, { reason: 'x' })))).toBe('signed-record');
    const [signature] = first.signatures;
    if (!signature || !first.frozen) throw new Error('not signed');
    expect(isSignatureValid(first.id, signature, first.frozen)).toBe(true);
    expect(isSignatureValid(first.id, { ...signature, role: 'chair' }, first.frozen)).toBe(false);
    expect(isSignatureValid(first.id, { ...signature, atMs: 2 }, first.frozen)).toBe(false);
    expect(isSignatureValid('another case', signature, first.frozen)).toBe(false);
    expect(isSignatureValid(first.id, signature, digestText(`${first.frozen.canonical} `))).toBe(false);
  });

  it('are reopened before the first one, and then need a new read-back', () => {
    const start = frozen();
    const reopened = apply(start, command('decision.reopen', people.chair, { reason: '改' }));
    expect([reopened.state, reopened.frozen, reopened.readBack]).toEqual(['inDiscussion', null, null]);
    expect(reasonOf(() => apply(reopened, freeze(reopened)))).toBe('incomplete');
  });
});

describe('rights', () => {
  it('keep the administrator from clinical content and a third hospital from the case', () => {
    const [create] = untilDiscussion();
    expect(reasonOf(() => applyCommand(null, { ...create!, actor: people.administrator }))).toBe('not-permitted');
    const record = replay(untilDiscussion());
    expect(reasonOf(() => applyCommand(record, opinion(people.stranger, 'surgery')))).toBe('not-permitted');
    expect(reasonOf(() => applyCommand(record, command('case.openDiscussion', people.coordinator, {})))).toBe('not-permitted');
  });
});
