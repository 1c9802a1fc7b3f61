import type { Lead, StandardLead } from './leads.ts';

/** How leads are set out: columns × rows with a rhythm strip, or every lead over the whole width. */
export type EcgLayoutName = '3x4' | '6x2' | '12x1';
export const ecgLayouts: readonly EcgLayoutName[] = ['3x4', '6x2', '12x1'];

/** One lead over one stretch of time. */
export interface EcgCell {
  readonly lead: Lead;
  readonly row: number;
  /** Where it lies on the page, as time from its left edge. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Time of the recording at its left edge, from the beginning of the sheet. */
  readonly recordedFromMs: number;
}

/** One sheet: rows of equal height and the cells in them. */
export interface EcgPage {
  readonly rows: number;
  readonly cells: readonly EcgCell[];
  readonly lengthMs: number;
  /** Time runs on across the cells of a row, as on a printed sheet; not where each cell shows the same short beat. */
  readonly isContinuous: boolean;
}

/** A printed sheet shows ten seconds. */
export const sheetMs = 10_000;

const columnsOf: Readonly<Record<'3x4' | '6x2', readonly (readonly StandardLead[])[]>> = {
  '3x4': [['I', 'II', 'III'], ['aVR', 'aVL', 'aVF'], ['V1', 'V2', 'V3'], ['V4', 'V5', 'V6']],
  '6x2': [['I', 'II', 'III', 'aVR', 'aVL', 'aVF'], ['V1', 'V2', 'V3', 'V4', 'V5', 'V6']],
};

/** Rows between two base lines take this much paper. */
export const rowMm = 25;

/**
 * The usual sheet of a 12-lead ECG: 3×4 with lead II as rhythm strip, 6×2, or each lead in full.
 *
 * @param lengthMs of the recording; 12×1 shows all of it, the others ten seconds (or less, if there is less)
 * @returns null where the layout needs leads that are not there; then 12×1 shows what is
 */
export function layOut(name: EcgLayoutName, leads: readonly Lead[], lengthMs: number): EcgPage | null {
  if (name === '12x1') return { rows: leads.length, lengthMs, isContinuous: true, cells: leads.map((lead, row) => ({ lead, row, fromMs: 0, toMs: lengthMs, recordedFromMs: 0 })) };
  const columns = columnsOf[name];
  // A median beat is so short that every lead shows all of it.
  const isContinuous = lengthMs * columns.length > sheetMs;
  const width = isContinuous ? Math.min(sheetMs, lengthMs) / columns.length : lengthMs;
  const cells: EcgCell[] = [];
  for (const [index, column] of columns.entries()) {
    for (const [row, standard] of column.entries()) {
      const lead = leads.find((one) => one.standard === standard);
      if (lead === undefined) return null;
      cells.push({ lead, row, fromMs: index * width, toMs: (index + 1) * width, recordedFromMs: isContinuous ? index * width : 0 });
    }
  }
  const rows = columns[0]?.length ?? 0;
  const sheet = width * columns.length;
  const rhythm = name === '3x4' && isContinuous ? leads.find(({ standard }) => standard === 'II') : undefined;
  if (rhythm !== undefined) cells.push({ lead: rhythm, row: rows, fromMs: 0, toMs: sheet, recordedFromMs: 0 });
  return { rows: rhythm === undefined ? rows : rows + 1, cells, lengthMs: sheet, isContinuous };
}

/** Where rows and time begin on the paper, in mm: margin above the first row, then the calibration pulse, then time zero. */
export const paperMargins = { topMm: 5, bottomMm: 5, pulseMm: 10, rightMm: 5 } as const;

/** Size of a page on paper. */
export function paperSizeMm(page: EcgPage, mmPerSecond: number): { readonly widthMm: number; readonly heightMm: number } {
  return {
    widthMm: paperMargins.pulseMm + (page.lengthMs / 1000) * mmPerSecond + paperMargins.rightMm,
    heightMm: paperMargins.topMm + page.rows * rowMm + paperMargins.bottomMm,
  };
}

/** Base line of a row, from the top of the paper: a little below its middle, as R waves reach higher than S waves. */
export const baseLineMm = (row: number): number => paperMargins.topMm + (row + 0.6) * rowMm;
