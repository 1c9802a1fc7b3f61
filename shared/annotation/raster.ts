import { add, dot, scale, subtract } from '../geometry/vector.ts';
import type { PatientPoint, Vector3 } from '../geometry/vector.ts';
import type { PlaneImage } from '../volume/planeStack.ts';
import type { GridGeometry, ImageVolume, Voxels } from '../volume/types.ts';
import { AnnotationError } from './annotationError.ts';

/**
 * The pixels a region is measured on, as they are shown: voxels of an acquired slice, or the pixels of a plane cut
 * through a volume. A {@link PlaneImage} with the meaning of its values is one. In image space origin is [0, 0, 0] and
 * the directions are [1, 0, 0] and [0, 1, 0].
 */
export interface PixelRaster {
  readonly columns: number;
  readonly rows: number;
  /** 1 and the proportion of a pixel where the image is not calibrated. */
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
  /** Row by row. */
  readonly pixels: Voxels;
  /** Centre of pixel (0,0). */
  readonly origin: Vector3;
  readonly xDirection: Vector3;
  readonly yDirection: Vector3;
  /** value = pixel · slope + intercept, in `unit`. */
  readonly slope: number;
  readonly intercept: number;
  readonly paddingValue: number | null;
  /** UCUM. */
  readonly unit: string;
  /** Tells pixels cut from beyond the volume; null where every pixel is one of the image. */
  readonly isCovered: ((column: number, row: number, pixel: number) => boolean) | null;
}

/** loading: the pixels are not read yet. none: there is no single value to a pixel, as in colour. */
export type PixelSource = PixelRaster | 'loading' | 'none';

type MeasuredVolume = Pick<ImageVolume, 'geometry' | 'slope' | 'intercept' | 'paddingValue' | 'unit' | 'suv'>;

/**
 * A plane of a volume as a raster.
 *
 * @param options isExact as the stack says: pixels are voxels as stored. unit `suv`: body weight SUV
 * @throws {AnnotationError} suv-refused, with the missing attribute named
 */
export function planeRaster(image: PlaneImage, volume: MeasuredVolume, { isExact, unit }: { readonly isExact: boolean; readonly unit: 'stored' | 'suv' }): PixelRaster {
  const { columns, rows, columnSpacingMm, rowSpacingMm, pixels, origin, xDirection, yDirection } = image;
  const factor = unit === 'suv' ? suvFactor(volume) : 1;
  return {
    columns, rows, columnSpacingMm, rowSpacingMm, pixels, origin, xDirection, yDirection,
    slope: volume.slope * factor, intercept: volume.intercept * factor, paddingValue: volume.paddingValue,
    unit: unit === 'suv' ? suvUnit : ucumOf(volume.unit), isCovered: isExact ? null : coverage(image, volume),
  };
}

/** UCUM of body weight SUV (PS3.16 CID 85). */
export const suvUnit = '{SUVbw}g/ml';

function suvFactor({ suv }: MeasuredVolume): number {
  if (suv?.kind === 'factor') return suv.factor;
  const attribute = suv?.attribute ?? 'Modality (0008,0060)';
  throw new AnnotationError('suv-refused', suv?.message ?? 'SUV is told of PET images only; this volume is none.', { attribute });
}

/** Units as images name them (Units of PET, PS3.3 C.8.9.1.1.3; RescaleType, C.11.1.1.2), in UCUM. */
const ucum: Readonly<Record<string, string>> = { HU: "[hnsf'U]", BQML: 'Bq/ml', GML: suvUnit, PCT: '%', PROPCPS: '{propcps}', MGML: 'mg/ml', '': '1' };

/** UCUM code of an image's unit; a name that is none in UCUM becomes an annotation, as `{OD}`. */
export const ucumOf = (unit: string): string => ucum[unit] ?? (/^[A-Z][A-Z0-9_]+$/.test(unit) ? `{${unit}}` : unit);

/** Index beyond the border voxels that still counts as on the border. */
const borderTolerance = 1e-6;

/**
 * A cut plane writes the padding value, or the least of the type, beyond the volume. That number may also be a real
 * one, so such a pixel is looked up: it is of the image where its centre lies in the box of voxel centres.
 */
function coverage(image: PlaneImage, { geometry, paddingValue }: MeasuredVolume): (column: number, row: number, pixel: number) => boolean {
  const beyond = paddingValue ?? leastOf(image.pixels);
  return (column, row, pixel) => {
    const isSuspect = pixel === beyond || !Number.isFinite(pixel);
    if (!isSuspect) return true;
    const point = add(image.origin, add(scale(image.xDirection, column * image.columnSpacingMm), scale(image.yDirection, row * image.rowSpacingMm)));
    return isInBox(geometry, point);
  };
}

const isWithin = (index: number, last: number): boolean => index >= -borderTolerance && index <= last + borderTolerance;

function isInBox(geometry: GridGeometry, point: PatientPoint): boolean {
  const { origin, rowDirection, columnDirection, normal, sliceDirection, columns, rows, columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = geometry;
  const offset = subtract(point, origin);
  const up = dot(offset, normal);
  const level = subtract(offset, scale(sliceDirection, up));
  return isWithin(up, sliceOffsetsMm.at(-1) ?? 0) && isWithin(dot(level, rowDirection) / columnSpacingMm, columns - 1) && isWithin(dot(level, columnDirection) / rowSpacingMm, rows - 1);
}

const leastOf = (pixels: Voxels): number => (pixels instanceof Int16Array ? -32768 : pixels instanceof Uint16Array ? 0 : -3.4028234663852886e38);
