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

  test('is told of in sentences of both languages', () => {
    for (const { check, findings } of outcomes) {
      for (const finding of findings) for (const language of ['zh', 'en'] as const) expect(sentenceOf(check, finding, language), `${check.number} ${finding.code}`).not.toMatch(/^[\w-]+$|\{\{|undefined|NaN/u);
    }
  });

  test('can be checked by every check', () => {
    expect(outcomes.filter(({ result }) => result === 'NOT_CHECKABLE').map(said)).toEqual([]);
  });
});

test('every check has a title, a rule, a source and sentences in both languages, and names its attributes', () => {
  for (const { number, title, rule, source, sentences, attributes } of checkList) {
    expect(attributes.length, String(number)).toBeGreaterThan(0);
    expect(source, String(number)).not.toBe('');
    for (const text of [title, rule, ...Object.values(sentences)]) {
      expect(text.en, String(number)).not.toBe('');
      expect(text.zh, String(number)).not.toBe('');
    }
    for (const text of [title, rule]) expect(text.zh, String(number)).toMatch(/\p{Script=Han}/u);
  }
});

test('the list holds the checks 1 to 65, each once and in order', () => {
  expect(checkList.map(({ number }) => number)).toEqual(Array.from({ length: 65 }, (_, n) => n + 1));
});
