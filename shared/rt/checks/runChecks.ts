import { DicomError, RtError } from '../../errors/appError.ts';
import { checkList } from './checkList.ts';
import { notCheckable } from './findings.ts';
import type { Check, CheckFinding, CheckOutcome, CheckResult, Review } from './types.ts';

/** Version of the list and its rules, kept with every review. */
export const checkListVersion = '2026.1';

/** From best to worst. What could not be checked is worse than what holds, and better than what is known to be wrong. */
const order: readonly CheckResult[] = ['NOT_APPLICABLE', 'PASS', 'NOT_CHECKABLE', 'FLAG', 'FAIL'];

/** Whether a result asks for a person: FLAG or FAIL. */
export const fires = (result: CheckResult): boolean => result === 'FLAG' || result === 'FAIL';

export const worstResult = (findings: readonly CheckFinding[]): CheckResult =>
  findings.reduce<CheckResult>((worst, { result }) => (order.indexOf(result) > order.indexOf(worst) ? result : worst), 'NOT_APPLICABLE');

/**
 * Runs one check. What a review cannot give (a typed error of its objects) makes it NOT_CHECKABLE with the reason;
 * a mistake in the check itself is not caught.
 */
export function runCheck(check: Check, review: Review): CheckOutcome {
  const findings = findingsOf(check, review);
  return { check, result: worstResult(findings), findings };
}

function findingsOf(check: Check, review: Review): readonly CheckFinding[] {
  try {
    const findings = check.run(review);
    return findings.length > 0 ? findings : [notCheckable('error', { message: 'the check gave no finding' })];
  } catch (error) {
    if (error instanceof RtError || error instanceof DicomError) return [notCheckable('error', { message: error.message, reason: error.reason })];
    throw error;
  }
}

/** All checks of a list in the order of their numbers. */
export const runChecks = (review: Review, list: readonly Check[] = checkList): readonly CheckOutcome[] => list.map((check) => runCheck(check, review));
