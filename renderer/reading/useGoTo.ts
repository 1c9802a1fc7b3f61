import { useEffect, useState } from 'react';
import type { Annotation } from '../../shared/annotation/types.ts';
import { cellChange } from '../../shared/meeting/view.ts';
import type { ViewChange } from '../../shared/meeting/view.ts';
import { emptyCell } from '../../shared/viewing/cell.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { cellFor, jumpTo, seriesOfAnnotation } from './cells/annotationsOf.ts';
import type { DeskCells } from './cells/useDeskCells.ts';
import { movedTo } from '../viewport/deskActions.ts';
import type { Slice, SliceSource } from '../viewport/sliceSource.ts';
import { seriesWith } from './deskSeries.ts';
import type { DeskSeries } from './deskSeries.ts';

/** An image to be shown in one cell as a presentation state says. */
export interface StateTarget {
  readonly kind: 'state';
  readonly sopInstanceUID: string;
  readonly frame: number;
  readonly index: number;
  /** Called once, when the image is there; `at` is its place in the source. */
  readonly fieldsOn: (slice: Slice, at: number, source: SliceSource, volume: ImageVolume | null) => Partial<Cell>;
}

/** Something to be shown: an annotation where it lies, or an image of the case, be it as a presentation state says. */
export type Target = { readonly kind: 'annotation'; readonly annotation: Annotation } | { readonly kind: 'image'; readonly sopInstanceUID: string; readonly frame: number } | StateTarget;

/** Slice of the source an image is; -1 where it holds none such. */
function sliceOf(desk: DeskCells, index: number, { sopInstanceUID, frame }: { readonly sopInstanceUID: string; readonly frame: number }): number {
  const source = desk.sources[index];
  for (let slice = 0; slice < (source?.count ?? 0); slice++) {
    const image = source?.imageOf(slice) ?? null;
    if (image !== null && image.sopInstanceUID === sopInstanceUID && image.frame === frame) return slice;
  }
  return -1;
}

/** The change that shows a target in the cells as they are; null where no cell shows it yet. */
export function targetChange(target: Target, desk: DeskCells): ViewChange | null {
  const { view, sources, visible, seriesIn } = desk;
  if (target.kind === 'annotation') {
    const index = cellFor(target.annotation, view, sources, visible, seriesIn);
    return index === null ? null : jumpTo(target.annotation, view, index, sources);
  }
  if (target.kind === 'state') return stateChange(target, desk);
  const found = visible.map((index) => [index, sliceOf(desk, index, target)] as const).find(([, slice]) => slice !== -1);
  return found === undefined ? null : { activeCell: found[0], ...movedTo(view, found[0], sources, found[1]) };
}

/** As acquired, by its own values: nothing of how another image was shown stays. */
const plain: Partial<Cell> = { plane: 'acquired', oblique: null, slab: emptyCell.slab, fusion: null, colourMap: 'grey' };

function stateChange(target: StateTarget, desk: DeskCells): ViewChange | null {
  const { index, fieldsOn } = target;
  const source = desk.sources[index] ?? null;
  const at = sliceOf(desk, index, target);
  const slice = at === -1 ? null : (source?.slice(at) ?? null);
  if (source === null || slice === null) return null;
  const shows = desk.cells.find((cell) => cell.index === index)?.shows;
  return { activeCell: index, ...movedTo(desk.view, index, desk.sources, at), ...cellChange(index, { ...plain, ...fieldsOn(slice, at, source, shows?.kind === 'volume' ? shows.loaded.volume : null) }) };
}

/** The stack of the series in a cell that holds an image, where it shows another one; null where there is none. */
export function otherStack(target: Target, desk: DeskCells): ViewChange | null {
  if (target.kind === 'annotation') return null;
  const index = target.kind === 'state' ? target.index : desk.view.activeCell;
  const shows = desk.cells.find((cell) => cell.index === index)?.shows;
  if (shows?.kind !== 'volume' || shows.loaded.volume.sopInstanceUIDs.includes(target.sopInstanceUID)) return null;
  const stack = shows.state.volumes.find(({ volume }) => volume.sopInstanceUIDs.includes(target.sopInstanceUID));
  return stack === undefined ? null : cellChange(index, { content: { kind: 'stack', volumeId: stack.volume.volumeId } });
}

/** Shows annotations and images on demand; a series that hangs nowhere is hung in the active cell first. */
export function useGoTo(desk: DeskCells, series: readonly DeskSeries[], onView: (change: ViewChange) => void, open: (series: DeskSeries) => void): (target: Target) => void {
  const [waiting, setWaiting] = useState<Target | null>(null);
  useEffect(() => {
    if (waiting === null) return;
    const change = targetChange(waiting, desk);
    if (change === null) {
      const stack = otherStack(waiting, desk);
      if (stack !== null) onView(stack);
      return;
    }
    // What was waited for is here: it is over in the same step in which the view moves.
    // oxlint-disable-next-line react/set-state-in-effect, react-hooks/set-state-in-effect
    setWaiting(null);
    onView(change);
  }, [waiting, desk, onView]);
  return (target) => {
    // Its cell is being hung anew; what is in it now is not what the state is about.
    if (target.kind === 'state') return setWaiting(target);
    const change = targetChange(target, desk);
    if (change !== null) return onView(change);
    const wanted = target.kind === 'annotation' ? seriesWith(series, seriesOfAnnotation(target.annotation)) : (series.find(({ instances }) => instances.some(({ header }) => header.sopInstanceUID === target.sopInstanceUID)) ?? null);
    if (wanted === null) return;
    setWaiting(target);
    open(wanted);
  };
}
