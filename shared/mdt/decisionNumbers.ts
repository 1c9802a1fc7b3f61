import type { DecisionFields } from './fields.ts';

/** Largest difference between total dose and fractions × dose per fraction that is put down to rounding, Gy. */
export const doseToleranceGy = 0.005;

export type DoseCheck =
  | { readonly status: 'notApplicable' }
  | { readonly status: 'incomplete'; readonly missing: readonly ('rtTotalDoseGy' | 'rtFractions' | 'rtDosePerFractionGy')[] }
  | { readonly status: 'agrees'; readonly productGy: number }
  | { readonly status: 'disagrees'; readonly productGy: number; readonly totalGy: number }
  | { readonly status: 'implausible'; readonly reason: 'notPositive' | 'fractionsNotWhole' };

/** Checks dose = fractions × dose per fraction (`mdt-workflow` section 6). Three empty fields mean no radiotherapy is decided. */
export function checkDecisionDose(fields: Pick<DecisionFields, 'rtTotalDoseGy' | 'rtFractions' | 'rtDosePerFractionGy'>): DoseCheck {
  const keys = ['rtTotalDoseGy', 'rtFractions', 'rtDosePerFractionGy'] as const;
  const missing = keys.filter((key) => fields[key] === null);
  if (missing.length === 3) return { status: 'notApplicable' };
  const { rtTotalDoseGy: totalGy, rtFractions: fractions, rtDosePerFractionGy: perFractionGy } = fields;
  if (totalGy === null || fractions === null || perFractionGy === null) return { status: 'incomplete', missing };
  if (totalGy <= 0 || fractions <= 0 || perFractionGy <= 0) return { status: 'implausible', reason: 'notPositive' };
  if (!Number.isInteger(fractions)) return { status: 'implausible', reason: 'fractionsNotWhole' };
  const productGy = fractions * perFractionGy;
  if (Math.abs(productGy - totalGy) <= doseToleranceGy) return { status: 'agrees', productGy };
  return { status: 'disagrees', productGy, totalGy };
}
