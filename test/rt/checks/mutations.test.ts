import { describe, expect, test } from 'vitest';
import { checkList } from '../../../shared/rt/checks/checkList.ts';
import { fires, runChecks } from '../../../shared/rt/checks/runChecks.ts';
import { sentenceOf } from '../../../shared/rt/checks/sentences.ts';
import { makeReviewCase } from '../../../shared/rt/phantom/reviewCase.ts';
import { mutationList } from './mutations/mutationList.ts';
import { reviewOf } from './reviewOf.ts';

const clean = { imrt: makeReviewCase(), vmat: makeReviewCase({ technique: 'vmat', patientPosition: 'HFP' }) };

describe('a mutation of a clean plan', () => {
  test.each(mutationList)('$number: $change', ({ number, mutate, technique = 'imrt', implied = {}, result }) => {
    const fired = runChecks(reviewOf(mutate(clean[technique]))).filter((outcome) => fires(outcome.result));
    const expected = [number, ...Object.keys(implied).map(Number)].toSorted((a, b) => a - b);
    expect(fired.map(({ check }) => check.number)).toEqual(expected);
    for (const { check, findings } of fired) {
      for (const finding of findings) for (const language of ['zh', 'en'] as const) expect(sentenceOf(check, finding, language)).not.toMatch(/^[\w-]+$|\{\{|undefined|NaN/u);
    }
    const own = fired.find(({ check }) => check.number === number);
    expect(own?.result).toBe(result ?? (own?.check.severity === 'A' ? 'FAIL' : 'FLAG'));
  });

  test('there is one for every check', () => {
    expect(mutationList.map(({ number }) => number)).toEqual(checkList.map(({ number }) => number));
  });
});
