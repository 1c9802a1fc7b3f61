import { passRows, type PassRow, type PassTable, type ValidatedCase } from '../../../shared/rt/validation/passTable.ts';

/** The pass table as a module of the product: one line a figure. */
export function renderModule(table: PassTable): string {
  const cases = table.cases.map(({ id, kind, combinations, figures }) =>
    [`    {`, `      id: ${quoted(id)}, kind: ${quoted(kind)},`, `      combinations: ${JSON.stringify(combinations)},`, `      figures: [`, ...figures.map((figure) => `        ${JSON.stringify(figure)},`), `      ],`, `    },`].join('\n'),
  );
  return [
    `import type { PassTable } from './passTable.ts';`, '', `/** Written by \`node test/rt/validation/write.ts\`; the suite fails when it differs from what the engine computes. */`,
    `export const closedFormTable: PassTable = {`, `  cases: [`, ...cases, `  ],`, `};`, '',
  ].join('\n');
}

const quoted = (text: string): string => `'${text}'`;

/** A Markdown table. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows.map((row) => `| ${row.join(' | ')} |`)];

const percentOf = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`);

/** Cases with how many of their figures were judged and passed, and the one nearest to its tolerance. */
export function summaryLines(table: PassTable): string[] {
  const rows = table.cases.map((item) => {
    const lines = passRows({ cases: [item] });
    const judged = lines.filter(({ share }) => share !== null);
    const [worst] = byShare(judged);
    return [item.id, String(lines.length), String(judged.length), String(judged.filter(({ verdict }) => verdict === 'pass').length), worst === undefined ? '–' : `${worst.figure} (grid ${worst.gridMm}, slices ${worst.sliceMm})`, percentOf(worst?.share ?? null)];
  });
  return markdownTable(['case', 'figures computed', 'judged', 'passed', 'nearest to its tolerance', 'part of it used'], rows);
}

const byShare = (rows: readonly PassRow[]): PassRow[] => rows.toSorted((a, b) => (b.share ?? -1) - (a.share ?? -1));

/** The lines nearest to, or beyond, their tolerance. */
export const worstLines = (table: PassTable, count: number): string[] =>
  markdownTable(
    ['case', 'figure', 'unit', 'grid mm', 'slice mm', 'expected', 'worst deviation', 'tolerance', 'verdict'],
    byShare(passRows(table)).slice(0, count).map((row) => [row.caseId, row.figure, row.unit, String(row.gridMm), String(row.sliceMm), String(row.expected), signed(row.deviation), row.tolerance === null ? '–' : String(row.tolerance), verdictOf(row)]),
  );

const verdictOf = ({ verdict }: PassRow): string => (verdict === 'fail' ? '**outside**' : verdict);

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));

/** Every figure of a case: a row each, a column for every dose grid and slice spacing. A deviation outside its tolerance is bold, one without a tolerance in brackets. */
export function caseLines(item: ValidatedCase): string[] {
  const rows = passRows({ cases: [item] });
  const body = item.figures.map((figure) => {
    const own = rows.filter((row) => row.figure === figure.name);
    const allowed = `${figure.fineTolerance ?? '–'} / ${figure.coarseTolerance ?? '–'}`;
    return [figure.name, figure.unit, String(figure.expected), allowed, ...own.map(({ deviation, verdict }) => (verdict === 'fail' ? `**${signed(deviation)}**` : verdict === 'pass' ? signed(deviation) : `(${signed(deviation)})`))];
  });
  return [`### ${item.id}`, '', ...markdownTable(['figure', 'unit', 'expected', 'tolerance ≤ 1 mm / 2–3 mm', ...item.combinations.map(([grid, slice]) => `${grid} / ${slice}`)], body), ''];
}
