import { sampleSurface } from '../../structures/sampleSurface.ts';
import { distanceToSurface, type SlabSurface } from '../../structures/slabSurface.ts';

/** How far one surface lies from another, measured from points of the first, mm. */
export interface DirectedDistance {
  /** Weighted with the area each point stands for. */
  readonly meanMm: number;
  /** No more than this on 95 % of the surface, by area. */
  readonly percentile95Mm: number;
  readonly maximumMm: number;
  readonly points: number;
  /** Most distance of neighbouring points. */
  readonly stepMm: number;
}

/**
 * Distances from points spread over one surface to the nearest point of the other, exact to walls and level faces; both in
 * the same axes.
 */
export function directedDistance(from: SlabSurface, to: SlabSurface, stepMm: number): DirectedDistance {
  const { count, points, areaMm2, stepMm: step } = sampleSurface(from, stepMm);
  const distances = new Float64Array(count);
  let sum = 0;
  let total = 0;
  let maximumMm = 0;
  let known = Infinity;
  for (let n = 0; n < count; n += 1) {
    const at = n * 3;
    // The distance cannot have changed by more than the way from the last point.
    if (n > 0) known += Math.hypot(points[at]! - points[at - 3]!, points[at + 1]! - points[at - 2]!, points[at + 2]! - points[at - 1]!) + 1e-9;
    known = distanceToSurface(to, points[at]!, points[at + 1]!, points[at + 2]!, known);
    distances[n] = known;
    sum += known * areaMm2[n]!;
    total += areaMm2[n]!;
    if (known > maximumMm) maximumMm = known;
  }
  return { meanMm: sum / total, percentile95Mm: percentile(distances, areaMm2, 0.95 * total, maximumMm), maximumMm, points: count, stepMm: step };
}

/** Least distance that leaves no more than the rest of the area beyond it; only the bin that holds it is sorted. */
function percentile(distances: Float64Array, areaMm2: Float64Array, wantedMm2: number, maximumMm: number): number {
  const bins = 4096;
  const perMm = maximumMm > 0 ? (bins - 1) / maximumMm : 0;
  const areas = new Float64Array(bins);
  distances.forEach((distance, n) => {
    areas[Math.floor(distance * perMm)]! += areaMm2[n]!;
  });
  let bin = 0;
  let sum = 0;
  for (; bin < bins - 1 && sum + areas[bin]! < wantedMm2; bin += 1) sum += areas[bin]!;
  const inside: number[] = [];
  distances.forEach((distance, n) => {
    if (Math.floor(distance * perMm) === bin) inside.push(n);
  });
  inside.sort((a, b) => distances[a]! - distances[b]!);
  for (const n of inside) {
    sum += areaMm2[n]!;
    if (sum >= wantedMm2) return distances[n]!;
  }
  return maximumMm;
}
