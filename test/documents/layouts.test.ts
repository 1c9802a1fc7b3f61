import { describe, expect, it } from 'vitest';
import { greyItems, resampling, resultOf, screenScale } from '../../renderer/documents/grey/greyCheck.ts';
import type { GreyItem } from '../../renderer/documents/grey/greyCheck.ts';
import { fadingGrounds, greyPattern, levelOf, patchLevels, rulerMm } from '../../renderer/documents/grey/greyPattern.ts';
import { columnHeight, gapPoints, pageAt, pagesIn, scaleOf, topsOf } from '../../renderer/documents/pdf/pageStack.ts';
import { fitted, panned, zoomed } from '../../renderer/documents/picture/zoom.ts';

const all = (answer: boolean): Record<GreyItem, boolean> => Object.fromEntries(greyItems.map((item) => [item, answer])) as Record<GreyItem, boolean>;

describe('pages of a PDF', () => {
  const a4 = { width: 595, height: 842 };
  const sizes = [a4, { width: 842, height: 595 }, a4];
  const tops = topsOf(sizes);

  it('lie below each other', () => {
    expect(tops).toEqual([8, 858, 1461]);
    expect(columnHeight(sizes)).toBe(1461 + 842 + gapPoints);
  });

  it('fit the widest page into the width, and the highest into the window', () => {
    expect(scaleOf('width', sizes, 858 * 1.5, 100)).toBeCloseTo(1.5, 12);
    expect(scaleOf('page', sizes, 5000, 858 / 2)).toBeCloseTo(0.5, 12);
    expect(scaleOf(99, sizes, 0, 0)).toBe(8);
  });

  it('are drawn when they are in the window or next to it', () => {
    const many = Array.from({ length: 400 }, () => a4);
    expect(pagesIn(topsOf(many), many, 100_000, 100_900)).toEqual([116, 120]);
    expect(pagesIn(tops, sizes, 0, 300)).toEqual([0, 2]);
  });

  it('count from the last that begins above', () => expect([0, 9, 857, 859, 9999].map((point) => pageAt(tops, point))).toEqual([0, 0, 0, 1, 2]));
});

describe('a picture in its window', () => {
  const picture = { width: 400, height: 200 };
  const window = { width: 800, height: 800 };

  it('is fitted in the middle', () => expect(fitted(picture, window)).toEqual({ scale: 2, x: 0, y: 200 }));

  it('keeps the place under the cursor when it is zoomed', () => {
    const before = fitted(picture, window);
    const after = zoomed(before, 3, 300, 350, picture, window);
    const at = (view: typeof before) => [(300 - view.x) / view.scale, (350 - view.y) / view.scale];
    expect(after.scale).toBe(6);
    expect(at(after)[0]).toBeCloseTo(at(before)[0] ?? 0, 10);
    expect(at(after)[1]).toBeCloseTo(at(before)[1] ?? 0, 10);
  });

  it('goes to 32 times and back to half of what fits, and cannot be pushed out of sight', () => {
    expect(zoomed(fitted(picture, window), 1000, 0, 0, picture, window).scale).toBe(32);
    expect(zoomed(fitted(picture, window), 1e-6, 0, 0, picture, window).scale).toBe(0.5);
    expect(panned(fitted(picture, window), -9999, 9999, picture, window)).toEqual({ scale: 2, x: -400, y: 400 });
  });
});

describe('the test pattern', () => {
  const options = { width: 1920, height: 1080, pxPerMm: 96 / 25.4 };
  const shapes = greyPattern(options);
  const rects = shapes.filter((shape) => shape.kind === 'rect');

  it('has 18 patches from black to white, 5 % and 95 % by the full drive', () => {
    expect([patchLevels.length, patchLevels[0], patchLevels.at(-1)]).toEqual([18, 0, 255]);
    expect([levelOf(5), levelOf(95)]).toEqual([13, 242]);
    for (const level of patchLevels) expect(rects.filter(({ grey, width, height }) => grey === level && width * height > 5000).length).toBeGreaterThanOrEqual(1);
  });

  it('has every edge on a whole pixel, within the picture', () => {
    for (const { x, y, width, height, grey } of rects) {
      expect([x, y, width, height, grey].every(Number.isInteger)).toBe(true);
      expect(x >= 0 && y >= 0 && x + width <= 1920 && y + height <= 1080 && grey >= 0 && grey <= 255).toBe(true);
    }
  });

  it('shows all 256 levels in its ramp', () => {
    const top = Math.min(...rects.filter(({ height }) => height > 1 && height < 1080).map(({ y }) => y));
    expect(new Set(rects.filter(({ y, height }) => y === top && height > 1).map(({ grey }) => grey)).size).toBe(256);
  });

  it('lets its letters fade by one level each, on three grounds', () => {
    const letters = shapes.filter((shape) => shape.kind === 'text' && shape.text.length === 1);
    for (const ground of fadingGrounds) expect(letters.map(({ grey }) => grey - ground)).toEqual(expect.arrayContaining([15, 14, 8, 5, 1]));
  });

  it('has a line of 100 mm, or of 50 where that does not fit', () => {
    expect([rulerMm(options), rulerMm({ ...options, width: 320 })]).toEqual([100, 50]);
    expect(rects.some(({ width, height }) => width === 378 && height === 1)).toBe(true);
  });

  it.each([[320, 240], [1280, 720], [3840, 2160]])('fits %d × %d', (width, height) => {
    for (const shape of greyPattern({ width, height, pxPerMm: 96 / 25.4 })) {
      if (shape.kind === 'rect') expect(shape.x >= 0 && shape.y >= 0 && shape.x + shape.width <= width && shape.y + shape.height <= height).toBe(true);
    }
  });
});

describe('the result of a check', () => {
  it('is passed when everything was, and none while something is open', () => {
    expect(resultOf(all(true), 5, null)).toMatchObject({ passed: true, atMs: 5, screenPxPerMm: null });
    expect(resultOf({ ...all(true), tint: false }, 5, 3)?.passed).toBe(false);
    expect(resultOf({ ambient: true }, 5, null)).toBeNull();
  });

  it('takes the scale of the screen from a ruler, with comma or point, and no slip of the pen', () => {
    expect(screenScale(378, '94,5')).toBe(4);
    expect([screenScale(378, ''), screenScale(378, '9.45'), screenScale(378, 'long')]).toEqual([null, null, null]);
  });

  it('is warned of a display that resamples', () => {
    expect([resampling(1, 1), resampling(2, 1), resampling(1.25, 1), resampling(1, 1.3)]).toEqual([null, null, 'ratio', 'pinch']);
  });
});
