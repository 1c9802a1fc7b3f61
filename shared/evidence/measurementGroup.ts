import type { Annotation, AnnotationFigure } from '../annotation/types.ts';
import type { Code } from '../dicom/objects/code.ts';
import type { DicomObject } from '../dicom/write/dicomObject.ts';
import { DicomError } from '../errors/appError.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { cross, normalize } from '../geometry/vector.ts';
import { carriers, closed, longerFirst, stretchedAxes, strokesOf } from './annotationGraphics.ts';
import type { Stroke } from './annotationGraphics.ts';
import { concepts, unitCode } from './codes.ts';
import { codeItem, container, coordinateItem, imageItem, numberItem, personItem, related, spaceItem, textItem, uidItem } from './contentItems.ts';
import type { EvidenceContext, EvidenceImage } from './context.ts';
import { dicomInstant } from './dateTimes.ts';
import { uidOfUuid } from './identifiers.ts';
import { orientationItems } from './imageLibrary.ts';
import { personNameOf } from './personNames.ts';
import { isInImage, pixelOfImagePoint } from './pixelPoints.ts';
import { conceptOf, kindCodes, qualifierOf } from './quantities.ts';

/**
 * One annotation as a measurement group.
 *
 * Lines belong to the number measured along them (TID 1501, 300, 320); regions, points and arrows stand by themselves as
 * Image Region (TID 1410, 1419). The group is the annotation: its observation UID is the annotation's id, its time and
 * person are the annotation's. Without a lesion the tracking UID is that id too.
 *
 * The axes of an ellipse are written longer first, as the standard asks; their ends keep their order.
 *
 * @param image the annotation refers to ({@link measuredImage})
 * @throws {DicomError} broken-value where it cannot be written as it is: too few points, outside its image
 */
export function measurementGroup(annotation: Annotation, image: EvidenceImage, { author, clock }: Pick<EvidenceContext, 'author' | 'clock'>): DicomObject {
  const { kind, lesion, text, figures, atMs } = annotation;
  const observationUID = uidOfUuid(annotation.id);
  const coordinates = strokesOf(kind, annotation.points).map((stroke) => coordinatesOf(stroke, annotation, image));
  const carried = carriers[kind] ?? [];
  const isCarried = carried.length > 0 && carried.every(([quantity]) => figures.some((figure) => figure.quantity === quantity));
  const lines = (quantity: AnnotationFigure['quantity']): readonly DicomObject[] => (isCarried ? carried.find(([own]) => own === quantity)?.[1].flatMap((stroke) => coordinates[stroke]?.(null) ?? []) ?? [] : []);
  const children = [
    related('HAS OBS CONTEXT', textItem(concepts.trackingIdentifier, lesion?.name ?? kindCodes[kind].meaning)),
    related('HAS OBS CONTEXT', uidItem(concepts.trackingUniqueIdentifier, lesion?.trackingUID ?? observationUID)),
    ...(annotation.author === author ? [] : [related('HAS OBS CONTEXT', personItem(concepts.personObserverName, personNameOf(annotation.author)))]),
    ...(lesion === null ? [] : [related('CONTAINS', codeItem(concepts.finding, concepts.lesion))]),
    related('HAS CONCEPT MOD', codeItem(concepts.measurementMethod, kindCodes[kind])),
    ...placeItems(annotation, image),
    ...(isCarried ? [] : coordinates.map((item) => related('CONTAINS', item(concepts.imageRegion)))),
    ...figures.map((figure) => related('CONTAINS', figureItem(kind, figure, lines(figure.quantity)))),
    ...(text === '' ? [] : [related('CONTAINS', textItem(concepts.comment, text))]),
  ];
  return { ...container(concepts.measurementGroup, children), ObservationUID: observationUID, ObservationDateTime: dicomInstant(atMs, clock.utcOffsetMinutes).dateTime };
}

/** An image in the patient is named beside the coordinates, for those do not point at one; a plane of no image has its directions too. */
function placeItems({ place }: Annotation, image: EvidenceImage): readonly DicomObject[] {
  if (place.space === 'image') return [];
  const source = related('CONTAINS', imageItem(concepts.source, image));
  if (place.sopInstanceUID !== null) return [source];
  const { rowDirection, columnDirection } = directionsAcross(place.normal);
  return [source, ...orientationItems(rowDirection, columnDirection)];
}

/** Any two directions with rowDirection × columnDirection = normal. */
function directionsAcross(normal: Vector3): { readonly rowDirection: Vector3; readonly columnDirection: Vector3 } {
  const axis: Vector3 = Math.abs(normal[0]) < 0.6 ? [1, 0, 0] : [0, 1, 0];
  const columnDirection = normalize(cross(normal, axis));
  return { rowDirection: normalize(cross(columnDirection, normal)), columnDirection };
}

/** A coordinate item once it is known what it is called. */
function coordinatesOf({ shape, points }: Stroke<Vector3>, { id, kind, place }: Annotation, image: EvidenceImage): (concept: Code | null) => DicomObject {
  if (place.space === 'patient') {
    const graphic = shape === 'ring' ? { type: 'POLYGON', points: closed(points) } as const : { type: graphicTypes[shape], points: shape === 'ellipse' ? longerFirst(points) : points };
    return (concept) => spaceItem(concept, graphic, place.frameOfReferenceUID);
  }
  const pixels = points.map((point) => pixelOfImagePoint(image, point));
  if (!pixels.every((pixel) => isInImage(image, pixel))) {
    throw new DicomError('broken-value', `An annotation (${kind}) reaches beyond its image, where a report can have no coordinates; move it onto the image and save again.`, { detail: { annotation: id } });
  }
  const graphic = { type: graphicTypes[shape], points: shape === 'ring' ? closed(pixels) : shape === 'ellipse' ? stretchedAxes(pixels) : pixels };
  return (concept) => coordinateItem(concept, graphic, image);
}

/** In an image a ring is a line that ends where it began (PS3.3 C.18.6.1.2). */
const graphicTypes = { point: 'POINT', line: 'POLYLINE', ring: 'POLYLINE', ellipse: 'ELLIPSE' } as const;

function figureItem(kind: Annotation['kind'], figure: AnnotationFigure, lines: readonly DicomObject[]): DicomObject {
  const { concept, derivation } = conceptOf(kind, figure);
  const children = [
    ...(derivation === null ? [] : [related('HAS CONCEPT MOD', codeItem(concepts.derivation, derivation))]),
    ...(figure.value === null ? [related('HAS CONCEPT MOD', codeItem(concepts.unitOfAbsent, unitCode(figure.unit)))] : []),
    ...lines.map((line) => related('INFERRED FROM', line)),
  ];
  return numberItem(concept, figure.value, figure.unit, qualifierOf(figure), children);
}
