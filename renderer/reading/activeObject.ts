import type { StoredInstance } from '../../shared/ipc/channels.ts';
import type { CellShows } from './cells/cellContents.ts';
import type { DeskCells } from './cells/useDeskCells.ts';
import { instanceIn } from './deskSeries.ts';
import type { DeskSeries } from './deskSeries.ts';

/** What the active cell of a window shows. */
export interface ActiveObject {
  readonly shows: CellShows;
  /** Its series; where it shows none, the first one on screen. */
  readonly own: DeskSeries | null;
  /** Object of the image shown, or the first of the series. */
  readonly instance: StoredInstance | null;
}

export function activeObject({ view, cells }: Pick<DeskCells, 'view' | 'cells'>): ActiveObject {
  const active = cells.find(({ index }) => index === view.activeCell) ?? cells[0];
  const shows = active?.shows ?? ({ kind: 'empty' } as const);
  const own = 'series' in shows ? shows.series : (cells.flatMap((cell) => ('series' in cell.shows ? [cell.shows.series] : []))[0] ?? null);
  const image = active?.scene.source?.imageOf(active.scene.sliceIndex) ?? null;
  const shown = own === null || image === null || image.sopInstanceUID === null ? null : instanceIn(own, image.sopInstanceUID);
  return { shows, own, instance: shown ?? own?.instances[0] ?? null };
}
