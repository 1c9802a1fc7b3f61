import type { Code } from '../dicom/objects/code.ts';
import type { DicomObject } from '../dicom/write/dicomObject.ts';
import { concepts, modalityCode } from './codes.ts';
import { codeItem, container, dateItem, imageItem, numberItem, related, uidItem } from './contentItems.ts';
import type { EvidenceImage } from './context.ts';

/** The images a report refers to with all that is needed to place its coordinates again (TID 1600 to 1604), a group for each series. */
export function imageLibrary(images: readonly EvidenceImage[]): DicomObject {
  const groups = new Map<string, EvidenceImage[]>();
  for (const image of images) {
    const key = `${image.seriesInstanceUID} ${image.plane?.frameOfReferenceUID ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [image]);
    else group.push(image);
  }
  return container(concepts.imageLibrary, [...groups.values()].map((group) => related('CONTAINS', libraryGroup(group))));
}

function libraryGroup(images: readonly EvidenceImage[]): DicomObject {
  const [first] = images;
  if (first === undefined) return container(concepts.imageLibraryGroup, []);
  const shared = [
    codeItem(concepts.modality, modalityCode(first.modality)),
    ...(first.studyDate === null ? [] : [dateItem(concepts.studyDate, first.studyDate)]),
    ...(first.plane === null ? [] : [uidItem(concepts.frameOfReferenceUID, first.plane.frameOfReferenceUID)]),
  ];
  return container(concepts.imageLibraryGroup, [...shared.map(descriptor), ...images.map((image) => related('CONTAINS', imageItem(null, image, null, descriptorsOf(image).map(descriptor))))]);
}

const descriptor = (item: DicomObject): DicomObject => related('HAS ACQ CONTEXT', item);

function descriptorsOf({ columns, rows, columnSpacingMm, rowSpacingMm, isCalibrated, plane }: EvidenceImage): readonly DicomObject[] {
  const spacing: readonly (readonly [Code, number, string])[] = isCalibrated
    ? [[concepts.horizontalSpacing, columnSpacingMm, 'mm'], [concepts.verticalSpacing, rowSpacingMm, 'mm']]
    : [[concepts.pixelHeightInWidths, rowSpacingMm / columnSpacingMm, '{ratio}']];
  const placed = plane === null ? [] : [...positionCodes.map((code, axis): readonly [Code, number, string] => [code, plane.origin[axis] ?? 0, 'mm']), ...orientationNumbers(plane.rowDirection, plane.columnDirection)];
  const sizes: readonly (readonly [Code, number, string])[] = [[concepts.rows, rows, '{pixels}'], [concepts.columns, columns, '{pixels}']];
  return [...sizes, ...spacing, ...placed].map(([code, value, unit]) => numberItem(code, value, unit));
}

export const positionCodes = [concepts.positionX, concepts.positionY, concepts.positionZ] as const;
export const rowCodes = [concepts.rowX, concepts.rowY, concepts.rowZ] as const;
export const columnCodes = [concepts.columnX, concepts.columnY, concepts.columnZ] as const;

function orientationNumbers(rowDirection: readonly number[], columnDirection: readonly number[]): readonly (readonly [Code, number, string])[] {
  return [...rowCodes.map((code, axis): readonly [Code, number, string] => [code, rowDirection[axis] ?? 0, '{-1:1}']), ...columnCodes.map((code, axis): readonly [Code, number, string] => [code, columnDirection[axis] ?? 0, '{-1:1}'])];
}

/** Directions of a plane that is no image of its own, as descriptors of what was measured in it. */
export const orientationItems = (rowDirection: readonly number[], columnDirection: readonly number[]): readonly DicomObject[] =>
  orientationNumbers(rowDirection, columnDirection).map(([code, value, unit]) => descriptor(numberItem(code, value, unit)));
