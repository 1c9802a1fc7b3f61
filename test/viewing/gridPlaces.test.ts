import { describe, expect, it } from 'vitest';
import { cellCount, cellPlaces, gridFor, gridTracks, neighbour } from '../../shared/viewing/gridPlaces.ts';
import type { Grid } from '../../shared/viewing/cell.ts';

const even = (rows: number, columns: number): Grid => ({ rows, columns, shape: 'even' });
const beside: Grid = { rows: 1, columns: 3, shape: 'beside' };

describe('places of cells', () => {
  it('gives an even grid rows times columns cells, row by row', () => {
    expect(cellCount(even(3, 4))).toBe(12);
    expect(cellPlaces(even(2, 3)).map(({ row, column }) => [row, column])).toEqual([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
  });

  it('gives `beside` one cell as high as the desk and the others in a column right of it', () => {
    expect(cellCount(beside)).toBe(3);
    expect(cellPlaces(beside)).toEqual([
      { row: 0, column: 0, rowSpan: 2, columnSpan: 1 }, { row: 0, column: 1, rowSpan: 1, columnSpan: 1 }, { row: 1, column: 1, rowSpan: 1, columnSpan: 1 },
    ]);
    expect(gridTracks(beside)).toEqual({ columns: 'minmax(0, 2fr) minmax(0, 1fr)', rows: 'repeat(2, minmax(0, 1fr))' });
  });

  it('has as many places as cells for every grid the desk allows', () => {
    for (const rows of [1, 2, 3]) for (const columns of [1, 2, 3, 4]) for (const shape of ['even', 'beside'] as const) expect(cellPlaces({ rows, columns, shape })).toHaveLength(cellCount({ rows, columns, shape }));
  });
});

describe('neighbours', () => {
  it('goes to the cell beside, and nowhere at the edge', () => {
    expect((['left', 'right', 'up', 'down'] as const).map((side) => neighbour(even(2, 2), 0, side))).toEqual([0, 1, 0, 2]);
    expect((['left', 'right', 'up', 'down'] as const).map((side) => neighbour(even(2, 2), 3, side))).toEqual([2, 3, 1, 3]);
  });

  it('reaches the large cell from every small one, and the upper small one from it', () => {
    expect([1, 2].map((index) => neighbour(beside, index, 'left'))).toEqual([0, 0]);
    expect(neighbour(beside, 0, 'right')).toBe(1);
    expect(neighbour(beside, 0, 'down')).toBe(0);
  });

  it('leads back by the opposite side in even grids', () => {
    const grid = even(3, 4);
    for (let index = 0; index < 12; index++) {
      for (const [there, back] of [['left', 'right'], ['up', 'down']] as const) {
        const reached = neighbour(grid, index, there);
        if (reached !== index) expect(neighbour(grid, reached, back)).toBe(index);
      }
    }
  });
});

it('finds room for every number of cells up to twelve without a whole empty row', () => {
  for (let cells = 1; cells <= 12; cells++) {
    const grid = gridFor(cells);
    expect(cellCount(grid)).toBeGreaterThanOrEqual(cells);
    expect((grid.rows - 1) * grid.columns).toBeLessThan(cells);
  }
});
