import type { Annotation } from '../annotation/types.ts';
import type { DicomObject } from '../dicom/write/dicomObject.ts';
import { writeDicom } from '../dicom/write/writeDicom.ts';
import { DicomError } from '../errors/appError.ts';
import { imageReference, imageReferences } from './contentItems.ts';
import type { EvidenceContext } from './context.ts';
import { dicomInstant } from './dateTimes.ts';
import { commonModules } from './documentModules.ts';
import { copiedUIDs } from './evidenceSequence.ts';
import { personNameOf } from './personNames.ts';
import { isOnImage, shownGraphics } from './shownGraphics.ts';
import type { ShownAnnotation } from './shownGraphics.ts';
import type { ShownImage, ShownState } from './shownState.ts';
import { sopClasses } from './sopClasses.ts';

export interface PresentationStateInput {
  readonly context: EvidenceContext;
  readonly state: ShownState;
  /** The images it is about: of one series, of one size, with one meaning of their values. */
  readonly images: readonly ShownImage[];
  readonly annotations: readonly ShownAnnotation[];
  /** Capital letters, digits, spaces and underscores, at most 16. */
  readonly label: string;
  /** At most 64 characters. */
  readonly description: string;
}

export interface WrittenPresentationState {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Annotations that reach beyond their image; a state has no coordinates there. */
  readonly leftOut: readonly Annotation[];
}

/**
 * How images are shown as a Grayscale Softcopy Presentation State: window, part of the image, turn, flip, inversion, and what
 * is drawn on them. The same input gives the same bytes.
 *
 * @throws {DicomError} missing-attribute without an image; unsupported where images do not go together or an annotation lies on
 * none of them; broken-value where label, description or words are too long
 * @see PS3.3 A.33.1, C.11.9 to C.11.11, C.10.4 to C.10.7
 */
export function writePresentationState({ context, state, images, annotations, label, description }: PresentationStateInput): WrittenPresentationState {
  const [first] = images;
  if (first === undefined) throw new DicomError('missing-attribute', 'There is no image whose view could be saved.');
  requireAlike(images);
  const homeless = annotations.find(({ annotation }) => !images.some((image) => isOnImage(annotation, image)));
  if (homeless !== undefined) throw new DicomError('unsupported', 'An annotation lies on none of the images of this view.', { detail: { annotation: homeless.annotation.id } });
  const { items, leftOut } = annotationItems(images, annotations);
  const { clock, author } = context;
  const now = dicomInstant(clock.nowMs, clock.utcOffsetMinutes);
  const bytes = writeDicom({
    ...commonModules(context, { sopClassUID: sopClasses.greyPresentationState, modality: 'PR', seriesDescription: 'Shown states' }),
    // Empty: the side is not told anew, each image has its own (PS3.3 C.7.3.1, type 2C).
    Laterality: null,
    ContentLabel: label,
    ContentDescription: description,
    ContentCreatorName: personNameOf(author),
    PresentationCreationDate: now.date,
    PresentationCreationTime: now.time,
    ReferencedSeriesSequence: [{ SeriesInstanceUID: first.seriesInstanceUID, ReferencedImageSequence: imageReferences(images) }],
    ...modalityModule(state),
    SoftcopyVOILUTSequence: [softcopyVoi(state)],
    PresentationLUTShape: state.lutShape,
    ImageRotation: state.rotationDegrees,
    ImageHorizontalFlip: state.isFlipped ? 'Y' : 'N',
    DisplayedAreaSelectionSequence: [displayedArea(state, first)],
    ...(items.length === 0 ? {} : { GraphicAnnotationSequence: items, GraphicLayerSequence: [{ GraphicLayer: layer, GraphicLayerOrder: 1, GraphicLayerDescription: 'Measurements and marks' }] }),
  }, { copiedUIDs: copiedUIDs(images, context) });
  return { bytes, leftOut };
}

/** A window, or a table in its place; entries of fewer bits are spread over 16, for a state may have 8 or 16, and 8 may be packed (PS3.3 C.11.8). */
function softcopyVoi({ window, windowShape, table }: ShownState): DicomObject {
  if (table === null) return { WindowCenter: window.centre, WindowWidth: window.width, ...(windowShape === 'LINEAR' ? {} : { VOILUTFunction: windowShape }) };
  const { firstMapped, entries, bits } = table.table;
  const spread = (2 ** 16 - 1) / (2 ** bits - 1);
  // A count of 65536 is written as 0 (PS3.3 C.11.1.1).
  const item = { LUTDescriptor: [entries.length % 65536, firstMapped, 16], LUTData: entries.map((entry) => Math.round(entry * spread)) };
  return { VOILUTSequence: [table.explanation === null ? item : { ...item, LUTExplanation: table.explanation }] };
}

const layer = 'MEASUREMENTS';

/** One state has one meaning of values, one area and one size of pixels for all its images. */
function requireAlike(images: readonly ShownImage[]): void {
  const keys = new Set(images.map(({ seriesInstanceUID, columns, rows, columnSpacingMm, rowSpacingMm, rescale }) => JSON.stringify([seriesInstanceUID, columns, rows, columnSpacingMm, rowSpacingMm, rescale])));
  if (keys.size > 1) throw new DicomError('unsupported', 'These images differ in series, size or meaning of their values; save a view for each.');
}

function modalityModule({ rescale }: ShownState): DicomObject {
  return rescale === null ? {} : { RescaleSlope: rescale.slope, RescaleIntercept: rescale.intercept, RescaleType: rescale.type };
}

/**
 * Corners are pixels of the image, named after where they are seen: the upper left one of the picture comes first, wherever
 * it lies in the image before it is turned (PS3.3 C.10.4).
 */
function displayedArea({ area: { left, top, right, bottom }, rotationDegrees, isFlipped }: ShownState, { columnSpacingMm, rowSpacingMm, isCalibrated }: ShownImage): DicomObject {
  const [topLeft, topRight, bottomRight, bottomLeft] = [[left, top], [right, top], [right, bottom], [left, bottom]] as const;
  // Corners as they are seen after turning clockwise, from the upper left one on, clockwise.
  const turned = { 0: [topLeft, topRight, bottomRight, bottomLeft], 90: [bottomLeft, topLeft, topRight, bottomRight], 180: [bottomRight, bottomLeft, topLeft, topRight], 270: [topRight, bottomRight, bottomLeft, topLeft] }[rotationDegrees];
  const [seenTopLeft, seenTopRight, seenBottomRight, seenBottomLeft] = turned;
  const [first, last] = isFlipped ? [seenTopRight, seenBottomLeft] : [seenTopLeft, seenBottomRight];
  return {
    DisplayedAreaTopLeftHandCorner: first ?? topLeft,
    DisplayedAreaBottomRightHandCorner: last ?? bottomRight,
    PresentationSizeMode: 'SCALE TO FIT',
    ...(isCalibrated ? { PresentationPixelSpacing: [rowSpacingMm, columnSpacingMm] } : { PresentationPixelAspectRatio: aspectRatio(rowSpacingMm, columnSpacingMm) }),
  };
}

/** Height and width of a pixel as whole numbers (PS3.3 C.7.6.3.1.7), to a ten thousandth. */
function aspectRatio(heightMm: number, widthMm: number): readonly [number, number] {
  const whole = heightMm / widthMm;
  return Number.isInteger(whole) ? [whole, 1] : [Math.round(whole * 10_000), 10_000];
}

function annotationItems(images: readonly ShownImage[], annotations: readonly ShownAnnotation[]): { readonly items: readonly DicomObject[]; readonly leftOut: readonly Annotation[] } {
  const leftOut: Annotation[] = [];
  const items = images.flatMap((image): readonly DicomObject[] => {
    const drawn = annotations.filter(({ annotation }) => isOnImage(annotation, image)).flatMap((shown) => {
      const found = shownGraphics(shown, image);
      if (found === null) leftOut.push(shown.annotation);
      return found ?? [];
    });
    if (drawn.length === 0) return [];
    const [graphics, texts] = [drawn.flatMap((one) => one.graphics), drawn.flatMap((one) => one.texts)];
    return [{ ReferencedImageSequence: [imageReference(image)], GraphicLayer: layer, ...(texts.length === 0 ? {} : { TextObjectSequence: texts }), GraphicObjectSequence: graphics }];
  });
  return { items, leftOut };
}
