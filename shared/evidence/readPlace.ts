import type { AnnotationPlace } from '../annotation/types.ts';
import type { ContentItem } from '../dicom/objects/contentItem.ts';
import type { SopReference } from '../dicom/objects/reference.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { add, cross, dot, length, normalize, scale, subtract } from '../geometry/vector.ts';
import type { Mark } from './marks.ts';
import { imagePointOfPixel } from './pixelPoints.ts';
import { directionsOf, frameOf } from './reportedImages.ts';
import type { KnownImage, ReportedImages } from './reportedImages.ts';
import type { ReportNotice } from './reportNotice.ts';

/** Where marks lie and how their points become the annotation's. */
export interface ReadPlace {
  readonly place: AnnotationPlace;
  readonly studyDate: string | null;
  /** Points of a mark in the plane it was drawn in, mm: there an ellipse keeps its shape. Null for points in the patient, which need none of this. */
  readonly inPlane: ((point: readonly number[]) => readonly [number, number]) | null;
  /** Points of the annotation; given those of `inPlane` where there is one, else of the mark. */
  readonly lift: (point: readonly number[]) => Vector3;
}

export type PlaceProblem = Extract<ReportNotice['reason'], 'image-unknown' | 'plane-unknown' | 'several-images'>;

/** How far points may be off a plane to lie in it, mm; coordinates have 24 bits. */
const inPlaneMm = 0.1;

const vector = ([x = 0, y = 0, z = 0]: readonly number[]): Vector3 => [x, y, z];

/** Where the marks of one annotation lie, or what is missing to tell. */
export function readPlace(marks: readonly Mark[], group: ContentItem, images: ReportedImages): ReadPlace | PlaceProblem {
  const [first] = marks;
  if (first === undefined) return 'image-unknown';
  const isOne = marks.every((mark) => mark.frameOfReferenceUID === first.frameOfReferenceUID && mark.image?.sopInstanceUID === first.image?.sopInstanceUID && mark.image?.frames[0] === first.image?.frames[0]);
  if (!isOne) return 'several-images';
  return first.frameOfReferenceUID === null ? inImage(first.image, images) : inPatient(marks.flatMap(({ points }) => points.map(vector)), first.frameOfReferenceUID, group, images);
}

function inImage(reference: SopReference | null, images: ReportedImages): ReadPlace | PlaceProblem {
  if (reference === null) return 'image-unknown';
  const { sopInstanceUID } = reference;
  const frame = frameOf(reference);
  const known = images.find(sopInstanceUID, frame);
  if (known === null) return 'image-unknown';
  const { studyDate, plane, seriesInstanceUID, columnSpacingMm, rowSpacingMm, isCalibrated } = known;
  const inPlane = ([column = 0, row = 0]: readonly number[]): readonly [number, number] => {
    const [x, y] = imagePointOfPixel(known, [column, row]);
    return [x, y];
  };
  if (plane === null) return { place: { space: 'image', seriesInstanceUID, sopInstanceUID, frame, columnSpacingMm, rowSpacingMm, isCalibrated }, studyDate, inPlane, lift: ([x = 0, y = 0]) => [x, y, 0] };
  const { origin, rowDirection, columnDirection, frameOfReferenceUID, volumeId } = plane;
  return {
    place: { space: 'patient', frameOfReferenceUID, normal: normalOf(plane), volumeId, sopInstanceUID, frame },
    studyDate,
    inPlane,
    lift: ([x = 0, y = 0]) => add(origin, add(scale(rowDirection, x), scale(columnDirection, y))),
  };
}

const normalOf = ({ rowDirection, columnDirection }: { readonly rowDirection: Vector3; readonly columnDirection: Vector3 }): Vector3 => {
  const [x, y, z] = normalize(cross(rowDirection, columnDirection));
  // No zero with a sign, which equal planes could differ by.
  return [x + 0, y + 0, z + 0];
};

/** Images a group says it was measured on, beside its coordinates or beside its numbers. */
function sourcesOf(group: ContentItem): readonly SopReference[] {
  return [...group.children, ...group.children.flatMap(({ children }) => children)].flatMap(({ value }) => (value.type === 'IMAGE' && value.reference !== null ? [value.reference] : []));
}

function inPatient(points: readonly Vector3[], frameOfReferenceUID: string, group: ContentItem, images: ReportedImages): ReadPlace | PlaceProblem {
  const sources = sourcesOf(group).map((reference) => ({ reference, known: images.find(reference.sopInstanceUID, frameOf(reference)) }));
  const placed = sources.flatMap(({ reference }) => {
    const plane = images.planeOf(reference.sopInstanceUID, frameOf(reference));
    return plane?.frameOfReferenceUID === frameOfReferenceUID ? [{ reference, plane }] : [];
  });
  const volumeId = placed[0]?.plane.volumeId ?? sources.map(({ reference }) => images.seriesOf(reference.sopInstanceUID)).find((series) => series !== null);
  if (volumeId === undefined || volumeId === null) return 'image-unknown';
  const studyDate = sources.find(({ known }) => known !== null)?.known?.studyDate ?? null;
  const read = (normal: Vector3, on: SopReference | null): ReadPlace => ({
    place: { space: 'patient', frameOfReferenceUID, normal, volumeId, sopInstanceUID: on?.sopInstanceUID ?? null, frame: on === null ? 0 : frameOf(on) },
    studyDate, inPlane: null, lift: vector,
  });
  const own = directionsOf(group.children);
  if (own !== null) return read(normalOf(own), null);
  const on = placed.find(({ plane }) => points.every((point) => Math.abs(depthMm(plane, point)) <= inPlaneMm));
  if (on !== undefined) return read(normalOf(on.plane), on.reference);
  const parallel = placed.find(({ plane }) => isFlat(points.map((point) => depthMm(plane, point))));
  if (parallel !== undefined && points.length > 1) return read(normalOf(parallel.plane), null);
  const fitted = normalThrough(points);
  return fitted === null ? 'plane-unknown' : read(fitted, null);
}

const depthMm = (plane: NonNullable<KnownImage['plane']>, point: Vector3): number => dot(subtract(point, plane.origin), normalOf(plane));
const isFlat = (depths: readonly number[]): boolean => Math.max(...depths) - Math.min(...depths) <= inPlaneMm;

/** Normal of the plane that three or more points span (Newell); null where they span none or do not lie in one. */
function normalThrough(points: readonly Vector3[]): Vector3 | null {
  const [first] = points;
  if (first === undefined) return null;
  const area = points.reduce<Vector3>((sum, point, index) => add(sum, cross(subtract(point, first), subtract(points[(index + 1) % points.length] ?? first, first))), [0, 0, 0]);
  const normal = normalize(area);
  if (length(area) < inPlaneMm ** 2 || !isFlat(points.map((point) => dot(subtract(point, first), normal)))) return null;
  return normal;
}
