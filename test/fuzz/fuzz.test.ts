import { expect, it } from 'vitest';
import { runFuzz } from './runFuzz.ts';

it('300 broken copies of real files are read or refused with a reason, without crash, hang or a gigabyte (npm run fuzz runs 20,000)', async () => {
  const report = await runFuzz(7, Array.from({ length: 300 }, (_, number) => number));
  expect(report.cases).toBe(300);
  expect(report.failures).toEqual([]);
  // Most cases break something; if none were refused, nothing would have been tried.
  expect([...report.outcomes.keys()].filter((outcome) => outcome.startsWith('refused')).length).toBeGreaterThan(1);
}, 300_000);
