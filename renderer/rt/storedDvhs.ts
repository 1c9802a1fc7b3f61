import type { TFunction } from 'i18next';
import { compareStored, storedDvhOf, type StoredComparison } from '../../shared/rt/dvh/storedDvh.ts';
import type { Dvh, DvhCurve, StoredDvh } from '../../shared/rt/types.ts';

/** What the planning system stored of one structure, set against ours; the curve in Gy and cm³ for the chart. */
export interface StoredBeside {
  readonly comparison: StoredComparison;
  /** Null where its dose cannot be given in Gy. */
  readonly curve: DvhCurve | null;
  readonly isPercentVolume: boolean;
}

/** The stored histogram of a structure; null where there is none. A curve in percent is drawn on our volume inside the dose grid. */
export function storedBeside(dvh: Dvh, storedDvhs: readonly StoredDvh[]): StoredBeside | null {
  const stored = storedDvhOf(dvh.roiNumber, storedDvhs);
  if (stored === null) return null;
  const isPercentVolume = stored.volumeUnits === 'PERCENT';
  const perUnit = isPercentVolume ? (dvh.curve.volumeCc[0] ?? 0) / 100 : 1;
  const curve = stored.doseUnits === 'GY' ? { doseGy: stored.dose, volumeCc: stored.volume.map((value) => value * perUnit) } : null;
  return { comparison: compareStored(dvh, stored), curve, isPercentVolume };
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
