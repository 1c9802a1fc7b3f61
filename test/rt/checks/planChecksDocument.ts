import { checkList } from '../../../shared/rt/checks/checkList.ts';
import { checkListVersion } from '../../../shared/rt/checks/runChecks.ts';
import type { Check } from '../../../shared/rt/checks/types.ts';
import { mutationList } from './mutations/mutationList.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function row(check: Check): string {
  const mutation = mutationList.find(({ number }) => number === check.number);
  const implied = Object.entries(mutation?.implied ?? {}).map(([number, reason]) => `${number} (${reason})`).join('; ');
  const cells = [String(check.number), `${check.title.zh}<br>${check.title.en}`, `${check.rule.zh}<br>${check.rule.en}`, check.severity, mutation?.change ?? '', implied === '' ? '–' : implied];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** `docs/plan-checks.md` as it has to read: the list as the product has it, with the mutation that proves each check. */
export const planChecksDocument = (): string =>
  [
    '# Plan checks',
    '',
    `Check list version ${checkListVersion}. This page is written by the suite: \`UPDATE_DOCS=1 npx vitest run test/rt/checks/planChecksDocument.test.ts\` renews it, and the suite fails where it is out of date.`,
    '',
    'Severity: A stops (FAIL), B asks for attention (FLAG), C informs (FLAG). A check answers PASS, FLAG, FAIL, NOT APPLICABLE or NOT CHECKABLE with what is missing; its result is the worst of its findings. Numbers in the rules are the defaults of the site settings.',
    '',
    'Mutation: what the suite changes in a clean plan, written as DICOM and read back; the check has to fire, and beside it only the implied ones, because they follow from the same change. Checks 61 and 62 are tried with the plan before it, all others without, since every change of a plan is a difference from the plan before. No check fires on the clean plans: seven sliding windows in HFS and two arcs in HFP. The list has no mutation for 58; the one here is ours.',
    '',
    '| No. | Check | Rule | Sev. | Mutation | Implied |',
    '|---|---|---|---|---|---|',
    ...checkList.map(row),
    '',
  ].join('\n');
