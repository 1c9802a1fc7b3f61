import { describe, expect, test } from 'vitest';
import type { RtError } from '../../../shared/errors/appError.ts';
import { buildContourStack } from '../../../shared/rt/contours/contourStack.ts';
import { buildSlabs } from '../../../shared/rt/contours/slabs.ts';
import { slabModelCc } from '../../../shared/rt/contours/structureMeasures.ts';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { contourOf, doseOf, patientAxes, structureOf, type Axes } from '../shapes.ts';

/** Crosses itself in the middle: two triangles of 100 mm² each that turn opposite ways. */
const bowTie = [[-10, -10], [10, 10], [10, -10], [-10, 10]] as const;
const tilted: Axes = { a: [0.8, 0, 0.6], b: [0, 1, 0], c: [-0.6, 0, 0.8] };
const heights = [-4.5, -1.5, 1.5, 4.5];

describe('a contour that crosses itself so that its turns cancel', () => {
  for (const [name, axes] of [['axial', patientAxes], ['tilted', tilted]] as const) {
    test(`${name}: both of its halves count, as even–odd fill says`, () => {
      const structure = structureOf(heights.map((c) => contourOf(bowTie, c, [30, -20, 50], axes)));
      expect(slabModelCc(buildSlabs(buildContourStack(structure), 'half', 3))).toBeCloseTo((200 * 12) / 1000, 4);
    });
  }

  test('its histogram has the dose of both halves', () => {
    const dvh = computeDvh(structureOf(heights.map((c) => contourOf(bowTie, c))), doseOf([2, 2, 2], 20, (x) => x + 20));
    expect(dvh.volumeCc).toBeCloseTo(2.4, 4);
    expect([dvh.minGy, dvh.meanGy, dvh.maxGy]).toEqual([10, 20, 30].map((value) => expect.closeTo(value, 3)));
  });
});

test('closed contours that run along a line are refused by what they are', () => {
  const lines = structureOf(heights.map((c) => contourOf([[0, 0], [5, 5], [10, 10], [2, 2]], c)));
  expect(() => buildContourStack(lines)).toThrow(expect.objectContaining<Partial<RtError>>({ reason: 'no-closed-contour' }));
  expect(() => buildContourStack(lines)).toThrow(/encloses no area/u);
});
