import type { PatientPoint, Vector3 } from '../geometry/vector.ts';
import type { Voxels } from './types.ts';

/**
 * Which parallel planes of a volume are looked at. acquired: its own slices, rows and columns as stored. axial, sagittal,
 * coronal: the patient's planes in the display convention (axial right = patient left, down = posterior; sagittal right =
 * posterior, down = feet; coronal right = patient left, down = feet). oblique: rows along `xDirection`, columns along
 * `yDirection` (unit, perpendicular, LPS).
 */
export type PlaneOrientation =
  | { readonly kind: 'acquired' | 'axial' | 'sagittal' | 'coronal' }
  | { readonly kind: 'oblique'; readonly xDirection: Vector3; readonly yDirection: Vector3 };

/** What scrolling steps through: parallel planes of one size, in ascending order along their normal. */
export interface PlaneStack {
  readonly orientation: PlaneOrientation;
  readonly columns: number;
  readonly rows: number;
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
  /** Patient direction of increasing column and row; unit vectors. */
  readonly xDirection: Vector3;
  readonly yDirection: Vector3;
  /** xDirection × yDirection. */
  readonly normal: Vector3;
  /** dot(point of the plane, normal) of every plane, ascending, mm. */
  readonly positionsMm: readonly number[];
  /** Centre of pixel (0,0) of every plane. */
  readonly origins: readonly PatientPoint[];
  /** Pixels are voxels as stored, nothing is interpolated. */
  readonly isExact: boolean;
}

/** Thick slice: how many mm around the plane are combined, and how. Thickness 0 is the plane itself. */
export interface SlabOptions {
  readonly mode: 'mip' | 'minip' | 'mean';
  readonly thicknessMm: number;
}

/** One plane cut out of a volume: voxel values (before slope and intercept), row by row. */
export interface PlaneImage {
  readonly columns: number;
  readonly rows: number;
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
  /** Padding, and everything outside the volume, is the volume's `paddingValue`, or the least value of the type where it has none. */
  readonly pixels: Voxels;
  /** Centre of pixel (0,0), patient LPS mm. */
  readonly origin: PatientPoint;
  readonly xDirection: Vector3;
  readonly yDirection: Vector3;
}
