import type { FigureUnit, ValidatedFigure } from '../../../shared/rt/validation/passTable.ts';
import type { RadialCase } from './closedFormCases.ts';

/** A figure of a case before it is computed. */
export type FigureGoal = Omit<ValidatedFigure, 'deviations'>;

const structureRangeGy = 24;

/**
 * Figures of a linear case with the acceptance its source states. The source is silent on Dmin, Dmax, D1cc and volumes
 * in cm³: the extrema are held to the tolerance of D0.03cc, D1cc to that of D99…D1, VxGy in cm³ to its percentage points of the volume.
 */
export function linearGoals(expected: Readonly<Record<string, number>>): FigureGoal[] {
  const volumeCc = expected['volume_cc'] ?? NaN;
  return Object.entries(expected).map(([key, value]) => {
    const { name, unit } = named(key);
    const goal = (fineTolerance: number, coarseTolerance: number): FigureGoal => ({ name, unit, expected: value, fineTolerance: rounded(fineTolerance), coarseTolerance: rounded(coarseTolerance) });
    if (name === 'volume') return goal(0.01 * value, 0.03 * value);
    if (name === 'Dmean') return goal(Math.max(0.05, 0.005 * value), 0.01 * value);
    if (name === 'Dmin' || name === 'Dmax' || name === 'D0.03cc') return goal(0.5, 1);
    if (name.startsWith('D')) return goal(0.01 * structureRangeGy, 0.02 * structureRangeGy);
    return unit === '%' ? goal(1, 2) : goal(0.01 * volumeCc, 0.02 * volumeCc);
  });
}

/**
 * Figures of a radial case with the stated acceptance, for dose grids and slices of at most 1 mm; at 2 and 3 mm none is stated.
 *
 * The source is silent on doses and on HI at 6 mm; two bounds judge them. Between grid points a curved dose is off by at
 * most 3h²/8 · 24/σ² (three axes, h = 1 mm): for D50%, D2% and Dmax. Contours 1 mm apart leave the surface open by half
 * a slice, where the dose falls by 24R/σ² · exp(−R²/2σ²) a mm: added for D98% and Dmin. HI at 6 mm has both over D50%.
 */
export function radialGoals(item: RadialCase): FigureGoal[] {
  const radiusMm = item.target_diameter_mm / 2;
  const isSmall = radiusMm < 5;
  const curvatureGy = (3 / 8) * (24 / item.sigma_mm ** 2);
  const surfaceGy = 0.5 * ((24 * radiusMm) / item.sigma_mm ** 2) * Math.exp(-(radiusMm ** 2) / (2 * item.sigma_mm ** 2));
  return Object.entries(item.expected).map(([key, value]) => {
    const { name, unit } = named(key);
    const goal = (fineTolerance: number): FigureGoal => ({ name, unit, expected: value, fineTolerance: rounded(fineTolerance), coarseTolerance: null });
    if (name === 'HI ICRU83') return goal(isSmall ? (curvatureGy + surfaceGy) / item.expected['D50%_Gy'] : 0.01);
    if (name === 'Dmin' || name === 'D98%') return goal(curvatureGy + surfaceGy);
    return goal(unit === 'Gy' ? curvatureGy : (isSmall ? 0.15 : 0.05) * value);
  });
}

/** Four digits, as the deviations have. */
const rounded = (tolerance: number): number => Number(tolerance.toFixed(4));

/** `D98%_Gy` → D98% in Gy, `V8Gy_cc` → V8Gycc in cm³, `TV_PIV_cc` → TV PIV in cm³, `CI_RTOG` → CI RTOG. */
function named(key: string): { readonly name: string; readonly unit: FigureUnit } {
  const [, stem = key, suffix] = /^(.*)_(Gy|cc|%)$/.exec(key) ?? [];
  if (suffix === undefined) return { name: key.replace('_', ' '), unit: '' };
  const unit = suffix === 'cc' ? 'cm³' : suffix === '%' ? '%' : 'Gy';
  const isVolumeAtDose = /^V\d/.test(stem);
  return { name: isVolumeAtDose ? `${stem}${suffix}` : stem.replace('_', ''), unit };
}
