import { fires } from '../../../shared/rt/checks/runChecks.ts';
import { sentenceOf } from '../../../shared/rt/checks/sentences.ts';
import type { CheckFinding, CheckOutcome, CheckPlace, CheckResult } from '../../../shared/rt/checks/types.ts';
import { noteSentence } from '../../../shared/rt/limits/limitNotes.ts';
import type { LimitResult } from '../../../shared/rt/limits/types.ts';

const results: readonly CheckResult[] = ['FAIL', 'FLAG', 'NOT_CHECKABLE', 'PASS', 'NOT_APPLICABLE'];

/** How many checks ended how. */
export const summaryOf = (outcomes: readonly CheckOutcome[]): Readonly<Record<CheckResult, number>> =>
  Object.fromEntries(results.map((result) => [result, outcomes.filter((outcome) => outcome.result === result).length])) as Record<CheckResult, number>;

/** One check under the names of the command's contract; `values` are those of the finding that decided. */
export function checkRow({ check, result, findings }: CheckOutcome) {
  const { number, title, severity, attributes, rule, source } = check;
  const decisive = findings.find((finding) => finding.result === result);
  return {
    number, result, title: title.en, severity, rule: rule.en, source, attributes, values: decisive?.values ?? {},
    findings: findings.map((finding) => ({ result: finding.result, code: finding.code, message: sentenceOf(check, finding, 'en'), messageZh: sentenceOf(check, finding, 'zh'), values: finding.values, places: finding.places ?? [] })),
    zh: { title: title.zh, rule: rule.zh },
  };
}

/** One limit as JSON; those of priority 1 decide, the others inform. */
export const limitRow = ({ limit, notes, ...result }: LimitResult) => ({ id: limit.id, structure: limit.structure, priority: limit.priority, limit: limit.limit, unit: limit.unit, op: limit.op, metric: limit.metric, source: limit.source, ...result, notes: notes.map((note) => noteSentence(note, 'en')) });

const placeText = (place: CheckPlace): string => {
  if (place.kind === 'beam') return place.controlPoint === undefined ? `beam ${place.beamNumber}` : `beam ${place.beamNumber} #${place.controlPoint}`;
  if (place.kind === 'structure') return `ROI ${place.roiNumber}`;
  if (place.kind === 'point') return place.pointMm.map((value) => value.toFixed(1)).join(' ');
  return place.attribute ?? place.sopInstanceUID;
};

function placesText(places: readonly CheckPlace[]): string {
  const words = [...new Set(places.map(placeText))];
  return words.length === 0 ? '' : `  [${words.slice(0, 6).join(', ')}${words.length > 6 ? ', …' : ''}]`;
}

/** The checks from worst to best, each with what it found, then the limits that are not met. */
export function describeChecks(outcomes: readonly CheckOutcome[], report: { readonly checkListVersion: string; readonly plan: { readonly label: string } | null; readonly limits: { readonly reason: string | null; readonly results: readonly ReturnType<typeof limitRow>[] }; readonly unreadable: readonly { readonly path: string; readonly message: string }[] }): string {
  const ordered = outcomes.toSorted((a, b) => results.indexOf(a.result) - results.indexOf(b.result) || a.check.number - b.check.number);
  const lines = ordered.flatMap(({ check, result, findings }) => {
    const head = `${result.padEnd(14)} ${String(check.number).padStart(2)} ${check.severity}  ${check.title.en}`;
    const line = (finding: CheckFinding): string => `${' '.repeat(21)}${sentenceOf(check, finding, 'en')}${placesText(finding.places ?? [])}`;
    const shown = fires(result) ? findings.filter((finding) => finding.result !== 'PASS') : findings;
    return [head, ...shown.slice(0, 12).map(line), ...(shown.length > 12 ? [`${' '.repeat(21)}… ${shown.length - 12} more`] : [])];
  });
  const counts = Object.entries(summaryOf(outcomes)).map(([result, count]) => `${count} ${result}`).join(', ');
  const { reason, results: limits } = report.limits;
  const contoured = limits.filter(({ outcome }) => outcome !== 'NOT_CONTOURED');
  const limitLines = contoured.map(({ outcome, id, priority, structureName, value, limit, unit, op }) => `${(priority > 1 ? `(${outcome})` : outcome).padEnd(14)} ${id}  ${structureName ?? '–'}  ${value === null ? '–' : value.toFixed(2)} ${op} ${limit} ${unit}`);
  const heading = reason === null ? `Limits: ${contoured.length} of ${limits.length}, the others are of structures that are not contoured; in brackets those that only inform` : `Limits: none, ${reason}`;
  return [...lines, '', `${report.plan?.label ?? 'no plan'}: ${counts} (check list ${report.checkListVersion})`, '', heading, ...limitLines.toSorted(), ...report.unreadable.map(({ path, message }) => `Not read: ${path}: ${message}`)].join('\n');
}
