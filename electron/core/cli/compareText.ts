import type { FieldChange, FieldValue } from '../../../shared/rt/compare/fields/fields.ts';
import type { ChangePlace, PlanChange } from '../../../shared/rt/compare/plan/planChange.ts';
import type { CompareReport, DvhRow, StructureRow } from './compareReport.ts';

/** The report as lines for a terminal. */
export function describeReport(report: CompareReport): string {
  return [
    ...sourceLines(report),
    ...(report.plan === null ? [] : ['', `plan: ${report.plan.changes.length === 0 ? 'no difference' : `${report.plan.changes.length} differences`}`, ...report.plan.changes.map((change) => `  ${describeChange(change)}`)]),
    ...structureLines(report.structures),
    ...(report.dose === null ? [] : ['', report.dose.isSame ? 'dose: the same' : `dose: differs; maximum ${report.dose.firstMaximum.toFixed(3)} and ${report.dose.secondMaximum.toFixed(3)} (${report.dose.units.join(', ')})`]),
    ...dvhLines(report.dvh),
    ...report.notes.map((note) => `note: ${note}`),
    '', report.isSame ? 'nothing differs' : 'the two differ',
  ].join('\n');
}

const sourceLines = ({ first, second }: CompareReport): readonly string[] => [sourceLine('first ', first), sourceLine('second', second)];

const sourceLine = (side: string, sources: CompareReport['first']): string =>
  `${side}  ${(['plan', 'structureSet', 'dose'] as const).flatMap((kind) => (sources[kind] === null ? [] : [`${kind} ${sources[kind].path}`])).join('; ')}`;

/** `beam 1 (AP) wedge 1`. */
function describePlace({ kind, number, name, part }: ChangePlace): string {
  return [kind, number, name === null || name === '' ? null : `(${name})`, part].filter((word) => word !== null && word !== undefined).join(' ');
}

function describeChange(change: PlanChange): string {
  const place = describePlace(change.place);
  if (change.type === 'changed') return `${place}: ${describeField(change)}`;
  if (change.type !== 'series') return `${place}: ${change.type}`;
  const { largest, field, unit, changedPoints, comparedPoints, changedLeaves } = change;
  const leaves = changedLeaves === null ? '' : `, ${changedLeaves} leaves or jaws`;
  const where = `control point ${largest.controlPoint}${largest.leaf === null ? '' : ` leaf ${largest.leaf}`}`;
  return `${place}: ${field} at ${changedPoints} of ${comparedPoints} control points${leaves}; largest at ${where}: ${values(largest, unit)}`;
}

const describeField = (change: FieldChange): string => `${change.field} ${values(change, change.unit)}`;

function values({ before, after, change }: Pick<FieldChange, 'before' | 'after' | 'change'>, unit: string | null): string {
  const size = change === null || Array.isArray(before) || Array.isArray(after) ? '' : ` (${change > 0 ? '+' : ''}${shortNumber(change)}${unit === null ? '' : ` ${unit}`})`;
  return `${describeValue(before)} → ${describeValue(after)}${size}`;
}

function describeValue(value: FieldValue): string {
  if (value === null) return '–';
  if (typeof value === 'number') return shortNumber(value);
  if (typeof value === 'string') return value === '' ? '""' : value;
  const shown = value.slice(0, 6).map((entry) => (typeof entry === 'number' ? shortNumber(entry) : (entry ?? '–'))).join(', ');
  return `[${shown}${value.length > 6 ? `, … ${value.length} values` : ''}]`;
}

const shortNumber = (value: number): string => String(Number(value.toFixed(6)));

function structureLines(structures: CompareReport['structures']): readonly string[] {
  if (structures === null) return [];
  const { changes, problem, notices, rows, onlyFirst, onlySecond } = structures;
  const width = Math.max(9, ...rows.map(({ name }) => name.length));
  const columns = ['firstCc', 'secondCc', 'dice', 'mean mm', '95 % mm', 'most mm'];
  return [
    '', 'structures:',
    ...changes.map((change) => `  set: ${describeField(change)}`),
    ...notices.map((notice) => `  ${notice}`),
    ...(problem === null ? [`  ${'structure'.padEnd(width)} ${columns.map((column) => column.padStart(9)).join(' ')}  shift`] : [`  ${problem.message}`]),
    ...rows.flatMap((row) => rowLines(row, width, problem === null)),
    ...onlyFirst.map((name) => `  only in the first: ${name}`),
    ...onlySecond.map((name) => `  only in the second: ${name}`),
  ];
}

function rowLines(row: StructureRow, width: number, isCompared: boolean): readonly string[] {
  const cells = [row.firstCc, row.secondCc, row.dice, row.meanSurfaceMm, row.hausdorff95Mm, row.hausdorffMm].map((value) => (value === null ? '–' : value.toFixed(3)).padStart(9));
  const shift = row.shift.filter(({ mm }) => mm >= 0.005).map(({ towards, mm }) => `${mm.toFixed(2)} mm ${towards}`).join(', ');
  const indent = ' '.repeat(width + 4);
  return [
    ...(isCompared ? [`  ${row.name.padEnd(width)} ${cells.join(' ')}  ${row.isSame ? 'same contours' : shift}`.trimEnd()] : []),
    ...(row.matchedBy === 'number' ? [`${indent}matched by number: ${row.name} and ${row.secondName}`] : []),
    ...row.changes.map((change) => `${isCompared ? indent : `  ${row.name}: `}${describeField(change)}`),
    ...(isCompared && row.error !== null ? [`${indent}${row.error.message}`] : []),
    ...row.notices.map((notice) => `${indent}${notice}`),
  ];
}

function dvhLines(dvh: CompareReport['dvh']): readonly string[] {
  if (dvh === null) return [];
  if (dvh.problem !== null) return ['', `dose–volume figures: ${dvh.problem.message}`];
  const width = Math.max(9, ...dvh.rows.map(({ name }) => name.length));
  const same = dvh.rows.filter((row) => isSame(row));
  return [
    '', 'dose–volume figures (first → second):',
    ...dvh.rows.filter((row) => !isSame(row)).flatMap((row) => [
      ...row.metrics.filter(({ first, second }) => first !== second).map((item) => {
        const percent = item.percent === null ? '' : `, ${item.percent > 0 ? '+' : ''}${item.percent.toFixed(2)} %`;
        const difference = item.difference === null ? '' : ` (${item.difference > 0 ? '+' : ''}${item.difference.toFixed(3)} ${item.unit}${percent})`;
        return `  ${row.name.padEnd(width)} ${item.metric.padEnd(9)} ${item.first?.toFixed(3) ?? '–'} → ${item.second?.toFixed(3) ?? '–'}${difference}`;
      }),
      ...row.errors.map((message) => `  ${row.name.padEnd(width)} ${message}`),
    ]),
    ...(same.length === 0 ? [] : [`  the same: ${same.map(({ name }) => name).join(', ')}`]),
  ];
}

const isSame = ({ metrics }: DvhRow): boolean => metrics.every(({ first, second }) => first === second);
