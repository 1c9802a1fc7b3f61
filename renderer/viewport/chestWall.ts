import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { SliceFrame, Transform } from './transform.ts';

/** Edge of a picture as it is stored. */
export type PictureEdge = 'left' | 'right';

/**
 * Point in the middle of the cell that puts the chest wall of a mammogram at the edge of the cell it faces, so that the
 * two breasts stand back to back (IHE Mammography Image profile, RAD TF-2, 4.16).
 *
 * @param centred where the picture lies in the middle of the cell
 * @returns null where the chest wall faces neither side, because the picture is turned
 */
export function atChestWall({ columns, columnSpacingMm }: SliceFrame, edge: PictureEdge, { widthPx, pxPerMm, matrix: [across], centreMm }: Transform): Vector3 | null {
  if (Math.abs(across) !== 1) return null;
  const edgeMm = (edge === 'left' ? -0.5 : columns - 0.5) * columnSpacingMm;
  const towardsRight = (edge === 'right' ? 1 : -1) * across;
  return [edgeMm - (towardsRight * across * widthPx) / 2 / pxPerMm, centreMm[1], 0];
}
