import type { ContourPlane, Slab } from './contourStack.ts';
import { offsetRegion, outlineLengthMm, partsOf, turnedAreaMm2 } from './polygonSets.ts';
import { momentsOf } from './regionMoments.ts';

/** Slabs a cap is made of. */
const capSlabs = 5;
const mostSteps = 40;
/** An outline this near to its place is there; scaling closes what is left of the area. */
const nearMm = 1e-4;

/**
 * The rounded end of a structure: what lies between an end contour and half a spacing beyond it.
 *
 * At a height t of the cap's height h the section has the area A·(1 − t²/h²) of the end contour's area A, as half an
 * ellipsoid has, so the cap holds ⅔·A·h. Its outline is the contour moved evenly inwards, part by part, which keeps it
 * inside the contour whatever its shape; a disc stays a disc. Each of the cap's slabs has the mean area of its stretch:
 * the volume is ⅔·A·h.
 *
 * @param direction +1: beyond the last contour; −1: before the first
 * @returns slabs ascending along the normal
 */
export function roundedCap({ positionMm, polygons }: ContourPlane, heightMm: number, direction: 1 | -1): readonly Slab[] {
  const parts = partsOf(polygons);
  const slabs = Array.from({ length: capSlabs }, (_, n): Slab => {
    const [from, to] = [n / capSlabs, (n + 1) / capSlabs];
    const share = 1 - (from * from + from * to + to * to) / 3;
    const ends = [positionMm + direction * from * heightMm, positionMm + direction * to * heightMm].toSorted((a, b) => a - b) as [number, number];
    return { positionMm: (ends[0] + ends[1]) / 2, lowMm: ends[0], highMm: ends[1], polygons: parts.flatMap((part) => shrunkTo(part, share)) };
  });
  return direction === 1 ? slabs : slabs.toReversed();
}

/** A connected part moved evenly inwards until a share of its area is left. */
function shrunkTo(part: readonly Float64Array[], share: number): Float64Array[] {
  const areaMm2 = turnedAreaMm2(part);
  const target = areaMm2 * share;
  let left: readonly Float64Array[] = part;
  let [low, high] = [0, Math.sqrt(areaMm2)];
  let depthMm = 0;
  for (let step = 0; step < mostSteps; step += 1) {
    const excess = turnedAreaMm2(left) - target;
    const outlineMm = outlineLengthMm(left);
    if (Math.abs(excess) < nearMm * outlineMm || high - low < nearMm) break;
    if (excess > 0) low = depthMm;
    else high = depthMm;
    // Newton: the area falls by the outline's length for every mm; halved where that leaves the bracket.
    const next = depthMm + excess / outlineMm;
    depthMm = next > low && next < high ? next : (low + high) / 2;
    left = offsetRegion(part, -depthMm);
  }
  return scaledTo(left.length === 0 ? part : left, target);
}

/** A region scaled about its centre to an area; closes what the grid of the outlines leaves open. */
function scaledTo(region: readonly Float64Array[], areaMm2: number): Float64Array[] {
  const { areaMm2: own, u, v } = momentsOf(region);
  const factor = Math.sqrt(areaMm2 / own);
  return region.map((polygon) => polygon.map((value, n) => (n % 2 === 0 ? u + (value - u) * factor : v + (value - v) * factor)));
}
