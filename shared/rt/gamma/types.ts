import type { RtNotice } from '../notices.ts';

/** Criteria of a gamma comparison (Low et al., Med Phys 1998;25:656; AAPM TG-218). Nothing here has a default: the caller states all. */
export interface GammaCriteria {
  /** Dose criterion, percent of the normalisation dose (global) or of the reference dose at the point (local). */
  readonly dosePercent: number;
  /** Distance to agreement, mm. */
  readonly distanceMm: number;
  readonly kind: 'global' | 'local';
  /** Points under this percentage of the normalisation dose are not compared. */
  readonly thresholdPercent: number;
  /** Normalisation dose in the unit of the reference; `max` takes the maximum of the reference. */
  readonly normalisation: 'max' | number;
  /** The search ends at this gamma; what exceeds it is counted as capped. At least 1. */
  readonly cap: number;
}

/** Everything a result was made with, for a physicist to repeat it. */
export interface GammaParameters extends GammaCriteria {
  readonly normalisationDose: number;
  readonly thresholdDose: number;
  /** Dose criterion in the unit of the doses; null for local gamma, where it differs from point to point. */
  readonly doseCriterion: number | null;
  readonly searchRadiusMm: number;
  readonly interpolation: string;
  /** A gamma up to this passes: 1 plus the rounding of doses kept with 24 significant bits. */
  readonly passLimit: number;
  /** Half width of the band about 1 that `atLimit` counts. */
  readonly limitBand: number;
  readonly referenceUID: string;
  readonly evaluatedUID: string;
  readonly units: 'GY' | 'RELATIVE';
  /** Name of the structure the points were restricted to; null for all of the reference grid. */
  readonly structure: string | null;
  /** Whether the evaluated dose was moved by a rigid registration. */
  readonly isRegistered: boolean;
}

/** Number of points and how many of them pass. */
export interface GammaCount {
  readonly points: number;
  readonly passed: number;
}

/** Points of the reference grid that were not compared, by reason; together with `points` they are the whole grid. */
export interface GammaLeftOut {
  readonly outsideStructure: number;
  readonly referenceUnknown: number;
  readonly belowThreshold: number;
  /** No evaluated dose is known within the distance criterion, so that no dose could pass: neither pass nor fail. */
  readonly evaluatedUnknown: number;
}

/** Difference evaluated minus reference at the compared points where both are known, in the unit of the doses. */
export interface DoseDifference {
  readonly points: number;
  readonly mean: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/** Comparison of two calculated doses, not measurement QA. */
export interface GammaResult {
  /** Percent of `points` that pass; null where no point was compared. */
  readonly passPercent: number | null;
  readonly points: number;
  readonly passed: number;
  /** Mean and maximum over `points`, capped ones counting as the cap; null where no point was compared. */
  readonly meanGamma: number | null;
  readonly maxGamma: number | null;
  /** Points whose gamma reached the cap; their true gamma is at least that. */
  readonly capped: number;
  /** Points with gamma within `limitBand` of 1, where rounding decides pass or fail. */
  readonly atLimit: GammaCount;
  /** Of `points`, those outside the evaluated grid but within the distance criterion of it: compared with the dose at its edge. */
  readonly beyondEdge: GammaCount;
  readonly leftOut: GammaLeftOut;
  readonly difference: DoseDifference;
  /** `counts[n]` points with gamma from n · binWidth to (n + 1) · binWidth; the last one holds the cap too. */
  readonly histogram: { readonly binWidth: number; readonly counts: readonly number[] };
  /** Gamma on the reference grid, [k][j][i]; NaN where a point was not compared. */
  readonly map: Float32Array;
  readonly parameters: GammaParameters;
  readonly notices: readonly RtNotice[];
}
