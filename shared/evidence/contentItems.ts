import type { Code } from '../dicom/objects/code.ts';
import type { DicomObject } from '../dicom/write/dicomObject.ts';
import { formatDecimal } from '../dicom/write/formatDecimal.ts';
import { DicomError } from '../errors/appError.ts';
import type { Vector3 } from '../geometry/vector.ts';
import type { EvidenceImage, EvidenceObject } from './context.ts';
import { unitCode } from './codes.ts';

/** Longest CodeValue; a longer code has an attribute of its own. */
const longestCodeValue = 16;

/** Value of a sequence that holds one code (PS3.3 section 8). */
export const codeSequence = ({ value, scheme, meaning }: Code): readonly DicomObject[] => [
  { ...(value.length > longestCodeValue ? { LongCodeValue: value } : { CodeValue: value }), CodingSchemeDesignator: scheme, CodeMeaning: meaning },
];

export type Relationship = 'CONTAINS' | 'HAS CONCEPT MOD' | 'HAS OBS CONTEXT' | 'HAS ACQ CONTEXT' | 'HAS PROPERTIES' | 'INFERRED FROM' | 'SELECTED FROM';

/** An item of a content tree; its builders below leave the relationship to the one who hangs it in. */
type Item = DicomObject;

const named = (concept: Code | null): DicomObject => (concept === null ? {} : { ConceptNameCodeSequence: codeSequence(concept) });
const below = (children: readonly Item[]): DicomObject => (children.length === 0 ? {} : { ContentSequence: children });

/** Hangs an item below another one (PS3.3 C.17.3.2.4). */
export const related = (relationship: Relationship, item: Item): Item => ({ RelationshipType: relationship, ...item });

export const container = (concept: Code, children: readonly Item[]): Item => ({ ValueType: 'CONTAINER', ...named(concept), ContinuityOfContent: 'SEPARATE', ...below(children) });

export const codeItem = (concept: Code, code: Code): Item => ({ ValueType: 'CODE', ...named(concept), ConceptCodeSequence: codeSequence(code) });

/** Lines are parted by CR LF (PS3.5 6.1.3). */
export const textItem = (concept: Code, text: string): Item => ({ ValueType: 'TEXT', ...named(concept), TextValue: text.replaceAll(/\r\n|\r|\n/g, '\r\n') });

export const personItem = (concept: Code, name: string): Item => ({ ValueType: 'PNAME', ...named(concept), PersonName: name });

export const uidItem = (concept: Code, uid: string): Item => ({ ValueType: 'UIDREF', ...named(concept), UID: uid });

export const dateItem = (concept: Code, date: string): Item => ({ ValueType: 'DATE', ...named(concept), Date: date });

/**
 * A number with its unit. The decimal text holds 16 characters; where they are not all of it, the number stands beside it in
 * full (FloatingPointValue, PS3.3 C.18.1).
 *
 * @param qualifier what limits the value, or why there is none
 * @throws {DicomError} broken-value where it is not finite
 */
export function numberItem(concept: Code, value: number | null, unit: string, qualifier: Code | null = null, children: readonly Item[] = []): Item {
  const measured = value === null ? [] : [measuredValue(concept, value, unit)];
  const qualified = qualifier === null ? {} : { NumericValueQualifierCodeSequence: codeSequence(qualifier) };
  return { ValueType: 'NUM', ...named(concept), MeasuredValueSequence: measured, ...qualified, ...below(children) };
}

function measuredValue(concept: Code, value: number, unit: string): DicomObject {
  const text = formatDecimal(value);
  if (text === null) throw new DicomError('broken-value', `${concept.meaning} is not a finite number and cannot be saved.`);
  return { NumericValue: value, ...(Number(text) === value ? {} : { FloatingPointValue: value }), MeasurementUnitsCodeSequence: codeSequence(unitCode(unit)) };
}

/** Item of a sequence that points at a frame of an image; frames are counted from 1 and named where there are several. */
export const imageReference = ({ sopClassUID, sopInstanceUID, frame, frames }: EvidenceImage): DicomObject => ({
  ReferencedSOPClassUID: sopClassUID, ReferencedSOPInstanceUID: sopInstanceUID, ...(frames > 1 ? { ReferencedFrameNumber: frame + 1 } : {}),
});

/** Items that point at images, each object once with all its frames that are given. */
export function imageReferences(images: readonly EvidenceImage[]): readonly DicomObject[] {
  const frames = new Map<string, number[]>();
  for (const { sopInstanceUID, frame } of images) frames.set(sopInstanceUID, [...(frames.get(sopInstanceUID) ?? []), frame + 1]);
  const first = images.filter((image, index) => images.findIndex(({ sopInstanceUID }) => sopInstanceUID === image.sopInstanceUID) === index);
  return first.map((image) => ({ ...imageReference(image), ...(image.frames > 1 ? { ReferencedFrameNumber: frames.get(image.sopInstanceUID) ?? [] } : {}) }));
}

export const objectReference = ({ sopClassUID, sopInstanceUID }: EvidenceObject): DicomObject => ({ ReferencedSOPClassUID: sopClassUID, ReferencedSOPInstanceUID: sopInstanceUID });

/** @param presentationState how the image is to be shown; null: as it comes */
export const imageItem = (concept: Code | null, image: EvidenceImage, presentationState: EvidenceObject | null = null, children: readonly Item[] = []): Item => ({
  ValueType: 'IMAGE', ...named(concept),
  ReferencedSOPSequence: [{ ...imageReference(image), ...(presentationState === null ? {} : { ReferencedSOPSequence: [objectReference(presentationState)] }) }],
  ...below(children),
});

export const compositeItem = (object: EvidenceObject): Item => ({ ValueType: 'COMPOSITE', ReferencedSOPSequence: [objectReference(object)] });

/** Graphic of a coordinate item (PS3.3 C.18.6.1.2, C.18.9.1.2). */
export interface Graphic<Point> {
  readonly type: 'POINT' | 'POLYLINE' | 'POLYGON' | 'ELLIPSE';
  readonly points: readonly Point[];
}

/** Coordinates in an image: [column, row], 0\0 the upper left corner of the first pixel. */
export const coordinateItem = (concept: Code | null, { type, points }: Graphic<readonly [number, number]>, image: EvidenceImage): Item => ({
  ValueType: 'SCOORD', ...named(concept), GraphicData: points.flat(), GraphicType: type, ContentSequence: [related('SELECTED FROM', imageItem(null, image))],
});

/** Coordinates in the patient, LPS mm. */
export const spaceItem = (concept: Code | null, { type, points }: Graphic<Vector3>, frameOfReferenceUID: string): Item => ({
  ValueType: 'SCOORD3D', ...named(concept), GraphicData: points.flat(), GraphicType: type, ReferencedFrameOfReferenceUID: frameOfReferenceUID,
});
