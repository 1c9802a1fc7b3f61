import { useMemo } from 'react';
import type { Annotation, AnnotationKind } from '../../shared/annotation/types.ts';
import type { SeriesStore } from '../study/series.ts';

/** Kinds that have a length or an area; an angle is the same at any magnification. */
const extended: ReadonlySet<AnnotationKind> = new Set(['length', 'bidirectional', 'ellipse', 'rectangle', 'freehand']);

/** Whether an annotation lies on a frame whose pixels are as large as the detector says; a series not read does not say. */
function isAtDetector({ place, kind }: Annotation, store: Pick<SeriesStore, 'state' | 'flatFrame'>): boolean {
  if (place.space !== 'image' || !place.isCalibrated || !extended.has(kind)) return false;
  const stack = store.state(place.seriesInstanceUID)?.flat ?? null;
  const at = stack === null ? -1 : stack.frames.findIndex(({ sopInstanceUID, frame }) => sopInstanceUID === place.sopInstanceUID && frame === place.frame);
  return stack !== null && at !== -1 && store.flatFrame(stack, at, 0)?.spacing?.at === 'imager';
}

/** Ids of annotations whose lengths are not corrected for magnification; the same set while they are the same. */
export function useAtDetector(annotations: readonly Annotation[], store: Pick<SeriesStore, 'state' | 'flatFrame'>): ReadonlySet<string> {
  const key = annotations.filter((annotation) => isAtDetector(annotation, store)).map(({ id }) => id).join(' ');
  return useMemo(() => new Set(key === '' ? [] : key.split(' ')), [key]);
}
