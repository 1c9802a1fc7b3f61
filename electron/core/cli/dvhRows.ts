import { biologicalDvh } from '../../../shared/rt/dvh/biologicalDose.ts';
import { differentialCurve } from '../../../shared/rt/dvh/dvhCurves.ts';
import { doseAtVolumeCc, evaluateMetric, type Metric } from '../../../shared/rt/dvh/dvhMetrics.ts';
import { compareStored, storedDvhOf, type StoredComparison } from '../../../shared/rt/dvh/storedDvh.ts';
import type { StructureDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';
import type { RtNotice } from '../../../shared/rt/notices.ts';
import type { BiologicalModel, Dvh, DvhCurve, StoredDvh } from '../../../shared/rt/types.ts';

/** What of `mdt dvh`'s words decides the figures of a structure. */
export interface RowRequest {
  readonly metrics: readonly { readonly name: string; readonly metric: Metric }[];
  readonly prescriptionDoseGy: number | null;
  /** Doses are converted; stored histograms are still compared as they are, in physical dose. */
  readonly biological: BiologicalModel | null;
  readonly hasCurve: boolean;
  /** Width of the bins of the differential curve, Gy; null for none. */
  readonly differentialGy: number | null;
  readonly hasStored: boolean;
}

/** Figures of one structure under the names of the command's contract. */
export type DvhRow = Readonly<Record<string, unknown>> & { readonly name: string; readonly notices: readonly string[]; readonly stored?: StoredComparison | null };

export const doseKeys = ['minGy', 'meanGy', 'maxGy', 'd98Gy', 'd95Gy', 'd50Gy', 'd2Gy', 'd1ccGy', 'd0_1ccGy', 'd0_03ccGy'] as const;

/** The row of one structure; one without a volume has nulls and its reason. */
export function rowOf(item: StructureDvh, request: RowRequest, storedDvhs: readonly StoredDvh[]): DvhRow {
  if ('error' in item) {
    const { structure, error } = item;
    const isEmpty = error.reason === 'no-closed-contour';
    const none = Object.fromEntries([...doseKeys, ...request.metrics.map(({ name }) => name)].map((key) => [key, null]));
    return {
      name: structure.name, roiNumber: structure.number, volumeCc: isEmpty ? 0 : null, coverage: isEmpty ? 0 : null, ...none, ...(request.hasStored ? { stored: null } : {}),
      notices: [...sentences(structure.warnings), error.message], error: error.toShape(),
    };
  }
  const physical = item.dvh;
  const dvh = request.biological === null ? physical : biologicalDvh(physical, request.biological);
  const asked = Object.fromEntries(request.metrics.map(({ name, metric }) => [name, rounded(evaluateMetric(dvh, metric, request.prescriptionDoseGy))]));
  return {
    name: dvh.name, roiNumber: dvh.roiNumber, volumeCc: rounded(dvh.volumeCc), coverage: rounded(dvh.coverage), ...doseFigures(dvh), ...asked, ...curves(dvh.curve, request),
    ...(request.hasStored ? { stored: storedFigures(physical, storedDvhs) } : {}),
    notices: sentences(dvh.notices), method: dvh.method.message,
  };
}

function doseFigures(dvh: Dvh): Record<string, number | null> {
  const values = { ...dvh, d0_03ccGy: doseAtVolumeCc(dvh, 0.03) };
  return Object.fromEntries(doseKeys.map((key) => [key, rounded(values[key])]));
}

function curves(curve: DvhCurve, { hasCurve, differentialGy }: RowRequest): Record<string, unknown> {
  const total = curve.volumeCc[0] ?? 0;
  const percentOf = (volumeCc: Float64Array): (number | null)[] => [...volumeCc].map((cc) => (total > 0 ? rounded((cc / total) * 100) : null));
  const differential = differentialGy === null ? null : differentialCurve(curve, differentialGy);
  return {
    ...(hasCurve ? { curve: { doseGy: numbers(curve.doseGy), volumeCc: numbers(curve.volumeCc), volumePercent: percentOf(curve.volumeCc) } } : {}),
    ...(differential === null ? {} : { differential: { edgesGy: numbers(differential.edgesGy), volumeCc: numbers(differential.volumeCc), volumePercent: percentOf(differential.volumeCc) } }),
  };
}

/** The planning system's own histogram of the structure beside ours; null where the dose holds none. */
function storedFigures(dvh: Dvh, storedDvhs: readonly StoredDvh[]): StoredComparison | null {
  const stored = storedDvhOf(dvh.roiNumber, storedDvhs);
  return stored === null ? null : compareStored(dvh, stored);
}

/** The command prints English, as its contract says. */
export const sentences = (notices: readonly RtNotice[]): string[] => notices.map(({ message }) => message);

export const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e6) / 1e6);
const numbers = (values: Float64Array): (number | null)[] => [...values].map(rounded);
