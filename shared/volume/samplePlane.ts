import { dot, scale, subtract } from '../geometry/vector.ts';
import type { Vector3 } from '../geometry/vector.ts';
import { noVoxel } from './planeLines.ts';
import type { ReadLine } from './planeLines.ts';
import type { PlaneFrame } from './planeStack.ts';
import { indexAxes } from './sample.ts';
import type { ImageVolume, Voxels } from './types.ts';

/** Points this far beyond the border voxels, in voxels, count as on them: positions are written with few digits. */
const borderVoxels = 1e-4;

/** The grid in the form the inner loop needs. */
interface Lattice {
  readonly voxels: Voxels;
  /** 16-bit voxels as unsigned, whichever they are, so that one compiled loop serves both; voxel = (bits ^ sign) - sign. */
  readonly bits: Uint16Array;
  readonly sign: number;
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  /** Last index a pair of neighbours may begin with. */
  readonly lastColumn: number;
  readonly lastRow: number;
  readonly lastSlice: number;
  /** Offset to the neighbour; 0 where there is none. */
  readonly nextColumn: number;
  readonly nextRow: number;
  readonly nextSlice: number;
  /** Distance of every slice along the normal, mm, and 1 over the gap to the next. */
  readonly offsetsMm: Float64Array;
  readonly perGap: Float64Array;
  /** `noVoxel` where there is no padding. */
  readonly padding: number;
}

/**
 * Reader of a plane that lies in any direction: trilinear at the centre of every pixel, by fractional indices that grow
 * evenly along a row. Beside padding, which has no value to mix, the nearest voxel is taken. NaN outside the box of voxel
 * centres, where the value is unknown; a stack one voxel thin is met by planes within half a voxel of it.
 *
 * @param origin centre of the plane's pixel (0,0), patient LPS mm
 */
export function sampledLines(volume: ImageVolume, plane: Omit<PlaneFrame, 'origin'>, origin: Vector3): ReadLine {
  const { geometry } = volume;
  const lattice = latticeOf(volume);
  const axes = indexAxes(geometry);
  const { normal } = geometry;
  const offset = subtract(origin, geometry.origin);
  const across = scale(plane.xDirection, plane.columnSpacingMm);
  const down = scale(plane.yDirection, plane.rowSpacingMm);
  const start = [dot(offset, axes.column), dot(offset, axes.row), dot(offset, normal)] as const;
  const perColumn = [dot(across, axes.column), dot(across, axes.row), dot(across, normal)] as const;
  const perRow = [dot(down, axes.column), dot(down, axes.row), dot(down, normal)] as const;
  const limits = limitsOf(lattice, Math.min(geometry.columnSpacingMm, geometry.rowSpacingMm));
  const sampleRow = volume.voxels instanceof Float32Array ? sampleFloats : sampleWhole;
  return (row, line) => {
    line.fill(Number.NaN);
    const from = [start[0] + perRow[0] * row, start[1] + perRow[1] * row, start[2] + perRow[2] * row] as const;
    let first = 0;
    let end = line.length;
    for (const axis of [0, 1, 2] as const) {
      const [low, high] = limits[axis];
      const step = perColumn[axis];
      if (Math.abs(step) * line.length < 1e-9) {
        if (from[axis] < low || from[axis] > high) return;
        continue;
      }
      const [one, other] = [(low - from[axis]) / step, (high - from[axis]) / step];
      first = Math.max(first, Math.ceil(Math.min(one, other)));
      end = Math.min(end, Math.floor(Math.max(one, other)) + 1);
    }
    if (first < end) sampleRow(lattice, line, first, end, from, perColumn);
  };
}

function latticeOf({ geometry, voxels, paddingValue }: ImageVolume): Lattice {
  const { columns, rows, slices, sliceOffsetsMm } = geometry;
  return {
    voxels, columns, rows, slices,
    bits: new Uint16Array(voxels.buffer, voxels.byteOffset, voxels instanceof Float32Array ? 0 : voxels.length), sign: voxels instanceof Int16Array ? 0x8000 : 0,
    lastColumn: Math.max(0, columns - 2), lastRow: Math.max(0, rows - 2), lastSlice: Math.max(0, slices - 2),
    nextColumn: columns > 1 ? 1 : 0, nextRow: rows > 1 ? columns : 0, nextSlice: slices > 1 ? columns * rows : 0,
    offsetsMm: Float64Array.from(sliceOffsetsMm),
    perGap: Float64Array.from(sliceOffsetsMm, (from, k) => { const to = sliceOffsetsMm[k + 1]; return to === undefined ? 0 : 1 / (to - from); }),
    padding: paddingValue ?? noVoxel,
  };
}

type Limit = readonly [low: number, high: number];

/** Where values are known: columns and rows by index, slices in mm along the normal. */
function limitsOf({ columns, rows, offsetsMm }: Lattice, pixelMm: number): readonly [Limit, Limit, Limit] {
  const byIndex = (count: number): Limit => (count > 1 ? [-borderVoxels, count - 1 + borderVoxels] : [-0.5, 0.5]);
  const lastMm = offsetsMm[offsetsMm.length - 1] ?? 0;
  const marginMm = offsetsMm.length > 1 ? (borderVoxels * lastMm) / (offsetsMm.length - 1) : pixelMm / 2;
  return [byIndex(columns), byIndex(rows), [-marginMm, lastMm + marginMm]];
}

/** Columns `first` to `end` of a line of a volume of whole numbers; all of them lie in the box. */
function sampleWhole(lattice: Lattice, line: Float64Array, first: number, end: number, from: Vector3, perColumn: Vector3): void {
  const { bits, sign, columns, lastColumn, lastRow, lastSlice, nextColumn, nextRow, nextSlice, offsetsMm, perGap, padding } = lattice;
  const code = padding === noVoxel ? noVoxel : (padding ^ sign) & 0xffff;
  const perSlice = columns * lattice.rows;
  const [stepI, stepJ, stepMm] = perColumn;
  let i = from[0] + stepI * first;
  let j = from[1] + stepJ * first;
  let mm = from[2] + stepMm * first;
  let slice = 0;
  for (let column = first; column < end; column++, i += stepI, j += stepJ, mm += stepMm) {
    // Positive up to rounding, so cutting the fraction off is the floor.
    const left = Math.min((i + borderVoxels) | 0, lastColumn);
    const top = Math.min((j + borderVoxels) | 0, lastRow);
    while (slice < lastSlice && mm >= (offsetsMm[slice + 1] ?? 0)) slice++;
    while (slice > 0 && mm < (offsetsMm[slice] ?? 0)) slice--;
    const at = slice * perSlice + top * columns + left;
    const u = i - left;
    const v = j - top;
    const w = (mm - (offsetsMm[slice] ?? 0)) * (perGap[slice] ?? 0);
    const a = (bits[at] ?? 0) ^ sign;
    const b = (bits[at + nextColumn] ?? 0) ^ sign;
    const c = (bits[at + nextRow] ?? 0) ^ sign;
    const d = (bits[at + nextRow + nextColumn] ?? 0) ^ sign;
    const above = at + nextSlice;
    const e = (bits[above] ?? 0) ^ sign;
    const f = (bits[above + nextColumn] ?? 0) ^ sign;
    const g = (bits[above + nextRow] ?? 0) ^ sign;
    const h = (bits[above + nextRow + nextColumn] ?? 0) ^ sign;
    if (a === code || b === code || c === code || d === code || e === code || f === code || g === code || h === code) {
      line[column] = nearPadding(lattice, at, u, v, w);
      continue;
    }
    const nearTop = a + (b - a) * u;
    const near = nearTop + (c + (d - c) * u - nearTop) * v;
    const farTop = e + (f - e) * u;
    line[column] = near + (farTop + (g + (h - g) * u - farTop) * v - near) * w - sign;
  }
}

/** The same for floats, whose padding is NaN and shows in the result. */
function sampleFloats(lattice: Lattice, line: Float64Array, first: number, end: number, from: Vector3, perColumn: Vector3): void {
  const { voxels, columns, lastColumn, lastRow, lastSlice, nextColumn, nextRow, nextSlice, offsetsMm, perGap } = lattice;
  const perSlice = columns * lattice.rows;
  const [stepI, stepJ, stepMm] = perColumn;
  let i = from[0] + stepI * first;
  let j = from[1] + stepJ * first;
  let mm = from[2] + stepMm * first;
  let slice = 0;
  for (let column = first; column < end; column++, i += stepI, j += stepJ, mm += stepMm) {
    const left = Math.min((i + borderVoxels) | 0, lastColumn);
    const top = Math.min((j + borderVoxels) | 0, lastRow);
    while (slice < lastSlice && mm >= (offsetsMm[slice + 1] ?? 0)) slice++;
    while (slice > 0 && mm < (offsetsMm[slice] ?? 0)) slice--;
    const at = slice * perSlice + top * columns + left;
    const u = i - left;
    const v = j - top;
    const w = (mm - (offsetsMm[slice] ?? 0)) * (perGap[slice] ?? 0);
    const above = at + nextSlice;
    const a = voxels[at] ?? 0;
    const c = voxels[at + nextRow] ?? 0;
    const e = voxels[above] ?? 0;
    const g = voxels[above + nextRow] ?? 0;
    const nearTop = a + ((voxels[at + nextColumn] ?? 0) - a) * u;
    const near = nearTop + (c + ((voxels[at + nextRow + nextColumn] ?? 0) - c) * u - nearTop) * v;
    const farTop = e + ((voxels[above + nextColumn] ?? 0) - e) * u;
    const value = near + (farTop + (g + ((voxels[above + nextRow + nextColumn] ?? 0) - g) * u - farTop) * v - near) * w;
    line[column] = value === value ? value : nearPadding(lattice, at, u, v, w);
  }
}

/** Weights below this are rounding: the voxel they belong to plays no part. */
const noWeight = 1e-6;

/** Where padding among the eight voxels has no weight, the mix of the others; else the nearest voxel, NaN if it is padding. */
function nearPadding({ voxels, nextColumn, nextRow, nextSlice, padding }: Lattice, at: number, u: number, v: number, w: number): number {
  let sum = 0;
  let isMixed = false;
  for (let corner = 0; corner < 8; corner++) {
    const weight = ((corner & 1) === 0 ? 1 - u : u) * ((corner & 2) === 0 ? 1 - v : v) * ((corner & 4) === 0 ? 1 - w : w);
    if (Math.abs(weight) < noWeight) continue;
    const voxel = voxels[at + ((corner & 1) === 0 ? 0 : nextColumn) + ((corner & 2) === 0 ? 0 : nextRow) + ((corner & 4) === 0 ? 0 : nextSlice)] ?? 0;
    if (voxel === padding || voxel !== voxel) isMixed = true;
    sum += weight * voxel;
  }
  if (!isMixed) return sum;
  const nearest = voxels[at + (u < 0.5 ? 0 : nextColumn) + (v < 0.5 ? 0 : nextRow) + (w < 0.5 ? 0 : nextSlice)] ?? 0;
  return nearest === padding ? Number.NaN : nearest;
}
