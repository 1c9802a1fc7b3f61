import { describe, expect, test } from 'vitest';
import { createScanLines, cutScanLines, scanExtent, type ScanLines, type ScanTurn } from '../../../shared/rt/contours/scanLines.ts';
import { buildContourStack } from '../../../shared/rt/contours/contourStack.ts';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { circle, contourOf, doseOf, rectangle, structureOf } from '../shapes.ts';

const straight: ScanTurn = { cos: 1, sin: 0 };

function cut(outlines: readonly (readonly (readonly [number, number])[])[], stripMm: number, turn = straight): ScanLines {
  const polygons = outlines.map((pairs) => Float64Array.from(pairs.flat()));
  return cutScanLines(polygons, turn, scanExtent(polygons, turn), stripMm, 0, createScanLines());
}

/** A lattice of squares of 1 mm, 2 mm apart. */
const squares = (perSide: number): (readonly (readonly [number, number])[])[] =>
  Array.from({ length: perSide * perSide }, (_, n) => rectangle((n % perSide) * 2, Math.floor(n / perSide) * 2, (n % perSide) * 2 + 1, Math.floor(n / perSide) * 2 + 1));

describe('lines across contours', () => {
  test('measure what varies linearly exactly: a box, a turned box, a triangle', () => {
    expect(cut([rectangle(-8, -5, 8, 5)], 0.37).areaMm2).toBeCloseTo(160, 9);
    const turn = { cos: Math.cos(0.4), sin: Math.sin(0.4) };
    expect(cut([rectangle(-8, -5, 8, 5)], 0.02, turn).areaMm2).toBeCloseTo(160, 2);
    expect(cut([[[0, 0], [10, 0], [3, 8]]], 0.5).areaMm2).toBeCloseTo(40, 9);
  });

  test('measure an ellipse as the midpoint rule does: the error falls with the power 1.5 of their number', () => {
    const outline = circle(1, 20_000).map(([x, y]) => [17 * x, 9 * y] as const);
    for (const lines of [50, 200, 1000]) expect(Math.abs(cut([outline], 18 / lines).areaMm2 / (Math.PI * 17 * 9) - 1)).toBeLessThan(lines ** -1.5);
  });

  test('lie one in every strip, in pairs that are mirrored in place and height', () => {
    const { count, spacingMm, v, lift } = cut([rectangle(-8, -5, 8, 5)], 0.3);
    for (let n = 0; n < count; n += 2) {
      expect(Math.floor((v[n]! + 5) / spacingMm)).toBe(n);
      expect(v[n]! + v[n + 1]!).toBeCloseTo(2 * (-5 + (n + 1) * spacingMm), 9);
      expect(lift[n]).toBe(-lift[n + 1]!);
      expect(Math.abs(lift[n]!)).toBeLessThanOrEqual(0.5);
    }
  });

  test('cross a plane of 4900 contours in order, an even number of times each', () => {
    const { count, starts, crossings, areaMm2 } = cut(squares(70), 0.05);
    for (let line = 0; line < count; line += 1) {
      expect((starts[line + 1]! - starts[line]!) % 2).toBe(0);
      for (let n = starts[line]! + 1; n < starts[line + 1]!; n += 1) if (crossings[n]! < crossings[n - 1]!) throw new Error(`line ${line} is not in order`);
    }
    expect(areaMm2 / 4900).toBeCloseTo(1, 2);
  });

  test('cost a crossing for every line an edge spans, whatever the number of points: 200 000 points cross as often as 2000', () => {
    for (const points of [2000, 200_000]) {
      const { count, starts } = cut([circle(40, points)], 0.2);
      expect([count, starts[count]]).toEqual([400, 800]);
    }
  });

  test('a contour without height has no area and no crossing', () => {
    const { count, starts, areaMm2 } = cut([[[0, 1], [5, 1], [9, 1]]], 0.2);
    expect([starts[count], areaMm2]).toEqual([0, 0]);
  });
});

describe('contours of automatic segmentation', () => {
  const flat = doseOf([10, 10, 10], 100, () => 30);

  test('5000 contours in one plane are one plane of 5000, repeats among them found', () => {
    const contours = squares(70).map((pairs) => contourOf(pairs, 0));
    const stack = buildContourStack(structureOf([...contours, ...contours.slice(0, 100)]));
    expect(stack.planes.map(({ polygons }) => polygons.length)).toEqual([4900]);
    expect(stack.notices).toMatchObject([{ code: 'contours-repeated', values: { contours: 100 } }]);
  });

  test('a contour of 200 000 points has the volume of its circle', () => {
    const dvh = computeDvh(structureOf([-3, 0, 3, 6].map((c) => contourOf(circle(40, 200_000), c))), flat);
    expect(dvh.volumeCc / ((Math.PI * 1600 * 12) / 1000)).toBeCloseTo(1, 4);
    expect(dvh.meanGy).toBeCloseTo(30, 9);
  });
});
