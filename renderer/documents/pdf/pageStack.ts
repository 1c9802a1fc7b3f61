import type { PdfPageSize } from './openPdf.ts';

/** How large pages are shown: as a rule that follows the window, or a number of CSS pixels to a point. */
export type PageFit = 'width' | 'page' | number;

/** Space around pages, in points, so that everything grows alike. */
export const gapPoints = 8;
/** CSS pixels of a point at 100 %: 96 px to the inch. */
export const actualSize = 96 / 72;
const limits = { least: 0.1, most: 8 } as const;

/** CSS pixels to a point that a rule means in a window; the widest page decides, and for whole pages the highest too. */
export function scaleOf(fit: PageFit, sizes: readonly PdfPageSize[], width: number, height: number): number {
  if (typeof fit === 'number') return Math.min(Math.max(fit, limits.least), limits.most);
  const widest = Math.max(1, ...sizes.map((size) => size.width)) + 2 * gapPoints;
  const highest = Math.max(1, ...sizes.map((size) => size.height)) + 2 * gapPoints;
  const byWidth = width / widest;
  return Math.min(Math.max(fit === 'width' ? byWidth : Math.min(byWidth, height / highest), limits.least), limits.most);
}

/** Upper edge of every page in a column, in points. */
export function topsOf(sizes: readonly PdfPageSize[]): readonly number[] {
  let top = gapPoints;
  return sizes.map(({ height }) => {
    const own = top;
    top += height + gapPoints;
    return own;
  });
}

/** Height of the whole column, in points. */
export const columnHeight = (sizes: readonly PdfPageSize[]): number => sizes.reduce((sum, { height }) => sum + height + gapPoints, gapPoints);

/**
 * Pages that lie in a window, and one more to each side.
 *
 * @returns first page and the one behind the last
 */
export function pagesIn(tops: readonly number[], sizes: readonly PdfPageSize[], fromPoint: number, toPoint: number): readonly [number, number] {
  let first = tops.findIndex((top, page) => top + (sizes[page]?.height ?? 0) >= fromPoint);
  if (first < 0) first = Math.max(0, tops.length - 1);
  let end = first;
  while (end < tops.length && (tops[end] ?? 0) <= toPoint) end++;
  return [Math.max(0, first - 1), Math.min(tops.length, end + 1)];
}

/** The page at a point of the column: the last that begins above it. */
export function pageAt(tops: readonly number[], point: number): number {
  const next = tops.findIndex((top) => top > point);
  return Math.max(0, (next < 0 ? tops.length : next) - 1);
}
