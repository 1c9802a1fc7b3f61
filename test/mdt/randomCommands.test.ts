import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors/appError.ts';
import { applyCommand, type StreamRecord } from '../../shared/mdt/apply.ts';
import { digestRecord } from '../../shared/mdt/canonical.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { AnyCommand, CaseCommandType } from '../../shared/mdt/command.ts';
import { isSignatureValid } from '../../shared/mdt/signature.ts';
import { transitions } from '../../shared/mdt/states.ts';
import { anyPayload, people, seededRandom, untilDiscussion } from './support.ts';

const sequences = 2000;
const length = 60;
const types = Object.keys(anyPayload) as CaseCommandType[];
const actors = Object.values(people);

/** One random history: most of it sensible, some of it by the wrong person at the wrong time. */
function randomHistory(random: () => number): { record: StreamRecord | null; committed: AnyCommand[]; refused: number } {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let record: StreamRecord | null = null;
  const committed: AnyCommand[] = [];
  let refused = 0;
  const send = (command: AnyCommand): void => {
    const before = JSON.stringify(record);
    try {
      record = applyCommand(record, command);
      committed.push(command);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused += 1;
      expect(JSON.stringify(record)).toBe(before);
    }
  };
  const head = untilDiscussion();
  for (const command of head.slice(0, Math.floor(random() * (head.length + 1)))) send(command);
  for (let step = 0; step < length; step += 1) send(anyPayload[pick(types)](record, pick(actors), random));
  return { record, committed, refused };
}

/** What must hold of any record, however it came about. */
function breaches(record: CaseRecord): string[] {
  const found: string[] = [];
  const { signatures, frozen, state } = record;
  record.transitions.forEach((step, at) => {
    const previous = record.transitions[at - 1];
    if (step.from !== (previous?.to ?? null)) found.push(`transition ${at} begins at ${step.from}, not where the one before it ended`);
    const isAllowed = at === 0 ? step.to === 'draft' : step.type === 'decision.sign' ? step.from === 'opinionDraft' && step.to === 'opinionSigned' : step.from !== null && transitions[step.type]?.[step.from] === step.to;
    if (!isAllowed) found.push(`${step.type} moved ${step.from} to ${step.to}`);
  });
  if (record.transitions.at(-1)?.to !== state) found.push('the state is not where the last transition ended');
  if (['opinionDraft', 'opinionSigned', 'delivered'].includes(state) !== (frozen !== null)) found.push(`frozen does not fit ${state}`);
  if (signatures.length > 0 && !frozen) found.push('signed without frozen content');
  if (frozen && signatures.some((signature) => !isSignatureValid(record.id, signature, frozen))) found.push('a signature does not hold');
  const chairAt = signatures.findIndex((signature) => signature.role === 'chair');
  if (chairAt >= 0 && chairAt !== signatures.length - 1) found.push('somebody signed after the chair');
  if (['opinionSigned', 'delivered'].includes(state) !== chairAt >= 0) found.push(`the chair's signature does not fit ${state}`);
  if (record.receipt && record.receipt.sha256 !== record.report?.sha256) found.push('the receipt is of another report');
  if ((record.report !== null) !== (state === 'delivered')) found.push(`the report does not fit ${state}`);
  if (frozen && record.readBack === null) found.push('frozen without a read-back');
  return found;
}

describe('random command sequences', () => {
  it(`never reach an illegal state, and two replicas in platform order are equal: ${sequences} sequences`, () => {
    const reached = new Map<string, number>();
    let refused = 0;
    for (let seed = 1; seed <= sequences; seed += 1) {
      const history = randomHistory(seededRandom(seed));
      refused += history.refused;
      const record = history.record as CaseRecord | null;
      if (!record) continue;
      expect(breaches(record), `seed ${seed}`).toEqual([]);
      expect(record.version, `seed ${seed}`).toBe(history.committed.length);
      reached.set(record.state, (reached.get(record.state) ?? 0) + 1);
      const travelled = JSON.parse(JSON.stringify(history.committed)) as AnyCommand[];
      expect(digestRecord(travelled.reduce<StreamRecord | null>(applyCommand, null)), `seed ${seed}`).toBe(digestRecord(record));
    }
    expect(refused).toBeGreaterThan(sequences);
    for (const state of ['draft', 'submitted', 'accepted', 'scheduled', 'ready', 'inDiscussion', 'opinionDraft', 'cancelled']) expect(reached.get(state) ?? 0, `${state} was never reached`).toBeGreaterThan(0);
  });
});
