import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RtError } from '../../../shared/errors/appError.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { doseAtPoint } from '../../../shared/rt/dose/doseIndex.ts';
import { nodePoint } from '../../../shared/rt/indices/gridNodes.ts';
import { targetIndices, type TargetIndices } from '../../../shared/rt/indices/targetIndices.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { DoseGrid, Structure } from '../../../shared/rt/types.ts';
import { radial } from '../oracles/dvhClosedForms.ts';
import { circle, doseOf, patientAxes, rectangle, stackOf, type Axes } from '../shapes.ts';

const sphereAt = (radius: number, centre: Vector3, sliceMm = 0.5, axes: Axes = patientAxes): Structure => stackOf(2 * radius, sliceMm, (c) => circle(Math.sqrt(radius * radius - c * c)), centre, axes);
const boxOf = (halfMm: number): Structure => ({ ...stackOf(2 * halfMm, 2, () => rectangle(-halfMm, -halfMm, halfMm, halfMm)), name: 'EXTERNAL' });
const gauss = (square: number, sigma: number): number => 24 * Math.exp(-square / (2 * sigma ** 2));
const radiusOf = (levelGy: number, sigma: number): number => sigma * Math.sqrt(2 * Math.log(24 / levelGy));
const ball = (radius: number): number => (4 / 3) * Math.PI * radius ** 3 / 1000;

function indicesOf(target: Structure, dose: DoseGrid, prescriptionDoseGy: number, body: Structure | null, otherTargets: readonly Structure[] = []): TargetIndices {
  return targetIndices({ target, targetDvh: computeDvh(target, dose), prescriptionDoseGy, dose, body: body === null ? null : { structure: body, dvh: computeDvh(body, dose) }, otherTargets });
}

const codes = ({ notices }: TargetIndices): string[] => notices.map(({ code }) => code);
/** Relative deviation. */
const off = (value: number | null, truth: number): number => Math.abs((value ?? Number.NaN) / truth - 1);

describe('spheres under a radial dose agree with their closed forms', () => {
  for (const item of radial) {
    const radius = item.target_diameter_mm / 2;
    // A grid of 2 mm is to the widest dose what 1 mm is to the middle one.
    const [centre, gridMm]: [Vector3, number] = [[0.37, -0.23, 0.41], item.sigma_mm > 10 ? 2 : 1];
    const dose = doseOf([gridMm, gridMm, gridMm], radius + 25, (x, y, z) => gauss((x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (z - centre[2]) ** 2, item.sigma_mm));
    const tolerance = item.target_diameter_mm >= 10 ? 0.05 : 0.15;

    for (const kind of [item.id.endsWith('surface') ? 'inside EXTERNAL, from its histogram' : 'without EXTERNAL, on a lattice']) {
      test(`${item.id} ${kind}: conformity, gradient, R50, D2cm`, () => {
        const result = indicesOf(sphereAt(radius, centre), dose, item.prescription_Gy, kind.startsWith('inside') ? boxOf(radius + 23) : null);
        const truth = item.expected;
        expect(off(result.prescriptionIsodoseCc, truth.PIV_cc)).toBeLessThan(tolerance);
        expect(off(result.halfPrescriptionIsodoseCc, truth.PIV50_cc)).toBeLessThan(tolerance);
        expect(off(result.conformityRtog, truth.CI_RTOG)).toBeLessThan(tolerance);
        expect(off(result.conformityPaddick, truth.CI_Paddick)).toBeLessThan(tolerance);
        expect(off(result.gradientIndex, truth.GI_Paddick)).toBeLessThan(tolerance);
        expect(off(result.r50, truth.PIV50_cc / truth.TV_cc)).toBeLessThan(tolerance);
        expect(off(result.homogeneityRtog, 24 / item.prescription_Gy)).toBeLessThan(tolerance);
        expect(Math.abs((result.homogeneity ?? Number.NaN) - truth.HI_ICRU83)).toBeLessThan(item.target_diameter_mm >= 10 ? 0.01 : 0.05);
        // The slabs' stairs hold the surface 20 mm away up to a quarter of a slice off.
        const [near, far] = [gauss((radius + 20 - 0.2) ** 2, item.sigma_mm), gauss((radius + 20 + 0.2) ** 2, item.sigma_mm)];
        expect(result.d2cmGy).toBeGreaterThan(far * 0.98);
        expect(result.d2cmGy).toBeLessThan(near * 1.02 + 1e-4);
        expect(result.d2cmPercent).toBeCloseTo((100 * (result.d2cmGy ?? Number.NaN)) / item.prescription_Gy, 9);
        expect(codes(result)).toEqual(kind.startsWith('inside') ? [] : ['no-external']);
        expect(result.isodoseOf).toBe(kind.startsWith('inside') ? 'body' : 'grid');
      });
    }
  }
});

/** Two spheres of 10 mm, the dose the higher of two Gaussians about them. */
function twoTargets(apartMm: number, axes: Axes = patientAxes): { readonly first: Structure; readonly second: Structure; readonly dose: DoseGrid } {
  const x = apartMm / 2;
  const dose = doseOf([1, 1, 1], x + 32, (px, py, pz) => Math.max(gauss((px + x) ** 2 + py * py + pz * pz, 6.25), gauss((px - x) ** 2 + py * py + pz * pz, 6.25)));
  return { first: { ...sphereAt(5, [-x, 0, 0], 0.5, axes), name: 'PTV_A' }, second: { ...sphereAt(5, [x, 0, 0], 0.5, axes), name: 'PTV_B' }, dose };
}

/** Between grid points of 1 mm the trilinear dose lies below the Gaussian: the tolerance of the closed forms from 10 mm on. */
const betweenNodes = 0.05;

describe('of two targets each has the isodose that hangs together with it', () => {
  const rx = 17.427_58;

  for (const axes of [patientAxes, { a: [0, 1, 0], b: [0, 0, 1], c: [1, 0, 0] } as Axes]) {
    test(`apart by 40 mm, ${axes === patientAxes ? 'axial' : 'sagittal'} contours: each its own sphere`, () => {
      const { first, second, dose } = twoTargets(40, axes);
      const body = stackOf(100, 2, () => rectangle(-51, -51, 51, 51), [0, 0, 0], axes);
      const result = indicesOf(first, dose, rx, body, [second]);
      expect(off(result.prescriptionIsodoseCc, ball(5))).toBeLessThan(betweenNodes);
      expect(off(result.halfPrescriptionIsodoseCc, ball(radiusOf(rx / 2, 6.25)))).toBeLessThan(betweenNodes);
      expect(result.isodoseOf).toBe('component');
      expect(codes(result)).toEqual(['isodose-component', 'isodose-component']);
      // Alone, the histogram of EXTERNAL counts both.
      expect(off(indicesOf(first, dose, rx, body).prescriptionIsodoseCc, 2 * ball(5))).toBeLessThan(betweenNodes);
    });
  }

  test('apart by 14 mm: the half isodoses have grown together, and the notice names the other', () => {
    const { first, second, dose } = twoTargets(14);
    const result = indicesOf(first, dose, rx, null, [second]);
    const radius = radiusOf(rx / 2, 6.25);
    const lens = (Math.PI * (4 * radius + 14) * (2 * radius - 14) ** 2) / 12 / 1000;
    expect(off(result.prescriptionIsodoseCc, ball(5))).toBeLessThan(betweenNodes);
    expect(off(result.halfPrescriptionIsodoseCc, 2 * ball(radius) - lens)).toBeLessThan(betweenNodes);
    expect(codes(result)).toEqual(['no-external', 'isodose-component', 'isodose-component', 'isodose-shared']);
    expect(result.notices.at(-1)?.values['targets']).toBe('PTV_B');
  });

  test('a target the isodose misses is told so', () => {
    const { first, second, dose } = twoTargets(40);
    const result = indicesOf({ ...sphereAt(2, [0, 0, 0]), name: first.name }, dose, rx, null, [second]);
    expect(result).toMatchObject({ prescriptionIsodoseCc: 0, conformityPaddick: null, gradientIndex: null });
    expect(codes(result)).toContain('isodose-misses-target');
  });
});

describe('the dose at 2 cm', () => {
  test('is that at 2 cm from a cube under a linear dose, inside the body', () => {
    const dose = doseOf([2.5, 2.5, 3], 60, (x) => 60 + x, [0.3, 0.2, 0.1]);
    const cube = stackOf(20, 2, () => rectangle(-10, -10, 10, 10));
    // Highest where the body ends, 45 mm out: the last voxel inside lies at 42.8 mm.
    expect(indicesOf(cube, dose, 60, boxOf(45)).d2cmGy).toBeCloseTo(102.8, 3);
    // A dose that falls off with the distance from the cube's middle is highest 20 mm above the middle of a face.
    const falling = doseOf([2.5, 2.5, 3], 60, (x, y, z) => 60 - Math.hypot(x, y, z), [0.3, 0.2, 0.1]);
    const result = indicesOf(cube, falling, 60, boxOf(45));
    expect(Math.abs((result.d2cmGy ?? Number.NaN) - 30)).toBeLessThan(0.2);
  });

  test('a grid that ends within 2 cm, and an isodose that reaches its border, are told', () => {
    const dose = doseOf([2, 2, 2], 20, () => 50);
    const result = indicesOf(sphereAt(10, [0, 0, 0], 1), dose, 40, null);
    expect(codes(result)).toEqual(['no-external', 'isodose-at-border', 'isodose-at-border', 'grid-within-2cm']);
    expect(result.d2cmGy).toBeCloseTo(50, 4);
  });
});

describe('what is not known', () => {
  const target = sphereAt(4, [0, 0, 0], 1);
  const dose = doseOf([2, 2, 2], 26, (x, y, z) => gauss(x * x + y * y + z * z, 4));

  test('voxels of unknown dose leave the isodoses, and how finely they are counted, as they are', () => {
    const unknown = { ...dose, dose: dose.dose.map((value, n) => (n < 3 * 27 * 27 ? Number.NaN : value)) };
    const [known, partly] = [dose, unknown].map((grid) => indicesOf(target, grid, 12, null));
    expect(partly).toMatchObject({ prescriptionIsodoseCc: known?.prescriptionIsodoseCc, halfPrescriptionIsodoseCc: known?.halfPrescriptionIsodoseCc, method: known?.method });
  });

  test('a target that leaves the dose grid is told, as its figures are those of a part', () => {
    const outside = indicesOf(sphereAt(4, [25, 0, 0], 1), dose, 12, null);
    expect(codes(outside)).toContain('partly-outside-dose');
    expect(codes(indicesOf(target, dose, 12, null))).not.toContain('partly-outside-dose');
  });
});

test('a relative dose, no prescription and a single plane are refused', () => {
  const dose = doseOf([2, 2, 2], 20, () => 50);
  const sphere = sphereAt(10, [0, 0, 0], 1);
  const input = { target: sphere, targetDvh: computeDvh(sphere, dose), prescriptionDoseGy: 40, dose, body: null, otherTargets: [] };
  const refused = expect.objectContaining({ reason: 'unsupported' }) as RtError;
  expect(() => targetIndices({ ...input, dose: { ...dose, units: 'RELATIVE' } })).toThrow(refused);
  expect(() => targetIndices({ ...input, prescriptionDoseGy: 0 })).toThrow(refused);
  expect(() => targetIndices({ ...input, target: { ...sphere, contours: sphere.contours.slice(0, 1) } })).toThrow(refused);
});

const folder = join(import.meta.dirname, '../../../../shared/data/rt-esophagus-imrt');

test.runIf(existsSync(folder))('a real plan: the target alone and the lattice agree on its isodoses', () => {
  const { structures } = readStructureSet(readFileSync(join(folder, 'RS.dcm')));
  const dose = readDose(readFileSync(join(folder, 'RD.dcm')));
  const target = structures.find(({ name }) => name === 'PTV4140');
  if (target === undefined) throw new Error('no PTV4140');
  const result = indicesOf(target, dose, 41.4, null);
  const { slices, rows, columns, columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = dose.geometry;
  const voxelCc = (columnSpacingMm * rowSpacingMm * (sliceOffsetsMm.at(-1)! / (slices - 1))) / 1000;
  expect(dose.dose).toHaveLength(slices * rows * columns);
  const voxels = dose.dose.reduce((count, value) => count + (value >= 41.4 ? 1 : 0), 0);
  expect(off(result.prescriptionIsodoseCc, voxels * voxelCc)).toBeLessThan(0.02);
  // Corners of the contours lie on the surface: nothing 2 cm away is nearer to one, and nothing hotter lies 2 cm and a gap of corners away.
  const corners = target.contours.flatMap(({ pointsMm }) => Array.from({ length: pointsMm.length / 3 }, (_, n) => [pointsMm[n * 3]!, pointsMm[n * 3 + 1]!, pointsMm[n * 3 + 2]!] as const));
  const toCorner = (point: Vector3): number => corners.reduce((least, corner) => Math.min(least, Math.hypot(point[0] - corner[0], point[1] - corner[1], point[2] - corner[2])), Infinity);
  const d2cmGy = result.d2cmGy ?? Number.NaN;
  const pointMm: Vector3 = result.d2cmPointMm ?? [0, 0, 0];
  expect(doseAtPoint(dose, pointMm)).toBeCloseTo(d2cmGy, 6);
  expect(toCorner(pointMm)).toBeGreaterThan(20 - 1e-6);
  expect(toCorner(pointMm)).toBeLessThan(60);
  for (let index = 0; index < dose.dose.length; index += 1) {
    if (dose.dose[index]! <= d2cmGy) continue;
    const node = nodePoint(dose, index % columns, Math.floor(index / columns) % rows, Math.floor(index / (columns * rows)));
    expect(toCorner(node)).toBeLessThan(25);
  }
});
