import { forEachRun, regionBox } from './region.ts';
import type { Region } from './region.ts';
import type { PixelRaster } from './raster.ts';

/** What the pixels of a region say; every number but the counts in the unit of the raster. */
export interface RoiStatistics {
  readonly unit: string;
  /** Pixels counted: centre inside the region, on the image, and no padding. */
  readonly count: number;
  /** Null where nothing is counted, as for the three below. */
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Pixels of the region left out because they stand for no value. */
  readonly paddingCount: number;
  /** Pixel centres of the region that lie beyond the image, at least; 0 where the region is wholly on it. */
  readonly outsideCount: number;
}

/** Rows looked at beyond the image when counting what lies outside: a bound on work, far beyond any region drawn by hand. */
const mostRowsOutside = 10_000;

/**
 * Statistics of the pixels whose centres lie inside a region (even–odd; borders as {@link forEachRun} says).
 *
 * The standard deviation is that of these pixels themselves, divided by their number: a region is measured whole, it is no
 * sample of something larger. So do IBSI (variance ECT3; Zwanenburg et al., Radiology 2020;295:328–338), cornerstone3D and
 * dwv; ImageJ divides by one less.
 */
export function roiStatistics(region: Region, raster: PixelRaster): RoiStatistics {
  const runs = collectRuns(region, raster);
  const { slope, intercept, unit } = raster;
  const pixels = pixelsOf(runs.inside, raster);
  const none = { unit, count: 0, mean: null, standardDeviation: null, minimum: null, maximum: null };
  const outsideCount = runs.outsideCount + pixels.uncoveredCount;
  if (pixels.count === 0) return { ...none, paddingCount: pixels.paddingCount, outsideCount };
  // Whole numbers add up exactly; slope and intercept come last.
  const { values, count } = pixels;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < count; n += 1) {
    const value = values[n] ?? 0;
    sum += value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const mean = sum / count;
  let squares = 0;
  for (let n = 0; n < count; n += 1) squares += ((values[n] ?? 0) - mean) ** 2;
  const [lowest, highest] = slope < 0 ? [most, least] : [least, most];
  return {
    unit, count, mean: mean * slope + intercept, standardDeviation: Math.sqrt(squares / count) * Math.abs(slope),
    minimum: lowest * slope + intercept, maximum: highest * slope + intercept, paddingCount: pixels.paddingCount, outsideCount,
  };
}

/** Runs on the image as triples row, first, last. */
function collectRuns(region: Region, { columns, rows }: PixelRaster): { readonly inside: readonly number[]; readonly outsideCount: number } {
  const box = regionBox(region);
  const inside: number[] = [];
  let outsideCount = 0;
  const fromRow = Math.max(-mostRowsOutside, Math.ceil(box.fromRow));
  const toRow = Math.min(rows + mostRowsOutside, Math.floor(box.toRow));
  forEachRun(region, fromRow, toRow, (row, first, last) => {
    const [from, to] = row < 0 || row >= rows ? [0, -1] : [Math.max(0, first), Math.min(columns - 1, last)];
    if (from <= to) inside.push(row, from, to);
    outsideCount += last - first + 1 - Math.max(0, to - from + 1);
  });
  return { inside, outsideCount };
}

function pixelsOf(runs: readonly number[], { columns, pixels, paddingValue, isCovered }: PixelRaster): { readonly values: Float64Array; readonly count: number; readonly paddingCount: number; readonly uncoveredCount: number } {
  let size = 0;
  for (let n = 0; n + 2 < runs.length; n += 3) size += (runs[n + 2] ?? 0) - (runs[n + 1] ?? 0) + 1;
  const values = new Float64Array(size);
  let count = 0;
  let paddingCount = 0;
  let uncoveredCount = 0;
  for (let n = 0; n + 2 < runs.length; n += 3) {
    const [row, first, last] = [runs[n] ?? 0, runs[n + 1] ?? 0, runs[n + 2] ?? 0];
    for (let column = first; column <= last; column += 1) {
      const pixel = pixels[row * columns + column] ?? Number.NaN;
      if (isCovered !== null && !isCovered(column, row, pixel)) uncoveredCount += 1;
      else if (pixel === paddingValue || Number.isNaN(pixel)) paddingCount += 1;
      else {
        values[count] = pixel;
        count += 1;
      }
    }
  }
  return { values, count, paddingCount, uncoveredCount };
}

/** Value of the pixel a point lies on (borders halfway between centres), or why there is none. */
export function probeValue([column, row]: readonly [number, number], raster: PixelRaster): number | 'outside' | 'padding' {
  const [i, j] = [Math.round(column), Math.round(row)];
  if (i < 0 || j < 0 || i >= raster.columns || j >= raster.rows) return 'outside';
  const pixel = raster.pixels[j * raster.columns + i] ?? Number.NaN;
  if (raster.isCovered !== null && !raster.isCovered(i, j, pixel)) return 'outside';
  return pixel === raster.paddingValue || Number.isNaN(pixel) ? 'padding' : pixel * raster.slope + raster.intercept;
}
