import type { Annotation } from '../annotation/types.ts';
import type { DicomObject } from '../dicom/write/dicomObject.ts';
import { closed, stretchedAxes, strokesOf } from './annotationGraphics.ts';
import type { Stroke } from './annotationGraphics.ts';
import type { EvidenceImage } from './context.ts';
import { isInImage, pixelOfImagePoint, pixelOfPatientPoint } from './pixelPoints.ts';
import type { PixelPoint } from './pixelPoints.ts';

/** An annotation with the words that stand beside it on the picture; empty: none. */
export interface ShownAnnotation {
  readonly annotation: Annotation;
  readonly words: string;
}

/** Does the annotation lie on this image? What was drawn in a plane cut through a volume lies on none. */
export const isOnImage = ({ place }: Annotation, { sopInstanceUID, frame }: EvidenceImage): boolean => place.sopInstanceUID === sopInstanceUID && place.frame === frame;

/**
 * Graphic and text objects of an annotation on its image, in pixels (PS3.3 C.10.5).
 *
 * @returns null where it reaches beyond the image, where a state can have no coordinates
 * @throws {DicomError} broken-value where it has not as many points as its kind
 */
export function shownGraphics({ annotation, words }: ShownAnnotation, image: EvidenceImage): { readonly graphics: readonly DicomObject[]; readonly texts: readonly DicomObject[] } | null {
  const pixels = annotation.points.map((point): PixelPoint => (image.plane === null ? pixelOfImagePoint(image, point) : pixelOfPatientPoint(image, image.plane, point)));
  const [anchor] = pixels;
  if (anchor === undefined || !pixels.every((pixel) => isInImage(image, pixel))) return null;
  const { lesion } = annotation;
  const tracking = lesion === null ? {} : { TrackingID: lesion.name, TrackingUID: lesion.trackingUID };
  return { graphics: strokesOf(annotation.kind, pixels).map((stroke) => ({ ...graphicOf(stroke), ...tracking })), texts: words === '' ? [] : [textAt(words, anchor)] };
}

function graphicOf({ shape, points }: Stroke<PixelPoint>): DicomObject {
  const drawn = shape === 'ring' ? closed(points) : shape === 'ellipse' ? stretchedAxes(points) : points;
  return {
    GraphicAnnotationUnits: 'PIXEL',
    GraphicDimensions: 2,
    NumberOfGraphicPoints: drawn.length,
    GraphicData: drawn.flat(),
    GraphicType: graphicTypes[shape],
    ...(shape === 'ring' || shape === 'ellipse' ? { GraphicFilled: 'N' } : {}),
  };
}

const graphicTypes = { point: 'POINT', line: 'POLYLINE', ring: 'POLYLINE', ellipse: 'ELLIPSE' } as const;

const textAt = (words: string, anchor: PixelPoint): DicomObject => ({
  AnchorPointAnnotationUnits: 'PIXEL', UnformattedTextValue: words.replaceAll(/\r\n|\r|\n/g, '\r\n'), AnchorPoint: [...anchor], AnchorPointVisibility: 'N',
});
