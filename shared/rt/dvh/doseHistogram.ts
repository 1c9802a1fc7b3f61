import type { DvhCurve } from '../types.ts';

/** Differential histogram of volume over dose that also keeps the exact mean and extrema. */
export interface DoseHistogram {
  readonly binWidthGy: number;
  /** Volume per bin, mm³. */
  readonly volumeMm3: Float64Array;
  sumGyMm3: number;
  coveredMm3: number;
  minGy: number;
  maxGy: number;
}

/** An empty histogram for doses from 0 to `maximumGy`. */
export function createDoseHistogram(maximumGy: number, binWidthGy: number): DoseHistogram {
  const bins = Math.max(1, Math.floor(maximumGy / binWidthGy) + 1);
  return { binWidthGy, volumeMm3: new Float64Array(bins), sumGyMm3: 0, coveredMm3: 0, minGy: Infinity, maxGy: -Infinity };
}

/**
 * Adds samples of one sub-slab.
 *
 * @param doseGy NaN is skipped: outside the dose grid the dose is unknown, not zero
 * @param areaMm2 area each sample stands for
 * @param thicknessMm thickness each area is multiplied with
 */
export function addSamples(
  histogram: DoseHistogram,
  doseGy: Float64Array,
  areaMm2: Float64Array,
  count: number,
  thicknessMm: number,
): void {
  const bins = histogram.volumeMm3;
  const last = bins.length - 1;
  const perGy = 1 / histogram.binWidthGy;
  let { sumGyMm3, coveredMm3, minGy, maxGy } = histogram;
  for (let n = 0; n < count; n += 1) {
    const dose = doseGy[n]!;
    if (Number.isNaN(dose)) continue;
    const volume = areaMm2[n]! * thicknessMm;
    const bin = dose > 0 ? (dose * perGy) | 0 : 0;
    bins[bin < last ? bin : last]! += volume;
    sumGyMm3 += dose * volume;
    coveredMm3 += volume;
    if (dose < minGy) minGy = dose;
    if (dose > maxGy) maxGy = dose;
  }
  Object.assign(histogram, { sumGyMm3, coveredMm3, minGy, maxGy });
}

/** Cumulative curve: ascending bin edges from 0, one more than bins up to the highest filled one; volumes in cm³. */
export function cumulativeCurve(histogram: DoseHistogram): DvhCurve {
  const bins = histogram.volumeMm3;
  let filled = bins.length;
  while (filled > 0 && bins[filled - 1] === 0) filled -= 1;
  const doseGy = new Float64Array(filled + 1);
  const volumeCc = new Float64Array(filled + 1);
  let volumeMm3 = 0;
  for (let n = filled; n >= 0; n -= 1) {
    if (n < filled) volumeMm3 += bins[n]!;
    doseGy[n] = n * histogram.binWidthGy;
    volumeCc[n] = volumeMm3 / 1000;
  }
  return { doseGy, volumeCc };
}
