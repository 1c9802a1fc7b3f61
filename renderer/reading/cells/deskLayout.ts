import { cellChange } from '../../../shared/meeting/view.ts';
import type { View, ViewChange } from '../../../shared/meeting/view.ts';
import { emptyCell, mostCells } from '../../../shared/viewing/cell.ts';
import type { Cell } from '../../../shared/viewing/cell.ts';
import { cellCount } from '../../../shared/viewing/gridPlaces.ts';
import { cellOf } from '../../../shared/viewing/hanging.ts';
import type { Hanging } from '../../../shared/viewing/hanging.ts';
import type { HungSeries } from '../../../shared/viewing/seriesClass.ts';
import type { SavedDesk } from '../../../shared/viewing/savedDesk.ts';

/** Fields in which a cell is to become another one; few, because they travel. */
function becoming(index: number, from: Cell, to: Cell): ViewChange {
  const fields = (Object.keys(to) as (keyof Cell)[]).filter((field) => JSON.stringify(from[field]) !== JSON.stringify(to[field])).map((field) => [field, to[field]]);
  return cellChange(index, Object.fromEntries(fields) as Partial<Cell>);
}

/** All cells as given, those behind them empty. */
export function cellsChange(view: View, cells: readonly Cell[]): ViewChange {
  return Array.from({ length: mostCells }, (_, index) => index).reduce<ViewChange>((change, index) => ({ ...change, ...becoming(index, view.cells[index] ?? emptyCell, cells[index] ?? emptyCell) }), {});
}

/** The desk arranged by a rule. Nothing of another case's crosshair stays. */
export const hangingChange = (view: View, hanging: Hanging): ViewChange => ({
  ...cellsChange(view, hanging.cells), grid: hanging.grid, link: hanging.link, hasCrosshair: hanging.hasCrosshair, activeCell: 0, maximisedCell: null, crosshairMm: null, crosshairFrame: null,
});

/** The desk as it was left. */
export const savedChange = (view: View, { cells, grid, link, hasCrosshair, hasReferenceLines, hasAnnotations, activeCell }: SavedDesk): ViewChange => ({
  ...cellsChange(view, cells), grid, link, hasCrosshair, hasReferenceLines, hasAnnotations, activeCell: Math.min(activeCell, cellCount(grid) - 1), maximisedCell: null, crosshairMm: null, crosshairFrame: null,
});

/** The desk as it is, to be remembered. */
export const savedOf = (caseId: string, { grid, link, hasCrosshair, hasReferenceLines, hasAnnotations, activeCell, cells }: View): SavedDesk => ({ caseId, grid, link, hasCrosshair, hasReferenceLines, hasAnnotations, activeCell, cells: cells.slice(0, cellCount(grid)) });

/** A series put into a cell as it opens, which becomes the active one. */
export const placed = (view: View, index: number, series: HungSeries): ViewChange => ({ ...becoming(index, view.cells[index] ?? emptyCell, cellOf(series)), activeCell: index, ...(view.maximisedCell === null || view.maximisedCell === index ? {} : { maximisedCell: null }) });

/** Nothing in a cell. */
export const emptied = (view: View, index: number): ViewChange => becoming(index, view.cells[index] ?? emptyCell, emptyCell);

/** Nothing in any cell but one, and nothing laid over it, so that the memory of all other series is free. */
export const emptiedBut = (view: View, index: number): ViewChange => ({
  ...view.cells.reduce<ViewChange>((change, _, other) => (other === index ? change : { ...change, ...emptied(view, other) }), {}), ...cellChange(index, { fusion: null }),
});

/** UID of what a cell holds, without the number of its stack; null for an empty one. */
export function uidIn({ content }: Cell): string | null {
  switch (content.kind) {
    case 'empty':
      return null;
    case 'stack':
      return content.volumeId.replace(/#\d+$/, '');
    case 'frames':
      return content.seriesInstanceUID;
    case 'document':
      return content.sopInstanceUID;
  }
}

/** Cells on screen. */
export const visibleCells = (view: Pick<View, 'grid' | 'maximisedCell'>): readonly number[] => (view.maximisedCell !== null ? [view.maximisedCell] : Array.from({ length: Math.min(mostCells, cellCount(view.grid)) }, (_, index) => index));

/** Whether anything on the desk belongs to the case. */
export const holdsAny = (view: View, isHere: (uid: string) => boolean): boolean => view.cells.some((cell) => {
  const uid = uidIn(cell);
  return uid !== null && isHere(uid);
});
