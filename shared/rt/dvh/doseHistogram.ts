import type { DvhCurve } from '../types.ts';

/**
 * Differential histogram of volume over dose, filled by stretches over which dose is linear. Volumes are exact to rounding:
 * a stretch from a to b Gy spreads its volume evenly over that range, whatever bins it covers.
 */
export interface DoseHistogram {
  readonly binWidthGy: number;
  /** Bins of dose from 0 to the maximum given. */
  readonly bins: number;
  /** Volume of stretches that stay within one bin, mm³. */
  readonly flatMm3: Float64Array;
  /** First difference of the volume of all other stretches over the bins, mm³; its running sum is the volume. */
  readonly jumpMm3: Float64Array;
  /** Sums over all stretches: Gy·mm³, mm³; least and greatest dose, Gy; number of stretches. */
  readonly totals: Float64Array;
}

const sumOfDose = 0;
const sumOfVolume = 1;
const least = 2;
const greatest = 3;
const stretches = 4;

/** An empty histogram for doses up to `maximumGy`. */
export function createDoseHistogram(maximumGy: number, binWidthGy: number): DoseHistogram {
  const bins = Math.max(1, Math.floor(Math.max(0, maximumGy) / binWidthGy) + 1);
  // Rounding may carry the greatest dose one bin further, and a jump reaches the bin after its own.
  return { binWidthGy, bins, flatMm3: new Float64Array(bins + 3), jumpMm3: new Float64Array(bins + 3), totals: Float64Array.of(0, 0, Infinity, -Infinity, 0) };
}

export const coveredMm3 = (histogram: DoseHistogram): number => histogram.totals[sumOfVolume]!;
export const meanGy = (histogram: DoseHistogram): number => histogram.totals[sumOfDose]! / histogram.totals[sumOfVolume]!;
export const leastGy = (histogram: DoseHistogram): number => histogram.totals[least]!;
export const greatestGy = (histogram: DoseHistogram): number => histogram.totals[greatest]!;
/** Number of stretches of linear dose. */
export const pieces = (histogram: DoseHistogram): number => histogram.totals[stretches]!;

/** Ranges narrower than this part of a bin count as flat, which bounds the rounding of {@link DoseHistogram.jumpMm3}. */
const narrowestRange = 1e-3;

/**
 * Adds the stretch of a line from node coordinate `from` to `to`, dose linear between neighbouring nodes.
 *
 * @param nodeGy dose at the nodes, Gy; at least two
 * @param perNode volume of the stretch from one node to the next, mm³
 */
export function addStretch(histogram: DoseHistogram, nodeGy: Float64Array, from: number, to: number, perNode: number): void {
  if (!(to > from)) return;
  const { flatMm3, jumpMm3, totals } = histogram;
  const perGy = 1 / histogram.binWidthGy;
  const top = histogram.bins + 1;
  let node = from | 0;
  let doseA = nodeGy[node]! + (from - node) * (nodeGy[node + 1]! - nodeGy[node]!);
  let placeA = doseA * perGy;
  if (placeA > top) placeA = top;
  let binA = placeA | 0;
  let low = doseA < totals[least]! ? doseA : totals[least]!;
  let high = doseA > totals[greatest]! ? doseA : totals[greatest]!;
  let densityA = 0;
  let doubleSum = 0;
  let start = from;
  let isLast = false;
  let count = 0;
  while (!isLast) {
    isLast = node + 1 >= to;
    const end = isLast ? to : node + 1;
    const doseB = isLast ? nodeGy[node]! + (to - node) * (nodeGy[node + 1]! - nodeGy[node]!) : nodeGy[node + 1]!;
    let placeB = doseB * perGy;
    if (placeB > top) placeB = top;
    const binB = placeB | 0;
    const volume = (end - start) * perNode;
    const range = placeB - placeA;
    let densityB = 0;
    if (placeA < 0 || placeB < 0) addBelowZero(histogram, placeA, placeB, volume);
    else if (range < narrowestRange && range > -narrowestRange) flatMm3[binA]! += volume;
    else densityB = volume / range;
    // The density over dose changes where one stretch ends and the next begins; a falling one counts from above.
    if (densityB !== densityA) addJump(jumpMm3, binA, placeA - binA, densityB - densityA);
    doubleSum += volume * (doseA + doseB);
    if (doseB < low) low = doseB;
    if (doseB > high) high = doseB;
    densityA = densityB;
    doseA = doseB;
    placeA = placeB;
    binA = binB;
    start = end;
    node += 1;
    count += 1;
  }
  if (densityA !== 0) addJump(jumpMm3, binA, placeA - binA, -densityA);
  totals[sumOfDose]! += doubleSum / 2;
  totals[sumOfVolume]! += (to - from) * perNode;
  totals[least] = low;
  totals[greatest] = high;
  totals[stretches]! += count;
}

/** As {@link addStretch}, of the parts between known nodes only: where either of two neighbours is NaN the dose between them is unknown. */
export function addKnownStretches(histogram: DoseHistogram, nodeGy: Float64Array, from: number, to: number, perNode: number): void {
  let start = from;
  for (let node = Math.floor(from); node < to; node += 1) {
    if (!Number.isNaN(nodeGy[node]! + nodeGy[node + 1]!)) continue;
    addStretch(histogram, nodeGy, start, node, perNode);
    start = node + 1;
  }
  addStretch(histogram, nodeGy, start, to, perNode);
}

/** A density that begins inside a bin fills the rest of it, and the whole of every one above. */
function addJump(jumpMm3: Float64Array, bin: number, part: number, density: number): void {
  jumpMm3[bin]! += density * (1 - part);
  jumpMm3[bin + 1]! += density * part;
}

/** A stretch that reaches below 0 Gy: that part counts in the lowest bin. */
function addBelowZero({ flatMm3, jumpMm3 }: DoseHistogram, placeA: number, placeB: number, volume: number): void {
  const low = Math.min(placeA, placeB);
  const high = Math.max(placeA, placeB);
  const above = high > 0 && high > low ? (volume * high) / (high - low) : 0;
  flatMm3[0]! += volume - above;
  if (high < narrowestRange) {
    flatMm3[0]! += above;
    return;
  }
  addJump(jumpMm3, 0, 0, above / high);
  addJump(jumpMm3, high | 0, high - (high | 0), -above / high);
}

/** Volume of every bin, mm³, the last being the highest that holds any. */
export function differentialMm3(histogram: DoseHistogram): Float64Array {
  const { flatMm3, jumpMm3, bins, binWidthGy } = histogram;
  const low = leastGy(histogram);
  const high = greatestGy(histogram);
  if (!(high >= low)) return new Float64Array(0);
  const first = Math.min(bins - 1, Math.max(0, Math.floor(low / binWidthGy) - 1));
  const filled = Math.min(bins, Math.max(0, Math.floor(high / binWidthGy)) + 1);
  const volumeMm3 = new Float64Array(filled);
  let sloping = 0;
  for (let n = 0; n < flatMm3.length; n += 1) {
    sloping += jumpMm3[n]!;
    // Outside the range of dose only the rounding of the running sum is left.
    if (n < first) continue;
    volumeMm3[n < filled ? n : filled - 1]! += flatMm3[n]! + (sloping > 0 ? sloping : 0);
  }
  let last = filled - 1;
  while (last > 0 && volumeMm3[last] === 0) last -= 1;
  return volumeMm3.subarray(0, last + 1);
}

/**
 * Cumulative curve: ascending bin edges from 0, one more than bins up to the highest filled one; volumes in cm³.
 *
 * @param factor what every volume is multiplied with
 */
export function cumulativeCurve(histogram: DoseHistogram, factor: number): DvhCurve {
  const bins = differentialMm3(histogram);
  const doseGy = new Float64Array(bins.length + 1);
  const volumeCc = new Float64Array(bins.length + 1);
  let volumeMm3 = 0;
  for (let n = bins.length; n >= 0; n -= 1) {
    if (n < bins.length) volumeMm3 += bins[n]!;
    doseGy[n] = n * histogram.binWidthGy;
    volumeCc[n] = (volumeMm3 * factor) / 1000;
  }
  return { doseGy, volumeCc };
}
