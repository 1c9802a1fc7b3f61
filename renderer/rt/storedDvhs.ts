import type { TFunction } from 'i18next';
import { compareStored, doseAtPercent, storedDvhOf, type StoredComparison } from '../../shared/rt/dvh/storedDvh.ts';
import type { Dvh, DvhCurve, StoredDvh } from '../../shared/rt/types.ts';

/** What the planning system stored of one structure, set against ours; the curve in Gy and cm³ for the chart. */
export interface StoredBeside {
  readonly comparison: StoredComparison;
  /** Null where its dose cannot be given in Gy. */
  readonly curve: DvhCurve | null;
  readonly isPercentVolume: boolean;
  /** Read off the stored curve, Gy; null where it has no dose in Gy, or less volume than asked for. */
  readonly d95Gy: number | null;
  readonly d1ccGy: number | null;
  readonly d0_1ccGy: number | null;
}

/** The stored histogram of a structure; null where there is none. A curve in percent is drawn on our volume inside the dose grid. */
export function storedBeside(dvh: Dvh, storedDvhs: readonly StoredDvh[]): StoredBeside | null {
  const stored = storedDvhOf(dvh.roiNumber, storedDvhs);
  if (stored === null) return null;
  const isPercentVolume = stored.volumeUnits === 'PERCENT';
  const perUnit = isPercentVolume ? (dvh.curve.volumeCc[0] ?? 0) / 100 : 1;
  const curve = stored.doseUnits === 'GY' ? { doseGy: stored.dose, volumeCc: stored.volume.map((value) => value * perUnit) } : null;
  const totalCc = curve?.volumeCc[0] ?? 0;
  const atCc = (cc: number): number | null => (curve === null || isPercentVolume || totalCc < cc ? null : doseAtPercent(curve, (cc / totalCc) * 100));
  return { comparison: compareStored(dvh, stored), curve, isPercentVolume, d95Gy: curve === null ? null : doseAtPercent(curve, 95), d1ccGy: atCc(1), d0_1ccGy: atCc(0.1) };
}

/** What is to be said below the two: the widest gaps, and what could not be compared. */
export function storedNotes(t: TFunction<'rt'>, { comparison, curve, isPercentVolume }: StoredBeside, coverage: number): readonly string[] {
  if (curve === null) return [t('dvh.storedRelative')];
  const { largestCurveDifference: gap, largestDoseDifference: doseGap, coveredVolumeDifferencePercent: covered } = comparison;
  return [
    ...(gap === null ? [] : [t('dvh.largestVolume', { percent: signed(gap.percent, 1), doseGy: gap.doseGy.toFixed(2) })]),
    ...(doseGap === null ? [] : [t('dvh.largestDose', { gy: signed(doseGap.gy, 2), percent: doseGap.percent })]),
    ...(covered !== null && coverage < 0.9995 ? [t('dvh.coveredVolume', { percent: signed(covered, 1) })] : []),
    ...(isPercentVolume ? [t('dvh.storedPercent')] : []),
  ];
}

/** A number with its sign, a real minus before the negative; nothing reads as −0. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value > 0 ? '+' : '−'}${text}`;
}
