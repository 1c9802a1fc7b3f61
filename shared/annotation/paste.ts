import { add, dot, scale, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { AnnotationError } from './annotationError.ts';
import type { Authorship } from './draft.ts';
import { withPoints } from './edit.ts';
import { isParallel, placeNormal, planeDirections } from './plane.ts';
import { centreOf, inPlanePart, intoPlane } from './points.ts';
import type { PixelSource } from './raster.ts';
import type { Annotation, AnnotationPlace } from './types.ts';

/** same-position: where it is in the patient, taken into the plane through `planePoint`. centre: with its middle at a point of the new plane. */
export type PasteAt = { readonly at: 'same-position'; readonly planePoint: Vector3 } | { readonly at: 'centre'; readonly centre: Vector3 };

/**
 * A copy on another slice, study or image. Its shape and size stay: onto a parallel plane it goes along the normal, onto
 * any other it is laid down by the level and upright directions of both planes. The copy is of no lesion until a person
 * says so, and no report holds it.
 *
 * @param pixels of the new place
 * @throws {AnnotationError} other-frame-of-reference where the same position means nothing there; other-space where one
 * place is in mm and the other in pixels
 */
export function paste(annotation: Annotation, place: AnnotationPlace, where: PasteAt, authorship: Authorship, pixels: PixelSource): Annotation {
  const factor = sizeFactor(annotation.place, place);
  const middle = centreOf(annotation.points);
  const centre = where.at === 'centre' ? where.centre : samePosition(annotation.place, place, middle, where.planePoint, factor);
  const points = annotation.points.map((point) => add(centre, scale(carried(subtract(point, middle), annotation.place, place), factor)));
  return withPoints({ ...annotation, ...authorship, place, lesion: null }, points, pixels);
}

const isInMm = (place: AnnotationPlace): boolean => place.space === 'patient' || place.isCalibrated;

/** mm stay mm; between images that are not calibrated, pixels stay pixels. */
function sizeFactor(from: AnnotationPlace, to: AnnotationPlace): number {
  if (isInMm(from) && isInMm(to)) return 1;
  if (from.space === 'image' && to.space === 'image' && !isInMm(from) && !isInMm(to)) return to.columnSpacingMm / from.columnSpacingMm;
  throw new AnnotationError('other-space', 'One image says how large its pixels are and the other does not, so a size on one means nothing on the other.');
}

function samePosition(from: AnnotationPlace, to: AnnotationPlace, middle: Vector3, planePoint: Vector3, factor: number): Vector3 {
  if (from.space === 'patient' && to.space === 'patient' && from.frameOfReferenceUID === to.frameOfReferenceUID) return intoPlane(middle, to.normal, planePoint);
  if (from.space === 'image' && to.space === 'image' && from.seriesInstanceUID === to.seriesInstanceUID) return scale(middle, factor);
  throw new AnnotationError('other-frame-of-reference', 'The images have no frame of reference in common, so a position in one is none in the other; paste at a point instead.');
}

function carried(vector: Vector3, from: AnnotationPlace, to: AnnotationPlace): Vector3 {
  const [fromNormal, toNormal] = [placeNormal(from), placeNormal(to)];
  if (from.space === to.space && isParallel(fromNormal, toNormal)) return inPlanePart(vector, toNormal);
  const [fromLevel, fromUpright] = planeDirections(fromNormal);
  const [toLevel, toUpright] = planeDirections(toNormal);
  return add(scale(toLevel, dot(vector, fromLevel)), scale(toUpright, dot(vector, fromUpright)));
}
