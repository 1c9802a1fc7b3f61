import type { DoseGrid } from '../types.ts';
import { createCellMinimum } from './cellMinimum.ts';
import type { EvaluatedField } from './evaluatedField.ts';
import { rowStart, type VoxelPlaces } from './referenceToEvaluated.ts';

/** What the search has to know of the criteria, in plain numbers. */
export interface SearchLimits {
  readonly distanceMm: number;
  /** Dose criterion in the unit of the doses; for local gamma the fraction of the reference dose. */
  readonly doseCriterion: number;
  readonly isLocal: boolean;
  /** Points under it are not compared. */
  readonly thresholdDose: number;
  readonly cap: number;
}

/** Results on the reference grid, [k][j][i]; every voxel of the slices asked for is written. */
export interface SearchOutput {
  /** Gamma, or NaN where there is none. */
  readonly gamma: Float32Array;
  /** One of {@link pointState}. */
  readonly state: Uint8Array;
}

export const pointState = { compared: 0, beyondEdge: 1, evaluatedUnknown: 2, belowThreshold: 3, referenceUnknown: 4, outsideStructure: 5 } as const;

/** Points this close outside the outermost voxel centres (in voxels) are on the border: positions are written with few digits. */
const borderVoxels = 1e-3;
/** Of gamma squared: what a cell cannot improve by more than this is not worth looking inside. */
const negligible = 1e-7;

/**
 * Gamma at every voxel of slices `fromSlice` to `toSlice` of the reference.
 *
 * The evaluated dose is the trilinear field between its voxel centres, searched without steps: cells are visited in shells
 * about the point, those that cannot beat the best gamma found are skipped by distance and dose range, the others are
 * solved ({@link createCellMinimum}). Pure, so that slices may be shared out among workers.
 *
 * @param mask 1 for voxels to compare, on the reference grid; null for all
 * @see Ju et al., Med Phys 2008;35:879 (search inside cells instead of at points); Wendling et al., Med Phys 2007;34:1647 (ordered search)
 */
export function gammaRange(
  reference: DoseGrid, field: EvaluatedField, places: VoxelPlaces, limits: SearchLimits, mask: Uint8Array | null, fromSlice: number, toSlice: number, out: SearchOutput,
): void {
  const { columns, rows, sliceOffsetsMm } = reference.geometry;
  const doses = reference.dose;
  const { gamma, state } = out;
  const search = createSearch(field, limits);
  const perMm = 1 / limits.distanceMm;
  const [stepX, stepY, stepZ] = places.perColumn.map((mm) => mm * perMm) as [number, number, number];
  for (let k = fromSlice; k < toSlice; k += 1) {
    for (let j = 0; j < rows; j += 1) {
      const [startX, startY, startZ] = rowStart(places, j, sliceOffsetsMm[k]!).map((mm) => mm * perMm) as [number, number, number];
      let index = (k * rows + j) * columns;
      for (let i = 0; i < columns; i += 1, index += 1) {
        const dose = doses[index]!;
        gamma[index] = NaN;
        if (mask !== null && mask[index] === 0) state[index] = pointState.outsideStructure;
        else if (Number.isNaN(dose)) state[index] = pointState.referenceUnknown;
        else if (dose < limits.thresholdDose) state[index] = pointState.belowThreshold;
        else {
          const perDose = 1 / (limits.isLocal ? limits.doseCriterion * dose : limits.doseCriterion);
          const squared = search(startX + i * stepX, startY + i * stepY, startZ + i * stepZ, dose, perDose);
          // The search tells "unknown" and "beyond the edge" apart by sign, to return one number.
          if (Number.isNaN(squared)) state[index] = pointState.evaluatedUnknown;
          else {
            const isBeyond = squared < 0 || Object.is(squared, -0);
            state[index] = isBeyond ? pointState.beyondEdge : pointState.compared;
            gamma[index] = Math.sqrt(isBeyond ? -squared : squared);
          }
        }
      }
    }
  }
}

type Search = (x: number, y: number, z: number, dose: number, perDose: number) => number;

/** Gamma squared at one point in units of the distance criterion; negated where the point lies outside the grid; NaN where no dose is known near. */
function createSearch(field: EvaluatedField, limits: SearchLimits): Search {
  const { grid, cells, lowest, highest } = field;
  const { columns, rows, slices, columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = grid.geometry;
  const values = grid.dose;
  const [ci, cj, ck] = cells;
  const sx = columnSpacingMm / limits.distanceMm;
  const sy = rowSpacingMm / limits.distanceMm;
  // Borders of the cells along each axis; a grid one voxel thick has one cell without thickness.
  const xs = Float64Array.from({ length: ci + 1 }, (_, n) => (columns > 1 ? n * sx : 0));
  const ys = Float64Array.from({ length: cj + 1 }, (_, n) => (rows > 1 ? n * sy : 0));
  const zs = Float64Array.from({ length: ck + 1 }, (_, n) => (slices > 1 ? sliceOffsetsMm[n]! / limits.distanceMm : 0));
  const di = columns > 1 ? 1 : 0;
  const dj = rows > 1 ? columns : 0;
  const dk = slices > 1 ? columns * rows : 0;
  const cellMinimum = createCellMinimum(values, { di, dj, dk });
  const most = limits.cap * limits.cap;
  const xBorder = borderVoxels * sx;
  const yBorder = borderVoxels * sy;
  const zBorder = (borderVoxels * (slices > 1 ? zs[ck]! / ck : sx));
  let kNear = 0;

  return (x, y, z, dose, perDose) => {
    const i0 = Math.min(ci - 1, Math.max(0, Math.floor(x / sx)));
    const j0 = Math.min(cj - 1, Math.max(0, Math.floor(y / sy)));
    while (kNear > 0 && zs[kNear]! > z) kNear -= 1;
    while (kNear < ck - 1 && zs[kNear + 1]! <= z) kNear += 1;
    const k0 = kNear;
    let best = most;
    let isKnown = false;
    for (let ring = 0; ; ring += 1) {
      const iLow = i0 - ring;
      const iHigh = i0 + ring;
      const jLow = j0 - ring;
      const jHigh = j0 + ring;
      const kLow = k0 - ring;
      const kHigh = k0 + ring;
      if (ring > 0) {
        // Nearest any cell of this shell can be: across the nearest of the six sides that are still inside the grid.
        let nearest = Infinity;
        if (iLow >= 0) nearest = Math.min(nearest, x - xs[iLow + 1]!);
        if (iHigh < ci) nearest = Math.min(nearest, xs[iHigh]! - x);
        if (jLow >= 0) nearest = Math.min(nearest, y - ys[jLow + 1]!);
        if (jHigh < cj) nearest = Math.min(nearest, ys[jHigh]! - y);
        if (kLow >= 0) nearest = Math.min(nearest, z - zs[kLow + 1]!);
        if (kHigh < ck) nearest = Math.min(nearest, zs[kHigh]! - z);
        if (nearest === Infinity || (nearest > 0 && nearest * nearest >= best - negligible)) break;
      }
      const kTo = Math.min(kHigh, ck - 1);
      for (let k = Math.max(kLow, 0); k <= kTo; k += 1) {
        const zl = zs[k]! - z;
        const zh = zs[k + 1]! - z;
        const zGap = zl > 0 ? zl : zh < 0 ? zh : 0;
        const zz = zGap * zGap;
        if (zz >= best - negligible) continue;
        const isFace = k === kLow || k === kHigh;
        const jTo = Math.min(jHigh, cj - 1);
        for (let j = Math.max(jLow, 0); j <= jTo; j += 1) {
          const yl = ys[j]! - y;
          const yh = ys[j + 1]! - y;
          const yGap = yl > 0 ? yl : yh < 0 ? yh : 0;
          const yz = zz + yGap * yGap;
          if (yz >= best - negligible) continue;
          const isWhole = isFace || j === jLow || j === jHigh;
          const stride = isWhole || ring === 0 ? 1 : 2 * ring;
          for (let i = iLow; i <= iHigh; i += stride) {
            if (i < 0 || i >= ci) continue;
            const xl = xs[i]! - x;
            const xh = xs[i + 1]! - x;
            const xGap = xl > 0 ? xl : xh < 0 ? xh : 0;
            const distance = yz + xGap * xGap;
            if (distance >= best - negligible) continue;
            const cell = (k * cj + j) * ci + i;
            const low = lowest[cell]!;
            const high = highest[cell]!;
            if (Number.isNaN(low)) continue;
            if (distance <= 1 + 1e-6) isKnown = true;
            const gap = low > dose ? low - dose : high < dose ? dose - high : 0;
            if (distance + gap * gap * perDose * perDose >= best - negligible) continue;
            best = cellMinimum((k * rows + j) * columns + i, dose, perDose, xl, xh, yl, yh, zl, zh, best);
          }
        }
      }
    }
    if (!isKnown) return NaN;
    const isBeyond = x < -xBorder || x > xs[ci]! + xBorder || y < -yBorder || y > ys[cj]! + yBorder || z < -zBorder || z > zs[ck]! + zBorder;
    return isBeyond ? -best : best;
  };
}
