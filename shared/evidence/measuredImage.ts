import type { Annotation } from '../annotation/types.ts';
import { DicomError } from '../errors/appError.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { cross, dot, subtract } from '../geometry/vector.ts';
import type { EvidenceImage } from './context.ts';

/**
 * The image an annotation refers to: the one it lies on, or for a plane cut through a volume the slice nearest to its points.
 *
 * @throws {DicomError} missing-attribute where no such image is given; broken-value where its pixels have another size than the
 * annotation was drawn with
 */
export function measuredImage({ id, kind, place, points }: Annotation, images: readonly EvidenceImage[]): EvidenceImage {
  const found = place.space === 'patient' && place.sopInstanceUID === null ? nearestSlice(points, place.volumeId, images) : images.find((image) => image.sopInstanceUID === place.sopInstanceUID && image.frame === place.frame);
  if (found === undefined) throw new DicomError('missing-attribute', `The image an annotation (${kind}) was drawn on is not at hand; open its series and save again.`, { detail: { annotation: id } });
  const isSame = place.space === 'patient' || (place.columnSpacingMm === found.columnSpacingMm && place.rowSpacingMm === found.rowSpacingMm && place.isCalibrated === found.isCalibrated);
  if (!isSame) throw new DicomError('broken-value', `An annotation (${kind}) was drawn on an image with pixels of another size; draw it again.`, { detail: { annotation: id } });
  return found;
}

function nearestSlice(points: readonly Vector3[], volumeId: string, images: readonly EvidenceImage[]): EvidenceImage | undefined {
  const middle = [0, 1, 2].map((axis) => points.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / points.length);
  const centre: Vector3 = [middle[0] ?? 0, middle[1] ?? 0, middle[2] ?? 0];
  let nearest: EvidenceImage | undefined;
  let least = Infinity;
  for (const image of images) {
    if (image.plane?.volumeId !== volumeId) continue;
    const distanceMm = Math.abs(dot(subtract(centre, image.plane.origin), cross(image.plane.rowDirection, image.plane.columnDirection)));
    if (distanceMm >= least) continue;
    [nearest, least] = [image, distanceMm];
  }
  return nearest;
}
