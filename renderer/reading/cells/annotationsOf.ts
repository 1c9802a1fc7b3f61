import type { Annotation } from '../../../shared/annotation/types.ts';
import type { View } from '../../../shared/meeting/view.ts';
import { cellSlice } from '../../viewport/cellPlace.ts';
import { movedTo } from '../../viewport/deskActions.ts';
import type { SliceSource } from '../../viewport/sliceSource.ts';
import type { ViewChange } from '../../../shared/meeting/view.ts';

/** Annotations that may lie on a source: of its frame of reference, or of its series in image space. */
export function annotationsOf(annotations: readonly Annotation[], source: Pick<SliceSource, 'space' | 'frameOfReferenceUID'>, seriesInstanceUID: string): readonly Annotation[] {
  return annotations.filter(({ place }) => (place.space === 'patient' ? source.space === 'patient' && place.frameOfReferenceUID === source.frameOfReferenceUID : source.space === 'image' && place.seriesInstanceUID === seriesInstanceUID));
}

/** Series an annotation was drawn on. */
export const seriesOfAnnotation = ({ place }: Pick<Annotation, 'place'>): string => (place.space === 'patient' ? place.volumeId.replace(/#\d+$/, '') : place.seriesInstanceUID);

const isParallel = (a: readonly number[], b: readonly number[]): boolean => Math.abs((a[0] ?? 0) * (b[0] ?? 0) + (a[1] ?? 0) * (b[1] ?? 0) + (a[2] ?? 0) * (b[2] ?? 0)) > 0.999;

/** Frame of a flat source an annotation lies on; -1 where it holds none such. */
export const frameOf = ({ place }: Annotation, source: SliceSource): number => {
  for (let index = 0; index < source.count; index++) {
    const image = source.imageOf(index);
    if (image !== null && image.sopInstanceUID === place.sopInstanceUID && image.frame === place.frame) return index;
  }
  return -1;
};

/**
 * The cell to show an annotation in: the active one where it fits, then one of the very series and direction, then one of
 * its direction; null where no cell shows it, so that its series has to be hung first.
 *
 * @param seriesIn series of every cell
 */
export function cellFor(annotation: Annotation, view: View, sources: readonly (SliceSource | null)[], visible: readonly number[], seriesIn: readonly (string | null)[]): number | null {
  const own = seriesOfAnnotation(annotation);
  const rank = (index: number): number => {
    const source = sources[index];
    if (!source) return -1;
    if (annotation.place.space === 'image') return source.space === 'image' && seriesIn[index] === own && frameOf(annotation, source) !== -1 ? 2 : -1;
    if (source.space !== 'patient' || source.frameOfReferenceUID !== annotation.place.frameOfReferenceUID || !isParallel(source.normal, annotation.place.normal)) return -1;
    return (seriesIn[index] === own ? 2 : 0) + (index === view.activeCell ? 1 : 0);
  };
  const best = [...visible].sort((a, b) => rank(b) - rank(a))[0];
  return best === undefined || rank(best) < 0 ? null : best;
}

/** Shows the slice an annotation lies on, in a cell {@link cellFor} named. */
export function jumpTo(annotation: Annotation, view: View, index: number, sources: readonly (SliceSource | null)[]): ViewChange {
  const source = sources[index];
  const [point] = annotation.points;
  if (!source || point === undefined) return {};
  const target = source.space === 'image' ? frameOf(annotation, source) : source.indexAt(point);
  return { activeCell: index, hasAnnotations: true, ...(target < 0 || target === cellSlice(view, index, source) ? {} : movedTo(view, index, sources, target)) };
}
