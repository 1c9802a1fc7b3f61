import { doseAtVolumePercent, volumeAtDoseGy } from './dvhMetrics.ts';
import type { Dvh } from '../types.ts';

/** Conformity, gradient and homogeneity of a dose about one target; null where a needed volume is zero or unknown. */
export interface PlanIndices {
  /** Volume of the prescription isodose inside the body, cm³. */
  readonly prescriptionIsodoseCc: number | null;
  /** The same of half the prescription, cm³. */
  readonly halfPrescriptionIsodoseCc: number | null;
  /** Target volume inside the prescription isodose, cm³. */
  readonly targetInIsodoseCc: number | null;
  /** TVPIV / TV (ICRU 62). */
  readonly coverage: number | null;
  /** PIV / TV (Shaw et al., IJROBP 1993;27:1231). Hides a geographic miss; show Paddick's beside it. */
  readonly conformityRtog: number | null;
  /** TVPIV² / (TV · PIV) (Paddick, J Neurosurg 2000;93 S3:219). */
  readonly conformityPaddick: number | null;
  /** PIV50 / PIV (Paddick and Lippitz, J Neurosurg 2006;105 S:194). */
  readonly gradientIndex: number | null;
  /** (D2% − D98%) / D50% (ICRU 83). */
  readonly homogeneity: number | null;
}

/**
 * Plan indices from the histograms of a target and of the body that holds the isodose.
 *
 * One target only: with several, the isodose of all of them is counted and the caller has to say so.
 *
 * @param target histogram of the target
 * @param body histogram of EXTERNAL, or of another structure that wholly holds the half-prescription isodose
 */
export function planIndices(target: Dvh, body: Dvh, prescriptionDoseGy: number): PlanIndices {
  const prescriptionIsodoseCc = volumeAtDoseGy(body, prescriptionDoseGy)?.cc ?? null;
  const halfPrescriptionIsodoseCc = volumeAtDoseGy(body, prescriptionDoseGy / 2)?.cc ?? null;
  const targetInIsodoseCc = volumeAtDoseGy(target, prescriptionDoseGy)?.cc ?? null;
  const d98 = doseAtVolumePercent(target, 98);
  const d2 = doseAtVolumePercent(target, 2);
  return {
    prescriptionIsodoseCc,
    halfPrescriptionIsodoseCc,
    targetInIsodoseCc,
    coverage: ratio(targetInIsodoseCc, target.volumeCc),
    conformityRtog: ratio(prescriptionIsodoseCc, target.volumeCc),
    conformityPaddick:
      targetInIsodoseCc === null || prescriptionIsodoseCc === null
        ? null
        : ratio(targetInIsodoseCc ** 2, target.volumeCc * prescriptionIsodoseCc),
    gradientIndex: ratio(halfPrescriptionIsodoseCc, prescriptionIsodoseCc),
    homogeneity: d2 === null || d98 === null ? null : ratio(d2 - d98, doseAtVolumePercent(target, 50)),
  };
}

const ratio = (a: number | null, b: number | null): number | null => (a === null || b === null || b <= 0 ? null : a / b);
