import { volumeOnCurve } from './dvhMetrics.ts';
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
 * @param widthGy rounded to whole bins where the curve's own are even; default the curve's own bins
 */
export function differentialCurve(curve: DvhCurve, widthGy = 0): DifferentialCurve {
  const { doseGy } = curve;
  if (doseGy.length < 2) return { edgesGy: new Float64Array(0), volumeCc: new Float64Array(0) };
  const edgesGy = widthGy > 0 ? evenEdges(doseGy, widthGy) : doseGy;
  const atEdges = edgesGy.map((edge) => volumeOnCurve(curve, edge));
  return { edgesGy, volumeCc: Float64Array.from({ length: edgesGy.length - 1 }, (_, n) => atEdges[n]! - atEdges[n + 1]!) };
}

/** Edges from the first to the last dose of a curve or, by less than a bin, beyond it. */
function evenEdges(doseGy: Float64Array, widthGy: number): Float64Array {
  const bins = doseGy.length - 1;
  const [first, span] = [doseGy[0]!, doseGy[bins]! - doseGy[0]!];
  const ownGy = doseGy[1]! - first;
  const isEven = Math.abs(span - bins * ownGy) < 1e-6 * ownGy;
  const stepGy = isEven ? Math.max(1, Math.round(widthGy / ownGy)) * ownGy : widthGy;
  // The margin keeps rounding from adding an empty bin at the end.
  return Float64Array.from({ length: Math.max(1, Math.ceil(span / stepGy - 1e-6)) + 1 }, (_, n) => first + n * stepGy);
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
