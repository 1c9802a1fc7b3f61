import { describe, expect, test } from 'vitest';
import { add, cross, dot, normalize, scale, subtract, type Vector3 } from '../../../shared/geometry/vector.ts';
import { contoursInAnyPlane, contoursInPlane, structuresAtPoint, type CutPlane } from '../../../shared/rt/contours/contourSlice.ts';
import { regionAreaMm2, unionOf } from '../../../shared/rt/contours/polygonSets.ts';
import type { Structure } from '../../../shared/rt/types.ts';
import { randomStream } from '../../../shared/rt/phantom/noise.ts';
import { circle, contourOf, rectangle, stackOf, structureOf, type Axes } from '../shapes.ts';

/**
 * Stacks as scanned in eight patient positions, and three that lie along no patient axis: where the scanner's right, down and
 * out-of-the-gantry point in the patient (LPS).
 */
const c30 = Math.cos(Math.PI / 6);
const stacks: readonly { readonly name: string; readonly axes: Axes }[] = [
  { name: 'HFS', axes: { a: [1, 0, 0], b: [0, 1, 0], c: [0, 0, 1] } },
  { name: 'HFP', axes: { a: [-1, 0, 0], b: [0, -1, 0], c: [0, 0, 1] } },
  { name: 'FFS', axes: { a: [-1, 0, 0], b: [0, 1, 0], c: [0, 0, -1] } },
  { name: 'FFP', axes: { a: [1, 0, 0], b: [0, -1, 0], c: [0, 0, -1] } },
  { name: 'HFDR', axes: { a: [0, 1, 0], b: [-1, 0, 0], c: [0, 0, 1] } },
  { name: 'HFDL', axes: { a: [0, -1, 0], b: [1, 0, 0], c: [0, 0, 1] } },
  { name: 'FFDR', axes: { a: [0, -1, 0], b: [-1, 0, 0], c: [0, 0, -1] } },
  { name: 'FFDL', axes: { a: [0, 1, 0], b: [1, 0, 0], c: [0, 0, -1] } },
  { name: 'sagittal contours', axes: { a: [0, 1, 0], b: [0, 0, 1], c: [1, 0, 0] } },
  { name: 'a gantry tilted by 30°', axes: { a: [1, 0, 0], b: [0, c30, 0.5], c: [0, -0.5, c30] } },
  { name: 'a stack turned about two axes', axes: { a: [0.8, -0.6, 0], b: [0.36, 0.48, -0.8], c: [0.48, 0.64, 0.6] } },
];
const centre: Vector3 = [37.5, -112.25, 250];

/** A plane through `through` (stack axes, from the centre), turned by `turn` about the stack and leaning by `lean` out of the contours, degrees. */
function planeOf({ a, b, c }: Axes, turn: number, lean: number, through: Vector3 = [0, 0, 0]): CutPlane {
  const [t, l] = [(turn * Math.PI) / 180, (lean * Math.PI) / 180];
  const along = add(scale(a, Math.cos(t)), scale(b, Math.sin(t)));
  const across = add(scale(a, -Math.sin(t)), scale(b, Math.cos(t)));
  const origin = add(centre, add(scale(a, through[0]), add(scale(b, through[1]), scale(c, through[2]))));
  return { origin, xDirection: along, yDirection: add(scale(across, Math.cos(l)), scale(c, Math.sin(l))) };
}

/** Outlines in the plane's own axes; asserts that they lie in the plane, contours as drawn within half a slice of it. */
function flat(polygons: readonly Float64Array[], { origin, xDirection, yDirection }: CutPlane, awayMm = 1e-9): Float64Array[] {
  const normal = cross(xDirection, yDirection);
  return polygons.map((points) => {
    const region: number[] = [];
    for (let n = 0; n < points.length; n += 3) {
      const offset = subtract([points[n]!, points[n + 1]!, points[n + 2]!], origin);
      expect(Math.abs(dot(offset, normal))).toBeLessThanOrEqual(awayMm);
      region.push(dot(offset, xDirection), dot(offset, yDirection));
    }
    return Float64Array.from(region);
  });
}
const cutArea = (structure: Structure, plane: CutPlane): number => regionAreaMm2(flat(contoursInAnyPlane(structure, plane), plane));

describe.each(stacks)('outlines in any plane, $name', ({ axes }) => {
  const box = stackOf(30, 3, () => rectangle(-20, -12, 20, 12), centre, axes);

  test.each([[0, 30], [0, 60], [25, 45], [90, 15]])('a box cut at turn %d°, lean %d° has the area of the closed form', (turn, lean) => {
    // The plane leaves a block through its sides or its ends; here the lean decides, and turns keep inside one pair of sides.
    const plane = planeOf(axes, turn, lean);
    const corners = [[-20, -12], [20, -12], [20, 12], [-20, 12]] as const;
    const l = (lean * Math.PI) / 180;
    const t = (turn * Math.PI) / 180;
    // In the plane's axes: the box's floor plan clipped to the heights ±15, stretched by 1/cos(lean) across the turn.
    const reach = 15 / Math.tan(l);
    const turned = corners.map(([x, y]) => [x * Math.cos(t) + y * Math.sin(t), -x * Math.sin(t) + y * Math.cos(t)] as const);
    const strip = unionOf([Float64Array.from(turned.flat())]);
    const window = Float64Array.of(-1000, -reach, 1000, -reach, 1000, reach, -1000, reach);
    const exact = (regionAreaMm2(strip) + regionAreaMm2([window]) - regionAreaMm2([...strip, window])) / 2 / Math.cos(l);
    // Corners are kept to 1e-4 mm along some 300 mm of outline.
    expect(Math.abs(cutArea(box, plane) - exact)).toBeLessThan(0.03);
  });

  test('a cylinder cut across its axis is the ellipse of the closed form', () => {
    const cylinder = stackOf(90, 3, () => circle(12, 1000), centre, axes);
    for (const lean of [10, 30, 60]) expect(cutArea(cylinder, planeOf(axes, 33, lean)) / ((Math.PI * 144) / Math.cos((lean * Math.PI) / 180))).toBeCloseTo(1, 4);
    expect(cutArea(cylinder, planeOf(axes, 33, 90)) / (24 * 90)).toBeCloseTo(1, 4);
  });

  test.each([20, 45, 75])('a sphere leaning %d° shows a disc, as near to it as its slab steps allow', (lean) => {
    const [radius, sliceMm] = [20, 1];
    const sphere = stackOf(2 * radius, sliceMm, (c) => circle(Math.sqrt(radius * radius - c * c), 360), centre, axes);
    for (const distance of [0, 7.3]) {
      const l = (lean * Math.PI) / 180;
      const plane = planeOf(axes, 12, lean, [distance * Math.sin((12 * Math.PI) / 180) * Math.sin(l), -distance * Math.cos((12 * Math.PI) / 180) * Math.sin(l), distance * Math.cos(l)]);
      const disc = Math.PI * (radius * radius - distance * distance);
      // A step displaces the outline by at most half a slice up the stack: the outline's length times that, and in truth its small signed rest.
      expect(Math.abs(cutArea(sphere, plane) - disc)).toBeLessThan(0.1 * 2 * Math.sqrt(Math.PI * disc) * (sliceMm / 2));
    }
  });

  test('points inside the outlines are inside the structure, points outside are not', () => {
    const ring = structureOf(
      Array.from({ length: 9 }, (_, n) => n * 3 - 12).flatMap((c) => [contourOf(rectangle(-20 + c / 2, -15, 20, 15), c, centre, axes), contourOf(rectangle(-8, -6, 8 + c / 3, 6), c, centre, axes), contourOf(circle(3, 40), c, centre, axes)]),
      'ring',
    );
    const random = randomStream(20_301);
    for (const [turn, lean] of [[0, 0], [10, 3], [40, 35], [70, 80], [15, 90], [-30, 89.99]] as const) {
      const plane = planeOf(axes, turn, lean, [1.3, -0.7, 0.9]);
      const outlines = flat(contoursInAnyPlane(ring, plane), plane, lean === 0 ? 1.5 : 1e-9);
      let [disagreements, inside] = [0, 0];
      for (let n = 0; n < 400; n += 1) {
        const [x, y] = [(random() - 0.5) * 50, (random() - 0.5) * 50];
        const isDrawn = isInside(outlines, x, y);
        const isHeld = structuresAtPoint([ring], add(plane.origin, add(scale(plane.xDirection, x), scale(plane.yDirection, y)))).length === 1;
        if (isDrawn) inside += 1;
        if (isDrawn !== isHeld) disagreements += 1;
      }
      expect(disagreements, `turn ${turn} lean ${lean}`).toBe(0);
      expect(inside).toBeGreaterThan(40);
    }
  });
});

describe('planes of special directions', () => {
  const box = stackOf(12, 3, () => rectangle(-10, -8, 10, 8), [100, 50, -20]);

  test('patient planes are those of contoursInPlane, point by point', () => {
    expect(contoursInAnyPlane(box, at([0, 0, -18.6], [1, 0, 0], [0, 1, 0]))).toEqual(contoursInPlane(box, 'axial', -18.6));
    expect(contoursInAnyPlane(box, at([95, 0, 0], [0, 1, 0], [0, 0, 1]))).toEqual(contoursInPlane(box, 'sagittal', 95));
    expect(regionAreaMm2(flat(contoursInAnyPlane(box, at([0, 44, 0], [1, 0, 0], [0, 0, -1])), at([0, 44, 0], [1, 0, 0], [0, 0, -1])))).toBeCloseTo(20 * 12, 9);
  });

  test('directions need be neither unit nor square to each other', () => {
    const plain = at([100, 50, -20], normalize([1, 0, 0.3]), [0, 1, 0]);
    const skewed = at(plain.origin, [2, 0, 0.6], [5, 3, 1.5]);
    const [a, b] = [contoursInAnyPlane(box, plain), contoursInAnyPlane(box, skewed)];
    expect(regionAreaMm2([...flat(a, plain), ...flat(b, plain)])).toBeCloseTo(0, 4);
  });

  test('a plane that hardly leans meets the slabs far apart, and one that misses meets none', () => {
    const long = stackOf(12, 3, () => rectangle(-500, -10, 500, 10), [0, 0, 1000]);
    const angle = 0.004;
    const plane = at([0, 0, 1000], [Math.cos(angle), 0, Math.sin(angle)], [0, 1, 0]);
    expect(cutArea(long, plane)).toBeCloseTo((1000 * 20) / Math.cos(angle), 1);
    expect(contoursInAnyPlane(long, at([0, 0, 1020], plane.xDirection, plane.yDirection))).toEqual([]);
  });

  test('gaps stay open and a structure without contours has no outline', () => {
    const apart = structureOf([-12, -9, -6, 6, 9, 12].map((c) => contourOf(rectangle(-5, -5, 5, 5), c)));
    const plane = planeOf(stacks[0]!.axes, 20, 80);
    const through = { ...plane, origin: [0, 0, 0] as const };
    expect(contoursInAnyPlane(apart, through)).toHaveLength(2);
    expect(contoursInAnyPlane(structureOf([]), through)).toEqual([]);
  });
});

const at = (origin: Vector3, xDirection: Vector3, yDirection: Vector3): CutPlane => ({ origin, xDirection, yDirection });

function isInside(polygons: readonly Float64Array[], x: number, y: number): boolean {
  let isOdd = false;
  for (const polygon of polygons) {
    let n = polygon.length - 2;
    for (let m = 0; m < polygon.length; n = m, m += 2) {
      const [yn, ym] = [polygon[n + 1]!, polygon[m + 1]!];
      if (yn > y !== ym > y && x < polygon[n]! + ((y - yn) / (ym - yn)) * (polygon[m]! - polygon[n]!)) isOdd = !isOdd;
    }
  }
  return isOdd;
}
