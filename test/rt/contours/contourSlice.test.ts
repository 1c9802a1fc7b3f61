import { describe, expect, test } from 'vitest';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { contoursInPlane, outlineProblem, structuresAtPoint } from '../../../shared/rt/contours/contourSlice.ts';
import { circle, contourOf, rectangle, stackOf, structureOf, type Axes } from '../shapes.ts';

/** Even–odd area of x,y,z polygons seen along a patient axis; loops are nested or apart, so signs follow their turning. */
function areaAlong(polygons: readonly Float64Array[], axis: 0 | 1 | 2): number {
  const [a, b] = [(axis + 1) % 3, (axis + 2) % 3];
  let sum = 0;
  for (const points of polygons) {
    for (let n = 0; n < points.length; n += 3) {
      const m = n + 3 < points.length ? n + 3 : 0;
      sum += points[n + a]! * points[m + b]! - points[m + a]! * points[n + b]!;
    }
  }
  return Math.abs(sum / 2);
}

const box = stackOf(12, 3, () => rectangle(-10, -8, 10, 8), [100, 50, -20]);

describe('contours in a patient plane', () => {
  test('axial gives the contour of the slab that holds the position, and nothing beyond the ends', () => {
    for (const z of [-20, -18.6, -25.9, -14.1]) {
      const [polygon, ...others] = contoursInPlane(box, 'axial', z);
      expect(others).toHaveLength(0);
      expect(polygon).toHaveLength(12);
      expect(Math.abs(polygon![2]! - z)).toBeLessThanOrEqual(1.5);
    }
    expect(contoursInPlane(box, 'axial', -26.1)).toEqual([]);
    expect(contoursInPlane(box, 'axial', -13.9)).toEqual([]);
  });

  test('sagittal and coronal give the rectangle the slabs make, in patient mm', () => {
    const sagittal = contoursInPlane(box, 'sagittal', 95);
    expect(sagittal).toHaveLength(1);
    expect(areaAlong(sagittal, 0)).toBeCloseTo(16 * 12, 6);
    expect([...sagittal[0]!].filter((_, n) => n % 3 === 0).every((x) => Math.abs(x - 95) < 1e-9)).toBe(true);
    const coronal = contoursInPlane(box, 'coronal', 44);
    expect(areaAlong(coronal, 1)).toBeCloseTo(20 * 12, 6);
    expect(contoursInPlane(box, 'sagittal', 111)).toEqual([]);
  });

  test('a sphere cut through its centre has the stair-step area of a disc', () => {
    const sphere = stackOf(24, 1, (c) => circle(Math.sqrt(144 - c * c)));
    for (const plane of ['sagittal', 'coronal'] as const) {
      const outline = contoursInPlane(sphere, plane, 0.1);
      expect(outline).toHaveLength(1);
      expect(areaAlong(outline, plane === 'sagittal' ? 0 : 1) / (Math.PI * 144)).toBeCloseTo(1, 1.9);
    }
  });

  test('a hole and a gap stay open in the cut', () => {
    const ring = structureOf([-3, 0, 3, 6].flatMap((c) => [contourOf(rectangle(-9, -9, 9, 9), c), ...(c === 0 || c === 3 ? [contourOf(rectangle(-4, -4, 4, 4), c)] : [])]));
    const cut = contoursInPlane(ring, 'coronal', 0);
    expect(cut).toHaveLength(2);
    expect(areaAlong(cut, 1)).toBeCloseTo(18 * 12 - 8 * 6, 6);
    const apart = structureOf([-12, -9, -6, 6, 9, 12].map((c) => contourOf(rectangle(-5, -5, 5, 5), c)));
    expect(contoursInPlane(apart, 'sagittal', 0)).toHaveLength(2);
    expect(contoursInPlane(apart, 'axial', 0)).toEqual([]);
  });

  test('a sagittal stack shows its contours in the sagittal plane and is cut by the others', () => {
    const axes: Axes = { a: [0, 1, 0], b: [0, 0, 1], c: [1, 0, 0] };
    const structure = stackOf(12, 3, () => rectangle(-10, -8, 10, 8), [0, 0, 0], axes);
    expect(areaAlong(contoursInPlane(structure, 'sagittal', 0.2), 0)).toBeCloseTo(320, 6);
    expect(areaAlong(contoursInPlane(structure, 'axial', 1), 2)).toBeCloseTo(20 * 12, 6);
    expect(areaAlong(contoursInPlane(structure, 'coronal', 1), 1)).toBeCloseTo(16 * 12, 6);
  });

  test('a tilted stack is cut where its slabs really are', () => {
    const tilt = 0.25;
    const axes: Axes = { a: [1, 0, 0], b: [0, Math.cos(tilt), Math.sin(tilt)], c: [0, -Math.sin(tilt), Math.cos(tilt)] };
    const structure = stackOf(40, 2, () => rectangle(-10, -8, 10, 8), [0, 0, 0], axes);
    expect(areaAlong(contoursInPlane(structure, 'sagittal', 3), 0)).toBeCloseTo(16 * 40, 6);
    expect(areaAlong(contoursInPlane(structure, 'axial', 0.3), 2) / ((20 * 16) / Math.cos(tilt))).toBeCloseTo(1, 1);
  });

  test('a structure without closed contours has no outline and says why', () => {
    const empty = structureOf([]);
    expect(contoursInPlane(empty, 'axial', 0)).toEqual([]);
    expect(outlineProblem(empty)?.reason).toBe('no-closed-contour');
    expect(outlineProblem(box)).toBeNull();
  });
});

test('the structures at a point are those it lies inside of, holes excepted', () => {
  const outer = structureOf([-3, 0, 3, 6].flatMap((c) => [9, 4].map((half) => contourOf(rectangle(-half, -half, half, half), c))), 'ring');
  const inner = stackOf(6, 3, () => circle(6), [0, 0, 1.5], undefined);
  const at = (point: Vector3): string[] => structuresAtPoint([outer, { ...inner, name: 'ball' }, structureOf([], 'none')], point).map(({ name }) => name);
  expect(at([0, 0, 0])).toEqual(['ball']);
  expect(at([5, 0, 0])).toEqual(['ring', 'ball']);
  expect(at([8, 0, 0])).toEqual(['ring']);
  expect(at([8, 0, 7.4])).toEqual(['ring']);
  expect(at([8, 0, 7.6])).toEqual([]);
  expect(at([0, 20, 0])).toEqual([]);
});
