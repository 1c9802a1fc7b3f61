import type { Dvh } from '../types.ts';

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

/** Dxcc: the minimum dose to the hottest `cc` cm³, Gy; null when the covered volume is smaller than that. */
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
  const step = volumeCc[low]! - volumeCc[high]!;
  const part = step > 0 ? (volumeCc[low]! - wanted) / step : 0;
  const dose = doseGy[low]! + part * (doseGy[high]! - doseGy[low]!);
  return Math.min(dvh.maxGy, Math.max(dvh.minGy, dose));
}

/** VxGy: volume receiving at least `doseGy`, in cm³ and in percent of the covered volume; null without coverage. */
export function volumeAtDoseGy(dvh: DvhFigures, doseGy: number): { readonly cc: number; readonly percent: number } | null {
  const { doseGy: edges, volumeCc } = dvh.curve;
  const total = coveredCc(dvh);
  if (total <= 0 || dvh.minGy === null || dvh.maxGy === null) return null;
  const width = edges.length > 1 ? edges[1]! - edges[0]! : 1;
  const position = doseGy / width;
  const bin = Math.min(Math.floor(position), edges.length - 2);
  let cc: number;
  if (doseGy <= dvh.minGy) cc = total;
  else if (doseGy > dvh.maxGy) cc = 0;
  else cc = volumeCc[bin]! + Math.min(1, position - bin) * (volumeCc[bin + 1]! - volumeCc[bin]!);
  return { cc, percent: (cc / total) * 100 };
}

/** A dose-volume figure as a constraint sheet writes it. */
export type Metric =
  | { readonly kind: 'min' }
  | { readonly kind: 'mean' }
  | { readonly kind: 'max' }
  | { readonly kind: 'doseAtPercent'; readonly percent: number }
  | { readonly kind: 'doseAtCc'; readonly cc: number }
  | { readonly kind: 'volumeCc' | 'volumePercent'; readonly doseGy: number };

/** Unit of a metric's value. */
export const metricUnit = (metric: Metric): 'Gy' | 'cm³' | '%' => {
  if (metric.kind === 'volumeCc') return 'cm³';
  return metric.kind === 'volumePercent' ? '%' : 'Gy';
};

/**
 * Reads `D95%`, `D2cc`, `D0.03cc`, `V20Gy` (percent), `V20Gy%`, `V20Gycc`, `Min`, `Mean`, `Max`
 * (with or without a leading D, any case). Null when the text is none of these.
 */
export function parseMetric(text: string): Metric | null {
  const plain = text.trim().toLowerCase();
  const word = /^d?_?(min|mean|max)$/.exec(plain)?.[1];
  if (word === 'min' || word === 'mean' || word === 'max') return { kind: word };
  const dose = /^d(\d+(?:\.\d+)?)(%|cc|cm3|cm³)$/.exec(plain);
  if (dose !== null) {
    const value = Number(dose[1]);
    if (dose[2] !== '%') return { kind: 'doseAtCc', cc: value };
    return value <= 100 ? { kind: 'doseAtPercent', percent: value } : null;
  }
  const volume = /^v(\d+(?:\.\d+)?)gy(%|cc|cm3|cm³)?$/.exec(plain);
  if (volume === null) return null;
  const isPercent = volume[2] === undefined || volume[2] === '%';
  return { kind: isPercent ? 'volumePercent' : 'volumeCc', doseGy: Number(volume[1]) };
}

/** Value of a metric in {@link metricUnit}; null when it cannot be given (no coverage, structure too small). */
export function evaluateMetric(dvh: DvhFigures, metric: Metric): number | null {
  if (metric.kind === 'min') return dvh.minGy;
  if (metric.kind === 'mean') return dvh.meanGy;
  if (metric.kind === 'max') return dvh.maxGy;
  if (metric.kind === 'doseAtPercent') return doseAtVolumePercent(dvh, metric.percent);
  if (metric.kind === 'doseAtCc') return doseAtVolumeCc(dvh, metric.cc);
  const volume = volumeAtDoseGy(dvh, metric.doseGy);
  return (metric.kind === 'volumeCc' ? volume?.cc : volume?.percent) ?? null;
}
