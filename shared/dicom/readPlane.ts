import { DicomError } from '../errors/appError.ts';
import { cross, dot, length, normalize } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { nameAttribute } from './attributes.ts';
import type { DataSet } from './dataSet.ts';

/** Image plane of one slice or of the first frame of a grid (PS3.3 C.7.6.2), patient LPS mm. */
export interface ImagePlane {
  readonly rows: number;
  readonly columns: number;
  /** Centre of the first pixel. */
  readonly origin: Vector3;
  /** Unit vector of increasing column index. */
  readonly rowDirection: Vector3;
  /** Unit vector of increasing row index. */
  readonly columnDirection: Vector3;
  /** rowDirection × columnDirection. */
  readonly normal: Vector3;
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
}

/**
 * Plane of an image from ImagePositionPatient, ImageOrientationPatient and PixelSpacing.
 *
 * @throws {DicomError} missing-attribute | broken-value
 */
export function readPlane(dataSet: DataSet): ImagePlane {
  return makePlane({ image: dataSet, position: dataSet, orientation: dataSet, measures: dataSet });
}

/** Where the parts of a plane are written: all in the object, or each in a functional group of its own. */
export interface PlaneSources {
  /** Holds Rows and Columns. */
  readonly image: DataSet;
  readonly position: DataSet;
  readonly orientation: DataSet;
  /** Holds PixelSpacing. */
  readonly measures: DataSet;
}

/**
 * Plane of an image whose attributes lie in different places.
 *
 * @throws {DicomError} missing-attribute | broken-value
 */
export function makePlane({ image, position, orientation, measures }: PlaneSources): ImagePlane {
  const rows = image.requireNumber('Rows');
  const columns = image.requireNumber('Columns');
  if (rows < 1 || columns < 1) throw new DicomError('broken-value', `The image has ${rows} rows and ${columns} columns.`);
  const [originX = 0, originY = 0, originZ = 0] = position.requireNumbers('ImagePositionPatient', 3);
  const [rowX = 0, rowY = 0, rowZ = 0, columnX = 0, columnY = 0, columnZ = 0] = orientation.requireNumbers('ImageOrientationPatient', 6);
  const [rowSpacingMm = 0, columnSpacingMm = 0] = measures.requireNumbers('PixelSpacing', 2);
  if (!(rowSpacingMm > 0 && columnSpacingMm > 0)) {
    throw new DicomError('broken-value', `${nameAttribute('PixelSpacing')} must be above 0, but is ${rowSpacingMm}\\${columnSpacingMm}.`);
  }
  const row: Vector3 = [rowX, rowY, rowZ];
  const column: Vector3 = [columnX, columnY, columnZ];
  // Written with few digits, direction cosines are off by up to 1e-3; more than that is not a rotation.
  const isRotation = Math.abs(length(row) - 1) < 1e-2 && Math.abs(length(column) - 1) < 1e-2 && Math.abs(dot(row, column)) < 1e-2;
  if (!isRotation) throw new DicomError('broken-value', `${nameAttribute('ImageOrientationPatient')} is not two perpendicular unit vectors.`);
  const rowDirection = normalize(row);
  const columnDirection = normalize(column);
  const normal = normalize(cross(rowDirection, columnDirection));
  return { rows, columns, origin: [originX, originY, originZ], rowDirection, columnDirection, normal, columnSpacingMm, rowSpacingMm };
}
