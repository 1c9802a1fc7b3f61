import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { View } from '../../shared/meeting/view.ts';
import type { SliceSource } from './sliceSource.ts';

/** The cell goes where the crosshair goes. */
export const isFollowing = (view: View, source: SliceSource): boolean => source.space === 'patient' && view.link === 'position' && view.crosshairMm !== null && view.crosshairFrame === source.frameOfReferenceUID;

/** The point the slice of a cell passes through. */
export function cellPoint(view: View, index: number, source: SliceSource): Vector3 {
  if (isFollowing(view, source) && view.crosshairMm !== null) return view.crosshairMm;
  return view.cells[index]?.pointMm ?? source.middle;
}

/** The slice a cell shows. */
export function cellSlice(view: View, index: number, source: SliceSource): number {
  if (source.space === 'image') return Math.max(0, Math.min(source.count - 1, view.cells[index]?.frame ?? 0));
  return source.indexAt(cellPoint(view, index, source));
}
