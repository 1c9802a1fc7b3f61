import { describe, expect, test } from 'vitest';
import { checkList } from '../../../shared/rt/checks/checkList.ts';
import { runChecks } from '../../../shared/rt/checks/runChecks.ts';
import { sentenceOf } from '../../../shared/rt/checks/sentences.ts';
import type { CheckOutcome } from '../../../shared/rt/checks/types.ts';
import { makeReviewCase } from '../../../shared/rt/phantom/reviewCase.ts';
import { reviewOf } from './reviewOf.ts';

/** Result and what was said, for a readable difference. */
const said = ({ check, result, findings }: CheckOutcome): string => `${check.number} ${result}: ${findings.map((finding) => sentenceOf(check, finding, 'en')).join(' | ')}`;

describe.each([
  { technique: 'imrt', patientPosition: 'HFS' },
  { technique: 'vmat', patientPosition: 'HFP' },
] as const)('a clean $technique plan in $patientPosition', (options) => {
  const outcomes = runChecks(reviewOf({ objects: makeReviewCase(options), hasPrevious: true }));

  test('is fired on by no check', () => {
    expect(outcomes.filter(({ result }) => result === 'FLAG' || result === 'FAIL').map(said)).toEqual([]);
  });

  test('can be checked by every check', () => {
    expect(outcomes.filter(({ result }) => result === 'NOT_CHECKABLE').map(said)).toEqual([]);
  });
});

test('the list holds the checks 1 to 65, each once and in order', () => {
  expect(checkList.map(({ number }) => number)).toEqual(Array.from({ length: 65 }, (_, n) => n + 1));
});
