import { describe, expect, test } from 'vitest';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { doseAtPoint } from '../../../shared/rt/dose/doseIndex.ts';
import { resliceDose, type SlicePlane } from '../../../shared/rt/dose/doseSlice.ts';
import { doseOf } from '../shapes.ts';

const gradient = (x: number, y: number, z: number): number => 50 + 0.7 * x - 0.4 * y + 0.3 * z;
const dose = doseOf([2, 2.5, 3], 45, gradient, [5.2, -3.7, 11.1]);

const planes: Record<string, readonly [Vector3, Vector3]> = {
  axial: [[1, 0, 0], [0, 1, 0]],
  sagittal: [[0, 1, 0], [0, 0, -1]],
  coronal: [[1, 0, 0], [0, 0, -1]],
  oblique: [[Math.SQRT1_2, Math.SQRT1_2, 0], [0, 0, 1]],
};

function planeOf(xDirection: Vector3, yDirection: Vector3, size: number, spacingMm: number): SlicePlane {
  const half = (size * spacingMm) / 2;
  const origin = [0, 1, 2].map((n) => [5.2, -3.7, 11.1][n]! - half * (xDirection[n]! + yDirection[n]!)) as unknown as Vector3;
  return { origin, xDirection, yDirection, columns: size, rows: size, columnSpacingMm: spacingMm, rowSpacingMm: spacingMm };
}

describe('resliceDose', () => {
  for (const [name, [x, y]] of Object.entries(planes)) {
    test(`${name}: a linear dose is exact at every pixel`, () => {
      const plane = planeOf(x, y, 64, 0.9);
      const slice = resliceDose(dose, plane);
      for (let row = 0; row < 64; row += 7) {
        for (let column = 0; column < 64; column += 5) {
          const p = [0, 1, 2].map((n) => plane.origin[n]! + 0.9 * (column * x[n]! + row * y[n]!)) as unknown as Vector3;
          expect(slice[row * 64 + column]).toBeCloseTo(gradient(...p), 3);
        }
      }
    });
  }

  test('outside the grid the dose is NaN, and the buffer given is the one filled', () => {
    const out = new Float32Array(64 * 64);
    const slice = resliceDose(dose, planeOf([1, 0, 0], [0, 1, 0], 64, 5), out);
    expect(slice).toBe(out);
    expect(slice[0]).toBeNaN();
    expect(slice[32 * 64 + 32]).toBeCloseTo(gradient(5.2, -3.7, 11.1), 3);
  });

  test('uneven slices are interpolated between their own positions', () => {
    const uneven = { ...dose, geometry: { ...dose.geometry, slices: 3, sliceOffsetsMm: [0, 3, 10] } };
    const { origin } = dose.geometry;
    const at = (w: number): number => doseAtPoint(uneven, [origin[0] + 10, origin[1] + 10, origin[2] + w]);
    const step = 0.3 * 3;
    expect(at(3) - at(0)).toBeCloseTo(step, 4);
    expect(at(6.5) - at(3)).toBeCloseTo(step / 2, 4);
    expect(at(10.5)).toBeNaN();
  });
});
