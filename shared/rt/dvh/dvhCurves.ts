import type { DvhCurve } from '../types.ts';

/** Differential histogram: `volumeCc[n]` receives a dose from `edgesGy[n]` to below `edgesGy[n + 1]`. */
export interface DifferentialCurve {
  /** Ascending, one more than volumes. */
  readonly edgesGy: Float64Array;
  readonly volumeCc: Float64Array;
}

/** A curve in other units, for display and export: doses in Gy or percent of a prescription, volumes in cm³ or percent. */
export interface RelativeCurve {
  readonly dose: Float64Array;
  readonly volume: Float64Array;
}

/**
 * Differential form of a cumulative curve, in bins of the width asked for.
 *
 * @param widthGy rounded to whole bins of the curve; default one
 */
export function differentialCurve({ doseGy, volumeCc }: DvhCurve, widthGy = 0): DifferentialCurve {
  const bins = doseGy.length - 1;
  if (bins < 1) return { edgesGy: new Float64Array(0), volumeCc: new Float64Array(0) };
  const each = Math.max(1, Math.round(widthGy / (doseGy[1]! - doseGy[0]!)));
  const count = Math.ceil(bins / each);
  const edge = (n: number): number => Math.min(n * each, bins);
  return {
    edgesGy: Float64Array.from({ length: count + 1 }, (_, n) => (n * each <= bins ? doseGy[n * each]! : doseGy[0]! + n * each * (doseGy[1]! - doseGy[0]!))),
    volumeCc: Float64Array.from({ length: count }, (_, n) => volumeCc[edge(n)]! - volumeCc[edge(n + 1)]!),
  };
}

/**
 * Cumulative curve in percent: of a prescription along the dose, of the volume inside the dose grid along the volume.
 *
 * @param units which axes are made relative; doses need a prescription above 0 Gy
 */
export function relativeCurve({ doseGy, volumeCc }: DvhCurve, units: { readonly prescriptionDoseGy?: number; readonly isPercentVolume: boolean }): RelativeCurve {
  const total = volumeCc[0] ?? 0;
  const { prescriptionDoseGy } = units;
  return {
    dose: prescriptionDoseGy === undefined ? doseGy : doseGy.map((value) => (value / prescriptionDoseGy) * 100),
    volume: units.isPercentVolume ? volumeCc.map((value) => (total > 0 ? (value / total) * 100 : 0)) : volumeCc,
  };
}

/** Differential volumes in percent of the whole per Gy, which do not depend on the width of the bins. */
export function percentPerGy({ edgesGy, volumeCc }: DifferentialCurve): Float64Array {
  const total = volumeCc.reduce((sum, value) => sum + value, 0);
  return volumeCc.map((value, n) => (total > 0 ? (value / total / (edgesGy[n + 1]! - edgesGy[n]!)) * 100 : 0));
}
