import { add, cross, dot, scale } from '../../shared/geometry/vector.ts';
import { resliceDose } from '../../shared/rt/dose/doseSlice.ts';
import type { SlicePlane } from '../../shared/rt/dose/doseSlice.ts';
import type { DoseGrid } from '../../shared/rt/types.ts';
import { voxelToPatient } from '../../shared/volume/sample.ts';
import type { SliceFrame } from './transform.ts';

/** Dose of one slice on a raster over the dose grid's own extent. `u`, `v`: in-plane mm of the first pixel's centre. */
export interface DoseRaster {
  readonly u: number;
  readonly v: number;
  readonly columns: number;
  readonly rows: number;
  readonly stepMm: number;
  /** Gy; NaN outside the grid. Overwritten by the next slice. */
  readonly doseGy: Float32Array;
}

/** How finely lines follow the dose: a raster step for each voxel while the picture moves, two when it stands. Both pass through the same points of the grid. */
export type DrawQuality = 'moving' | 'standing';
const stepsPerVoxel: Readonly<Record<DrawQuality, number>> = { moving: 1, standing: 2 };
const leastStepMm = 1;

interface Extent {
  readonly least: readonly [number, number, number];
  readonly most: readonly [number, number, number];
}

/** Makes the dose raster of one slice after another, into the same memory. */
export class DoseSlicer {
  #dose: DoseGrid | null = null;
  #key = '';
  #raster: DoseRaster | null = null;

  /** Dose in the plane of a slice; null where the plane misses the grid. `key` names plane, position and quality. */
  at(dose: DoseGrid, slice: SliceFrame, key: string, quality: DrawQuality): DoseRaster | null {
    if (dose === this.#dose && key === this.#key) return this.#raster;
    this.#raster = this.#make(dose, slice, quality, this.#raster?.doseGy);
    this.#dose = dose;
    this.#key = key;
    return this.#raster;
  }

  forget(): void {
    this.#dose = null;
    this.#key = '';
    this.#raster = null;
  }

  #make(dose: DoseGrid, slice: SliceFrame, quality: DrawQuality, out: Float32Array | undefined): DoseRaster | null {
    const normal = cross(slice.xDirection, slice.yDirection);
    const { least, most } = extentOf(dose, slice);
    const depthMm = dot(slice.origin, normal);
    if (depthMm < least[2] - 1e-3 || depthMm > most[2] + 1e-3) return null;
    const { columnSpacingMm, rowSpacingMm } = dose.geometry;
    const stepMm = Math.max(leastStepMm, Math.min(columnSpacingMm, rowSpacingMm) / stepsPerVoxel[quality]);
    const columns = Math.floor((most[0] - least[0]) / stepMm + 1e-6) + 1;
    const rows = Math.floor((most[1] - least[1]) / stepMm + 1e-6) + 1;
    const origin = add(add(scale(slice.xDirection, least[0]), scale(slice.yDirection, least[1])), scale(normal, depthMm));
    const plane: SlicePlane = { origin, xDirection: slice.xDirection, yDirection: slice.yDirection, columns, rows, columnSpacingMm: stepMm, rowSpacingMm: stepMm };
    return { u: least[0], v: least[1], columns, rows, stepMm, doseGy: resliceDose(dose, plane, out) };
  }
}

/** Least and most coordinate of the voxel centres along the directions of a slice and its normal. */
function extentOf({ geometry }: DoseGrid, slice: SliceFrame): Extent {
  const axes = [slice.xDirection, slice.yDirection, cross(slice.xDirection, slice.yDirection)] as const;
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) => voxelToPatient(geometry, [corner & 1 ? geometry.columns - 1 : 0, corner & 2 ? geometry.rows - 1 : 0, corner & 4 ? geometry.slices - 1 : 0]));
  const along = (axis: 0 | 1 | 2): number[] => corners.map((corner) => dot(corner, axes[axis]));
  const [x, y, z] = [along(0), along(1), along(2)];
  return { least: [Math.min(...x), Math.min(...y), Math.min(...z)], most: [Math.max(...x), Math.max(...y), Math.max(...z)] };
}
