import { AnnotationError } from '../../shared/annotation/annotationError.ts';
import type { Authorship } from '../../shared/annotation/draft.ts';
import { paste } from '../../shared/annotation/paste.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import type { SliceSource } from '../viewport/sliceSource.ts';

/**
 * A copy on the slice shown: at the same place of the patient where that means something there, else in the middle of the
 * slice; null where it can lie on it nowhere.
 */
export function pastedOn(annotation: Annotation, source: SliceSource, sliceIndex: number, authorship: Authorship): Annotation | null {
  const place = source.place(sliceIndex);
  if (place === null) return null;
  const pixels = source.raster(sliceIndex);
  const centre = source.pointIn(sliceIndex, source.middle);
  for (const where of [{ at: 'same-position', planePoint: centre }, { at: 'centre', centre }] as const) {
    try {
      return paste(annotation, place, where, authorship, pixels);
    } catch (error) {
      if (!(error instanceof AnnotationError)) throw error;
    }
  }
  return null;
}
