import type { Dvh, DvhCurve } from '../types.ts';

/** What of a {@link Dvh} the metrics need. */
export type DvhFigures = Pick<Dvh, 'curve' | 'minGy' | 'maxGy' | 'meanGy'>;

/** Volume inside the dose grid, cm³: the 100 % of every dose-volume figure. */
const coveredCc = (dvh: DvhFigures): number => dvh.curve.volumeCc[0] ?? 0;

/**
 * Dx%: the minimum dose to the hottest `percent` of the covered volume, Gy.
 * Null when no part lies in the dose grid. ICRU 83: D98% near-minimum, D50% median, D2% near-maximum.
 */
export const doseAtVolumePercent = (dvh: DvhFigures, percent: number): number | null =>
  doseAtVolumeCc(dvh, (coveredCc(dvh) * percent) / 100);

/** Dxcc: the minimum dose to the hottest `cc` cm³, Gy; null when the covered volume is smaller than that, and below 0 Gy, where the curve has one bin. */
export function doseAtVolumeCc(dvh: DvhFigures, cc: number): number | null {
  const { doseGy, volumeCc } = dvh.curve;
  const total = coveredCc(dvh);
  if (dvh.minGy === null || dvh.maxGy === null || total <= 0 || !(cc >= 0) || cc > total * (1 + 1e-9)) return null;
  const wanted = Math.min(cc, total * (1 - 1e-12));
  let low = 0;
  let high = volumeCc.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (volumeCc[middle]! >= wanted) low = middle;
    else high = middle;
  }
  if (low === 0 && dvh.minGy < doseGy[0]! - (doseGy[high]! - doseGy[0]!)) return null;
  const step = volumeCc[low]! - volumeCc[high]!;
  const part = step > 0 ? (volumeCc[low]! - wanted) / step : 0;
  const dose = doseGy[low]! + part * (doseGy[high]! - doseGy[low]!);
  return Math.min(dvh.maxGy, Math.max(dvh.minGy, dose));
}

/** VxGy: volume receiving at least `doseGy`, in cm³ and in percent of the covered volume; null without coverage. */
export function volumeAtDoseGy(dvh: DvhFigures, doseGy: number): { readonly cc: number; readonly percent: number } | null {
  const total = coveredCc(dvh);
  if (total <= 0 || dvh.minGy === null || dvh.maxGy === null || Number.isNaN(doseGy)) return null;
  let cc: number;
  if (doseGy <= dvh.minGy) cc = total;
  else if (doseGy > dvh.maxGy) cc = 0;
  else cc = volumeOnCurve(dvh.curve, doseGy);
  return { cc, percent: (cc / total) * 100 };
}

/** Volume of the curve at a dose, cm³: linear between its edges, all of it below them; bins may have any width. */
export function volumeOnCurve({ doseGy, volumeCc }: DvhCurve, dose: number): number {
  let low = 0;
  let high = doseGy.length - 1;
  if (high === 0 || dose >= doseGy[high]!) return volumeCc[high]!;
  if (dose <= doseGy[0]!) return volumeCc[0]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (doseGy[middle]! <= dose) low = middle;
    else high = middle;
  }
  const part = (dose - doseGy[low]!) / (doseGy[high]! - doseGy[low]!);
  return volumeCc[low]! + part * (volumeCc[high]! - volumeCc[low]!);
}

/**
 * A dose-volume figure as a constraint sheet writes it.
 *
 * Percent of volume are of the part inside the dose grid. `spared` volumes (CVxGy) receive less than the dose: of a
 * structure that leaves the grid only what is known to. `ofPrescription` means that doses, asked or given, are percent
 * of a prescription.
 */
export type Metric =
  | { readonly kind: 'min' | 'mean' | 'max'; readonly ofPrescription?: true }
  | { readonly kind: 'doseAtPercent'; readonly percent: number; readonly ofPrescription?: true }
  | { readonly kind: 'doseAtCc'; readonly cc: number; readonly ofPrescription?: true }
  | { readonly kind: 'volumeCc' | 'volumePercent' | 'sparedCc' | 'sparedPercent'; readonly doseGy: number }
  | { readonly kind: 'volumeCc' | 'volumePercent' | 'sparedCc' | 'sparedPercent'; readonly prescriptionPercent: number };

/** Unit of a metric's value. */
export const metricUnit = (metric: Metric): 'Gy' | 'cm³' | '%' => {
  if (metric.kind === 'volumeCc' || metric.kind === 'sparedCc') return 'cm³';
  if (metric.kind === 'volumePercent' || metric.kind === 'sparedPercent') return '%';
  return needsPrescription(metric) ? '%' : 'Gy';
};

/** Whether a metric has a value only together with a prescription dose. */
export const needsPrescription = (metric: Metric): boolean => 'prescriptionPercent' in metric || 'ofPrescription' in metric;

const doseUnit = String.raw`(?:\[?(gy|%|%rx)\]?)?`;
const volumeUnit = String.raw`\[?(%|cc|cm3|cm³)?\]?`;
const number = String.raw`(\d+(?:\.\d+)?)`;
const wordPattern = new RegExp(`^(?:d?_?(min|mean|max)|(d?_?near-?(?:min|max))(?:imum)?)${doseUnit}$`);
const dosePattern = new RegExp(`^d${number}(%|cc|cm3|cm³)${doseUnit}$`);
const volumePattern = new RegExp(`^(c?v)${number}(gy|%rx|%)${volumeUnit}$`);

/**
 * Reads `D95%`, `D2cc`, `D0.03cc`, `V20Gy` (percent), `V20Gy%`, `V20Gycc`, `V95%` or `V95%Rx` (a dose in percent of the
 * prescription), `CV15Gy` (spared cm³), `CV15Gy%`, `Min`, `Mean`, `Max`, `NearMin` (D98%), `NearMax` (D2%), with or
 * without a leading D, any case, and with the unit in brackets as TG-263 writes it: `V20Gy[%]`, `D95%[%]` for percent of
 * the prescription. Null when the text is none of these.
 */
export function parseMetric(text: string): Metric | null {
  const plain = text.trim().toLowerCase();
  const word = wordPattern.exec(plain);
  if (word !== null) return { ...wordMetric(word[1] ?? word[2] ?? ''), ...prescriptionUnit(word[3]) };
  const dose = dosePattern.exec(plain);
  if (dose !== null) {
    const value = Number(dose[1]);
    if (dose[2] !== '%') return { kind: 'doseAtCc', cc: value, ...prescriptionUnit(dose[3]) };
    return value <= 100 ? { kind: 'doseAtPercent', percent: value, ...prescriptionUnit(dose[3]) } : null;
  }
  const volume = volumePattern.exec(plain);
  if (volume === null) return null;
  const isSpared = volume[1] === 'cv';
  // A volume in constraint sheets is in percent, a spared one in cm³.
  const isPercent = volume[4] === undefined ? !isSpared : volume[4] === '%';
  const kind = isSpared ? (isPercent ? 'sparedPercent' : 'sparedCc') : isPercent ? 'volumePercent' : 'volumeCc';
  return volume[3] === 'gy' ? { kind, doseGy: Number(volume[2]) } : { kind, prescriptionPercent: Number(volume[2]) };
}

const prescriptionUnit = (unit: string | undefined): { readonly ofPrescription?: true } => (unit === undefined || unit === 'gy' ? {} : { ofPrescription: true });

function wordMetric(word: string): Metric {
  if (word === 'min' || word === 'mean' || word === 'max') return { kind: word };
  return { kind: 'doseAtPercent', percent: word.endsWith('min') ? 98 : 2 };
}

/**
 * Value of a metric in {@link metricUnit}; null when it cannot be given (no coverage, structure too small, no
 * prescription for a metric that is relative to it).
 */
export function evaluateMetric(dvh: DvhFigures, metric: Metric, prescriptionDoseGy: number | null = null): number | null {
  if (needsPrescription(metric) && !((prescriptionDoseGy ?? 0) > 0)) return null;
  const prescriptionGy = prescriptionDoseGy ?? Number.NaN;
  if ('doseGy' in metric) return volumeMetric(dvh, metric.kind, metric.doseGy);
  if ('prescriptionPercent' in metric) return volumeMetric(dvh, metric.kind, (metric.prescriptionPercent * prescriptionGy) / 100);
  const doseGy = doseMetric(dvh, metric);
  return doseGy === null || metric.ofPrescription !== true ? doseGy : (doseGy / prescriptionGy) * 100;
}

function doseMetric(dvh: DvhFigures, metric: Exclude<Metric, { readonly doseGy: number } | { readonly prescriptionPercent: number }>): number | null {
  switch (metric.kind) {
    case 'min': return dvh.minGy;
    case 'mean': return dvh.meanGy;
    case 'max': return dvh.maxGy;
    case 'doseAtPercent': return doseAtVolumePercent(dvh, metric.percent);
    case 'doseAtCc': return doseAtVolumeCc(dvh, metric.cc);
  }
}

function volumeMetric(dvh: DvhFigures, kind: 'volumeCc' | 'volumePercent' | 'sparedCc' | 'sparedPercent', doseGy: number): number | null {
  const volume = volumeAtDoseGy(dvh, doseGy);
  if (volume === null) return null;
  switch (kind) {
    case 'volumeCc': return volume.cc;
    case 'volumePercent': return volume.percent;
    case 'sparedCc': return coveredCc(dvh) - volume.cc;
    case 'sparedPercent': return 100 - volume.percent;
  }
}
