import type { Structure } from '../types.ts';

export type LimitMetric =
  | { readonly type: 'Dmax' | 'Dmean' | 'prescription' }
  | { readonly type: 'Dxcc'; readonly at: number; readonly at_unit: 'cc' }
  | { readonly type: 'DxPct'; readonly at: number; readonly at_unit: '%' }
  | { readonly type: 'VxGy' | 'CVxcc'; readonly at: number; readonly at_unit: 'Gy' };

/** One organ limit as its library writes it: keys and values verbatim. */
export interface Limit {
  readonly id: string;
  readonly source: 'QUANTEC2010' | 'TG101';
  /** TG-263 names; `A|B` any of these, `A-B` A without B, a plural (Lungs) both sides together. */
  readonly structure: string;
  readonly structure_zh: string;
  readonly fractionation: { readonly class: 'conventional' | 'srs' | 'sbrt'; readonly fractions?: readonly number[] };
  readonly metric: LimitMetric;
  readonly op: '<' | '<=' | '>=';
  readonly limit: number;
  readonly unit: 'Gy' | '%' | 'cc';
  readonly endpoint: string;
  readonly reported_rate?: string;
  readonly note?: string;
  /** 1 shown by default, 2 in the full table, 3 risk ladder for information only. */
  readonly priority: number;
  readonly cross_checked: boolean;
}

export interface LimitSource {
  readonly title: string;
  readonly doi: string;
  readonly open_access?: string;
  readonly erratum?: string;
  readonly applies_to: string;
}

export interface LimitLibrary {
  readonly title: string;
  readonly version: string;
  readonly warning: string;
  readonly evaluation_rules: readonly string[];
  readonly sources: Readonly<Record<Limit['source'], LimitSource>>;
  readonly constraints: readonly Limit[];
}

/** How a plan is fractionated, as far as limits depend on it. */
export interface Fractionation {
  readonly fractions: number;
  readonly dosePerFractionGy: number;
}

/** BORDERLINE may lie on either side of the limit: `isMet` says which. */
export type LimitOutcome = 'PASS' | 'BORDERLINE' | 'FAIL' | 'NOT_CONTOURED' | 'INCOMPLETE' | 'NOT_CHECKABLE';

/** Why a result reads as it does; sentences in `limitNotes.ts`. */
export interface LimitNote {
  readonly code: 'union' | 'difference' | 'no-target' | 'one-side' | 'maybe' | 'eqd2' | 'lq-uncertain' | 'smaller' | 'outside' | 'exceeded-inside' | 'no-dose' | 'no-prescription' | 'not-cross-checked' | 'one-spared' | 'cannot-compute';
  readonly values: Readonly<Record<string, string | number>>;
}

/** One limit on one structure of a plan. */
export interface LimitResult {
  readonly limit: Limit;
  readonly outcome: LimitOutcome;
  /** Structure the value is of, as named in the plan or as an expression of such names; null where none is contoured. */
  readonly structureName: string | null;
  readonly roiNumbers: readonly number[];
  /** In the limit's unit; doses in EQD2 where a note `eqd2` says so; null where it cannot be given. */
  readonly value: number | null;
  /** Distance to the limit on the side that is safe, in the limit's unit: negative where it is exceeded. */
  readonly margin: number | null;
  readonly isMet: boolean | null;
  /** Dose to the hottest 0.03 cm³, Gy, beside a maximum; as the value in EQD2 where that is. */
  readonly d0_03ccGy: number | null;
  /** Fraction of the structure's volume in the dose grid. */
  readonly coverage: number | null;
  readonly notes: readonly LimitNote[];
  readonly libraryVersion: string;
}

/** A structure a limit is about: contoured itself, or made from such. */
export interface LimitStructure {
  readonly structure: Structure;
  /** TG-263 name it was taken for. */
  readonly standard: string;
  readonly roiNumbers: readonly number[];
  readonly notes: readonly LimitNote[];
}
