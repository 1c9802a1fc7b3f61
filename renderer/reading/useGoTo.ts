import { useEffect, useState } from 'react';
import type { Annotation } from '../../shared/annotation/types.ts';
import type { ViewChange } from '../../shared/meeting/view.ts';
import { cellFor, jumpTo, seriesOfAnnotation } from './cells/annotationsOf.ts';
import type { DeskCells } from './cells/useDeskCells.ts';
import { movedTo } from '../viewport/deskActions.ts';
import { seriesWith } from './deskSeries.ts';
import type { DeskSeries } from './deskSeries.ts';

/** Something to be shown: an annotation where it lies, or an image of the case. */
export type Target = { readonly kind: 'annotation'; readonly annotation: Annotation } | { readonly kind: 'image'; readonly sopInstanceUID: string; readonly frame: number };

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
  const found = visible.map((index) => [index, sliceOf(desk, index, target)] as const).find(([, slice]) => slice !== -1);
  return found === undefined ? null : { activeCell: found[0], ...movedTo(view, found[0], sources, found[1]) };
}

/** Shows annotations and images on demand; a series that hangs nowhere is hung in the active cell first. */
export function useGoTo(desk: DeskCells, series: readonly DeskSeries[], onView: (change: ViewChange) => void, open: (series: DeskSeries) => void): (target: Target) => void {
  const [waiting, setWaiting] = useState<Target | null>(null);
  useEffect(() => {
    if (waiting === null) return;
    const change = targetChange(waiting, desk);
    if (change === null) return;
    // What was waited for is here: it is over in the same step in which the view moves.
    // oxlint-disable-next-line react/set-state-in-effect, react-hooks/set-state-in-effect
    setWaiting(null);
    onView(change);
  }, [waiting, desk, onView]);
  return (target) => {
    const change = targetChange(target, desk);
    if (change !== null) return onView(change);
    const wanted = target.kind === 'annotation' ? seriesWith(series, seriesOfAnnotation(target.annotation)) : (series.find(({ instances }) => instances.some(({ header }) => header.sopInstanceUID === target.sopInstanceUID)) ?? null);
    if (wanted === null) return;
    setWaiting(target);
    open(wanted);
  };
}
