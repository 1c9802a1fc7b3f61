import { describe, expect, test } from 'vitest';
import { buildContourStack } from '../../../shared/rt/contours/contourStack.ts';
import { regionAreaMm2 } from '../../../shared/rt/contours/polygonSets.ts';
import { buildSlabs, type EndCap, type SlabStack } from '../../../shared/rt/contours/slabs.ts';
import { measureSlabs, slabModelCc } from '../../../shared/rt/contours/structureMeasures.ts';
import type { Structure } from '../../../shared/rt/types.ts';
import { circle, contourOf, rectangle, stackOf, structureOf } from '../shapes.ts';

/** Outlines are kept to 1e-4 mm, so an area is exact to half of that times its outline: 290 mm of outline on 3 mm are 4e-5 cm³. */
const slabsOf = (structure: Structure, endCap: EndCap = 'half'): SlabStack => buildSlabs(buildContourStack(structure), endCap, 3);
const box = stackOf(12, 3, () => rectangle(-10, -8, 10, 8), [100, 50, -20]);
/** Its four contours are 3 mm apart, so 9 mm lie between the end contours. */
const areaMm2 = 20 * 16;

describe('measures of a slab model', () => {
  test('a box has its volume, centre, box and surface', () => {
    const measures = measureSlabs(slabsOf(box));
    expect(measures.volumeCc).toBeCloseTo((areaMm2 * 12) / 1000, 9);
    [100, 50, -20].forEach((value, n) => expect(measures.centroid?.[n]).toBeCloseTo(value, 9));
    [90, 42, -26].forEach((value, n) => expect(measures.boundsMm.low[n]).toBeCloseTo(value, 9));
    [110, 58, -14].forEach((value, n) => expect(measures.boundsMm.high[n]).toBeCloseTo(value, 9));
    expect(measures.surfaceCm2).toBeCloseTo((2 * areaMm2 + 72 * 12) / 100, 9);
    expect(measures).toMatchObject({ contourPlanes: 4, gaps: 0, pieces: [{ slabs: 4 }] });
  });

  test('a hollow box adds its inner walls to the surface and takes its hole from the volume', () => {
    const hollow = structureOf([-3, 0, 3].flatMap((c) => [contourOf(rectangle(-9, -9, 9, 9), c), contourOf(rectangle(-4, -4, 4, 4), c)]));
    const measures = measureSlabs(slabsOf(hollow));
    expect(measures.volumeCc).toBeCloseTo(((324 - 64) * 9) / 1000, 9);
    expect(measures.surfaceCm2).toBeCloseTo((2 * (324 - 64) + (72 + 32) * 9) / 100, 9);
  });

  test('a cone has the surface of the closed form between its end sections, leaning walls and all', () => {
    const [low, high, heightMm] = [20, 8, 36];
    const cone = structureOf(Array.from({ length: 13 }, (_, n) => contourOf(circle(low + ((high - low) * n) / 12, 720), n * 3)));
    const ends = Math.PI * (low * low + high * high) + 2 * Math.PI * (low + high) * 1.5;
    expect((measureSlabs(slabsOf(cone)).surfaceCm2 * 100) / (Math.PI * (low + high) * Math.hypot(heightMm, low - high) + ends)).toBeCloseTo(1, 4);
  });

  test('the surface of a sphere comes down to 4πr² with thinner slices', () => {
    const radius = 20;
    const errors = [2, 0.5].map((sliceMm) => Math.abs((measureSlabs(slabsOf(stackOf(2 * radius, sliceMm, (c) => circle(Math.sqrt(radius * radius - c * c), 360)))).surfaceCm2 * 100) / (4 * Math.PI * radius * radius) - 1));
    expect(errors[0]).toBeLessThan(0.03);
    expect(errors[1]).toBeLessThan(errors[0]! / 2);
  });

  test('a gap of several slices parts the structure and is counted', () => {
    const apart = structureOf([-12, -9, -6, 6, 9, 12].map((c) => contourOf(rectangle(-5, -5, 5, 5), c)));
    expect(measureSlabs(slabsOf(apart))).toMatchObject({ gaps: 1, contourPlanes: 6, pieces: [{ slabs: 3 }, { slabs: 3 }] });
  });

  test('the three end caps hold nothing, half a spacing, and two thirds of that beyond the end contours', () => {
    const between = areaMm2 * 9;
    for (const [endCap, capMm] of [['none', 0], ['half', 1.5], ['rounded', 1]] as const) {
      expect(slabModelCc(slabsOf(box, endCap)), endCap).toBeCloseTo((between + 2 * areaMm2 * capMm) / 1000, 6);
      expect(measureSlabs(slabsOf(box, endCap)).contourPlanes).toBe(4);
    }
  });
});

describe('the rounded end cap', () => {
  test('tapers as half an ellipsoid does: at every height the area of its slab is the closed form of its stretch', () => {
    const disc = stackOf(12, 3, () => circle(15, 720));
    const { slabs } = slabsOf(disc, 'rounded');
    const end = regionAreaMm2(slabs[5]!.polygons);
    slabs.slice(0, 5).forEach((slab, n) => {
      const [to, from] = [(5 - n) / 5, (4 - n) / 5];
      const mean = (to - from - (to ** 3 - from ** 3) / 3) / (to - from);
      expect(regionAreaMm2(slab.polygons) / end).toBeCloseTo(mean, 5);
      expect(slab.lowMm).toBeCloseTo(-4.5 - to * 1.5, 9);
      expect(slab.highMm).toBeCloseTo(-4.5 - from * 1.5, 9);
    });
    for (const [n, slab] of slabs.slice(1).entries()) expect(slab.lowMm).toBeCloseTo(slabs[n]!.highMm, 9);
    const radii = Array.from({ length: slabs[0]!.polygons[0]!.length / 2 }, (_, n) => Math.hypot(slabs[0]!.polygons[0]![n * 2]!, slabs[0]!.polygons[0]![n * 2 + 1]!));
    expect(Math.max(...radii) / Math.min(...radii)).toBeLessThan(1.001);
  });

  test('stays inside a horseshoe, keeps a hole open, and shrinks every part of its own', () => {
    const horseshoe: [number, number][] = [[0, 0], [30, 0], [30, 30], [24, 30], [24, 6], [6, 6], [6, 30], [0, 30]];
    const structure = structureOf([0, 3, 6].flatMap((c) => [contourOf(horseshoe, c), contourOf(rectangle(60, 0, 80, 20), c), contourOf(rectangle(65, 5, 75, 15), c)]));
    const { slabs } = slabsOf(structure, 'rounded');
    const tip = slabs[0]!.polygons;
    const inside = regionAreaMm2([...tip, Float64Array.from(horseshoe.flat()), Float64Array.from(rectangle(60, 0, 80, 20).flat()), Float64Array.from(rectangle(65, 5, 75, 15).flat())]);
    const area = 30 * 30 - 18 * 24 + 300;
    expect(regionAreaMm2(tip) + inside).toBeCloseTo(area, 1);
    expect(slabModelCc(slabsOf(structure, 'rounded'))).toBeCloseTo((area * (6 + 2)) / 1000, 4);
  });

  test('makes of a single plane two caps, and nothing of derived slabs that state their stretch', () => {
    const single = structureOf([contourOf(rectangle(-10, -8, 10, 8), 0)]);
    expect(slabModelCc(slabsOf(single, 'rounded'))).toBeCloseTo((areaMm2 * 2) / 1000, 6);
    const stated = structureOf([{ ...contourOf(rectangle(-10, -8, 10, 8), 0), slabMm: [-1, 4] }]);
    expect(slabModelCc(slabsOf(stated, 'rounded'))).toBeCloseTo((areaMm2 * 5) / 1000, 9);
  });

  test('brings a sphere sliced through its poles nearer to its volume than either flat cap', () => {
    const radius = 10;
    const sphere = structureOf([-8, -4, 0, 4, 8].map((c) => contourOf(circle(Math.sqrt(radius * radius - c * c), 720), c)));
    const exact = (4 / 3) * Math.PI * radius ** 3;
    const [none, half, rounded] = (['none', 'half', 'rounded'] as const).map((endCap) => Math.abs(slabModelCc(slabsOf(sphere, endCap)) * 1000 - exact));
    expect(rounded!).toBeLessThan(Math.min(none!, half!));
  });
});
