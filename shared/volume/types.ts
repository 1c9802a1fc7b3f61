import type { ImageMarks } from '../dicom/display/marks.ts';
import type { Voi, WindowShape } from '../dicom/display/voi.ts';
import type { Vector3 } from '../geometry/vector.ts';

/**
 * Regular or unevenly stacked grid in patient LPS millimetres.
 * P(i,j,k) = origin + rowDirection·columnSpacingMm·i + columnDirection·rowSpacingMm·j + sliceDirection·sliceOffsetsMm[k].
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
  /** From slice to slice for every mm along `normal`: the normal itself, leaning where the gantry was tilted. sliceDirection · normal = 1. */
  readonly sliceDirection: Vector3;
  /** Distance between columns (second value of PixelSpacing). */
  readonly columnSpacingMm: number;
  /** Distance between rows (first value of PixelSpacing). */
  readonly rowSpacingMm: number;
  /** Distance of slice k from slice 0 along `normal`; ascending; first is 0. */
  readonly sliceOffsetsMm: readonly number[];
}

/**
 * Voxels [k][j][i]. Int16 or Uint16 where the stored values of all slices fit and share one slope and intercept;
 * otherwise Float32 with the final values (24 significant bits), slope 1 and intercept 0.
 */
export type Voxels = Int16Array | Uint16Array | Float32Array;

/** An image stack in memory. `voxels` lies on a SharedArrayBuffer where the host allows it. */
export interface ImageVolume {
  /** The series UID; with `#2` and so on where the series holds several stacks. */
  readonly volumeId: string;
  readonly seriesInstanceUID: string;
  /** What tells the stack from the others of its series, as 'acquisition 2'; null where it is the only one. */
  readonly stackLabel: string | null;
  readonly frameOfReferenceUID: string;
  readonly modality: string;
  readonly geometry: GridGeometry;
  /** value = voxel · slope + intercept. */
  readonly voxels: Voxels;
  readonly slope: number;
  readonly intercept: number;
  /** Voxel that stands for no value, outside the picture; null where there is none. In Float32 it is always NaN. */
  readonly paddingValue: number | null;
  /** HU for CT. */
  readonly unit: string;
  /** Of every slice; frames of one object share it. */
  readonly sopInstanceUIDs: readonly string[];
  /** Window from the header, or one chosen from the modality when absent. */
  readonly defaultWindow: { readonly centre: number; readonly width: number };
  /** How windows of this image run (VOILUTFunction). */
  readonly windowShape: WindowShape;
  /** Windows and tables of the header, that it opens with first; left out or empty: `defaultWindow` is all there is. */
  readonly vois?: readonly Voi[];
  readonly marks: ImageMarks;
  readonly patientPosition: string | null;
  /** SUV (body weight) = value × factor; for PET. Null for what is no PET. */
  readonly suv: Suv | null;
  readonly warnings: readonly string[];
}

/** Whether values can be told as SUV (body weight), or which attribute is missing, named with its tag. */
export type Suv = { readonly kind: 'factor'; readonly factor: number } | { readonly kind: 'refused'; readonly attribute: string; readonly message: string };

/** A voxel that stands for no value. */
export const isPadding = ({ paddingValue }: Pick<ImageVolume, 'paddingValue'>, voxel: number): boolean => voxel === paddingValue || Number.isNaN(voxel);

/** The series a volume belongs to, from its `volumeId`. */
export const seriesOf = (volumeId: string): string => volumeId.replace(/#\d+$/, '');
