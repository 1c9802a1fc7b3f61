import { describe, expect, test } from 'vitest';
import { buildContourStack } from '../../../shared/rt/contours/contourStack.ts';
import { buildSlabs } from '../../../shared/rt/contours/slabs.ts';
import { slabModelCc } from '../../../shared/rt/contours/structureMeasures.ts';
import { contourOf, rectangle, structureOf } from '../shapes.ts';

const ring = rectangle(-10, -5, 10, 5);
const heights = [0, 3, 6, 9];

describe('a ring that stands twice in its plane counts once', () => {
  const [first = [0, 0], second = [0, 0], ...others] = ring;
  const repeats = {
    'begun at another corner': [second, ...others, first],
    'run the other way round': ring.toReversed(),
    'with its first corner again at the end': [...ring, first],
    'with a corner written twice': [first, second, second, ...others],
  };
  for (const [name, repeat] of Object.entries(repeats)) {
    test(name, () => {
      const stack = buildContourStack(structureOf(heights.flatMap((z) => [contourOf(ring, z), contourOf(repeat, z)])));
      expect(slabModelCc(buildSlabs(stack, 'half', 3))).toBeCloseTo((20 * 10 * 12) / 1000, 9);
      expect(stack.notices).toMatchObject([{ code: 'contours-repeated', values: { contours: heights.length } }]);
    });
  }

  test('a hole is another ring and stays', () => {
    const hole = rectangle(-4, -2, 4, 2);
    const stack = buildContourStack(structureOf(heights.flatMap((z) => [contourOf(ring, z), contourOf(hole, z)])));
    expect(slabModelCc(buildSlabs(stack, 'half', 3))).toBeCloseTo(((20 * 10 - 8 * 4) * 12) / 1000, 9);
    expect(stack.notices).toEqual([]);
  });
});
