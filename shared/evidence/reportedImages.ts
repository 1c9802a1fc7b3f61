import type { Code } from '../dicom/objects/code.ts';
import type { ContentItem } from '../dicom/objects/contentItem.ts';
import type { SopReference } from '../dicom/objects/reference.ts';
import type { DataSet } from '../dicom/dataSet.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { concepts, isCode } from './codes.ts';
import type { EvidenceImage } from './context.ts';
import { columnCodes, positionCodes, rowCodes } from './imageLibrary.ts';

/** What is known of an image a report points at. */
export type KnownImage = Pick<EvidenceImage, 'seriesInstanceUID' | 'columnSpacingMm' | 'rowSpacingMm' | 'isCalibrated' | 'plane'> & { readonly studyDate: string | null };

/** An image by its UID and frame (from 0); null where it is not known. */
export type FindImage = (sopInstanceUID: string, frame: number) => KnownImage | null;

/** Images a report points at: what the console knows of them goes before what the report says itself. */
export interface ReportedImages {
  readonly find: FindImage;
  /** Where an image lies in the patient; by the report where the console has it only as a picture by itself. */
  readonly planeOf: (sopInstanceUID: string, frame: number) => KnownImage['plane'];
  /** Series an object belongs to, by the evidence of the report; null where it does not say. */
  readonly seriesOf: (sopInstanceUID: string) => string | null;
}

/** The first frame a reference names, from 0. */
export const frameOf = ({ frames }: SopReference): number => (frames[0] ?? 1) - 1;

/** Reads the evidence of a report and its image library (TID 1600). */
export function reportedImages(dataSet: DataSet, root: ContentItem, known: FindImage): ReportedImages {
  const series = new Map<string, string>();
  for (const keyword of ['CurrentRequestedProcedureEvidenceSequence', 'PertinentOtherEvidenceSequence'] as const) {
    for (const study of dataSet.items(keyword)) {
      for (const group of study.items('ReferencedSeriesSequence')) {
        for (const instance of group.items('ReferencedSOPSequence')) series.set(instance.text('ReferencedSOPInstanceUID') ?? '', group.text('SeriesInstanceUID') ?? '');
      }
    }
  }
  const seriesOf = (sopInstanceUID: string): string | null => series.get(sopInstanceUID) ?? null;
  const library = new Map<string, KnownImage>();
  for (const item of root.children) if (isCode(item.concept, concepts.imageLibrary)) readEntries(item, [], seriesOf, library);
  const listed: FindImage = (sopInstanceUID, frame) => library.get(`${sopInstanceUID} ${frame}`) ?? null;
  return {
    seriesOf,
    find: (sopInstanceUID, frame) => known(sopInstanceUID, frame) ?? listed(sopInstanceUID, frame),
    planeOf: (sopInstanceUID, frame) => known(sopInstanceUID, frame)?.plane ?? listed(sopInstanceUID, frame)?.plane ?? null,
  };
}

/** Entries may lie in groups, whose descriptors are those of each. */
function readEntries(item: ContentItem, inherited: readonly ContentItem[], seriesOf: ReportedImages['seriesOf'], into: Map<string, KnownImage>): void {
  const descriptors = [...item.children.filter(({ relationship }) => relationship === 'HAS ACQ CONTEXT'), ...inherited];
  const { value } = item;
  if (value.type === 'IMAGE' && value.reference !== null) {
    const known = imageOf(descriptors, seriesOf(value.reference.sopInstanceUID));
    if (known !== null) into.set(`${value.reference.sopInstanceUID} ${frameOf(value.reference)}`, known);
  }
  for (const child of item.children) if (child.relationship !== 'HAS ACQ CONTEXT') readEntries(child, descriptors, seriesOf, into);
}

/** Null where the descriptors do not tell the size of a pixel, or its proportions. */
function imageOf(descriptors: readonly ContentItem[], seriesInstanceUID: string | null): KnownImage | null {
  const [columnSpacingMm, rowSpacingMm, pixelHeight] = [concepts.horizontalSpacing, concepts.verticalSpacing, concepts.pixelHeightInWidths].map((code) => numberOf(descriptors, code));
  if (seriesInstanceUID === null || columnSpacingMm === undefined || rowSpacingMm === undefined || pixelHeight === undefined) return null;
  const isCalibrated = columnSpacingMm !== null && rowSpacingMm !== null;
  if (!isCalibrated && pixelHeight === null) return null;
  const date = valueOf(descriptors, concepts.studyDate);
  return {
    seriesInstanceUID,
    studyDate: date?.type === 'DATE' ? date.text : null,
    columnSpacingMm: isCalibrated ? columnSpacingMm : 1,
    rowSpacingMm: isCalibrated ? rowSpacingMm : pixelHeight ?? 1,
    isCalibrated,
    plane: planeOf(descriptors, seriesInstanceUID),
  };
}

function planeOf(descriptors: readonly ContentItem[], seriesInstanceUID: string): KnownImage['plane'] {
  const origin = vectorOf(descriptors, positionCodes);
  const directions = directionsOf(descriptors);
  const frame = valueOf(descriptors, concepts.frameOfReferenceUID);
  if (origin === null || directions === null || frame?.type !== 'UIDREF') return null;
  return { volumeId: seriesInstanceUID, frameOfReferenceUID: frame.text, origin, ...directions };
}

/** Directions of rows and columns among descriptors; null where one is missing. */
export function directionsOf(descriptors: readonly ContentItem[]): { readonly rowDirection: Vector3; readonly columnDirection: Vector3 } | null {
  const [rowDirection, columnDirection] = [vectorOf(descriptors, rowCodes), vectorOf(descriptors, columnCodes)];
  return rowDirection === null || columnDirection === null ? null : { rowDirection, columnDirection };
}

function vectorOf(items: readonly ContentItem[], codes: readonly [Code, Code, Code]): Vector3 | null {
  const [x, y, z] = [numberOf(items, codes[0]), numberOf(items, codes[1]), numberOf(items, codes[2])];
  return x === null || y === null || z === null ? null : [x, y, z];
}

function numberOf(items: readonly ContentItem[], code: Code): number | null {
  const value = valueOf(items, code);
  return value?.type === 'NUM' ? value.value : null;
}

const valueOf = (items: readonly ContentItem[], code: Code): ContentItem['value'] | null => items.find(({ concept }) => isCode(concept, code))?.value ?? null;
