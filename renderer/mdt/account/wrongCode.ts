import type { Problem } from '../../ui/problem.ts';

/** The platform refuses a change of the second factor for a wrong code alone, and says so only in its message. */
export const asWrongCode = (problem: Problem | null): Problem | null =>
  problem?.detail?.['reason'] === 'not-permitted' ? { code: problem.code, reason: 'wrong-code', message: problem.message } : problem;
