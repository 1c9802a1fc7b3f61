import type { FieldChange, FieldValue } from '../fields/fields.ts';

/** What a change belongs to. `part` names a member of it, such as wedge 1 of a beam. */
export interface ChangePlace {
  readonly kind: 'plan' | 'fractionGroup' | 'prescription' | 'patientSetup' | 'beam' | 'brachySetup' | 'brachySource';
  /** Number in the first plan, or in the second for something added; null for the plan and what has no number. */
  readonly number: number | null;
  readonly name: string | null;
  readonly part?: string;
}

/** One difference of two plans. */
export type PlanChange =
  | (FieldChange & { readonly type: 'changed'; readonly place: ChangePlace })
  | {
      /** A field that differs at some control points. */
      readonly type: 'series';
      readonly place: ChangePlace;
      readonly field: string;
      readonly unit: string | null;
      /** Control points that differ, of those both beams have. */
      readonly changedPoints: number;
      readonly comparedPoints: number;
      /** Leaves of a bank, or jaws, that differ at any control point; null for other fields. */
      readonly changedLeaves: number | null;
      /** Where the change is largest; the first where it is no number. `leaf` counts from 1. */
      readonly largest: { readonly controlPoint: number; readonly leaf: number | null; readonly before: FieldValue; readonly after: FieldValue; readonly change: number | null };
    }
  | { readonly type: 'added' | 'removed'; readonly place: ChangePlace };

/** A member of a plan that both plans have, with its number and name in each. */
export interface MatchedBeams {
  readonly before: { readonly number: number; readonly name: string };
  readonly after: { readonly number: number; readonly name: string };
  readonly matchedBy: 'number' | 'name';
}

export interface PlanComparison {
  readonly beams: readonly MatchedBeams[];
  readonly changes: readonly PlanChange[];
}
