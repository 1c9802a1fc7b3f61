import { useCallback, useMemo, useRef, useState } from 'react';
import { comparePatients, identityDifferences, mixedPairs, pairKey, pairToConfirm } from '../../../shared/viewing/patientMix.ts';
import type { PatientIdentity, PatientPair } from '../../../shared/viewing/patientMix.ts';

export interface PatientGuard {
  /** The question that is open; null where there is none. */
  readonly asking: PatientPair | null;
  readonly confirm: () => void;
  readonly cancel: () => void;
  /** Goes on at once where all are one person, or after every other pair was confirmed; `next`: everybody then on the desk. */
  readonly guard: (next: readonly PatientIdentity[], hang: () => void) => void;
  readonly pairs: readonly PatientPair[];
  readonly unexpected: PatientPair | null;
}

interface Question {
  readonly pair: PatientPair;
  readonly retry: () => void;
}

/**
 * Keeps images of two persons apart until somebody confirms that pair; confirmed for this session of the desk alone.
 *
 * Images of another person than the request names are not asked about: they are named above the cells as long as they
 * hang, and the import has asked already.
 *
 * @param shown identity in every cell on the desk; null where it shows none
 */
export function usePatientGuard(shown: readonly (PatientIdentity | null)[], expected: PatientIdentity | null): PatientGuard {
  const confirmed = useRef(new Set<string>());
  const [question, setQuestion] = useState<Question | null>(null);
  const guard = useCallback((next: readonly PatientIdentity[], hang: () => void): void => {
    const attempt = (): void => {
      const pair = next.map((coming, index) => pairToConfirm(next.slice(0, index), coming, null, confirmed.current)).find((found) => found !== null) ?? null;
      setQuestion(pair === null ? null : { pair, retry: attempt });
      if (pair === null) hang();
    };
    attempt();
  }, []);
  const confirm = useCallback((): void => {
    if (question === null) return;
    confirmed.current.add(pairKey(question.pair.a, question.pair.b));
    // There may be a third person on the desk.
    question.retry();
  }, [question]);
  const cancel = useCallback((): void => setQuestion(null), []);
  const people = useMemo(() => shown.filter((identity) => identity !== null), [shown]);
  const pairs = useMemo(() => mixedPairs(people), [people]);
  const unexpected = useMemo(() => {
    const other = expected === null ? undefined : people.find((identity) => comparePatients(expected, identity) === 'different');
    return expected === null || other === undefined ? null : { a: expected, b: other, differences: identityDifferences(expected, other) };
  }, [expected, people]);
  return { asking: question?.pair ?? null, confirm, cancel, guard, pairs, unexpected };
}
