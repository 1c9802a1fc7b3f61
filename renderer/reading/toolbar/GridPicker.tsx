import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { mostColumns, mostRows } from '../../../shared/viewing/cell.ts';
import type { Grid } from '../../../shared/viewing/cell.ts';

/** Arrow keys go from size to size. */
const move = (row: number, column: number) => (event: KeyboardEvent<HTMLButtonElement>): void => {
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const [r, c] = [row + (step[0] ?? 0), column + (step[1] ?? 0)];
  event.currentTarget.closest('[role=grid]')?.querySelector<HTMLButtonElement>(`[data-place="${r} ${c}"]`)?.focus();
};

/** Rows and columns by pointing at the last cell of the grid, as tables are made in a word processor. */
export function GridPicker({ grid, onGrid }: { readonly grid: Grid; readonly onGrid: (grid: Grid) => void }) {
  const { t } = useTranslation('reading');
  const [pointed, point] = useState<readonly [rows: number, columns: number] | null>(null);
  const [rows, columns] = pointed ?? (grid.shape === 'even' ? [grid.rows, grid.columns] : [0, 0]);
  return (
    <div className="reading-grid-picker" onMouseLeave={() => point(null)}>
      <div role="grid" aria-label={t('layout.grid')}>
        {Array.from({ length: mostRows }, (_, row) => (
          <div role="row" key={row}>
            {Array.from({ length: mostColumns }, (_unused, column) => (
              <span role="gridcell" key={column}>
                <button type="button" data-place={`${row} ${column}`} data-marked={row < rows && column < columns} data-autofocus={grid.shape === 'even' && row === grid.rows - 1 && column === grid.columns - 1 ? true : undefined} aria-label={t('layout.size', { rows: row + 1, columns: column + 1 })} onMouseEnter={() => point([row + 1, column + 1])} onFocus={() => point([row + 1, column + 1])} onKeyDown={move(row, column)} onClick={() => onGrid({ rows: row + 1, columns: column + 1, shape: 'even' })} />
              </span>
            ))}
          </div>
        ))}
      </div>
      <div className="reading-grid-size">{rows === 0 ? ' ' : `${rows} × ${columns}`}</div>
    </div>
  );
}
