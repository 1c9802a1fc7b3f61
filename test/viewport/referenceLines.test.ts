import { expect, test } from 'vitest';
import { crossingLine, frameCorners } from '../../renderer/viewport/referenceLines.ts';
import type { SliceFrame } from '../../renderer/viewport/transform.ts';

const coronal: SliceFrame = { columns: 10, rows: 20, columnSpacingMm: 2, rowSpacingMm: 3, origin: [0, 5, 100], xDirection: [1, 0, 0], yDirection: [0, 0, -1] };

test('a picture crosses another along a line as wide as it is', () => {
  const line = crossingLine({ corners: frameCorners(coronal) }, [0, 0, 70], [0, 0, 1]);
  const [from, to] = [...(line ?? [])].sort((a, b) => a[0] - b[0]);
  // Pixels reach half a pixel beyond their centres.
  expect(from).toEqual([-1, 5, 70]);
  expect(to).toEqual([19, 5, 70]);
});

test('there is no line where the picture ends before, nor between parallel planes', () => {
  expect(crossingLine({ corners: frameCorners(coronal) }, [0, 0, 200], [0, 0, 1])).toBeNull();
  expect(crossingLine({ corners: frameCorners(coronal) }, [0, 9, 0], [0, 1, 0])).toBeNull();
});

test('an oblique plane is crossed where the closed form says', () => {
  const half = Math.SQRT1_2;
  // x + y = 9 meets the coronal plane y = 5 at x = 4, from the top to the bottom of the picture.
  const line = crossingLine({ corners: frameCorners(coronal) }, [9, 0, 0], [half, half, 0]);
  expect((line ?? []).map(([x, y]) => [Number(x.toFixed(9)), y])).toEqual([[4, 5], [4, 5]]);
  expect((line ?? []).map(([, , z]) => z).sort((a, b) => a - b)).toEqual([41.5, 101.5]);
});
