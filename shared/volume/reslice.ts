import { DicomError } from '../errors/appError.ts';
import type { PatientPoint, Vector3 } from '../geometry/vector.ts';
import { nearestSlice, sliceIndex } from './sample.ts';
import { isUneven, medianSpacing } from './stackSlices.ts';
import { isPadding } from './types.ts';
import type { GridGeometry, ImageVolume, Voxels } from './types.ts';

export type ReslicePlane = 'axial' | 'sagittal' | 'coronal';

/**
 * One plane through a volume, stored values row by row.
 *
 * Display convention: axial right = patient left, down = posterior; sagittal right = posterior, down = inferior;
 * coronal right = patient left, down = inferior.
 */
export interface ResliceImage {
  readonly plane: ReslicePlane;
  readonly columns: number;
  readonly rows: number;
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
  readonly pixels: Voxels;
  /** Centre of pixel (0,0) in patient LPS mm; lies on the plane that was really taken. */
  readonly origin: PatientPoint;
  /** Patient direction of increasing column. */
  readonly xDirection: Vector3;
  /** Patient direction of increasing row. */
  readonly yDirection: Vector3;
}

/** How the grid axes lie on the patient axes: first index and step so that the coordinate grows. */
interface Axis {
  readonly count: number;
  readonly spacingMm: number;
  /** The index runs against the patient axis. */
  readonly isReversed: boolean;
  /** Patient coordinate of the lowest position. */
  readonly lowestMm: number;
  /** Distance between neighbours in the voxel array. */
  readonly stride: number;
}

/**
 * The plane of a volume nearest to a patient coordinate: z for axial, x for sagittal, y for coronal.
 *
 * Rows and columns are taken as they are; only where slices lie unevenly are sagittal and coronal rows
 * interpolated along z at the median spacing. A position outside the volume gives the border plane, as `origin` tells.
 *
 * @param positionMm patient LPS coordinate along the axis the plane is perpendicular to
 * @param out reused for the pixels where type and length fit
 * @throws {DicomError} unsupported for a stack that is not axial along the patient axes
 */
export function reslice(volume: ImageVolume, plane: ReslicePlane, positionMm: number, out?: Voxels): ResliceImage {
  const { x, y } = patientAxes(volume);
  if (plane === 'axial') return axial(volume, x, y, positionMm, out);
  return plane === 'sagittal' ? upright(volume, plane, x, y, positionMm, out) : upright(volume, plane, y, x, positionMm, out);
}

/** Positions at which planes of one kind lie, ascending: what scrolling steps through. */
export function planePositions(volume: ImageVolume, plane: ReslicePlane): readonly number[] {
  const { x, y } = patientAxes(volume);
  const { origin, normal, sliceOffsetsMm } = volume.geometry;
  if (plane === 'axial') return sliceOffsetsMm.map((offset) => origin[2] + normal[2] * offset).sort((a, b) => a - b);
  const axis = plane === 'sagittal' ? x : y;
  return Array.from({ length: axis.count }, (_, index) => axis.lowestMm + index * axis.spacingMm);
}

function axial(volume: ImageVolume, x: Axis, y: Axis, zMm: number, out: Voxels | undefined): ResliceImage {
  const { geometry, voxels } = volume;
  const k = nearestSlice(geometry.sliceOffsetsMm, (zMm - geometry.origin[2]) * geometry.normal[2]);
  const base = k * geometry.rows * geometry.columns;
  const pixels = pixelsFor(volume, x.count * y.count, out);
  const isDirect = !x.isReversed && !y.isReversed && x.stride === 1;
  if (isDirect) pixels.set(voxels.subarray(base, base + pixels.length));
  else for (let row = 0; row < y.count; row++) copyLine(voxels, base + at(y, row), x, pixels, row * x.count);
  const z = geometry.origin[2] + geometry.normal[2] * (geometry.sliceOffsetsMm[k] ?? 0);
  return image('axial', x, y.count, y.spacingMm, pixels, [x.lowestMm, y.lowestMm, z], [1, 0, 0], [0, 1, 0]);
}

/** Sagittal and coronal: rows run from head to feet. */
function upright(
  volume: ImageVolume,
  plane: 'sagittal' | 'coronal',
  across: Axis,
  along: Axis,
  positionMm: number,
  out: Voxels | undefined,
): ResliceImage {
  const { geometry, voxels } = volume;
  const index = Math.max(0, Math.min(across.count - 1, Math.round((positionMm - across.lowestMm) / across.spacingMm)));
  const fixed = at(across, index);
  const z = rowsAlongZ(geometry);
  const pixels = pixelsFor(volume, along.count * z.positions.length, out);
  const sliceSize = geometry.rows * geometry.columns;
  z.positions.forEach((k, row) => {
    const below = Math.floor(k);
    copyLine(voxels, below * sliceSize + fixed, along, pixels, row * along.count);
    if (k > below) blendLine(volume, (below + 1) * sliceSize + fixed, along, pixels, row * along.count, k - below);
  });
  const coordinate = across.lowestMm + index * across.spacingMm;
  const origin: PatientPoint = plane === 'sagittal' ? [coordinate, along.lowestMm, z.topMm] : [along.lowestMm, coordinate, z.topMm];
  return image(plane, along, z.positions.length, z.spacingMm, pixels, origin, plane === 'sagittal' ? [0, 1, 0] : [1, 0, 0], [0, 0, -1]);
}

function image(plane: ReslicePlane, horizontal: Axis, rows: number, rowSpacingMm: number, pixels: Voxels, origin: PatientPoint, xDirection: Vector3, yDirection: Vector3): ResliceImage {
  return { plane, columns: horizontal.count, rows, columnSpacingMm: horizontal.spacingMm, rowSpacingMm, pixels, origin, xDirection, yDirection };
}

/** Fractional slice index of every row, from the head down. */
function rowsAlongZ(geometry: GridGeometry): { readonly positions: readonly number[]; readonly spacingMm: number; readonly topMm: number } {
  const { sliceOffsetsMm, slices, normal, origin } = geometry;
  const isUpwards = normal[2] > 0;
  const lastOffset = sliceOffsetsMm.at(-1) ?? 0;
  const topMm = origin[2] + (isUpwards ? lastOffset : 0);
  const spacingMm = medianSpacing(sliceOffsetsMm) ?? geometry.columnSpacingMm;
  if (!isUneven(sliceOffsetsMm)) {
    const positions = Array.from({ length: slices }, (_, row) => (isUpwards ? slices - 1 - row : row));
    return { positions, spacingMm: slices > 1 ? lastOffset / (slices - 1) : spacingMm, topMm };
  }
  const count = Math.floor(lastOffset / spacingMm + 1e-6) + 1;
  const positions = Array.from({ length: count }, (_, row) => {
    const offset = isUpwards ? lastOffset - row * spacingMm : row * spacingMm;
    return Math.max(0, Math.min(slices - 1, sliceIndex(sliceOffsetsMm, offset)));
  });
  return { positions, spacingMm, topMm };
}

function copyLine(voxels: Voxels, base: number, axis: Axis, pixels: Voxels, to: number): void {
  const step = axis.isReversed ? -axis.stride : axis.stride;
  let from = base + at(axis, 0);
  for (let column = 0; column < axis.count; column++, from += step) pixels[to + column] = voxels[from] ?? 0;
}

/** Between slices; next to padding, which has no value to mix, the nearer voxel is taken. */
function blendLine(volume: ImageVolume, base: number, axis: Axis, pixels: Voxels, to: number, weight: number): void {
  const { voxels } = volume;
  const isFloat = pixels instanceof Float32Array;
  const step = axis.isReversed ? -axis.stride : axis.stride;
  let from = base + at(axis, 0);
  for (let column = 0; column < axis.count; column++, from += step) {
    const below = pixels[to + column] ?? 0;
    const above = voxels[from] ?? 0;
    const mixed = below + (above - below) * weight;
    if (isPadding(volume, below) || isPadding(volume, above)) pixels[to + column] = weight < 0.5 ? below : above;
    else pixels[to + column] = isFloat ? mixed : Math.round(mixed);
  }
}

/** Offset in the voxel array of the n-th position along a patient axis. */
function at(axis: Axis, position: number): number {
  return (axis.isReversed ? axis.count - 1 - position : position) * axis.stride;
}

function pixelsFor({ voxels }: ImageVolume, length: number, out: Voxels | undefined): Voxels {
  if (out !== undefined && out.length === length && out.constructor === voxels.constructor) return out;
  if (voxels instanceof Float32Array) return new Float32Array(length);
  return voxels instanceof Int16Array ? new Int16Array(length) : new Uint16Array(length);
}

function patientAxes({ geometry, seriesInstanceUID, stackLabel }: ImageVolume): { readonly x: Axis; readonly y: Axis } {
  requireAxial(geometry, seriesInstanceUID, stackLabel);
  const { rowDirection, columnDirection, origin } = geometry;
  return {
    x: axisOf(rowDirection[0], origin[0], geometry.columns, geometry.columnSpacingMm, 1),
    y: axisOf(columnDirection[1], origin[1], geometry.rows, geometry.rowSpacingMm, geometry.columns),
  };
}

/**
 * Planes are only taken of stacks along the patient axes.
 *
 * @throws {DicomError} unsupported, naming series and stack
 */
export function requireAxial({ rowDirection, columnDirection, normal }: GridGeometry, seriesInstanceUID: string, stackLabel: string | null): void {
  if (isAlong(rowDirection, 0) && isAlong(columnDirection, 1) && isAlong(normal, 2)) return;
  const name = stackLabel === null ? '' : ` (${stackLabel})`;
  throw new DicomError('unsupported', `Series ${seriesInstanceUID}${name} is not an axial stack along the patient axes; its planes cannot be computed yet.`, { detail: { seriesInstanceUID } });
}

/** Off by less than half a pixel over 512 pixels. */
function isAlong(direction: Vector3, axis: 0 | 1 | 2): boolean {
  const across = direction.filter((_, index) => index !== axis);
  return Math.hypot(...across) < 0.5 / 512;
}

function axisOf(sign: number, start: number, count: number, spacingMm: number, stride: number): Axis {
  const isReversed = sign < 0;
  return { count, spacingMm, stride, isReversed, lowestMm: isReversed ? start - (count - 1) * spacingMm : start };
}
