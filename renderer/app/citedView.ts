import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { Evidence } from '../../shared/mdt/caseRecord.ts';
import { cellChange } from '../../shared/meeting/view.ts';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import { emptyCell } from '../../shared/viewing/cell.ts';
import { seriesOf } from '../../shared/volume/types.ts';

/** What a picture on the desk is cited by. */
export interface CitedPlace {
  readonly seriesInstanceUID: string;
  /** Null for pictures that lie nowhere in the patient. */
  readonly positionMm: [number, number, number] | null;
  /** Null where the picture has the window it opened with. */
  readonly window: { centre: number; width: number } | null;
}

/** The series of the active cell and the point its slice passes through; null where the cell shows no pictures. */
export function citedPlace(view: View): CitedPlace | null {
  const cell = view.cells[view.activeCell];
  if (cell?.content.kind === 'frames') return { seriesInstanceUID: cell.content.seriesInstanceUID, positionMm: null, window: cell.window };
  if (cell?.content.kind !== 'stack') return null;
  return { seriesInstanceUID: seriesOf(cell.content.volumeId), positionMm: view.link === 'position' ? view.crosshairMm : cell.pointMm, window: cell.window };
}

/** Brings the desk to what was cited: in the cell that shows its series, else in the active one. */
export function showCited(view: View, imaging: Pick<CaseImaging, 'instances'>, { seriesInstanceUID, positionMm, window }: Evidence): ViewChange {
  const frame = imaging.instances.find(({ header }) => header.seriesInstanceUID === seriesInstanceUID)?.header.frameOfReferenceUID ?? null;
  const shown = view.cells.findIndex(({ content }) => (content.kind === 'stack' && seriesOf(content.volumeId) === seriesInstanceUID) || (content.kind === 'frames' && content.seriesInstanceUID === seriesInstanceUID));
  const index = shown === -1 ? view.activeCell : shown;
  const content = positionMm === null ? ({ kind: 'frames', seriesInstanceUID } as const) : ({ kind: 'stack', volumeId: seriesInstanceUID } as const);
  return {
    page: 'images', activeCell: index,
    ...cellChange(index, { ...(shown === -1 ? { ...emptyCell, content } : {}), ...(positionMm === null ? {} : { pointMm: positionMm }), ...(window === null ? {} : { window }) }),
    ...(positionMm === null || frame === null ? {} : { crosshairMm: positionMm, crosshairFrame: frame }),
  };
}
