import { describe, expect, test } from 'vitest';
import { dot, subtract, type Vector3 } from '../../../shared/geometry/vector.ts';
import { evaluateMetric, parseMetric } from '../../../shared/rt/dvh/dvhMetrics.ts';
import { computeStructureSetDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { Dvh } from '../../../shared/rt/types.ts';
import { linear } from '../oracles/dvhClosedForms.ts';
import { circle } from '../shapes.ts';
import { doseFile, imageAxes, structureSetFile, type OffsetStyle, type Position } from './positionedObjects.ts';

/** Gradient of the dose, Gy/mm along patient x, y, z: a mirrored or turned axis changes every figure. */
const gradient: Vector3 = [0.36, -0.48, 0.64];
const steepness = Math.hypot(...gradient);
/** Centre of the sphere and, not the same, of the grid; neither on a voxel. */
const sphereCentre: Vector3 = [41.37, -112.23, -230.59];
const gridCentre: Vector3 = [43.1, -110.4, -231.25];
const centreGy = 32;
const doseGyAt = (point: Vector3): number => centreGy + dot(subtract(point, sphereCentre), gradient);

const planesMm = Array.from({ length: 24 }, (_, n) => n - 11.5);
const sphere = planesMm.map((z) => circle(Math.sqrt(144 - z * z)).map(([x, y]): Vector3 => [sphereCentre[0] + x, sphereCentre[1] + y, sphereCentre[2] + z]));
/** Two boxes that are each other's mirror image in no axis; their centroid is known. */
const corner = planesMm.map((z) => (z < 0 ? box(-10, -6, 14, 4, z) : box(-10, -6, -2, 12, z)));
const cornerCc = (24 * 10 * 12 + 8 * 18 * 12) / 1000;
const cornerMeanGy = centreGy + (2.88 * dot([2, -1, -6], gradient) + 1.728 * dot([-6, 3, 6], gradient)) / 4.608;

function box(x0: number, y0: number, x1: number, y1: number, z: number): Vector3[] {
  return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]].map(([x = 0, y = 0]): Vector3 => [sphereCentre[0] + x, sphereCentre[1] + y, sphereCentre[2] + z]);
}

/** Closed forms of the sphere, moved to this dose: 16 Gy + u becomes 32 Gy + steepness · u. */
const expected = Object.entries(linear[0].expected).flatMap(([key, gy]) => {
  const name = /^(D.*)_Gy$/.exec(key)?.[1];
  return name === undefined ? [] : [[name, centreGy + steepness * (gy - 16)] as const];
});

function histograms(position: Position, style: OffsetStyle, bits: 16 | 32): readonly [sphere: Dvh, corner: Dvh] {
  const set = readStructureSet(structureSetFile(position, { sphere, corner }));
  const dose = readDose(doseFile(position, style, bits, gridCentre, doseGyAt));
  expect([...set.warnings, ...dose.warnings]).toEqual([]);
  const [first, second] = computeStructureSetDvh(set, dose).map((result) => ('dvh' in result ? result.dvh : null));
  if (!first || !second) throw new Error('a structure has no histogram');
  return [first, second];
}

const styles = ['relative upward', 'relative downward', 'absolute upward', 'absolute downward'] as const;
const rows = Object.keys(imageAxes).flatMap((position) => styles.map((style, n) => ({ position: position as Position, style, bits: n % 2 === 0 ? (16 as const) : (32 as const) })));
const reference = histograms('HFS', 'relative upward', 32);

describe('the same anatomy and dose in eight positions, pixels of 2.5 × 1.6 mm, frames at fractional unequal offsets', () => {
  test.each(rows)('$position, $style offsets, $bits bit: figures are the closed form and those of HFS', ({ position, style, bits }) => {
    const [ball, angle] = histograms(position, style, bits);
    const rangeGy = 24 * steepness;
    expect([ball.coverage, angle.coverage]).toEqual([1, 1]);
    expect(Math.abs(ball.volumeCc / 7.2382 - 1)).toBeLessThan(0.01);
    for (const [name, gy] of expected) {
      const metric = parseMetric(name);
      const value = metric === null ? null : evaluateMetric(ball, metric);
      // Dose grid over 1 mm: 2 % of the range, 1 Gy for the extreme doses; the mean 1 %.
      const tolerance = name === 'Dmean' ? 0.01 * gy : ['Dmin', 'Dmax', 'D0.03cc'].includes(name) ? 1 : 0.02 * rangeGy;
      expect(Math.abs((value ?? NaN) - gy), name).toBeLessThan(tolerance);
    }
    expect(angle.volumeCc).toBeCloseTo(cornerCc, 3);
    expect(angle.meanGy).toBeCloseTo(cornerMeanGy, 2);
    // The extremes lie in corners of slabs, which lines of different directions come near to differently.
    const figures = { minGy: 0.01 * rangeGy, maxGy: 0.01 * rangeGy, volumeCc: 1e-3, meanGy: 0.02, d98Gy: 0.02, d95Gy: 0.02, d50Gy: 0.02, d2Gy: 0.02, d1ccGy: 0.02, d0_1ccGy: 0.05 };
    for (const [figure, tolerance] of Object.entries(figures) as [keyof typeof figures, number][]) {
      expect(Math.abs((ball[figure] ?? NaN) - (reference[0][figure] ?? NaN)), `sphere ${figure}`).toBeLessThan(tolerance);
      expect(Math.abs((angle[figure] ?? NaN) - (reference[1][figure] ?? NaN)), `corner ${figure}`).toBeLessThan(tolerance);
    }
  });
});
