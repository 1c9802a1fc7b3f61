import { polygonAreaMm2 } from '../contours/polygonSets.ts';
import type { ScanExtent } from '../contours/scanLines.ts';
import type { SlabStack } from '../contours/slabs.ts';
import type { DoseGrid } from '../types.ts';

/** Fewest and most samples of a structure (rt-reference section 5). */
const fewestSamples = 20_000;
const mostSamples = 5_000_000;
/** The same limit for exact lines: at the rule's quarter of the dose spacing a piece between two voxels stands for four samples. */
const mostPieces = mostSamples / 4;
/** A line has no more than one height in its slab, so small structures get more of them than rows of samples. */
const fewestLines = 10_000;

/** How finely a structure is scanned. */
export interface SamplingPlan {
  /** Width of the cells the rule samples in the contour plane, mm. */
  readonly stepMm: number;
  /** Most width of the strip a scan line stands for, mm: a cell has at least as many lines as the rule has samples in it. */
  readonly lineMm: number;
  /** True when the cap on samples made the step coarser than the rule asks. */
  readonly isCapped: boolean;
}

/**
 * Chooses how densely a structure is scanned, by the rule for point samples: in-plane step at most 1 mm, a quarter of the
 * dose spacing and a twentieth of the smallest extent; at least four sub-slabs a slab; between 20 000 and 5 million
 * samples, or as many pieces of exact lines as stand for them. Every row of samples becomes a line.
 *
 * @param extents of every slab, in the axes of the scan
 * @param isAlongGrid lines follow a grid axis, so that a piece reaches from one voxel to the next
 */
export function planSampling({ slabs }: SlabStack, extents: readonly ScanExtent[], dose: DoseGrid, isAlongGrid: boolean): SamplingPlan {
  let [uMin, uMax, vMin, vMax, thicknessMm, areaMm2, acrossMm] = [Infinity, -Infinity, Infinity, -Infinity, 0, 0, 0];
  slabs.forEach((slab, n) => {
    const extent = extents[n]!;
    uMin = Math.min(uMin, extent.uMin);
    uMax = Math.max(uMax, extent.uMax);
    vMin = Math.min(vMin, extent.vMin);
    vMax = Math.max(vMax, extent.vMax);
    acrossMm += extent.vMax - extent.vMin;
    thicknessMm = Math.max(thicknessMm, slab.highMm - slab.lowMm);
    for (const polygon of slab.polygons) areaMm2 += Math.abs(polygonAreaMm2(polygon));
  });
  const [uMm, vMm] = [uMax - uMin, vMax - vMin];
  const wMm = slabs.at(-1)!.highMm - slabs[0]!.lowMm;
  const { columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = dose.geometry;
  const slicePitchMm = sliceOffsetsMm.length > 1 ? sliceOffsetsMm.at(-1)! / (sliceOffsetsMm.length - 1) : Infinity;
  const doseMm = Math.min(columnSpacingMm, rowSpacingMm, slicePitchMm);
  const subSlabs = Math.max(4, Math.min(16, Math.ceil(thicknessMm)));
  const wantedMm = Math.min(1, doseMm / 4, Math.min(uMm, vMm, wMm) / 20);
  const stepFor = (samples: number): number => Math.sqrt((areaMm2 * subSlabs) / samples);
  const floorMm = Math.max(0.01, Math.max(uMm, vMm) / 20_000);
  const cappedMm = isAlongGrid ? (areaMm2 * subSlabs) / (mostPieces * Math.min(columnSpacingMm, rowSpacingMm)) : stepFor(mostSamples);
  const stepMm = Math.max(floorMm, cappedMm, Math.min(wantedMm, stepFor(fewestSamples)));
  return { stepMm, lineMm: Math.min(stepMm / subSlabs, acrossMm / fewestLines), isCapped: stepMm > wantedMm * (1 + 1e-9) };
}

/** One stretch along the normal whose neighbours decide how area changes inside it. */
export interface AreaStretch {
  readonly lowMm: number;
  readonly highMm: number;
  readonly areaMm2: number;
}

/**
 * Slope of the cross-section inside a slab, mm² per mm, as the touching neighbours suggest.
 *
 * The slab keeps its volume; only where along the normal it lies becomes second order, so that a tapering end is not a
 * step. Limited like a monotonized central scheme: no new extremum, never a negative area.
 *
 * @see van Leer, J Comput Phys 1977;23:276 (monotonized central limiter)
 */
export function areaSlope(before: AreaStretch | null, slab: AreaStretch, after: AreaStretch | null): number {
  const thicknessMm = slab.highMm - slab.lowMm;
  const left = slopeBetween(before, slab);
  const right = slopeBetween(slab, after);
  const wanted = left !== null && right !== null ? monotonizedCentral(left, right) : (left ?? right ?? 0);
  const limit = thicknessMm > 0 ? (2 * slab.areaMm2) / thicknessMm : 0;
  return Math.min(limit, Math.max(-limit, wanted));
}

/** Slope between two stretches that touch; null at an end or a gap. */
function slopeBetween(lower: AreaStretch | null, upper: AreaStretch | null): number | null {
  if (lower === null || upper === null || upper.lowMm - lower.highMm > 1e-6) return null;
  return (2 * (upper.areaMm2 - lower.areaMm2)) / (upper.lowMm + upper.highMm - lower.lowMm - lower.highMm);
}

function monotonizedCentral(left: number, right: number): number {
  if (left * right <= 0) return 0;
  return Math.sign(left) * Math.min(2 * Math.abs(left), 2 * Math.abs(right), Math.abs(left + right) / 2);
}
