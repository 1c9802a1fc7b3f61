import { describe, expect, test } from 'vitest';
import { cross, type Vector3 } from '../../../shared/geometry/vector.ts';
import { rigidFromMatrix } from '../../../shared/rt/dose/rigidTransform.ts';
import { computeGamma } from '../../../shared/rt/gamma/gammaIndex.ts';
import type { GammaCriteria } from '../../../shared/rt/gamma/types.ts';
import type { DoseGrid } from '../../../shared/rt/types.ts';
import { circle, doseOf, stackOf, type Axes } from '../shapes.ts';

const criteria = (fields: Partial<GammaCriteria> = {}): GammaCriteria => ({ dosePercent: 3, distanceMm: 2, kind: 'global', thresholdPercent: 10, normalisation: 60, cap: 2, ...fields });
const moved = (dose: DoseGrid, shift: Vector3): DoseGrid => ({ ...dose, geometry: { ...dose.geometry, origin: dose.geometry.origin.map((value, n) => value + (shift[n] ?? 0)) as unknown as Vector3 } });
const scaled = (dose: DoseGrid, factor: number): DoseGrid => ({ ...dose, dose: dose.dose.map((value) => value * factor), maximum: Math.fround(dose.maximum * factor) });
const centreOf = ({ geometry, dose }: DoseGrid, map: Float32Array): number => {
  const { columns, rows, slices } = geometry;
  expect(map.length).toBe(dose.length);
  return map[(Math.floor(slices / 2) * rows + Math.floor(rows / 2)) * columns + Math.floor(columns / 2)] ?? NaN;
};
const field = (x: number, y: number, z: number): number => 60 + 1.1 * x - 0.7 * y + 0.4 * z;
const turned: Axes = { a: [0.8, 0.6, 0], b: [-0.6, 0.8, 0], c: [0, 0, 1] };

describe('a uniform gradient has the closed form |g s| / √(DD² + g² DTA²)', () => {
  // Gy/mm, mm and the value printed in the reference; DD 1.8 Gy (3 % of 60 Gy), DTA 2 mm.
  for (const [g, s, wanted] of [[0.5, 1, 0.2428], [2, 1, 0.456], [10, 1, 0.498], [2, 3, 1.3679]] as const) {
    for (const [name, direction] of [['along a grid axis', [1, 0, 0]], ['along a diagonal', [1, 1, 1].map((value) => value / Math.sqrt(3))]] as const) {
      test(`g ${g} Gy/mm, shift ${s} mm ${name}: ${wanted}`, () => {
        const [dx = 0, dy = 0, dz = 0] = direction;
        const reference = doseOf([2, 2.5, 3], 16, (x, y, z) => 300 + g * (dx * x + dy * y + dz * z));
        const evaluated = doseOf([2, 2.5, 3], 16, (x, y, z) => 300 + g * (dx * x + dy * y + dz * z + s));
        const { map, maxGamma } = computeGamma(reference, evaluated, criteria());
        const closed = Math.abs(g * s) / Math.hypot(1.8, 2 * g);
        expect(closed).toBeCloseTo(wanted, 4);
        expect(Math.abs(centreOf(reference, map) - closed)).toBeLessThan(1e-3);
        // At the corner the nearest equal dose may lie outside the grid: never less than inside.
        expect(maxGamma).toBeGreaterThan(closed - 1e-3);
      });
    }
  }

  test('the evaluated grid may be finer, shifted, turned and unevenly stacked', () => {
    const reference = doseOf([3, 3, 4], 15, field);
    const gradient = Math.hypot(1.1, 0.7, 0.4);
    const closed = 1.5 / Math.hypot(1.8, 2 * gradient);
    const even = doseOf([1.3, 1.7, 1.9], 26, (x, y, z) => field(x, y, z) + 1.5, [0.3, -0.4, 0.2], turned);
    const uneven = { ...even, geometry: { ...even.geometry, sliceOffsetsMm: even.geometry.sliceOffsetsMm.map((offset, k) => offset + (k % 3) * 0.4) } };
    const { columns, rows } = uneven.geometry;
    // The dose of a plane moved along z is written anew.
    uneven.dose = uneven.dose.map((value, index) => value + 0.4 * (Math.floor(index / (columns * rows)) % 3) * 0.4);
    for (const evaluated of [even, uneven]) {
      const { map, points, leftOut } = computeGamma(reference, evaluated, criteria());
      expect(points + leftOut.belowThreshold).toBe(reference.dose.length);
      for (const gamma of map) if (!Number.isNaN(gamma)) expect(Math.abs(gamma - closed)).toBeLessThan(1e-3);
    }
  });

  // Rows and columns of the dose as eight patient positions lay them: supine, prone and both sides, head or feet first.
  for (const [a, b] of [[[1, 0, 0], [0, 1, 0]], [[-1, 0, 0], [0, -1, 0]], [[0, -1, 0], [1, 0, 0]], [[0, 1, 0], [-1, 0, 0]], [[-1, 0, 0], [0, 1, 0]], [[1, 0, 0], [0, -1, 0]], [[0, 1, 0], [1, 0, 0]], [[0, -1, 0], [-1, 0, 0]]] as const) {
    test(`voxels that are not square, planes at a fraction of a millimetre, rows along ${a.join()} and columns along ${b.join()}`, () => {
      const reference = doseOf([3, 2, 4], 12, field, [0.3, -0.2, 0.1], { a, b, c: cross(a, b) });
      const evaluated = doseOf([2.1, 2.9, 2.4], 18, (x, y, z) => field(x, y, z) + 1.5, [0.37, -0.71, 0.43]);
      const closed = 1.5 / Math.hypot(1.8, 2 * Math.hypot(1.1, 0.7, 0.4));
      const { map, points } = computeGamma(reference, evaluated, criteria());
      expect(points).toBe(reference.dose.length);
      for (const gamma of map) expect(Math.abs(gamma - closed)).toBeLessThan(1e-3);
    });
  }

  test('a rigid registration carries the reference into the evaluated frame', () => {
    const reference = doseOf([3, 3, 4], 12, field);
    // Evaluated patient = rotated by 30° about z and shifted: its dose at T(p) is the reference dose at p.
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const toEvaluated = rigidFromMatrix([c, -s, 0, 40, s, c, 0, -25, 0, 0, 1, 8, 0, 0, 0, 1]);
    const evaluated = { ...doseOf([2, 2, 2], 24, (x, y, z) => field(c * (x - 40) + s * (y + 25), -s * (x - 40) + c * (y + 25), z - 8), [40, -25, 8]), frameOfReferenceUID: '1.2.99' };
    expect(() => computeGamma(reference, evaluated, criteria())).toThrow(/1\.2\.4.*1\.2\.99/u);
    const result = computeGamma(reference, evaluated, criteria(), { toEvaluated });
    expect(result.leftOut.evaluatedUnknown).toBe(0);
    expect(result.maxGamma).toBeLessThan(1e-3);
    expect(result.parameters.isRegistered).toBe(true);
  });
});

describe('dose and distance alone', () => {
  const flat = doseOf([3, 3, 3], 15, () => 60);

  test('a uniform dose 3 % higher is gamma 1 at 3 % global, which passes and is listed as at the limit', () => {
    for (const factor of [1.03, 0.97]) {
      const result = computeGamma(flat, scaled(flat, factor), criteria());
      expect(result.passPercent).toBe(100);
      expect(result.atLimit).toEqual({ points: flat.dose.length, passed: flat.dose.length });
      expect(result.maxGamma).toBeCloseTo(1, 4);
    }
    expect(computeGamma(flat, scaled(flat, 1.031), criteria()).passPercent).toBe(0);
  });

  test('local gamma takes the percentage of the dose at the point', () => {
    const wedge = doseOf([3, 3, 3], 15, (x) => 30 + x);
    const result = computeGamma(wedge, scaled(wedge, 1.03), criteria({ kind: 'local', distanceMm: 0.01 }));
    // Over 0.01 mm the distance helps by 0.01 · g / DD, under one part in thirty.
    for (const gamma of result.map) if (!Number.isNaN(gamma)) expect(gamma).toBeGreaterThan(0.99);
    expect(result.maxGamma).toBeLessThan(1.0001);
    expect(result.parameters.doseCriterion).toBeNull();
    const overGlobal = computeGamma(wedge, scaled(wedge, 1.03), criteria({ distanceMm: 0.01, normalisation: 'max' }));
    expect(overGlobal.parameters.doseCriterion).toBeCloseTo(1.35, 5);
    expect(overGlobal.meanGamma).toBeLessThan(0.7);
  });

  test('what exceeds the cap is counted and stands at the cap', () => {
    const result = computeGamma(flat, scaled(flat, 1.2), criteria());
    expect(result).toMatchObject({ passPercent: 0, maxGamma: 2, meanGamma: 2, capped: flat.dose.length });
    expect(result.histogram.counts.at(-1)).toBe(flat.dose.length);
    expect(computeGamma(flat, scaled(flat, 1.2), criteria({ cap: 10 })).maxGamma).toBeCloseTo(20 / 3, 4);
  });

  test('equal doses have gamma 0 and no difference; the difference is evaluated minus reference', () => {
    expect(computeGamma(flat, flat, criteria())).toMatchObject({ passPercent: 100, maxGamma: 0, difference: { mean: 0, minimum: 0, maximum: 0 } });
    expect(computeGamma(flat, scaled(flat, 0.9), criteria()).difference.mean).toBeCloseTo(-6, 4);
  });

  test('every result says what it compares and with which parameters', () => {
    const { notices, parameters } = computeGamma(flat, flat, criteria());
    expect(notices.map(({ message }) => message)).toContain('comparison of two calculated doses, not measurement QA');
    expect(parameters).toMatchObject({ dosePercent: 3, distanceMm: 2, kind: 'global', thresholdPercent: 10, normalisationDose: 60, thresholdDose: 6, doseCriterion: 1.8, cap: 2, searchRadiusMm: 4, structure: null });
  });
});

describe('points without an answer', () => {
  const flat = doseOf([3, 3, 3], 15, () => 60);
  const layer = 11 * 11;

  test('points farther than the distance criterion from the evaluated grid are neither pass nor fail', () => {
    const result = computeGamma(flat, moved(flat, [0, 0, 10]), criteria());
    // Planes at 0, 3, 6 mm are 10, 7 and 4 mm from the grid; the one at 9 mm is 1 mm away.
    expect(result.leftOut.evaluatedUnknown).toBe(3 * layer);
    expect(result.beyondEdge).toEqual({ points: layer, passed: layer });
    expect(result.points).toBe(8 * layer);
    expect(result.map[0]).toBeNaN();
    expect(result.map[3 * layer]).toBeCloseTo(0.5, 5);
    expect(result.notices.map(({ code }) => code)).toEqual(expect.arrayContaining(['gamma-evaluated-unknown', 'gamma-beyond-edge']));
  });

  test('doses that do not meet give no pass rate', () => {
    const result = computeGamma(flat, moved(flat, [500, 0, 0]), criteria());
    expect(result).toMatchObject({ passPercent: null, points: 0, meanGamma: null, maxGamma: null, difference: { mean: null } });
    expect(result.notices.map(({ code }) => code)).toContain('gamma-no-points');
  });

  test('voxels unknown in either dose are left out, and every voxel is accounted for', () => {
    const holes = { ...flat, dose: flat.dose.map((value, index) => (index < 2 * layer ? NaN : value)) };
    expect(computeGamma(holes, flat, criteria()).leftOut.referenceUnknown).toBe(2 * layer);
    const result = computeGamma(flat, holes, criteria());
    expect(result.leftOut.evaluatedUnknown).toBe(2 * layer);
    const { outsideStructure, referenceUnknown, belowThreshold, evaluatedUnknown } = result.leftOut;
    expect(result.points + outsideStructure + referenceUnknown + belowThreshold + evaluatedUnknown).toBe(flat.dose.length);
  });

  test('a single evaluated plane is compared in its plane', () => {
    const { geometry } = flat;
    const plane: DoseGrid = { ...flat, geometry: { ...geometry, slices: 1, origin: [geometry.origin[0], geometry.origin[1], 0], sliceOffsetsMm: [0] }, dose: flat.dose.slice(0, layer).map((value) => value * 1.01) };
    const result = computeGamma(flat, plane, criteria());
    expect(result.points).toBe(layer);
    expect(result.maxGamma).toBeCloseTo(1 / 3, 4);
    expect(result.leftOut.evaluatedUnknown).toBe(10 * layer);
  });

  test('a structure restricts the points to the voxels whose centre lies in it', () => {
    const cylinder = stackOf(12, 3, () => circle(7));
    const result = computeGamma(flat, flat, criteria(), { structure: cylinder });
    // Grid of 3 mm about 0: 21 centres within 7 mm in a plane (radii 0, 3, 4.2, 6, 6.7), planes at −6, −3, 0, 3 (half open slabs).
    expect(result.points).toBe(21 * 4);
    expect(result.parameters.structure).toBe('shape');
  });
});

describe('what must not be compared is refused', () => {
  const flat = doseOf([3, 3, 3], 6, () => 60);

  test('RELATIVE against GY, physical against effective dose', () => {
    expect(() => computeGamma(flat, { ...flat, units: 'RELATIVE' }, criteria())).toThrow(/GY.*RELATIVE/u);
    expect(() => computeGamma(flat, { ...flat, doseType: 'EFFECTIVE' }, criteria())).toThrow(/PHYSICAL.*EFFECTIVE/u);
  });

  test('criteria that are no criteria', () => {
    for (const fields of [{ dosePercent: 0 }, { distanceMm: -1 }, { thresholdPercent: NaN }, { cap: 0.5 }, { normalisation: 0 }, { kind: 'local', thresholdPercent: 0 }] as const) {
      expect(() => computeGamma(flat, flat, criteria(fields))).toThrow(expect.objectContaining({ reason: 'broken-value' }));
    }
  });
});
