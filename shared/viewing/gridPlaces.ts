import type { Grid } from './cell.ts';

/** Where a cell lies: row and column from 0, and how many of each it takes. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
}

/** Cells a grid shows, whatever its shape. */
export const cellCount = ({ rows, columns }: Grid): number => rows * columns;

/** One large cell with the others in a column right of it. */
export const besideGrid = (cells: 2 | 3 | 4): Grid => ({ rows: 1, columns: cells, shape: 'beside' });

/** Columns and rows of the style sheet's grid. */
export function gridTracks(grid: Grid): { readonly columns: string; readonly rows: string } {
  const { rows, columns, shape } = grid;
  const count = cellCount(grid);
  if (shape === 'even' || count < 2) return { columns: `repeat(${columns}, minmax(0, 1fr))`, rows: `repeat(${rows}, minmax(0, 1fr))` };
  return { columns: 'minmax(0, 2fr) minmax(0, 1fr)', rows: `repeat(${count - 1}, minmax(0, 1fr))` };
}

/** Place of every cell of a grid, row by row from the top left. */
export function cellPlaces(grid: Grid): readonly CellPlace[] {
  const count = cellCount(grid);
  if (grid.shape === 'even' || count < 2) return Array.from({ length: count }, (_, index) => ({ row: Math.floor(index / grid.columns), column: index % grid.columns, rowSpan: 1, columnSpan: 1 }));
  return [{ row: 0, column: 0, rowSpan: count - 1, columnSpan: 1 }, ...Array.from({ length: count - 1 }, (_, row) => ({ row, column: 1, rowSpan: 1, columnSpan: 1 }))];
}

export type Side = 'left' | 'right' | 'up' | 'down';

const steps: Readonly<Record<Side, readonly [row: number, column: number]>> = { left: [0, -1], right: [0, 1], up: [-1, 0], down: [1, 0] };

/** The cell beside another one, from the upper left corner of it; the cell itself at the edge of the desk. */
export function neighbour(grid: Grid, index: number, side: Side): number {
  const places = cellPlaces(grid);
  const from = places[index];
  if (from === undefined) return 0;
  const [down, right] = steps[side];
  // A cell that spans rows is left beyond its last one and reached in any of them.
  const row = from.row + (down > 0 ? from.rowSpan : down);
  const column = from.column + (right > 0 ? from.columnSpan : right);
  const found = places.findIndex((place) => row >= place.row && row < place.row + place.rowSpan && column >= place.column && column < place.column + place.columnSpan);
  return found === -1 ? index : found;
}

/** Least even grid that shows a number of cells, wider than high as screens are. */
export function gridFor(cells: number): Grid {
  const shapes: readonly (readonly [rows: number, columns: number])[] = [[1, 1], [1, 2], [2, 2], [2, 3], [2, 4], [3, 3], [3, 4]];
  const [rows, columns] = shapes.find(([r, c]) => r * c >= cells) ?? [3, 4];
  return { rows, columns, shape: 'even' };
}
