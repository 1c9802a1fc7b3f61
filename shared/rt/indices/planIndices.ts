import { doseAtVolumePercent, volumeAtDoseGy } from '../dvh/dvhMetrics.ts';
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
  /** Dmax / prescription (Shaw et al., IJROBP 1993;27:1231). */
  readonly homogeneityRtog: number | null;
  /** PIV50 / TV (RTOG 0813, 0915). */
  readonly r50: number | null;
}

/** Volumes of the prescription isodose and of half of it, cm³. */
export interface IsodoseVolumes {
  readonly prescriptionCc: number | null;
  readonly halfPrescriptionCc: number | null;
}

/**
 * Plan indices from the histograms of a target and of the body that holds the isodose.
 *
 * One target only: with several, the isodose of all of them is counted and the caller has to say so; targetIndices.ts takes
 * them apart.
 *
 * @param target histogram of the target
 * @param body histogram of EXTERNAL, or of another structure that wholly holds the half-prescription isodose
 */
export const planIndices = (target: Dvh, body: Dvh, prescriptionDoseGy: number): PlanIndices =>
  indicesOf(target, { prescriptionCc: volumeAtDoseGy(body, prescriptionDoseGy)?.cc ?? null, halfPrescriptionCc: volumeAtDoseGy(body, prescriptionDoseGy / 2)?.cc ?? null }, prescriptionDoseGy);

/** Plan indices from the histogram of a target and the volumes of its isodoses. */
export function indicesOf(target: Dvh, { prescriptionCc, halfPrescriptionCc }: IsodoseVolumes, prescriptionDoseGy: number): PlanIndices {
  const targetInIsodoseCc = volumeAtDoseGy(target, prescriptionDoseGy)?.cc ?? null;
  const d98 = doseAtVolumePercent(target, 98);
  const d2 = doseAtVolumePercent(target, 2);
  return {
    prescriptionIsodoseCc: prescriptionCc,
    halfPrescriptionIsodoseCc: halfPrescriptionCc,
    targetInIsodoseCc,
    coverage: ratio(targetInIsodoseCc, target.volumeCc),
    conformityRtog: ratio(prescriptionCc, target.volumeCc),
    conformityPaddick: targetInIsodoseCc === null || prescriptionCc === null ? null : ratio(targetInIsodoseCc ** 2, target.volumeCc * prescriptionCc),
    gradientIndex: ratio(halfPrescriptionCc, prescriptionCc),
    homogeneity: d2 === null || d98 === null ? null : ratio(d2 - d98, doseAtVolumePercent(target, 50)),
    homogeneityRtog: ratio(target.maxGy, prescriptionDoseGy),
    r50: ratio(halfPrescriptionCc, target.volumeCc),
  };
}

const ratio = (a: number | null, b: number | null): number | null => (a === null || b === null || b <= 0 ? null : a / b);
