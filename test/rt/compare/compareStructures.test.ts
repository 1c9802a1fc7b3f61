import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RtError } from '../../../shared/errors/appError.ts';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { compareStructures } from '../../../shared/rt/compare/structures/compareStructures.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { Structure } from '../../../shared/rt/types.ts';
import { plastimatchDice } from '../oracles/plastimatchDice.ts';
import { circle, contourOf, patientAxes, rectangle, stackOf, structureOf, type Axes } from '../shapes.ts';

const cube = (sliceMm: number, centre: Vector3, axes: Axes = patientAxes): Structure => stackOf(20, sliceMm, () => rectangle(-10, -10, 10, 10), centre, axes);
const sphere = (radius: number, centre: Vector3 = [0, 0, 0]): Structure => stackOf(2 * radius, 0.5, (c) => circle(Math.sqrt(radius * radius - c * c)), centre);

describe('a cube of 20 mm beside itself shifted by 3 mm', () => {
  // Of its surface the far face lies 3 mm away, the near face min(3, way to the other's sides), a strip of the four others up to 3.
  const mean = (3 * 400 + (20 ** 3 - 14 ** 3) / 6 + 4 * 60 * 1.5) / 2400;
  const turned: Axes = { a: [0, 1, 0], b: [0, 0, 1], c: [1, 0, 0] };
  for (const axes of [patientAxes, turned]) {
    for (const [axis, towards] of [[0, 'left'], [1, 'posterior'], [2, 'head']] as const) {
      for (const slices of [[2, 2], [2, 1.25]] as const) {
        test(`stacked along ${axes === patientAxes ? 'z' : 'x'}, shifted to ${towards}, slices of ${slices.join(' and ')} mm`, () => {
          const moved: Vector3 = [axis === 0 ? 3 : 0, axis === 1 ? 3 : 0, axis === 2 ? 3 : 0];
          const result = compareStructures(cube(slices[0], [0, 0, 0], axes), cube(slices[1], moved, axes), { stepMm: 0.5 });
          expect(result.dice).toBeCloseTo(0.85, 6);
          expect(result.jaccard).toBeCloseTo(17 / 23, 6);
          expect(result.commonCc).toBeCloseTo(6.8, 6);
          expect(result.meanSurfaceMm).toBeCloseTo(mean, 2);
          expect(result.hausdorff95Mm).toBeCloseTo(3, 6);
          expect(result.hausdorffMm).toBeCloseTo(3, 6);
          expect(result.shiftMm.map((value) => Math.round(value * 1e6) / 1e6 + 0)).toEqual(moved);
          expect(result.shift.filter(({ mm }) => mm > 1e-6)).toEqual([{ towards, mm: expect.closeTo(3, 6) as number }]);
        });
      }
    }
  }
});

test('concentric spheres of 10 and 13 mm lie 3 mm apart everywhere', () => {
  const result = compareStructures(sphere(10), sphere(13));
  expect(result.dice).toBeCloseTo((2 * 1000) / (1000 + 2197), 3);
  // The stairs of 0.5 mm slices leave each sphere by up to 0.25 mm.
  expect(Math.abs(result.meanSurfaceMm - 3)).toBeLessThan(0.25);
  expect(Math.abs(result.hausdorff95Mm - 3)).toBeLessThan(0.5);
  expect(Math.abs(result.hausdorffMm - 3)).toBeLessThan(0.5);
  expect(result.shiftLengthMm).toBeLessThan(1e-6);
});

test('cylinders side by side, apart and of different height', () => {
  const tall = stackOf(40, 2, () => circle(10, 720));
  const far = compareStructures(tall, stackOf(40, 2, () => circle(10, 720), [50, 0, 0]));
  expect(far.dice).toBe(0);
  // The far side of each is 70 mm from the other's axis.
  expect(far.hausdorffMm).toBeCloseTo(50, 1);
  const short = compareStructures(tall, stackOf(30, 2, () => circle(10, 720), [0, 0, 5]));
  expect(short.dice).toBeCloseTo(60 / 70, 6);
  expect(short.hausdorffMm).toBeCloseTo(10, 6);
  expect(short.shift).toContainEqual({ towards: 'head', mm: expect.closeTo(5, 6) as number });
});

test('a hole counts as surface, and a keyhole does not', () => {
  const plain = stackOf(20, 2, () => rectangle(-20, -20, 20, 20));
  const ring = structureOf(plain.contours.flatMap((contour) => [contour, contourOf(rectangle(-5, -5, 5, 5), contour.pointsMm[2]!)]));
  const holed = compareStructures(plain, ring);
  // Nowhere is the middle of the hole's wall nearer to the plain box's surface than its ends: 10 mm up or down.
  expect(holed.toFirst.maximumMm).toBeCloseTo(9.5, 6);
  const keyhole = structureOf(plain.contours.map((contour) => contourOf([[-20, -20], [20, -20], [20, 20], [0, 20], [0, 0], [0, 20], [-20, 20]], contour.pointsMm[2]!)));
  expect(compareStructures(plain, keyhole)).toMatchObject({ hausdorffMm: 0, commonCc: expect.closeTo(32, 6) as number });
});

test('the same structure has no distance and says it is the same; one moved corner says it is not', () => {
  const same = compareStructures(sphere(10), sphere(10));
  expect(same).toMatchObject({ dice: 1, hausdorffMm: 0, meanSurfaceMm: 0, isSame: true, shift: [] });
  expect(same.method.message).toContain('not measured');
  const [first, ...rest] = sphere(10).contours;
  const points = Float64Array.from(first!.pointsMm);
  points[0]! += 0.01;
  expect(compareStructures(sphere(10), structureOf([{ ...first!, pointsMm: points }, ...rest])).isSame).toBe(false);
});

test('method and sampling are stated; a surface too large for 1 mm is sampled more coarsely and says so', () => {
  expect(compareStructures(sphere(5), sphere(6)).method).toMatchObject({ endCap: 'half', stepMm: 1 });
  const body = stackOf(600, 5, () => rectangle(-250, -150, 250, 150));
  const { method, toFirst } = compareStructures(body, stackOf(600, 5, () => rectangle(-250, -150, 250, 151)));
  expect(method.stepMm).toBeGreaterThan(1);
  expect(method.message).toContain(`${method.stepMm.toFixed(2)} mm`);
  expect(toFirst.points).toBeLessThan(400_000);
});

test('a structure without volume is refused with its reason', () => {
  expect(() => compareStructures(sphere(5), structureOf([], 'none'))).toThrow(expect.objectContaining({ reason: 'no-closed-contour' }) as RtError);
});

const dataFolder = join(import.meta.dirname, '../../../../shared/data');

describe.runIf(existsSync(dataFolder))('real structures agree with plastimatch on fine voxels', () => {
  for (const item of plastimatchDice) {
    test(`${item.set}: ${item.first} and ${item.second}`, () => {
      const { structures } = readStructureSet(readFileSync(join(dataFolder, item.set, 'RS.dcm')));
      const [a, b] = [item.first, item.second].map((name) => structures.find((structure) => structure.name === name));
      if (a === undefined || b === undefined) throw new Error('structure missing');
      const result = compareStructures(a, b);
      expect(Math.abs(result.dice - item.dice)).toBeLessThan(0.005);
      expect(Math.abs(result.meanSurfaceMm - item.meanMm)).toBeLessThan(Math.max(0.5, 0.05 * item.meanMm));
      expect(Math.abs((result.toSecond.percentile95Mm + result.toFirst.percentile95Mm) / 2 - item.percentile95Mm)).toBeLessThan(1.75);
      expect(Math.abs(result.hausdorffMm - item.maximumMm)).toBeLessThan(1.75);
      result.shiftMm.forEach((value, axis) => expect(Math.abs(value - item.shiftMm[axis]!)).toBeLessThan(0.15));
    });
  }
});
