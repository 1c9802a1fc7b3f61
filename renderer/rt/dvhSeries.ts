import type { Dvh, DvhCurve } from '../../shared/rt/types.ts';

/** Volume of a cumulative curve at a dose, cm³; the whole volume below its first point and 0 beyond its last. */
export function volumeAtDose(curve: DvhCurve, doseGy: number): number {
  const { doseGy: doses, volumeCc } = curve;
  const last = doses.length - 1;
  if (last < 0) return 0;
  if (doseGy <= (doses[0] ?? 0)) return volumeCc[0] ?? 0;
  if (doseGy > (doses[last] ?? 0)) return 0;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((doses[middle] ?? 0) <= doseGy) low = middle;
    else high = middle;
  }
  const [x0, x1] = [doses[low] ?? 0, doses[high] ?? 0];
  const [y0, y1] = [volumeCc[low] ?? 0, volumeCc[high] ?? 0];
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (doseGy - x0)) / (x1 - x0);
}

/** What of a histogram the chart draws: ours or a stored one. */
export type DvhCurveOf = Pick<Dvh, 'name' | 'curve' | 'maxGy'>;

export interface DvhAxes {
  readonly isRelativeVolume: boolean;
  /** Dose that is 100 %, or null for Gy. */
  readonly percentOfGy: number | null;
}

/** Points of the common dose axis; a tenth of a percent of the range each. */
const points = 1000;

/** Columns for the chart: the dose axis, then one volume column a histogram. */
export function dvhColumns(dvhs: readonly DvhCurveOf[], axes: DvhAxes): (number | null)[][] {
  const highestGy = Math.max(1, ...dvhs.map((dvh) => dvh.maxGy ?? 0)) * 1.03;
  const doses = Array.from({ length: points + 1 }, (_, n) => (n / points) * highestGy);
  const doseColumn = axes.percentOfGy === null ? doses : doses.map((doseGy) => (doseGy / (axes.percentOfGy ?? 1)) * 100);
  return [doseColumn, ...dvhs.map((dvh) => doses.map((doseGy) => shownVolume(dvh, doseGy, axes.isRelativeVolume)))];
}

/** Volume at a dose as the chart shows it: % of the part inside the dose grid, or cm³; null where no part is inside, so that dose is unknown. */
export function shownVolume(dvh: Pick<Dvh, 'curve'>, doseGy: number, isRelative: boolean): number | null {
  const whole = dvh.curve.volumeCc[0] ?? 0;
  if (whole <= 0) return null;
  const cc = volumeAtDose(dvh.curve, doseGy);
  return isRelative ? (cc / whole) * 100 : cc;
}
