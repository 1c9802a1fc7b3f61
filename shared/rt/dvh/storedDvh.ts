import { doseAtVolumePercent, volumeAtDoseGy, volumeOnCurve, type DvhFigures } from './dvhMetrics.ts';
import type { Dvh, DvhCurve, StoredDvh } from '../types.ts';

/** Figures of one histogram, as both sides of a comparison have them; doses in Gy, null where they cannot be given. */
export interface ComparedFigures {
  readonly volumeCc: number | null;
  readonly meanGy: number | null;
  readonly minGy: number | null;
  readonly maxGy: number | null;
  readonly d98Gy: number | null;
  readonly d50Gy: number | null;
  readonly d2Gy: number | null;
}

/** A histogram stored by the planning system beside ours; every difference is stored − ours. */
export interface StoredComparison {
  readonly stored: ComparedFigures;
  readonly ours: ComparedFigures;
  readonly meanDifferenceGy: number | null;
  readonly d98DifferenceGy: number | null;
  readonly d50DifferenceGy: number | null;
  readonly d2DifferenceGy: number | null;
  /** Of our volume; null where the stored curve is in percent and so has no volume of its own. */
  readonly volumeDifferencePercent: number | null;
  /** The same against the part of our volume inside the dose grid: some planning systems store that one only. */
  readonly coveredVolumeDifferencePercent: number | null;
  /** The widest gap of the two cumulative curves, in percent of each curve's own volume, and the dose it is at. */
  readonly largestCurveDifference: { readonly percent: number; readonly doseGy: number } | null;
  /** The widest gap of Dx% over x = 1 … 99 %, Gy: unlike the above it stays small where a curve falls steeply. */
  readonly largestDoseDifference: { readonly gy: number; readonly percent: number } | null;
  /** How a RELATIVE stored dose was read: as a fraction or as percent of its normalization dose; null where it is in Gy or could not be read. */
  readonly relativeReading: 'fraction' | 'percent' | null;
}

/** The stored histogram that names a structure: INCLUDED (or unsaid) and alone, so that sums and differences of ROIs are not taken for it. */
export function storedDvhOf(roiNumber: number, storedDvhs: readonly StoredDvh[]): StoredDvh | null {
  return storedDvhs.find(({ rois }) => rois.length === 1 && rois[0]?.number === roiNumber && rois[0].contribution !== 'EXCLUDED') ?? null;
}

/**
 * Compares a stored histogram (PS3.3 C.8.8.4) with the recomputed one.
 *
 * Stated minimum, mean and maximum are taken where there are any, else those of the stored curve. A curve in percent is
 * set against ours in percent of the volume inside the dose grid. RELATIVE doses need their normalization dose: without
 * one every dose figure is null. A fraction and a percentage lie a factor of 100 apart; the reading nearer to our
 * maximum is taken and named.
 *
 * @param normalizationDoseGy DVHNormalizationDoseValue (3004,0042), default the one the object states; only RELATIVE curves need it
 */
export function compareStored(dvh: Dvh, stored: StoredDvh, normalizationDoseGy: number | null = stored.normalizationDose ?? null): StoredComparison {
  const { factor, relativeReading } = gyPerUnit(dvh, stored, normalizationDoseGy);
  const curve = factor === null ? null : { doseGy: stored.dose.map((value) => value * factor), volumeCc: stored.volume };
  const ours: ComparedFigures = {
    volumeCc: dvh.volumeCc, meanGy: dvh.meanGy, minGy: dvh.minGy, maxGy: dvh.maxGy, d98Gy: dvh.d98Gy, d50Gy: dvh.d50Gy, d2Gy: dvh.d2Gy,
  };
  const theirs = storedFigures(stored, curve, factor);
  return {
    stored: theirs,
    ours,
    meanDifferenceGy: difference(theirs.meanGy, ours.meanGy),
    d98DifferenceGy: difference(theirs.d98Gy, ours.d98Gy),
    d50DifferenceGy: difference(theirs.d50Gy, ours.d50Gy),
    d2DifferenceGy: difference(theirs.d2Gy, ours.d2Gy),
    volumeDifferencePercent: excessPercent(theirs.volumeCc, dvh.volumeCc),
    coveredVolumeDifferencePercent: excessPercent(theirs.volumeCc, dvh.volumeCc * dvh.coverage),
    largestCurveDifference: curve === null ? null : widestVolumeGap(dvh, curve),
    largestDoseDifference: curve === null ? null : widestDoseGap(dvh, curve),
    relativeReading,
  };
}

function gyPerUnit(dvh: Dvh, stored: StoredDvh, normalizationDoseGy: number | null): { readonly factor: number | null } & Pick<StoredComparison, 'relativeReading'> {
  if (stored.doseUnits === 'GY') return { factor: 1, relativeReading: null };
  const top = stored.maximum ?? curveMaximum({ doseGy: stored.dose, volumeCc: stored.volume });
  if (normalizationDoseGy === null || !(normalizationDoseGy > 0) || dvh.maxGy === null || top === null || !(top > 0)) return { factor: null, relativeReading: null };
  const timesOurs = (top * normalizationDoseGy) / dvh.maxGy;
  return timesOurs > 10 ? { factor: normalizationDoseGy / 100, relativeReading: 'percent' } : { factor: normalizationDoseGy, relativeReading: 'fraction' };
}

function storedFigures(stored: StoredDvh, curve: DvhCurve | null, factor: number | null): ComparedFigures {
  const stated = (value: number | null, fromCurve: (curve: DvhCurve) => number | null): number | null => {
    if (curve === null || factor === null) return null;
    return value === null ? fromCurve(curve) : value * factor;
  };
  const total = stored.volume[0] ?? 0;
  return {
    volumeCc: stored.volumeUnits === 'CM3' && total > 0 ? total : null,
    meanGy: stated(stored.mean, curveMean),
    minGy: stated(stored.minimum, curveMinimum),
    maxGy: stated(stored.maximum, curveMaximum),
    d98Gy: curve === null ? null : doseAtPercent(curve, 98),
    d50Gy: curve === null ? null : doseAtPercent(curve, 50),
    d2Gy: curve === null ? null : doseAtPercent(curve, 2),
  };
}

const difference = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);

const excessPercent = (value: number | null, of: number): number | null => (value === null || !(of > 0) ? null : (value / of - 1) * 100);

/** Dx% of a cumulative curve with bins of any width; null for a curve without volume. */
export function doseAtPercent({ doseGy, volumeCc }: DvhCurve, percent: number): number | null {
  const total = volumeCc[0] ?? 0;
  if (!(total > 0)) return null;
  const wanted = (total * percent) / 100;
  let n = volumeCc.length - 1;
  while (n > 0 && volumeCc[n]! < wanted) n -= 1;
  const next = Math.min(n + 1, volumeCc.length - 1);
  const step = volumeCc[n]! - volumeCc[next]!;
  return doseGy[n]! + (step > 0 ? (volumeCc[n]! - wanted) / step : 0) * (doseGy[next]! - doseGy[n]!);
}

/** Volume at or above a dose in percent of the curve's volume. */
const percentAtDose = (curve: DvhCurve, doseGy: number): number => (volumeOnCurve(curve, doseGy) / (curve.volumeCc[0] ?? 0)) * 100;

/** Both curves are pieces of straight lines, so the widest gap is at an edge of the stored one or between two of ours that is. */
function widestVolumeGap(dvh: DvhFigures, stored: DvhCurve): StoredComparison['largestCurveDifference'] {
  if (!((stored.volumeCc[0] ?? 0) > 0) || dvh.maxGy === null) return null;
  let widest = { percent: 0, doseGy: 0 };
  const look = (doseGy: number): void => {
    const ours = volumeAtDoseGy(dvh, doseGy)?.percent;
    if (ours === undefined) return;
    const percent = percentAtDose(stored, doseGy) - ours;
    if (Math.abs(percent) > Math.abs(widest.percent)) widest = { percent, doseGy };
  };
  stored.doseGy.forEach(look);
  dvh.curve.doseGy.forEach(look);
  return widest;
}

function widestDoseGap(dvh: DvhFigures, stored: DvhCurve): StoredComparison['largestDoseDifference'] {
  let widest: StoredComparison['largestDoseDifference'] = null;
  for (let percent = 1; percent <= 99; percent += 1) {
    const gy = difference(doseAtPercent(stored, percent), doseAtVolumePercent(dvh, percent));
    if (gy !== null && (widest === null || Math.abs(gy) > Math.abs(widest.gy))) widest = { gy, percent };
  }
  return widest;
}

/** Mean by the differential form: each bin's volume at its middle. */
function curveMean({ doseGy, volumeCc }: DvhCurve): number | null {
  const total = volumeCc[0] ?? 0;
  if (!(total > 0)) return null;
  let sum = 0;
  for (let n = 0; n + 1 < doseGy.length; n += 1) sum += ((doseGy[n]! + doseGy[n + 1]!) / 2) * (volumeCc[n]! - volumeCc[n + 1]!);
  return sum / total;
}

/** Highest dose that still has volume: the upper edge of the last filled bin. */
function curveMaximum({ doseGy, volumeCc }: DvhCurve): number | null {
  for (let n = volumeCc.length - 1; n >= 0; n -= 1) if (volumeCc[n]! > 0) return doseGy[Math.min(n + 1, doseGy.length - 1)]!;
  return null;
}

/** Highest dose the whole volume receives. */
function curveMinimum({ doseGy, volumeCc }: DvhCurve): number | null {
  const total = volumeCc[0] ?? 0;
  if (!(total > 0)) return null;
  let n = 0;
  while (n + 1 < volumeCc.length && volumeCc[n + 1]! >= total * (1 - 1e-9)) n += 1;
  return doseGy[n]!;
}
