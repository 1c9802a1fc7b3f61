import { describe, expect, test } from 'vitest';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { circle, contourOf, doseOf, rectangle, stackOf, structureOf } from '../shapes.ts';

/** Closed forms for the cases in which programs disagree; `explained.ts` refers to them. */
describe('where programs disagree the closed form decides', () => {
  const flat = doseOf([2, 2, 2], 40, () => 10);

  test('a thin tube has the area of its polygon times its length', () => {
    const radiusMm = 2.35;
    const dvh = computeDvh(stackOf(51, 1.5, () => circle(radiusMm, 16)), flat);
    const polygonMm2 = 8 * radiusMm ** 2 * Math.sin(Math.PI / 8);
    expect(Math.abs(dvh.volumeCc / ((polygonMm2 * 51) / 1000) - 1)).toBeLessThan(0.001);
  });

  test('slabs of unevenly spaced planes meet half way, and the ends reach half the median spacing', () => {
    const dvh = computeDvh(structureOf([0, 1.5, 3.02, 4.5, 6].map((c) => contourOf(rectangle(-5, -5, 5, 5), c))), flat);
    expect(dvh.volumeCc).toBeCloseTo((100 * (6 + 1.5)) / 1000, 6);
  });

  test('the end slabs have their full thickness: a prism of five planes is five spacings long', () => {
    expect(computeDvh(structureOf([0, 3, 6, 9, 12].map((c) => contourOf(rectangle(-5, -5, 5, 5), c))), flat).volumeCc).toBeCloseTo(1.5, 6);
  });

  test('a single plane is a slab of the thickness that is stated, not a volume of 0', () => {
    const dvh = computeDvh(structureOf([contourOf(rectangle(-5, -5, 5, 5), 0)]), flat, { singlePlaneThicknessMm: 3 });
    expect(dvh.volumeCc).toBeCloseTo(0.3, 6);
    expect(dvh.meanGy).toBeCloseTo(10, 6);
    expect(dvh.notices.map(({ code }) => code)).toContain('single-plane');
  });

  test('of a box half outside the dose grid the volume is whole and every dose figure is of the inner half', () => {
    // The grid ends at x = 40; the box reaches from 30 to 50 under D = x.
    const rising = doseOf([2, 2, 2], 40, (x) => x);
    const dvh = computeDvh(stackOf(20, 2, () => rectangle(30, -8, 50, 8)), rising);
    expect(dvh.volumeCc).toBeCloseTo((20 * 16 * 20) / 1000, 3);
    expect(dvh.coverage).toBeCloseTo(0.5, 2);
    expect(dvh.meanGy).toBeCloseTo(35, 1);
    expect(dvh.minGy).toBeCloseTo(30, 1);
    expect(dvh.d98Gy).toBeCloseTo(30.2, 1);
    expect(dvh.d50Gy).toBeCloseTo(35, 1);
    expect(dvh.d2Gy).toBeCloseTo(39.8, 1);
  });
});
