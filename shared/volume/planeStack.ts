import { add, cross, dot, normalize, scale } from '../geometry/vector.ts';
import type { PatientPoint, Vector3, VoxelIndex } from '../geometry/vector.ts';
import { alignedPlanes, mostPixels } from './alignedPlanes.ts';
import type { AlignedPlanes, PatientPlane } from './alignedPlanes.ts';
import { voxelToPatient } from './sample.ts';
import { medianSpacing } from './stackSlices.ts';
import type { GridGeometry, ImageVolume, Voxels } from './types.ts';

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

/** Pixels of one plane and where they lie. */
export interface PlaneFrame {
  readonly columns: number;
  readonly rows: number;
  readonly columnSpacingMm: number;
  readonly rowSpacingMm: number;
  /** Centre of pixel (0,0), patient LPS mm. */
  readonly origin: PatientPoint;
  /** Patient direction of increasing column and row; unit vectors. */
  readonly xDirection: Vector3;
  readonly yDirection: Vector3;
}

/** One plane cut out of a volume: voxel values (before slope and intercept), row by row. */
export interface PlaneImage extends PlaneFrame {
  /** Padding, and everything outside the volume, is the volume's `paddingValue`; where it has none, the least whole number of the type, or NaN. */
  readonly pixels: Voxels;
}

/** Rows and columns of the patient's planes. */
const displayDirections: Readonly<Record<PatientPlane, readonly [Vector3, Vector3]>> = {
  axial: [[1, 0, 0], [0, 1, 0]],
  sagittal: [[0, 1, 0], [0, 0, -1]],
  coronal: [[1, 0, 0], [0, 0, -1]],
};

/**
 * The planes of one orientation, from the first to the last that meets the volume.
 *
 * A stack along the patient axes gives its voxels as they are; its directions are those written in its attributes, which
 * may be off the patient axes by less than half a pixel over the plane. Any other is sampled: pixels as large as the
 * smallest voxel spacing (larger only where more than 4096 would be needed), over the box around the volume, planes as far
 * apart as voxels are on the axis of the grid nearest to their normal.
 */
export function planeStack({ geometry }: Pick<ImageVolume, 'geometry'>, orientation: PlaneOrientation): PlaneStack {
  if (orientation.kind === 'acquired') return acquiredStack(geometry);
  if (orientation.kind === 'oblique') return sampledStack(geometry, orientation, orientation.xDirection, orientation.yDirection);
  const aligned = alignedPlanes(geometry, orientation.kind);
  return aligned === null ? sampledStack(geometry, orientation, ...displayDirections[orientation.kind]) : alignedStack(geometry, orientation, aligned);
}

/** The plane nearest to a point, the first or last one for a point beyond them. */
export function planeIndexAt({ positionsMm, normal }: Pick<PlaneStack, 'positionsMm' | 'normal'>, point: PatientPoint): number {
  const position = dot(point, normal);
  let low = 0;
  let high = positionsMm.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((positionsMm[middle] ?? 0) <= position) low = middle;
    else high = middle;
  }
  return (positionsMm[high] ?? 0) - position < position - (positionsMm[low] ?? 0) ? high : low;
}

/** A point moved along the normal into a plane; off a tilted slice's own pixels it may lie beside them, never off its plane. */
export function pointInPlane({ positionsMm, normal }: Pick<PlaneStack, 'positionsMm' | 'normal'>, index: number, point: PatientPoint): PatientPoint {
  const position = positionsMm[index];
  return position === undefined ? point : add(point, scale(normal, position - dot(point, normal)));
}

/** mm from one voxel to the next on the axis of the grid nearest to a direction. */
export function stepAlongMm({ rowDirection, columnDirection, normal, columnSpacingMm, rowSpacingMm, sliceOffsetsMm }: GridGeometry, direction: Vector3): number {
  const axes = [
    { cosine: Math.abs(dot(normal, direction)), spacingMm: medianSpacing(sliceOffsetsMm) ?? Math.min(columnSpacingMm, rowSpacingMm) },
    { cosine: Math.abs(dot(columnDirection, direction)), spacingMm: rowSpacingMm },
    { cosine: Math.abs(dot(rowDirection, direction)), spacingMm: columnSpacingMm },
  ];
  return axes.reduce((nearest, axis) => (axis.cosine > nearest.cosine ? axis : nearest)).spacingMm;
}

function acquiredStack(geometry: GridGeometry): PlaneStack {
  const { columns, rows, columnSpacingMm, rowSpacingMm, rowDirection, columnDirection, normal } = geometry;
  const origins = geometry.sliceOffsetsMm.map((_, k) => voxelToPatient(geometry, [0, 0, k]));
  return {
    orientation: { kind: 'acquired' }, columns, rows, columnSpacingMm, rowSpacingMm, xDirection: rowDirection, yDirection: columnDirection, normal,
    positionsMm: origins.map((origin) => dot(origin, normal)), origins, isExact: true,
  };
}

function alignedStack(geometry: GridGeometry, orientation: PlaneOrientation, { x, y, through }: AlignedPlanes): PlaneStack {
  const xDirection = x.direction;
  const yDirection = y.direction;
  const normal = normalOf(xDirection, yDirection);
  const origins = Array.from({ length: through.count }, (_, plane) => {
    const index: [number, number, number] = [0, 0, 0];
    index[x.grid] = x.first;
    index[y.grid] = y.first;
    index[through.grid] = through.first + plane * Math.sign(through.step);
    return voxelToPatient(geometry, index);
  });
  return {
    orientation, columns: x.count, rows: y.count, columnSpacingMm: x.spacingMm, rowSpacingMm: y.spacingMm, xDirection, yDirection, normal,
    positionsMm: origins.map((origin) => dot(origin, normal)), origins, isExact: x.between === null && y.between === null,
  };
}

function sampledStack(geometry: GridGeometry, orientation: PlaneOrientation, xDirection: Vector3, yDirection: Vector3): PlaneStack {
  const normal = normalOf(xDirection, yDirection);
  const [x, y, through] = [extentAlong(geometry, xDirection), extentAlong(geometry, yDirection), extentAlong(geometry, normal)];
  const smallestMm = Math.min(geometry.columnSpacingMm, geometry.rowSpacingMm, medianSpacing(geometry.sliceOffsetsMm) ?? Number.POSITIVE_INFINITY);
  const pixelMm = Math.max(smallestMm, (x.toMm - x.fromMm) / (mostPixels - 1), (y.toMm - y.fromMm) / (mostPixels - 1));
  const stepMm = Math.max(stepAlongMm(geometry, normal), (through.toMm - through.fromMm) / (mostPixels - 1));
  const positionsMm = Array.from({ length: stepsIn(through, stepMm) }, (_, plane) => through.fromMm + plane * stepMm);
  const corner = add(scale(xDirection, x.fromMm), scale(yDirection, y.fromMm));
  return {
    orientation, columns: stepsIn(x, pixelMm), rows: stepsIn(y, pixelMm), columnSpacingMm: pixelMm, rowSpacingMm: pixelMm, xDirection, yDirection, normal,
    positionsMm, origins: positionsMm.map((position) => add(corner, scale(normal, position))), isExact: false,
  };
}

/** Adding zeros turns -0, which compares unequal, into 0. */
const normalOf = (xDirection: Vector3, yDirection: Vector3): Vector3 => add([0, 0, 0], normalize(cross(xDirection, yDirection)));

interface Extent {
  readonly fromMm: number;
  readonly toMm: number;
}

/** From the first to the last voxel centre along a direction. */
function extentAlong(geometry: GridGeometry, direction: Vector3): Extent {
  const [i, j, k] = [geometry.columns - 1, geometry.rows - 1, geometry.slices - 1];
  const corners: readonly VoxelIndex[] = [[0, 0, 0], [i, 0, 0], [0, j, 0], [i, j, 0], [0, 0, k], [i, 0, k], [0, j, k], [i, j, k]];
  const positions = corners.map((corner) => dot(voxelToPatient(geometry, corner), direction));
  return { fromMm: Math.min(...positions), toMm: Math.max(...positions) };
}

/** How many positions a step apart lie in an extent; the last one counts though rounding puts it just beyond. */
const stepsIn = ({ fromMm, toMm }: Extent, stepMm: number): number => Math.floor((toMm - fromMm) / stepMm + 1e-6) + 1;
