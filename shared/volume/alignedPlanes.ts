import { length, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { sliceIndex } from './sample.ts';
import { isUneven, medianSpacing } from './stackSlices.ts';
import type { GridGeometry } from './types.ts';

/** The patient's planes. */
export type PatientPlane = 'axial' | 'sagittal' | 'coronal';

/** How one axis of a plane runs through the voxel array. */
export interface VoxelAxis {
  readonly count: number;
  readonly spacingMm: number;
  /** Unit vector of increasing position, LPS. */
  readonly direction: Vector3;
  /** Index of the first position along its grid axis: 0 columns, 1 rows, 2 slices. */
  readonly grid: 0 | 1 | 2;
  readonly first: number;
  /** Offset of the first position in the voxel array, and from one position to the next. */
  readonly start: number;
  readonly step: number;
  /** Fractional slice of every position, where slices lie unevenly and the axis is in the plane; null where positions are voxels. */
  readonly between: readonly number[] | null;
}

/** Planes whose pixels are the voxels: across, down, and from plane to plane. */
export interface AlignedPlanes {
  readonly x: VoxelAxis;
  readonly y: VoxelAxis;
  readonly through: VoxelAxis;
}

/** Patient axis and its sign: across, down, and their cross product, in the display convention. */
const conventions: Readonly<Record<PatientPlane, readonly [PatientAxis, PatientAxis, PatientAxis]>> = {
  axial: [[0, 1], [1, 1], [2, 1]],
  sagittal: [[1, 1], [2, -1], [0, -1]],
  coronal: [[0, 1], [2, -1], [1, 1]],
};
type PatientAxis = readonly [axis: 0 | 1 | 2, sign: 1 | -1];

/** No axis of a plane gets more positions than this, however near two slices lie. */
export const mostPixels = 4096;

/** Axes of the patient's planes where the grid lies along the patient axes, in whatever order; null where it does not. */
export function alignedPlanes(geometry: GridGeometry, plane: PatientPlane): AlignedPlanes | null {
  if (!isUpright(geometry)) return null;
  const [x, y, through] = conventions[plane];
  const [across, down, apart] = [axisAlong(geometry, x, true), axisAlong(geometry, y, true), axisAlong(geometry, through, false)];
  return across === null || down === null || apart === null ? null : { x: across, y: down, through: apart };
}

/** Axes of the slices themselves, whichever way they lie; null where they are shifted sideways and do not lie above each other. */
export function acquiredPlanes(geometry: GridGeometry): AlignedPlanes | null {
  if (!isUpright(geometry)) return null;
  const { columns, rows, slices, columnSpacingMm, rowSpacingMm, rowDirection, columnDirection, normal, sliceOffsetsMm } = geometry;
  const first = { first: 0, start: 0, between: null };
  return {
    x: { ...first, count: columns, spacingMm: columnSpacingMm, direction: rowDirection, grid: 0, step: 1 },
    y: { ...first, count: rows, spacingMm: rowSpacingMm, direction: columnDirection, grid: 1, step: columns },
    through: { ...first, count: slices, spacingMm: evenSpacing(sliceOffsetsMm, columnSpacingMm), direction: normal, grid: 2, step: columns * rows },
  };
}

/** Mean distance between slices; of a single one, what it is given. */
const evenSpacing = (sliceOffsetsMm: readonly number[], singleMm: number): number => (sliceOffsetsMm.length > 1 ? (sliceOffsetsMm.at(-1) ?? 0) / (sliceOffsetsMm.length - 1) : singleMm);

/** The slices' sideways shift stays within half a pixel. */
function isUpright({ sliceDirection, normal, sliceOffsetsMm, columnSpacingMm, rowSpacingMm }: GridGeometry): boolean {
  return length(subtract(sliceDirection, normal)) * (sliceOffsetsMm.at(-1) ?? 0) <= Math.min(columnSpacingMm, rowSpacingMm) / 2;
}

function axisAlong(geometry: GridGeometry, [axis, sign]: PatientAxis, isInPlane: boolean): VoxelAxis | null {
  const { rowDirection, columnDirection, normal, columns, rows, slices, columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = geometry;
  const directions = [rowDirection, columnDirection, normal] as const;
  const grid = ([0, 1, 2] as const).find((candidate) => isAlong(directions[candidate], axis));
  if (grid === undefined) return null;
  const isReversed = directions[grid][axis] * sign < 0;
  const direction: Vector3 = isReversed ? subtract([0, 0, 0], directions[grid]) : directions[grid];
  const between = grid === 2 && isInPlane && isUneven(sliceOffsetsMm) ? evenPositions(sliceOffsetsMm, isReversed) : null;
  const sliceSpacingMm = between?.spacingMm ?? evenSpacing(sliceOffsetsMm, columnSpacingMm);
  const count = between?.slices.length ?? [columns, rows, slices][grid] ?? 0;
  const spacingMm = [columnSpacingMm, rowSpacingMm, sliceSpacingMm][grid] ?? 0;
  const stride = [1, columns, columns * rows][grid] ?? 0;
  const first = isReversed ? ([columns, rows, slices][grid] ?? 1) - 1 : 0;
  return { count, spacingMm, direction, grid, first, start: first * stride, step: isReversed ? -stride : stride, between: between?.slices ?? null };
}

/** Off by less than half a pixel over 512 pixels. */
function isAlong(direction: Vector3, axis: 0 | 1 | 2): boolean {
  const across = direction.filter((_, index) => index !== axis);
  return Math.hypot(...across) < 0.5 / 512;
}

/** Positions at the median spacing of slices that lie unevenly, from the first or from the last slice on. */
function evenPositions(sliceOffsetsMm: readonly number[], isReversed: boolean): { readonly slices: readonly number[]; readonly spacingMm: number } {
  const lastMm = sliceOffsetsMm.at(-1) ?? 0;
  const spacingMm = Math.max(medianSpacing(sliceOffsetsMm) ?? 0, lastMm / (mostPixels - 1));
  const slices = Array.from({ length: Math.floor(lastMm / spacingMm + 1e-6) + 1 }, (_, position) => {
    const offset = isReversed ? lastMm - position * spacingMm : position * spacingMm;
    return Math.max(0, Math.min(sliceOffsetsMm.length - 1, sliceIndex(sliceOffsetsMm, offset)));
  });
  return { slices, spacingMm };
}
