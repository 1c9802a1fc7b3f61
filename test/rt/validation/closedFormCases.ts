import type { Vector3 } from '../../../shared/geometry/vector.ts';
import type { DoseGrid, Structure } from '../../../shared/rt/types.ts';
import type { linear, radial } from '../oracles/dvhClosedForms.ts';
import { circle, doseOf, rectangle, stackOf } from '../shapes.ts';

export type LinearCase = (typeof linear)[number];
export type RadialCase = (typeof radial)[number];

/** Dose grids and slice spacings every case is computed at, mm. */
export const spacingsMm = [0.5, 1, 2, 3] as const;

/** Centre of the shape on a voxel centre of the dose grid, and off it. */
export const centres: readonly Vector3[] = [[0, 0, 0], [0.37, -0.23, 0.41]];

/** Contours at slab centres reach the true height only where the height is a whole number of slices. */
export const slicesFor = (heightMm: number): readonly number[] => spacingsMm.filter((sliceMm) => Number.isInteger(heightMm / sliceMm));

export const heightOf = (item: LinearCase): number => item.height_mm ?? 2 * item.radius_mm;

/** Radius of a case's shape at height c above its middle, mm. */
function radiusAt(item: LinearCase, c: number): number {
  if (item.shape === 'sphere') return Math.sqrt(Math.max(0, item.radius_mm ** 2 - c * c));
  const height = heightOf(item);
  return item.shape.startsWith('cylinder') ? item.radius_mm : (item.radius_mm * (height / 2 - c)) / height;
}

export const linearStructure = (item: LinearCase, sliceMm: number, centre: Vector3): Structure => stackOf(heightOf(item), sliceMm, (c) => circle(radiusAt(item, c)), centre);

/** 16 Gy at the centre, 1 Gy/mm along the case's axis; AP is y, SI is z. */
export function linearDose(item: LinearCase, gridMm: number, centre: Vector3): DoseGrid {
  const axis = item.gradient_axis === 'AP' ? 1 : 2;
  return doseOf([gridMm, gridMm, gridMm], item.radius_mm + 6, (...p) => 16 + p[axis] - centre[axis]);
}

export const radialTarget = (item: RadialCase, sliceMm: number, centre: Vector3): Structure =>
  stackOf(item.target_diameter_mm, sliceMm, (c) => circle(Math.sqrt((item.target_diameter_mm / 2) ** 2 - c * c)), centre);

/** Half the width of the cube of dose about a radial case: well beyond half the prescription. */
const radialHalfMm = (item: RadialCase): number => 1.5 * item.target_diameter_mm + 4;

/** 24 Gy · exp(−r²/2σ²) about the centre. */
export const radialDose = (item: RadialCase, gridMm: number, centre: Vector3): DoseGrid =>
  doseOf([gridMm, gridMm, gridMm], radialHalfMm(item), (...p) => 24 * Math.exp(-((p[0] - centre[0]) ** 2 + (p[1] - centre[1]) ** 2 + (p[2] - centre[2]) ** 2) / (2 * item.sigma_mm ** 2)));

/** A cube inside that dose, holding the isodoses whole. */
export function radialBody(item: RadialCase): Structure {
  const side = radialHalfMm(item) - 1;
  return stackOf(2 * side, 0.5, () => rectangle(-side, -side, side, side));
}
