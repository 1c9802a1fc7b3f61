import type { CheckOutcome } from '../../../shared/rt/checks/types.ts';
import type { UnreadableObject } from './chooseReview.ts';

/** Outcomes in which an object that is there but cannot be read is not called absent: its file and why are named instead. */
export function nameUnreadable(outcomes: readonly CheckOutcome[], unreadable: readonly UnreadableObject[]): readonly CheckOutcome[] {
  return outcomes.map((outcome) => ({
    ...outcome,
    findings: outcome.findings.map((finding) => {
      const what = finding.code === 'absent' ? /^(RTPLAN|RTSTRUCT|RTDOSE)\b/u.exec(String(finding.values.what))?.[1] : undefined;
      const object = what === undefined ? undefined : unreadable.find(({ kind }) => kind === what);
      return object === undefined ? finding : { ...finding, code: 'unreadable', values: { what: object.kind, path: object.path, message: object.message } };
    }),
  }));
}
