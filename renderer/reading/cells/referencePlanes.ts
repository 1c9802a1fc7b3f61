import { dot } from '../../../shared/geometry/vector.ts';
import type { View } from '../../../shared/meeting/view.ts';
import { cellSlice } from '../../viewport/cellPlace.ts';
import { frameCorners } from '../../viewport/referenceLines.ts';
import type { ReferencePlane } from '../../viewport/scene.ts';
import type { SliceSource } from '../../viewport/sliceSource.ts';

/** Planes this near to each other's direction never cross within a picture. */
const parallelCosine = 0.999;

/**
 * Planes of the visible cells, as their slices lie; by cell index. A slice that is not read has none.
 *
 * @param visible cells on screen
 */
export function shownPlanes(view: View, sources: readonly (SliceSource | null)[], visible: readonly number[]): ReadonlyMap<number, ReferencePlane> {
  const planes = new Map<number, ReferencePlane>();
  for (const index of visible) {
    const source = sources[index];
    if (!source || source.space !== 'patient' || source.frameOfReferenceUID === null) continue;
    const slice = source.slice(cellSlice(view, index, source));
    if (slice === null) continue;
    planes.set(index, { frameOfReferenceUID: source.frameOfReferenceUID, normal: source.normal, point: slice.origin, corners: frameCorners(slice), isActive: index === view.activeCell });
  }
  return planes;
}

/** Those of other cells that cross a cell's planes in the same frame of reference. */
export function planesAcross(planes: ReadonlyMap<number, ReferencePlane>, index: number, { frameOfReferenceUID, normal }: Pick<SliceSource, 'frameOfReferenceUID' | 'normal'>): readonly ReferencePlane[] {
  return [...planes].flatMap(([other, plane]) => (other !== index && plane.frameOfReferenceUID === frameOfReferenceUID && Math.abs(dot(plane.normal, normal)) < parallelCosine ? [plane] : []));
}
