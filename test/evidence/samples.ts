import type { Annotation, AnnotationFigure, AnnotationKind, AnnotationPlace } from '../../shared/annotation/types.ts';
import type { EvidenceContext, EvidenceImage } from '../../shared/evidence/context.ts';
import { uuidFromSeed } from '../../shared/evidence/identifiers.ts';
import { uidFromSeed } from '../../shared/dicom/write/uidFromSeed.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { add, cross, normalize, scale } from '../../shared/geometry/vector.ts';

const ctImage = '1.2.840.10008.5.1.4.1.1.2';
const digitalXRay = '1.2.840.10008.5.1.4.1.1.1.1';
const ultrasoundFrames = '1.2.840.10008.5.1.4.1.1.3.1';

export const studyUID = uidFromSeed('evidence/study');
export const priorUID = uidFromSeed('evidence/prior');
const frameOfReferenceUID = uidFromSeed('evidence/frame');

/** An image plane turned about all axes, with pixels that are not square. */
const obliqueRow = normalize([0.8, 0.55, -0.24]);
const obliqueColumn = normalize(cross(normalize(cross(obliqueRow, [0.1, 0.9, 0.3])), obliqueRow));

function slice(series: string, index: number, fields: Partial<EvidenceImage> & { readonly rowDirection?: Vector3; readonly columnDirection?: Vector3 } = {}): EvidenceImage {
  const { rowDirection = [1, 0, 0], columnDirection = [0, 1, 0], ...rest } = fields;
  const seriesInstanceUID = uidFromSeed(`evidence/${series}`);
  return {
    sopClassUID: ctImage, sopInstanceUID: uidFromSeed(`evidence/${series}/${index}`), seriesInstanceUID, studyInstanceUID: studyUID, studyDate: '20261122', modality: 'CT',
    frame: 0, frames: 1, columns: 512, rows: 400, columnSpacingMm: 0.9765625, rowSpacingMm: 0.703125, isCalibrated: true,
    plane: { volumeId: seriesInstanceUID, frameOfReferenceUID, origin: add([-249.51171875, -180.25, -612.5], scale(cross(rowDirection, columnDirection), index * 2.5)), rowDirection, columnDirection },
    ...rest,
  };
}

export const axialSlices = Array.from({ length: 12 }, (_, index) => slice('axial', index));
export const obliqueSlices = Array.from({ length: 4 }, (_, index) => slice('oblique', index, { rowDirection: obliqueRow, columnDirection: obliqueColumn, modality: 'MR', sopClassUID: '1.2.840.10008.5.1.4.1.1.4' }));
export const priorSlices = Array.from({ length: 2 }, (_, index) => slice('prior', index, { studyInstanceUID: priorUID, studyDate: '20260301' }));

/** A frame of an enhanced CT, which lies in the patient by itself. */
export const enhancedFrame = slice('enhanced', 5, { sopClassUID: '1.2.840.10008.5.1.4.1.1.2.1', sopInstanceUID: uidFromSeed('evidence/enhanced'), frame: 5, frames: 20 });

const flat = (name: string, fields: Partial<EvidenceImage>): EvidenceImage => ({ ...slice(name, 0), sopClassUID: digitalXRay, modality: 'DX', plane: null, columns: 2048, rows: 2500, ...fields });
export const radiograph = flat('radiograph', { columnSpacingMm: 0.139, rowSpacingMm: 0.139 });
/** Calibrated, rows further apart than columns. */
export const tallPixels = flat('tall', { columnSpacingMm: 0.2, rowSpacingMm: 0.5, columns: 640, rows: 480 });
/** Not calibrated; a pixel is 1.2 times as high as wide. */
export const ultrasound = flat('ultrasound', { sopClassUID: ultrasoundFrames, modality: 'US', columnSpacingMm: 1, rowSpacingMm: 1.2, isCalibrated: false, columns: 800, rows: 600, frame: 6, frames: 30 });

export const everyImage: readonly EvidenceImage[] = [...axialSlices, ...obliqueSlices, ...priorSlices, enhancedFrame, radiograph, tallPixels, ultrasound];

/** A context whose UIDs and dates are the same in every run. */
export function contextFor(images: readonly EvidenceImage[] = everyImage): EvidenceContext {
  let count = 0;
  return {
    patient: { patientName: 'Zhang^San=张^三', patientID: 'GD-0042', birthDate: '19600501', sex: 'M' },
    study: { studyInstanceUID: studyUID, date: '20261122', time: '081500', studyID: 'S42', accessionNumber: 'A-2026-1', description: '胸部 CT', referringPhysicianName: 'He^Jing=何^静' },
    images,
    author: '梁晓东',
    device: { uid: uidFromSeed('evidence/device'), softwareVersion: '0.4.0', serialNumber: 'console-1', institutionName: '珠海市人民医院' },
    language: 'zh',
    clock: { nowMs: Date.UTC(2026, 10, 22, 6, 30, 15, 125), utcOffsetMinutes: 480 },
    seriesNumber: 901,
    newUid: () => uidFromSeed(`evidence/new/${count++}`),
  };
}

export const onSlice = (image: EvidenceImage): AnnotationPlace => {
  if (image.plane === null) return { space: 'image', seriesInstanceUID: image.seriesInstanceUID, sopInstanceUID: image.sopInstanceUID, frame: image.frame, columnSpacingMm: image.columnSpacingMm, rowSpacingMm: image.rowSpacingMm, isCalibrated: image.isCalibrated };
  const { plane } = image;
  return { space: 'patient', frameOfReferenceUID: plane.frameOfReferenceUID, normal: cross(plane.rowDirection, plane.columnDirection), volumeId: plane.volumeId, sopInstanceUID: image.sopInstanceUID, frame: image.frame };
};

/** In a plane cut through the volume of a slice, leaning over all axes. */
export const leaningNormal = normalize([0.3, -0.5, 0.81]);
export const acrossSlices = (image: EvidenceImage): AnnotationPlace => {
  if (image.plane === null) throw new Error('a flat image has no volume');
  return { space: 'patient', frameOfReferenceUID: image.plane.frameOfReferenceUID, normal: leaningNormal, volumeId: image.plane.volumeId, sopInstanceUID: null, frame: 0 };
};

/** Points of a place given in its own plane, mm right and down of the first pixel (or of the middle of the volume's first slice). */
export function pointsAt(place: AnnotationPlace, image: EvidenceImage, inPlane: readonly (readonly [number, number])[]): readonly Vector3[] {
  if (place.space === 'image' || image.plane === null) return inPlane.map(([x, y]) => [x, y, 0]);
  const own = place.sopInstanceUID === null;
  const right = own ? normalize(cross(place.normal, [0, 0, 1])) : image.plane.rowDirection;
  const down = own ? cross(place.normal, right) : image.plane.columnDirection;
  return inPlane.map(([x, y]) => add(image.plane?.origin ?? [0, 0, 0], add(scale(right, x), scale(down, y))));
}

const turned = (middle: readonly [number, number], half: readonly [number, number], degrees: number): readonly (readonly [number, number])[] => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const at = (x: number, y: number): readonly [number, number] => [middle[0] + x * c - y * s, middle[1] + x * s + y * c];
  return [at(-half[0], 0), at(half[0], 0), at(0, -half[1]), at(0, half[1])];
};

/** Points of every kind, within 60 by 60 mm from the first pixel on. */
export const shapes: Readonly<Record<AnnotationKind, readonly (readonly [number, number])[]>> = {
  length: [[10.123456, 12.7], [41.3, 33.333333]],
  angle: [[10, 10], [25.5, 30.25], [50.75, 12.125]],
  cobb: [[10, 10], [40, 13], [12, 50], [43, 41.7]],
  ellipse: turned([30, 30], [22.5, 11.25], 33),
  rectangle: [[10.2, 10.4], [40.6, 10.4], [40.6, 30.8], [10.2, 30.8]],
  freehand: Array.from({ length: 57 }, (_, index): readonly [number, number] => [30 + 20 * Math.cos(index / 9) * (1 + 0.1 * Math.sin(index)), 30 + 15 * Math.sin(index / 9)]),
  probe: [[17.345678, 21.9]],
  arrow: [[44.4, 18.6], [20.1, 51.5]],
  bidirectional: [[10, 20], [50, 26], [29, 35], [31.5, 11.7]],
};

const hu = "[hnsf'U]";
export const figuresFor: Readonly<Record<AnnotationKind, readonly AnnotationFigure[]>> = {
  length: [{ quantity: 'length', value: 37.41234567890123, unit: 'mm' }],
  angle: [{ quantity: 'angle', value: 78.25, unit: 'deg' }],
  cobb: [{ quantity: 'angle', value: 1 / 3, unit: 'deg' }],
  ellipse: [
    { quantity: 'area', value: 795.2156404399, unit: 'mm2' }, { quantity: 'mean', value: -12.345678901234567, unit: hu }, { quantity: 'standardDeviation', value: 25.5, unit: hu },
    { quantity: 'minimum', value: -1024, unit: hu }, { quantity: 'maximum', value: 3071, unit: hu }, { quantity: 'pixels', value: 1158, unit: '{pixels}' },
  ],
  rectangle: [{ quantity: 'area', value: 620.16, unit: 'mm2' }, { quantity: 'mean', value: null, unit: '{SUVbw}g/ml', why: 'too-small' }, { quantity: 'maximum', value: 12.75, unit: '{SUVbw}g/ml', why: 'outside' }],
  freehand: [{ quantity: 'perimeter', value: 123.75, unit: 'mm' }, { quantity: 'area', value: 700.5, unit: '{pixels}', why: 'not-calibrated' }, { quantity: 'mean', value: 1234.5, unit: 'Bq/ml', why: 'padding' }, { quantity: 'standardDeviation', value: null, unit: 'Bq/ml', why: 'padding' }],
  probe: [{ quantity: 'value', value: null, unit: hu, why: 'outside' }],
  arrow: [],
  bidirectional: [{ quantity: 'length', value: 40.44749683231337, unit: 'mm' }, { quantity: 'shortAxis', value: 23.433736, unit: 'mm' }],
};

export interface AnnotationFields extends Partial<Omit<Annotation, 'kind' | 'place' | 'points'>> {
  readonly isAcross?: boolean;
  readonly shape?: readonly (readonly [number, number])[];
}

let made = 0;

/** An annotation of a kind on an image, or with `isAcross` in a plane cut through its volume. */
export function annotationOn(image: EvidenceImage, kind: AnnotationKind, { isAcross = false, shape = shapes[kind], ...fields }: AnnotationFields = {}): Annotation {
  const place = isAcross ? acrossSlices(image) : onSlice(image);
  made += 1;
  return {
    id: uuidFromSeed(`evidence/annotation/${made}`), kind, place, points: pointsAt(place, image, shape), text: '', lesion: null, figures: figuresFor[kind],
    studyDate: image.studyDate, author: '梁晓东', atMs: Date.UTC(2026, 10, 22, 6, 0, 0, made), savedIn: null, ...fields,
  };
}
