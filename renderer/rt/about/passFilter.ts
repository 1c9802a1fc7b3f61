import { passRows, type PassRow, type PassTable } from '../../../shared/rt/validation/passTable.ts';

/** What the pass table is narrowed to; an empty text takes all. */
export interface PassFilter {
  readonly caseId: string;
  /** Part of the figure's name, any case. */
  readonly figure: string;
  readonly gridMm: string;
  readonly sliceMm: string;
  readonly verdict: '' | 'near' | PassRow['verdict'];
}

export const noFilter: PassFilter = { caseId: '', figure: '', gridMm: '', sliceMm: '', verdict: '' };

/** Part of the tolerance from which a line counts as near to it. */
const nearShare = 0.8;

/** Every line, that which uses most of its tolerance first; lines without a tolerance last. */
export const worstFirst = (table: PassTable): readonly PassRow[] => passRows(table).toSorted((a, b) => (b.share ?? -1) - (a.share ?? -1));

export const filterRows = (rows: readonly PassRow[], { caseId, figure, gridMm, sliceMm, verdict }: PassFilter): readonly PassRow[] => {
  const part = figure.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (caseId === '' || row.caseId === caseId) &&
      row.figure.toLowerCase().includes(part) &&
      (gridMm === '' || row.gridMm === Number(gridMm)) &&
      (sliceMm === '' || row.sliceMm === Number(sliceMm)) &&
      (verdict === '' || (verdict === 'near' ? (row.share ?? 0) >= nearShare : row.verdict === verdict)),
  );
};

/** How many lines there are, were judged, passed and lie outside. */
export function countRows(rows: readonly PassRow[]): { readonly all: number; readonly judged: number; readonly passed: number; readonly outside: number; readonly unjudged: number } {
  const of = (verdict: PassRow['verdict']): number => rows.filter((row) => row.verdict === verdict).length;
  const [passed, outside] = [of('pass'), of('fail')];
  return { all: rows.length, judged: passed + outside, passed, outside, unjudged: of('not judged') };
}

/** Program and runtime with their versions, as the browser engine names them: `mdt-console/0.1.0`, `Chrome/130…`, `Electron/…`. */
export const versionsOf = (userAgent: string): readonly string[] => userAgent.replaceAll(/\([^)]*\)/g, '').split(/\s+/).filter((part) => /^[\w-]+\/[\d.]+$/.test(part) && !/^(?:Mozilla|AppleWebKit|Safari)\//.test(part));
