import { useTranslation } from 'react-i18next';
import type { View } from '../../../shared/meeting/view.ts';
import { cellPlaces, gridTracks } from '../../../shared/viewing/gridPlaces.ts';
import type { CellViewProps } from '../../viewport/cellProps.ts';
import type { DeskSeries } from '../deskSeries.ts';
import { SeriesMenu } from '../toolbar/SeriesMenu.tsx';
import { DeskCell } from './DeskCell.tsx';
import type { CellDeeds } from './DeskCell.tsx';
import type { DeskCell as DeskCellState } from './useDeskCells.ts';

interface Props {
  readonly view: Pick<View, 'grid' | 'maximisedCell' | 'activeCell'>;
  readonly cells: readonly DeskCellState[];
  readonly cellView: Omit<CellViewProps, 'scene' | 'label'>;
  readonly deeds: CellDeeds;
  readonly series: readonly DeskSeries[];
  /** How a series comes into an empty cell, beside being chosen in it. */
  readonly emptyHint: string;
}

/** The cells of the desk in their grid, or the one that fills it. */
export function DeskGrid({ view, cells, cellView, deeds, series, emptyHint }: Props) {
  const { t } = useTranslation('reading');
  const { grid, maximisedCell, activeCell } = view;
  const places = cellPlaces(grid);
  const tracks = gridTracks(grid);
  return (
    <div className="reading-grid" role="group" aria-label={t('cell.desk')} style={maximisedCell === null ? { gridTemplateColumns: tracks.columns, gridTemplateRows: tracks.rows } : { gridTemplate: '1fr / 1fr' }} data-testid="desk-grid" data-grid={`${grid.rows}x${grid.columns} ${grid.shape}`}>
      {cells.map((cell) => <DeskCell key={cell.index} cell={cell} place={maximisedCell === null ? (places[cell.index] ?? null) : null} isActive={cell.index === activeCell} view={cellView} deeds={deeds} empty={cell.shows.kind === 'empty' ? <>{emptyHint}<div className="reading-choice"><SeriesMenu series={series} onOpen={(one) => deeds.place(cell.index, one)} isDisabled={!cellView.canChange} /></div></> : null} />)}
    </div>
  );
}
