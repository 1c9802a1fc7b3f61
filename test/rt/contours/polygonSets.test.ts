import { describe, expect, test } from 'vitest';
import { differenceOf, exclusiveOf, intersectionOf, offsetRegion, outlineLengthMm, partsOf, polygonAreaMm2, regionAreaMm2, turnedAreaMm2, unionOf, unionOfAll } from '../../../shared/rt/contours/polygonSets.ts';
import { circle, rectangle } from '../shapes.ts';

const polygon = (pairs: readonly (readonly [number, number])[], u = 0, v = 0): Float64Array => Float64Array.from(pairs.flatMap(([a, b]) => [a + u, b + v]));
const square = (half: number, u = 0, v = 0): Float64Array => polygon(rectangle(-half, -half, half, half), u, v);
const diamond = (half: number, u: number): Float64Array => polygon([[-half, 0], [0, -half], [half, 0], [0, half]], u);
/** Area of a regular polygon of `n` corners on a circle. */
const roundArea = (radius: number, n: number): number => (n / 2) * radius * radius * Math.sin((2 * Math.PI) / n);

describe('regions of a plane', () => {
  test('union, difference, intersection and exclusive or of two squares overlapping by a quarter have their closed-form areas', () => {
    const [a, b] = [[square(10)], [square(10, 10, 10)]];
    expect(turnedAreaMm2(unionOf(a, b))).toBeCloseTo(700, 9);
    expect(turnedAreaMm2(differenceOf(a, b))).toBeCloseTo(300, 9);
    expect(turnedAreaMm2(intersectionOf(a, b))).toBeCloseTo(100, 9);
    expect(turnedAreaMm2(exclusiveOf(a, b))).toBeCloseTo(600, 9);
  });

  test('two circles cut out the lens of the closed form', () => {
    const [radius, apart] = [30, 24];
    const lens = 2 * radius * radius * Math.acos(apart / 2 / radius) - (apart / 2) * Math.sqrt(4 * radius * radius - apart * apart);
    const cut = turnedAreaMm2(intersectionOf([polygon(circle(radius, 4000))], [polygon(circle(radius, 4000), apart)]));
    expect(Math.abs(cut / lens - 1)).toBeLessThan(2e-6);
  });

  test('an inner contour is a hole whichever way it turns, and a keyhole is the same hole', () => {
    const reversed = polygon(rectangle(-4, -4, 4, 4).toReversed());
    for (const inner of [square(4), reversed]) expect(regionAreaMm2([square(10), inner])).toBeCloseTo(400 - 64, 9);
    const keyhole = polygon([[-10, -10], [10, -10], [10, 10], [-10, 10], [-10, 0], [-4, 0], [-4, 4], [4, 4], [4, -4], [-4, -4], [-4, 0], [-10, 0]]);
    expect(regionAreaMm2([keyhole])).toBeCloseTo(400 - 64, 9);
    expect(turnedAreaMm2(exclusiveOf([keyhole], [square(10), square(4)]))).toBeCloseTo(0, 9);
  });

  test('an island in a hole counts again', () => {
    expect(regionAreaMm2([square(10), square(6), square(2)])).toBeCloseTo(400 - 144 + 16, 9);
  });

  test('a stretch that runs out and back along a line holds no area and takes none away', () => {
    const steps = (pairs: readonly (readonly [number, number])[]): void => {
      for (const turned of [pairs, pairs.toReversed(), pairs.map(([u, v]) => [v, u] as const), [...pairs.slice(3), ...pairs.slice(0, 3)]]) expect(regionAreaMm2([polygon(turned)])).toBeCloseTo(9.5, 6);
    };
    // A pixel-shaped contour in a real target: a strip one pixel high with a slanted end and spikes at both ends.
    steps([[0, 0], [3, 0], [6, 0], [9, 0], [10, 1], [11, 1], [12, 1], [11, 1], [10, 1], [6, 1], [0, 1], [-2, 1], [-4, 1], [-2, 1], [0, 1]]);
    expect(regionAreaMm2([polygon([[0, 0], [5, 0], [2, 0]])])).toBe(0);
    expect(unionOf([polygon([[1, 1], [1, 1], [1, 1], [1, 1]])])).toEqual([]);
  });

  test('parts are outlines with their own holes, also where holes and outlines touch in corners', () => {
    // Two holes that touch each other and the outer outline, an island inside one of them, and a part beside.
    const parts = partsOf([square(10), diamond(5, -5), diamond(5, 5), diamond(2, 5), square(3, 30, 0)]);
    expect(parts.map((part) => [part.length, Number(turnedAreaMm2(part).toFixed(6))]).sort((a, b) => b[1]! - a[1]!)).toEqual([[3, 300], [1, 36], [1, 8]]);
    expect(parts.every(([outer]) => polygonAreaMm2(outer!) > 0)).toBe(true);
    expect(partsOf([])).toEqual([]);
  });

  test('the union of many regions keeps what each of them fills, holes of one filled by another', () => {
    const ring = [square(10), square(4)];
    expect(turnedAreaMm2(unionOfAll([ring, [square(2)], [square(5, 20, 0)], [square(5, 22, 0)]]))).toBeCloseTo(336 + 16 + 120, 9);
    expect(turnedAreaMm2(unionOfAll([ring, [square(4)]]))).toBeCloseTo(400, 9);
    expect(unionOfAll([])).toEqual([]);
  });

  test('areas stay exact a metre from the origin', () => {
    expect(polygonAreaMm2(square(0.5, 1000.25, -1000.75))).toBeCloseTo(1, 12);
    expect(turnedAreaMm2(intersectionOf([square(0.5, 1000, -1000)], [square(0.5, 1000.25, -1000)]))).toBeCloseTo(0.75, 9);
  });

  test('a grown square has the area of square, sides and quarter circles; a shrunk one is smaller on every side', () => {
    const [half, margin] = [10, 3];
    const exact = 4 * half * half + 8 * half * margin + Math.PI * margin * margin;
    const grown = turnedAreaMm2(offsetRegion([square(half)], margin));
    expect(grown).toBeLessThanOrEqual(exact);
    expect(exact - grown).toBeLessThan(2 * Math.PI * margin * 5e-4 + 1e-3);
    expect(turnedAreaMm2(offsetRegion([square(half)], -margin))).toBeCloseTo(196, 6);
    expect(offsetRegion([square(half)], -10.1)).toEqual([]);
  });

  test('a ring grows into its hole', () => {
    const grown = offsetRegion([polygon(circle(20, 720)), polygon(circle(10, 720))], 2);
    expect(Math.abs(turnedAreaMm2(grown) / (Math.PI * (22 * 22 - 8 * 8)) - 1)).toBeLessThan(1e-4);
  });

  test('growing then shrinking a convex outline gives it back', () => {
    const region = [polygon(circle(15, 48), 3, -2)];
    const back = offsetRegion(offsetRegion(region, 4), -4);
    expect(turnedAreaMm2(exclusiveOf(region, back))).toBeLessThan(0.1);
    expect(turnedAreaMm2(region)).toBeCloseTo(roundArea(15, 48), 9);
  });

  test('the length of an outline is that of its sides, the closing one included', () => {
    expect(outlineLengthMm([square(10), square(4)])).toBeCloseTo(80 + 32, 12);
  });

  test('an empty region and one without area give nothing', () => {
    expect(unionOf([])).toEqual([]);
    expect(differenceOf([square(3)], [square(3)])).toEqual([]);
    expect(unionOf([polygon([[0, 0], [5, 0]])])).toEqual([]);
  });
});
