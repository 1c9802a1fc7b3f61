import type { Vector3 } from '../geometry/vector.ts';

/**
 * Regular or unevenly stacked grid in patient LPS millimetres.
 * P(i,j,k) = origin + rowDirection·columnSpacingMm·i + columnDirection·rowSpacingMm·j + normal·sliceOffsetsMm[k].
 */
export interface GridGeometry {
  /** Number of columns (i), rows (j), slices (k). Voxel order is [k][j][i]. */
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  /** Centre of voxel (0,0,0). */
  readonly origin: Vector3;
  /** Unit vector of increasing column index i (first triplet of ImageOrientationPatient). */
  readonly rowDirection: Vector3;
  /** Unit vector of increasing row index j (second triplet). */
  readonly columnDirection: Vector3;
  /** rowDirection × columnDirection. */
  readonly normal: Vector3;
  /** Distance between columns (second value of PixelSpacing). */
  readonly columnSpacingMm: number;
  /** Distance between rows (first value of PixelSpacing). */
  readonly rowSpacingMm: number;
  /** Distance of slice k from slice 0 along `normal`; ascending; first is 0. */
  readonly sliceOffsetsMm: readonly number[];
}

/** An image series in memory. `voxels` lies on a SharedArrayBuffer where the host allows it. */
export interface ImageVolume {
  readonly seriesInstanceUID: string;
  readonly frameOfReferenceUID: string;
  readonly modality: string;
  readonly geometry: GridGeometry;
  /** Stored values [k][j][i]; value = stored · slope + intercept. */
  readonly voxels: Int16Array | Uint16Array;
  readonly slope: number;
  readonly intercept: number;
  /** HU for CT. */
  readonly unit: string;
  readonly sopInstanceUIDs: readonly string[];
  /** Window from the header, or one chosen from the modality when absent. */
  readonly defaultWindow: { readonly centre: number; readonly width: number };
  readonly patientPosition: string | null;
  readonly warnings: readonly string[];
}
