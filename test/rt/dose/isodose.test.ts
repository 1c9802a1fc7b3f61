import { describe, expect, test } from 'vitest';
import { isodoseLines } from '../../../shared/rt/dose/isodose.ts';
import { defaultIsodoseLevels } from '../../../shared/rt/dose/isodoseLevels.ts';

function field(columns: number, rows: number, at: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: columns * rows }, (_, n) => at(n % columns, Math.floor(n / columns)));
}

/** Enclosed area by the shoelace formula. */
function areaOf(line: Float32Array): number {
  let sum = 0;
  for (let n = 0; n + 3 < line.length; n += 2) sum += line[n]! * line[n + 3]! - line[n + 2]! * line[n + 1]!;
  return Math.abs(sum / 2);
}

const isClosed = (line: Float32Array): boolean => line[0] === line.at(-2) && line[1] === line.at(-1);

/** Two by two pixels, equal along the diagonals. */
const corners = (high: number, low: number): Float32Array => Float32Array.of(high, low, low, high);
/** Which diagonal a short line in such a cell cuts a corner of: 1 the first pixel's, −1 the other. */
const cutDiagonal = (line: Float32Array): number => Math.sign((line[0]! + line[2]! - 1) * (line[1]! + line[3]! - 1));

describe('isodose lines', () => {
  test('a cone gives one closed circle per level, of the radius its level has', () => {
    const slice = field(81, 81, (x, y) => 60 - Math.hypot(x - 40.3, y - 39.8));
    const levels = [50, 40, 30];
    isodoseLines(slice, 81, 81, levels).forEach((lines, n) => {
      const radius = 60 - levels[n]!;
      expect(lines).toHaveLength(1);
      expect(isClosed(lines[0]!)).toBe(true);
      expect(Math.sqrt(areaOf(lines[0]!) / Math.PI)).toBeCloseTo(radius, 1);
      for (let m = 0; m < lines[0]!.length; m += 2) {
        expect(Math.abs(Math.hypot(lines[0]![m]! - 40.3, lines[0]![m + 1]! - 39.8) - radius)).toBeLessThan(0.05);
      }
    });
  });

  test('a ramp gives one open line from border to border at the interpolated column', () => {
    const [lines] = isodoseLines(field(10, 6, (x) => 2 * x), 10, 6, [7]);
    expect(lines).toHaveLength(1);
    expect(isClosed(lines![0]!)).toBe(false);
    expect([...lines![0]!].filter((_, n) => n % 2 === 0)).toEqual([3.5, 3.5, 3.5, 3.5, 3.5, 3.5]);
    expect([...lines![0]!].filter((_, n) => n % 2 === 1).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('a saddle joins the high corners when the middle is high and parts them when it is low', () => {
    const [joined] = isodoseLines(corners(10, 4), 2, 2, [6]);
    const [parted] = isodoseLines(corners(10, 0), 2, 2, [6]);
    // Joined: each line cuts off a low corner (top right, bottom left). Parted: each cuts off a high one.
    expect(joined!.map(cutDiagonal)).toEqual([-1, -1]);
    expect(parted!.map(cutDiagonal)).toEqual([1, 1]);
  });

  test('lines stop where the dose is unknown', () => {
    const slice = field(40, 40, (x, y) => (x > 25 ? NaN : 30 - Math.hypot(x - 20, y - 20)));
    const [lines] = isodoseLines(slice, 40, 40, [20]);
    expect(lines).toHaveLength(1);
    expect(isClosed(lines![0]!)).toBe(false);
    expect(lines![0]!.every((value) => Number.isFinite(value))).toBe(true);
    expect(Math.max(...[...lines![0]!].filter((_, n) => n % 2 === 0))).toBeLessThanOrEqual(25);
  });

  test('two hills give two lines, a flat slice none', () => {
    const hills = field(60, 30, (x, y) => Math.max(10 - Math.hypot(x - 15, y - 15), 10 - Math.hypot(x - 45, y - 15)));
    expect(isodoseLines(hills, 60, 30, [5, 20]).map((lines) => lines.length)).toEqual([2, 0]);
    expect(isodoseLines(field(8, 8, () => 7), 8, 8, [7, 6, 8]).map((lines) => lines.length)).toEqual([0, 0, 0]);
  });
});

test('default levels descend and are told apart by more than colour', () => {
  expect(defaultIsodoseLevels.map(({ percent }) => percent)).toEqual([110, 107, 105, 100, 95, 90, 80, 70, 50, 30, 20]);
  const neighbours = defaultIsodoseLevels.slice(1).filter((level, n) => {
    const before = defaultIsodoseLevels[n]!;
    return String(level.dash) === String(before.dash) && level.lineWidth === before.lineWidth;
  });
  expect(neighbours.map(({ percent }) => percent)).toEqual([95]);
  expect(new Set(defaultIsodoseLevels.map(({ color }) => String(color))).size).toBe(defaultIsodoseLevels.length);
});
