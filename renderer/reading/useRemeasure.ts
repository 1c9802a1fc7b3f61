import { useEffect } from 'react';
import { figuresOf } from '../../shared/annotation/figures.ts';
import type { AnnotationAction } from '../../shared/annotation/history.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import { dot, length, subtract } from '../../shared/geometry/vector.ts';
import type { SliceSource } from '../viewport/sliceSource.ts';
import { frameOf } from './cells/annotationsOf.ts';
import type { DeskCells } from './cells/useDeskCells.ts';

/** Points this near to a plane lie in it, mm. */
const inPlaneMm = 0.01;

const isWaiting = ({ figures }: Annotation): boolean => figures.some(({ why }) => why === 'loading');

/** Slice of a source an annotation was drawn on; -1 where it holds none such. */
function sliceUnder(annotation: Annotation, source: SliceSource): number {
  const { place, points } = annotation;
  if (place.space === 'image') return source.space === 'image' ? frameOf(annotation, source) : -1;
  const [first] = points;
  if (source.space !== 'patient' || first === undefined) return -1;
  const at = source.indexAt(first);
  const own = source.place(at);
  if (own?.space !== 'patient' || own.volumeId !== place.volumeId || Math.abs(dot(own.normal, place.normal)) < 1 - 1e-6) return -1;
  return points.every((point) => length(subtract(point, source.pointIn(at, point))) < inPlaneMm) ? at : -1;
}

/** Figures that waited for pixels, measured on those that are there now. */
export function remeasured(annotations: readonly Annotation[], { sources, visible }: Pick<DeskCells, 'sources' | 'visible'>): readonly Extract<AnnotationAction, { readonly kind: 'measured' }>[] {
  return annotations.filter(isWaiting).flatMap((annotation) => {
    for (const index of visible) {
      const source = sources[index] ?? null;
      const at = source === null ? -1 : sliceUnder(annotation, source);
      const pixels = source === null || at === -1 ? 'loading' : source.raster(at);
      if (pixels !== 'loading') return [{ kind: 'measured', id: annotation.id, figures: figuresOf(annotation, pixels) } as const];
    }
    return [];
  });
}

/** Measures again what was drawn before its pixels were there. */
export function useRemeasure(annotations: readonly Annotation[], desk: DeskCells, dispatch: (action: AnnotationAction) => void): void {
  useEffect(() => {
    // Saved ones keep the figures they were saved with.
    for (const action of remeasured(annotations.filter(({ savedIn }) => savedIn === null), desk)) dispatch(action);
  }, [annotations, desk, dispatch]);
}
