import type { Vector3 } from '../geometry/vector.ts';
import { add, dot, scale, subtract } from '../geometry/vector.ts';
import type { EvidenceImage } from './context.ts';

/** [column, row] of an image: 0\0 the upper left corner of the first pixel, columns\rows the lower right one of the last (PS3.3 C.10.5.1.1, C.18.6.1.1). */
export type PixelPoint = readonly [number, number];

type Grid = Pick<EvidenceImage, 'columnSpacingMm' | 'rowSpacingMm'>;
type Plane = Pick<NonNullable<EvidenceImage['plane']>, 'origin' | 'rowDirection' | 'columnDirection'>;

/** Of a point in the plane of the image, mm from the centre of its first pixel. */
export const pixelOfImagePoint = ({ columnSpacingMm, rowSpacingMm }: Grid, [x, y]: Vector3): PixelPoint => [x / columnSpacingMm + 0.5, y / rowSpacingMm + 0.5];

/** The reverse of {@link pixelOfImagePoint}. */
export const imagePointOfPixel = ({ columnSpacingMm, rowSpacingMm }: Grid, [column, row]: PixelPoint): Vector3 => [(column - 0.5) * columnSpacingMm, (row - 0.5) * rowSpacingMm, 0];

/** Of a patient point, LPS mm, projected along the normal. */
export function pixelOfPatientPoint(grid: Grid, { origin, rowDirection, columnDirection }: Plane, point: Vector3): PixelPoint {
  const offset = subtract(point, origin);
  return pixelOfImagePoint(grid, [dot(offset, rowDirection), dot(offset, columnDirection), 0]);
}

/** Patient point, LPS mm, of a point of an image that lies in the patient. */
export function patientPointOfPixel(grid: Grid, { origin, rowDirection, columnDirection }: Plane, pixel: PixelPoint): Vector3 {
  const [x, y] = imagePointOfPixel(grid, pixel);
  return add(origin, add(scale(rowDirection, x), scale(columnDirection, y)));
}

/** What coordinates of an image may be (PS3.3 C.18.6.1.1). */
export const isInImage = ({ columns, rows }: Pick<EvidenceImage, 'columns' | 'rows'>, [column, row]: PixelPoint): boolean => column >= 0 && row >= 0 && column <= columns && row <= rows;
