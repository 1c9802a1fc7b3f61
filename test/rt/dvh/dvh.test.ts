import { describe, expect, test } from 'vitest';
import { RtError } from '../../../shared/errors/appError.ts';
import { cross, type Vector3 } from '../../../shared/geometry/vector.ts';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import type { RtNotice } from '../../../shared/rt/notices.ts';
import type { Contour } from '../../../shared/rt/types.ts';
import { circle, contourOf, doseOf, rectangle, stackOf, structureOf, type Axes } from '../shapes.ts';

const flat = doseOf([2, 2, 2], 30, () => 10);
const rising = doseOf([2, 2, 2], 30, (x) => 40 + x);
const noticed = (notices: readonly RtNotice[], text: string): boolean => notices.some(({ message }) => message.includes(text));

function reasonOf(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof RtError ? error.reason : 'foreign';
  }
}

const box = (c: number): Contour => contourOf(rectangle(-5, -5, 5, 5), c);
const gradient = (x: number, y: number, z: number): number => 40 + 0.5 * x + 0.3 * y - 0.4 * z;

describe('volume of a structure comes from its contours', () => {
  test('a box is exact, its edges on voxel borders or not', () => {
    for (const shift of [0, 0.5, 0.37]) {
      const dvh = computeDvh(stackOf(12, 3, () => rectangle(-10 + shift, -8, 10 + shift, 8)), flat);
      expect(dvh.volumeCc).toBeCloseTo(20 * 16 * 12 / 1000, 6);
      expect([dvh.minGy, dvh.meanGy, dvh.maxGy, dvh.d98Gy, dvh.d2Gy]).toEqual([10, expect.closeTo(10, 9), 10, 10, 10]);
      expect(dvh.notices).toEqual([]);
    }
  });

  test('an inner contour is a hole, a third one inside it is solid again', () => {
    const contours = [-3, 0, 3, 6].flatMap((c) => [9, 6, 3].map((half) => contourOf(rectangle(-half, -half, half, half), c)));
    const dvh = computeDvh(structureOf(contours), flat);
    expect(dvh.volumeCc).toBeCloseTo(((18 ** 2 - 12 ** 2 + 6 ** 2) * 12) / 1000, 2);
  });

  test('a keyhole contour is the same ring as two contours', () => {
    const keyhole: [number, number][] = [[-8, -8], [8, -8], [8, 0], [4, 0], [4, -4], [-4, -4], [-4, 4], [4, 4], [4, 0], [8, 0], [8, 8], [-8, 8]];
    const dvh = computeDvh(structureOf([-3, 0, 3, 6].map((c) => contourOf(keyhole, c))), rising);
    expect(dvh.volumeCc).toBeCloseTo(((256 - 64) * 12) / 1000, 6);
  });

  test('a contour written twice counts once and is told', () => {
    const contours = [-3, 0, 3, 6].map(box);
    const dvh = computeDvh(structureOf([...contours, contours[1]!]), flat);
    expect(dvh.volumeCc).toBeCloseTo(1.2, 6);
    expect(noticed(dvh.notices, 'repeats')).toBe(true);
  });

  test('without end caps the first and last slab end at their contour', () => {
    const structure = stackOf(12, 3, () => rectangle(-5, -5, 5, 5));
    expect(computeDvh(structure, flat, { endCap: 'none' }).volumeCc).toBeCloseTo(0.9, 6);
    expect(computeDvh(structure, flat, { endCap: 'half' }).volumeCc).toBeCloseTo(1.2, 6);
  });

  test('one missing slice is bridged, a wider gap stays empty; both are told', () => {
    const bridged = computeDvh(structureOf([-6, -3, 0, 6, 9].map(box)), flat);
    expect(bridged.volumeCc).toBeCloseTo(1.8, 6);
    expect(noticed(bridged.notices, 'bridged')).toBe(true);
    const apart = computeDvh(structureOf([-12, -9, -6, 6, 9, 12].map(box)), flat);
    expect(apart.volumeCc).toBeCloseTo(1.8, 6);
    expect(noticed(apart.notices, 'left empty')).toBe(true);
  });

  test('a single plane gets the thickness it is told and a notice', () => {
    const dvh = computeDvh(structureOf([contourOf(rectangle(-10, -10, 10, 10), 0)]), flat, { singlePlaneThicknessMm: 5 });
    expect(dvh.volumeCc).toBeCloseTo(2, 6);
    expect(noticed(dvh.notices, 'one contour plane')).toBe(true);
    expect(noticed(dvh.notices, 'small structure')).toBe(true);
  });

  test('open contours and points are left out and told', () => {
    const structure = stackOf(12, 3, () => rectangle(-5, -5, 5, 5));
    const open: Contour = { ...structure.contours[0]!, geometricType: 'OPEN_PLANAR' };
    const dvh = computeDvh(structureOf([...structure.contours, open]), flat);
    expect(dvh.volumeCc).toBeCloseTo(1.2, 6);
    expect(noticed(dvh.notices, 'left out')).toBe(true);
  });
});

describe('dose outside the grid is unknown, not zero', () => {
  test('partial coverage: dose figures describe the covered part, volume the whole', () => {
    const dvh = computeDvh(stackOf(12, 3, () => rectangle(20, -8, 40, 8)), rising);
    expect(dvh.volumeCc).toBeCloseTo(3.84, 6);
    expect(dvh.coverage).toBeCloseTo(0.5, 2);
    expect(dvh.meanGy).toBeCloseTo(65, 1);
    expect(dvh.minGy).toBeCloseTo(60, 3);
    expect(dvh.curve.volumeCc[0]).toBeCloseTo(dvh.volumeCc * dvh.coverage, 9);
    expect(noticed(dvh.notices, 'outside the dose grid')).toBe(true);
  });

  test('no coverage: every dose figure is null', () => {
    const dvh = computeDvh(stackOf(12, 3, () => rectangle(50, -8, 70, 8)), rising);
    expect(dvh.coverage).toBe(0);
    expect([dvh.minGy, dvh.meanGy, dvh.maxGy, dvh.d98Gy, dvh.d50Gy, dvh.d1ccGy]).toEqual([null, null, null, null, null, null]);
    expect(noticed(dvh.notices, 'wholly outside')).toBe(true);
  });

  test('under 1 cm³ D1cc is null and the notice says so', () => {
    const dvh = computeDvh(stackOf(12, 3, () => rectangle(-2, -2, 2, 2)), rising);
    expect(dvh.d1ccGy).toBeNull();
    expect(dvh.d0_1ccGy).not.toBeNull();
    expect(noticed(dvh.notices, 'D1cc is not given')).toBe(true);
  });
});

describe('orientation', () => {
  const inPlane: Record<string, readonly [Vector3, Vector3]> = {
    'HFS, FFS grid axes': [[1, 0, 0], [0, 1, 0]],
    'HFP, FFP grid axes': [[-1, 0, 0], [0, -1, 0]],
    'HFDL, FFDL grid axes': [[0, 1, 0], [-1, 0, 0]],
    'HFDR, FFDR grid axes': [[0, -1, 0], [1, 0, 0]],
    'feet-up stack': [[-1, 0, 0], [0, 1, 0]],
    'sagittal stack': [[0, 1, 0], [0, 0, 1]],
    'tilted stack': [[1, 0, 0], [0, Math.cos(0.3), Math.sin(0.3)]],
  };
  for (const [name, [a, b]] of Object.entries(inPlane)) {
    const axes: Axes = { a, b, c: cross(a, b) };
    const centre: Vector3 = [12.4, -7.3, 3.1];
    const wanted = { volume: (Math.PI * 100 * 24) / 1000, mean: gradient(...centre) };

    test(`${name}: the dose grid with non-square pixels may lie in any axes`, () => {
      const dvh = computeDvh(stackOf(24, 2, () => circle(10), centre), doseOf([1.5, 2.5, 2], 36, gradient, centre, axes));
      expect(dvh.volumeCc / wanted.volume).toBeCloseTo(1, 2);
      expect(dvh.meanGy).toBeCloseTo(wanted.mean, 2);
      expect(dvh.coverage).toBe(1);
    });

    test(`${name}: the contours may be stacked along any direction`, () => {
      const dvh = computeDvh(stackOf(24, 2, () => circle(10), centre, axes), doseOf([1.5, 2.5, 2], 36, gradient, centre));
      expect(dvh.volumeCc / wanted.volume).toBeCloseTo(1, 2);
      expect(dvh.meanGy).toBeCloseTo(wanted.mean, 2);
      expect(dvh.coverage).toBe(1);
    });
  }
});

/** A dose that is linear nowhere: a Gaussian beside the structure. */
const curved = (x: number, y: number, z: number): number => 50 * Math.exp(-((x - 15) ** 2 + (y + 4) ** 2 + (z - 1) ** 2) / 800);

describe('a dose grid none of whose axes lies in the contour planes', () => {
  const [p, q] = [0.35, 0.2];
  const a: Vector3 = [Math.cos(p), Math.sin(p) * Math.cos(q), Math.sin(p) * Math.sin(q)];
  const b: Vector3 = [-Math.sin(p), Math.cos(p) * Math.cos(q), Math.cos(p) * Math.sin(q)];
  const oblique: Axes = { a, b, c: cross(a, b) };
  const centre: Vector3 = [12.4, -7.3, 3.1];
  const cylinder = stackOf(24, 2, () => circle(10), centre);

  test('gives the closed form of a cylinder in a gradient along it, and says that dose is stepped along the lines', () => {
    const dvh = computeDvh(cylinder, doseOf([1.5, 2.5, 2], 40, (_x, _y, z) => 40 + z - centre[2], centre, oblique));
    expect(dvh.coverage).toBe(1);
    expect(dvh.volumeCc / ((Math.PI * 100 * 24) / 1000)).toBeCloseTo(1, 2);
    for (const [value, truth] of [[dvh.meanGy, 40], [dvh.d98Gy, 28.48], [dvh.d95Gy, 29.2], [dvh.d50Gy, 40], [dvh.d2Gy, 51.52]] as const) expect(Math.abs((value ?? NaN) - truth)).toBeLessThan(0.02);
    expect(dvh.method).toMatchObject({ isAlongGrid: false });
    expect(dvh.method.message).toContain('as the lines follow no axis of the dose grid');
  });

  test('agrees with an aligned grid of the same curved dose', () => {
    const aligned = computeDvh(cylinder, doseOf([1, 1, 1], 40, curved, centre));
    const turned = computeDvh(cylinder, doseOf([1, 1, 1], 40, curved, centre, oblique));
    for (const key of ['minGy', 'meanGy', 'maxGy', 'd98Gy', 'd95Gy', 'd50Gy', 'd2Gy', 'd1ccGy'] as const) expect(Math.abs((turned[key] ?? NaN) - (aligned[key] ?? NaN)), key).toBeLessThan(0.03);
  });

  test('covers what lies in it: a structure half out of its border keeps half its volume', () => {
    const grid = doseOf([2, 2, 2], 40, () => 30, centre, oblique);
    const onBorder: Vector3 = [centre[0] + 40 * a[0], centre[1] + 40 * a[1], centre[2] + 40 * a[2]];
    const dvh = computeDvh(stackOf(12, 1, (c) => circle(Math.sqrt(36 - c * c)), onBorder), grid);
    expect(dvh.coverage).toBeCloseTo(0.5, 2);
    expect(dvh.meanGy).toBeCloseTo(30, 6);
  });
});

test('unevenly spaced dose planes are interpolated between the planes about a point', () => {
  const even = doseOf([2, 2, 2], 30, (_x, _y, z) => 40 + 0.01 * z * z);
  const offsets = [0, 3, 5, 11, 12, 20, 29, 30, 41, 52, 60];
  const plane = even.geometry.columns * even.geometry.rows;
  const dose = Float32Array.from({ length: plane * offsets.length }, (_, n) => 40 + offsets[Math.floor(n / plane)]! - 30);
  const dvh = computeDvh(stackOf(40, 2, () => rectangle(-10, -10, 10, 10)), { ...even, dose, maximum: 70, geometry: { ...even.geometry, slices: offsets.length, sliceOffsetsMm: offsets } });
  for (const [value, truth] of [[dvh.meanGy, 40], [dvh.d98Gy, 20.8], [dvh.d50Gy, 40], [dvh.d2Gy, 59.2]] as const) expect(Math.abs((value ?? NaN) - truth)).toBeLessThan(0.01);
});

test('the exact integral along lines: a box in a gradient along them has the closed form to a hundredth of a bin', () => {
  const dvh = computeDvh(stackOf(12, 3, () => rectangle(-10, -10, 10, 10)), doseOf([2, 2, 2], 30, (x) => 40 + x));
  for (const [value, truth] of [[dvh.minGy, 30], [dvh.d98Gy, 30.4], [dvh.d95Gy, 31], [dvh.meanGy, 40], [dvh.d50Gy, 40], [dvh.d2Gy, 49.6], [dvh.maxGy, 50]] as const) expect(Math.abs((value ?? NaN) - truth)).toBeLessThan(1e-4);
});

describe('doses at the ends of what is sensible', () => {
  const cube = stackOf(12, 3, () => rectangle(-5, -5, 5, 5));

  test('a grid that holds more than the maximum it states loses nothing', () => {
    const dvh = computeDvh(cube, { ...rising, maximum: 20 });
    expect([dvh.minGy, dvh.d50Gy, dvh.maxGy]).toEqual([expect.closeTo(35, 3), expect.closeTo(40, 3), expect.closeTo(45, 3)]);
  });

  test('zero and negative doses have their mean and extrema; below 0 Gy the curve has one bin', () => {
    const none = computeDvh(cube, doseOf([2, 2, 2], 30, () => 0));
    expect([none.minGy, none.meanGy, none.maxGy, none.d50Gy, none.coverage]).toEqual([0, 0, 0, 0, 1]);
    const dvh = computeDvh(cube, doseOf([2, 2, 2], 30, (x) => x));
    expect([dvh.minGy, dvh.meanGy, dvh.maxGy, dvh.d2Gy]).toEqual([-5, 0, 5, 4.8].map((value) => expect.closeTo(value, 3)));
    expect(dvh.curve.volumeCc[0]).toBeCloseTo(dvh.volumeCc, 9);
    expect(dvh.curve.volumeCc[1]).toBeCloseTo(dvh.volumeCc / 2, 2);
  });

  test('a dose below 0 Gy has no Dx there, as the curve does not tell such doses apart', () => {
    const dvh = computeDvh(cube, doseOf([2, 2, 2], 30, (x) => x));
    expect([dvh.d98Gy, dvh.d95Gy, dvh.d50Gy === null || Math.abs(dvh.d50Gy) < 0.02]).toEqual([null, null, true]);
    expect(computeDvh(cube, doseOf([2, 2, 2], 30, () => -3)).d2Gy).toBeNull();
    // Noise of less than a bin is not told apart anywhere.
    expect(computeDvh(cube, doseOf([2, 2, 2], 30, () => -0.003)).d98Gy).toBeCloseTo(0, 2);
  });

  test('where a sum of doses is unknown the structure is not covered', () => {
    const known = computeDvh(cube, doseOf([2, 2, 2], 30, (x) => 40 + x));
    const dvh = computeDvh(cube, doseOf([2, 2, 2], 30, (x) => (x > 1 ? Number.NaN : 40 + x)));
    // The last voxels known lie at x = 0, the cube from −5 to 5.
    expect(dvh.coverage).toBeCloseTo(0.5, 3);
    expect([dvh.volumeCc, dvh.minGy]).toEqual([known.volumeCc, expect.closeTo(35, 3)]);
    expect([dvh.meanGy, dvh.maxGy, dvh.d50Gy]).toEqual([37.5, 40, 37.5].map((value) => expect.closeTo(value, 3)));
    expect(dvh.notices.map(({ code }) => code)).toContain('partly-outside-dose');
    expect(computeDvh(cube, { ...doseOf([2, 2, 2], 30, () => Number.NaN), maximum: Number.NaN })).toMatchObject({ coverage: 0, meanGy: null, d50Gy: null });
  });

  test('a dose scaled by a million keeps its figures in wider bins, as it must not take the memory of a million times as many', () => {
    const dvh = computeDvh(cube, doseOf([2, 2, 2], 30, (x) => 1e6 * (40 + x)));
    expect(dvh.curve.doseGy.length).toBeLessThan(300_000);
    expect([dvh.minGy, dvh.meanGy, dvh.d50Gy, dvh.maxGy].map((value) => (value ?? Number.NaN) / 1e6)).toEqual([35, 40, 40, 45].map((value) => expect.closeTo(value, 2)));
    expect(dvh.method.binWidthGy).toBeGreaterThan(100);
  });

  test('a structure that ends on the border of the grid to within rounding is covered', () => {
    expect(computeDvh(stackOf(12, 3, () => rectangle(20, -5, 30.0004, 5)), flat).coverage).toBe(1);
    expect(computeDvh(stackOf(12, 3, () => rectangle(20, -5, 30.1, 5)), flat).coverage).toBeCloseTo(10 / 10.1, 6);
  });

  test('a dose of one plane covers none of a structure about it but what lies in the plane', () => {
    const plane = { ...flat, dose: flat.dose.slice(0, flat.geometry.columns * flat.geometry.rows), geometry: { ...flat.geometry, slices: 1, sliceOffsetsMm: [0], origin: [-30, -30, 0] as const } };
    const dvh = computeDvh(cube, plane);
    expect(dvh.coverage).toBeLessThan(0.001);
    expect(dvh.notices.map(({ code }) => code)).toContain('partly-outside-dose');
  });
});

describe('what cannot be computed is refused with its reason', () => {
  test('no closed contour', () => {
    const point: Contour = { geometricType: 'POINT', pointsMm: Float64Array.of(1, 2, 3) };
    expect(reasonOf(() => computeDvh(structureOf([point]), flat))).toBe('no-closed-contour');
    expect(reasonOf(() => computeDvh(structureOf([]), flat))).toBe('no-closed-contour');
  });

  test('RELATIVE dose', () => {
    expect(reasonOf(() => computeDvh(stackOf(9, 3, () => circle(5)), { ...flat, units: 'RELATIVE' }))).toBe('unsupported');
  });

  test('contours in planes that are not parallel', () => {
    const tilted: Axes = { a: [0, 1, 0], b: [0, 0, 1], c: [1, 0, 0] };
    const contours = [contourOf(circle(9), 0), contourOf(circle(8), 3), contourOf(circle(5), 0, [0, 0, 0], tilted)];
    expect(reasonOf(() => computeDvh(structureOf(contours), flat))).toBe('unsupported');
  });

  test('coordinates that are not numbers', () => {
    const broken = contourOf(circle(9), 0);
    broken.pointsMm[4] = NaN;
    expect(reasonOf(() => computeDvh(structureOf([contourOf(circle(10), 3), broken]), flat))).toBe('unsupported');
  });
});

test('the curve falls from the covered volume to zero and says how it was made', () => {
  const dvh = computeDvh(stackOf(24, 2, () => circle(10)), rising, { binWidthGy: 0.005 });
  const { doseGy, volumeCc } = dvh.curve;
  expect(doseGy[1]).toBeCloseTo(0.005, 12);
  expect(volumeCc[0]).toBeCloseTo(dvh.volumeCc, 9);
  expect(volumeCc.at(-1)).toBe(0);
  expect(volumeCc.every((value, n) => n === 0 || value <= volumeCc[n - 1]!)).toBe(true);
  expect(dvh.method.message).toMatch(/lines every .* mm in plane, .* exact along the lines in \d+ pieces; 0.005 Gy bins, end cap: half/u);
});
