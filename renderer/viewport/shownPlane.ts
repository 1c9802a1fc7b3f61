import type { ShownPlane } from '../../shared/annotation/showing.ts';
import type { SliceSource } from './sliceSource.ts';
import type { SliceFrame } from './transform.ts';

/** A plane that stands alone shows annotations this near to it, mm. */
const aloneToleranceMm = 0.5;

/** The slice as annotations see it: those within half the distance to the next slice lie on it. Null where the source cannot say which image it is. */
export function shownPlane(source: SliceSource, index: number, frame: SliceFrame): ShownPlane | null {
  if (source.space === 'image') {
    const image = source.imageOf(index);
    return image === null ? null : { space: 'image', ...image };
  }
  const here = source.positionMm(index);
  const beside = source.positionMm(index + 1 < source.count ? index + 1 : index - 1);
  const toleranceMm = here === null || beside === null ? aloneToleranceMm : Math.abs(beside - here) / 2;
  return source.frameOfReferenceUID === null ? null : { space: 'patient', frameOfReferenceUID: source.frameOfReferenceUID, normal: source.normal, point: frame.origin, toleranceMm };
}
