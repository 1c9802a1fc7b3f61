import { expect, test } from 'vitest';
import { voiOf } from '../../renderer/viewport/voi.ts';

/** What cornerstone-core computes, clamped as its lookup table is. */
const drawn = (value: number, window: { centre: number; width: number }): number => {
  const { windowCenter, windowWidth } = voiOf(window);
  return Math.min(255, Math.max(0, ((value - windowCenter) / windowWidth + 0.5) * 255));
};

/** PS3.3 C.11.2.1.2.1, ymin 0, ymax 255. */
const prescribed = (x: number, c: number, w: number): number => {
  if (x <= c - 0.5 - (w - 1) / 2) return 0;
  return x > c - 0.5 + (w - 1) / 2 ? 255 : ((x - (c - 0.5)) / (w - 1) + 0.5) * 255;
};

test.each([[40, 400], [40, 80], [2048, 4096], [0, 100], [0, 2], [0, 1]])('window %d/%d is the linear function of the standard', (centre, width) => {
  for (let value = Math.floor(centre - width); value <= centre + width; value++) expect(drawn(value, { centre, width }), `at ${value}`).toBeCloseTo(prescribed(value, centre, width), 6);
});
