import { add, dot, scale, subtract, type Vector3 } from '../../geometry/vector.ts';
import type { GridGeometry } from '../../volume/types.ts';
import { turnDirection, movePoint, type RigidTransform } from '../dose/rigidTransform.ts';

/**
 * Where a voxel (i, j, k) of the reference grid lies along the axes of the evaluated grid, from its first voxel centre:
 * origin + i · perColumn + j · perRow + sliceOffsetsMm[k] · perSliceMm, mm.
 */
export interface VoxelPlaces {
  readonly origin: Vector3;
  readonly perColumn: Vector3;
  readonly perRow: Vector3;
  readonly perSliceMm: Vector3;
}

/** @param toEvaluated carries points of the reference's patient frame into the evaluated dose's; null where it is the same */
export function referenceToEvaluated(reference: GridGeometry, evaluated: GridGeometry, toEvaluated: RigidTransform | null): VoxelPlaces {
  const point = (p: Vector3): Vector3 => (toEvaluated === null ? p : movePoint(toEvaluated, p));
  const direction = (v: Vector3): Vector3 => (toEvaluated === null ? v : turnDirection(toEvaluated, v));
  const along = (v: Vector3): Vector3 => [dot(v, evaluated.rowDirection), dot(v, evaluated.columnDirection), dot(v, evaluated.normal)];
  return {
    origin: along(subtract(point(reference.origin), evaluated.origin)),
    perColumn: along(direction(scale(reference.rowDirection, reference.columnSpacingMm))),
    perRow: along(direction(scale(reference.columnDirection, reference.rowSpacingMm))),
    perSliceMm: along(direction(reference.sliceDirection)),
  };
}

/** Place of the first voxel of row j in slice k. */
export const rowStart = (places: VoxelPlaces, j: number, offsetMm: number): Vector3 => add(add(places.origin, scale(places.perRow, j)), scale(places.perSliceMm, offsetMm));
