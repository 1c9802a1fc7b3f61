import { describe, expect, test } from 'vitest';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { evaluateMetric, parseMetric } from '../../../shared/rt/dvh/dvhMetrics.ts';
import { planIndices } from '../../../shared/rt/dvh/planIndices.ts';
import { linear, radial } from '../oracles/dvhClosedForms.ts';
import { circle, doseOf, rectangle, stackOf } from '../shapes.ts';

type Expected = Readonly<Record<string, number>>;

/** On and off the voxel centres. */
const centres: readonly Vector3[] = [[0, 0, 0], [0.37, -0.23, 0.41]];
/** Off the centres every pair of grid and slice is tested; on them, to save time, equal ones. */
const isOnCentre = (centre: Vector3): boolean => centre === centres[0];
const spacingsMm = [0.5, 1, 2, 3];

/** Radius of the shape at height c. */
function radiusAt(id: string, radius: number, height: number, c: number): number {
  if (id.startsWith('sphere')) return Math.sqrt(Math.max(0, radius * radius - c * c));
  return id.startsWith('cylinder') ? radius : (radius * (height / 2 - c)) / height;
}

function metric(dvh: ReturnType<typeof computeDvh>, text: string): number {
  const parsed = parseMetric(text);
  if (parsed === null) throw new Error(`no metric ${text}`);
  return evaluateMetric(dvh, parsed) ?? NaN;
}

/** Deviation of every figure in units of its tolerance. */
function deviations(dvh: ReturnType<typeof computeDvh>, expected: Expected, isFine: boolean): Map<string, number> {
  const result = new Map<string, number>();
  const put = (name: string, value: number, truth: number, tolerance: number): void => {
    result.set(name, Math.abs(value - truth) / tolerance);
  };
  put('volume', dvh.volumeCc, expected['volume_cc']!, expected['volume_cc']! * (isFine ? 0.01 : 0.03));
  const meanGy = expected['Dmean_Gy']!;
  put('mean', dvh.meanGy ?? NaN, meanGy, isFine ? Math.max(0.05, 0.005 * meanGy) : 0.01 * meanGy);
  for (const [key, truth] of Object.entries(expected)) {
    const dose = /^(D[\d.]+(?:%|cc))_Gy$/.exec(key)?.[1];
    if (dose !== undefined) put(dose, metric(dvh, dose), truth, dose === 'D0.03cc' ? (isFine ? 0.5 : 1) : isFine ? 0.24 : 0.48);
    const volume = /^(V\d+Gy)_%$/.exec(key)?.[1];
    if (volume !== undefined) put(volume, metric(dvh, `${volume}%`), truth, isFine ? 1 : 2);
  }
  return result;
}

describe('shapes under a linear gradient agree with their closed forms', () => {
  for (const item of linear) {
    test(`${item.id} at grids and slices of 0.5 to 3 mm, on and off voxel centres`, () => {
      const height = item.height_mm ?? 2 * item.radius_mm;
      for (const centre of centres) {
        for (const gridMm of spacingsMm) {
          const axis = item.gradient_axis === 'AP' ? 1 : 2;
          const dose = doseOf([gridMm, gridMm, gridMm], 18, (...p) => 16 + p[axis] - centre[axis]);
          for (const sliceMm of isOnCentre(centre) ? [gridMm] : spacingsMm) {
            const structure = stackOf(height, sliceMm, (c) => circle(radiusAt(item.id, item.radius_mm, height, c)), centre);
            const dvh = computeDvh(structure, dose);
            expect(dvh.coverage).toBe(1);
            for (const [name, deviation] of deviations(dvh, item.expected, gridMm <= 1 && sliceMm <= 1)) {
              expect(deviation, `${name} grid ${gridMm} slices ${sliceMm} centre ${centre[0]}`).toBeLessThanOrEqual(1);
            }
            expect(dvh.minGy).toBeGreaterThanOrEqual(item.expected['Dmin_Gy'] - 1e-4);
            expect(dvh.maxGy).toBeLessThanOrEqual(item.expected['Dmax_Gy'] + 1e-4);
          }
        }
      }
    });
  }
});

describe('spheres under a radial dose agree with their closed forms', () => {
  for (const item of radial) {
    test(`${item.id}: isodose volumes, conformity, gradient, homogeneity`, () => {
      for (const centre of centres) {
        for (const gridMm of isOnCentre(centre) ? [1] : [0.5, 1]) {
          const radius = item.target_diameter_mm / 2;
          const halfMm = 3 * radius + 2;
          const dose = doseOf([gridMm, gridMm, gridMm], halfMm, (x, y, z) => {
            const square = (x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (z - centre[2]) ** 2;
            return 24 * Math.exp(-square / (2 * item.sigma_mm ** 2));
          });
          const target = computeDvh(stackOf(2 * radius, 0.5, (c) => circle(Math.sqrt(radius * radius - c * c)), centre), dose);
          const side = halfMm - 1;
          const body = computeDvh(stackOf(2 * side, 0.5, () => rectangle(-side, -side, side, side)), dose);
          const indices = planIndices(target, body, item.prescription_Gy);
          const truth = item.expected;
          const part = item.target_diameter_mm >= 10 ? 0.05 : 0.15;
          const near = (value: number | null, wanted: number): void => {
            expect(Math.abs((value ?? NaN) - wanted)).toBeLessThanOrEqual(part * wanted);
          };
          near(target.volumeCc, truth.TV_cc);
          near(indices.prescriptionIsodoseCc, truth.PIV_cc);
          near(indices.targetInIsodoseCc, truth.TV_PIV_cc);
          near(indices.halfPrescriptionIsodoseCc, truth.PIV50_cc);
          near(indices.conformityRtog, truth.CI_RTOG);
          near(indices.conformityPaddick, truth.CI_Paddick);
          near(indices.gradientIndex, truth.GI_Paddick);
          expect(Math.abs((indices.homogeneity ?? NaN) - truth.HI_ICRU83)).toBeLessThanOrEqual(item.target_diameter_mm >= 10 ? 0.01 : 0.05);
          expect(target.notices.some(({ code }) => code === 'small-structure')).toBe(target.volumeCc < 0.5);
        }
      }
    });
  }
});
