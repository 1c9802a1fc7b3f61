import { DicomError } from '../../errors/appError.ts';
import { parseDataSet, type DataSet } from '../../dicom/dataSet.ts';
import type { Keyword } from '../../dicom/attributes.ts';
import { readIdentity } from '../read/readIdentity.ts';
import type { PlanningImage } from './types.ts';

/**
 * One planning image by its header; what it does not say, or not as numbers, is null.
 *
 * @param bytes the file, or its beginning up to the pixels
 * @throws {DicomError} not-dicom | truncated | missing-attribute (its UIDs)
 */
export function readPlanningImage(bytes: Uint8Array): PlanningImage {
  const dataSet = parseDataSet(bytes);
  const position = numbersOf(dataSet, 'ImagePositionPatient', 3);
  const orientation = numbersOf(dataSet, 'ImageOrientationPatient', 6);
  const spacing = numbersOf(dataSet, 'PixelSpacing', 2);
  const [rowX = 0, rowY = 0, rowZ = 0, columnX = 0, columnY = 0, columnZ = 0] = orientation ?? [];
  return {
    ...readIdentity(dataSet),
    modality: dataSet.text('Modality') ?? 'OT',
    frameOfReferenceUID: dataSet.text('FrameOfReferenceUID'),
    patientPosition: dataSet.text('PatientPosition'),
    positionMm: position === null ? null : [position[0] ?? 0, position[1] ?? 0, position[2] ?? 0],
    orientation: orientation === null ? null : [[rowX, rowY, rowZ], [columnX, columnY, columnZ]],
    rows: numbersOf(dataSet, 'Rows', 1)?.[0] ?? null,
    columns: numbersOf(dataSet, 'Columns', 1)?.[0] ?? null,
    pixelSpacingMm: spacing === null ? null : [spacing[0] ?? 0, spacing[1] ?? 0],
    date: dataSet.text('AcquisitionDate') ?? dataSet.text('ContentDate') ?? dataSet.text('SeriesDate') ?? dataSet.text('StudyDate'),
  };
}

function numbersOf(dataSet: DataSet, keyword: Keyword, count: number): Float64Array | null {
  try {
    const values = dataSet.numbers(keyword);
    return values !== null && values.length === count && values.every(Number.isFinite) ? values : null;
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}
