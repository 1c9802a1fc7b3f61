import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../fuzz/random.ts';
import { cross } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { figuresOf } from '../../shared/annotation/figures.ts';
import { ellipsePerimeter } from '../../shared/annotation/points.ts';
import { regionOn } from '../../shared/annotation/region.ts';
import { roiStatistics } from '../../shared/annotation/roiStatistics.ts';
import type { PixelRaster } from '../../shared/annotation/raster.ts';
import type { AnnotationFigure, AnnotationKind } from '../../shared/annotation/types.ts';
import { figure, imagePlace, patientPlace, randomMotion, rasterOf } from './support.ts';

interface Oracle {
  readonly columns: number;
  readonly rows: number;
  readonly paddingValue: number;
  readonly frames: readonly { readonly origin: Vector3; readonly x: Vector3; readonly y: Vector3; readonly columnSpacingMm: number; readonly rowSpacingMm: number }[];
  readonly cases: readonly { readonly kind: AnnotationKind; readonly frame: number; readonly points: readonly Vector3[]; readonly figures: Readonly<Record<string, number | null>> }[];
}

const oracle = JSON.parse(await readFile(join(import.meta.dirname, 'oracles/regions.json'), 'utf8')) as Oracle;

const values = Array.from({ length: oracle.columns * oracle.rows }, (_, n) => {
  const [row, column] = [Math.floor(n / oracle.columns), n % oracle.columns];
  return row + column < 12 ? oracle.paddingValue : ((row * 7919 + column * 104729 + row * column * 31) % 4001) - 1024;
});

function rasterIn(number: number): PixelRaster {
  const frame = oracle.frames[number];
  if (frame === undefined) throw new Error(`the oracle has no frame ${number}`);
  const { origin, x, y, columnSpacingMm, rowSpacingMm } = frame;
  return rasterOf(oracle.columns, values, { origin, xDirection: x, yDirection: y, columnSpacingMm, rowSpacingMm, paddingValue: oracle.paddingValue });
}

const tolerance = (quantity: string, expected: number): number => (quantity === 'angle' ? 1e-6 : quantity === 'area' ? 1e-9 * (1 + expected) : 1e-9);

/** Number of figures that differ from the oracle, with their names. */
function differences(figures: readonly AnnotationFigure[], expected: Readonly<Record<string, number | null>>): readonly string[] {
  return Object.entries(expected).flatMap(([quantity, value]) => {
    if (quantity === 'count' || quantity.endsWith('Count')) return [];
    const got = figure(figures, quantity as AnnotationFigure['quantity']);
    const isEqual = got === null || value === null ? got === value : Math.abs(got - value) <= tolerance(quantity, value);
    return isEqual ? [] : [`${quantity}: ${got}, expected ${value}`];
  });
}

describe('figures against numpy and scipy', () => {
  it.each(['ellipse', 'rectangle', 'freehand', 'length', 'angle', 'cobb', 'bidirectional'] as const)('measures every %s of the oracle as it does', (kind) => {
    const cases = oracle.cases.filter((one) => one.kind === kind);
    expect(cases.length).toBeGreaterThanOrEqual(20);
    for (const { frame, points, figures } of cases) {
      const raster = rasterIn(frame);
      const normal = cross(raster.xDirection, raster.yDirection);
      expect(differences(figuresOf({ kind, points, place: patientPlace(normal) }, raster), figures), `frame ${frame}`).toEqual([]);
    }
  });

  it('counts the very pixels, the padding left out and the centres beyond the image', () => {
    let partly = 0;
    for (const { kind, frame, points, figures } of oracle.cases) {
      if (kind !== 'ellipse' && kind !== 'rectangle' && kind !== 'freehand') continue;
      const raster = rasterIn(frame);
      const { count, paddingCount, outsideCount } = roiStatistics(regionOn(raster, kind, points), raster);
      expect({ count, paddingCount, outsideCount }, `${kind} in frame ${frame}`).toEqual({ count: figures['count'], paddingCount: figures['paddingCount'], outsideCount: figures['outsideCount'] });
      if (outsideCount > 0 && count > 0) partly += 1;
    }
    expect(partly).toBeGreaterThan(40);
  });

  it('tells the same figures whichever way the patient lies', () => {
    oracle.cases.forEach(({ kind, frame, points }, n) => {
      const raster = rasterIn(frame);
      const { turn, move } = randomMotion(randomOf(7, n));
      const turned = { ...raster, origin: move(raster.origin), xDirection: turn(raster.xDirection), yDirection: turn(raster.yDirection) };
      const normal = cross(raster.xDirection, raster.yDirection);
      const before = figuresOf({ kind, points, place: patientPlace(normal) }, raster);
      const after = figuresOf({ kind, points: points.map(move), place: patientPlace(turn(normal)) }, turned);
      expect(after.map(({ quantity, unit, why }) => ({ quantity, unit, why }))).toEqual(before.map(({ quantity, unit, why }) => ({ quantity, unit, why })));
      before.forEach(({ quantity, value }) => {
        const other = figure(after, quantity);
        if (value === null) expect(other).toBeNull();
        else expect(Math.abs((other ?? Number.NaN) - value), quantity).toBeLessThan(1e-6);
      });
    });
  });

  it('counts borders through pixel centres the same in every direction of the patient', () => {
    const values10 = Array.from({ length: 100 }, (_, n) => n);
    const corners: readonly Vector3[] = [[2, 3, 0], [6, 3, 0], [6, 8, 0], [2, 8, 0]];
    const axes: readonly Vector3[] = [[1, 5, 0], [7, 5, 0], [4, 2, 0], [4, 8, 0]];
    for (let n = 0; n < 200; n += 1) {
      const { turn, move } = randomMotion(randomOf(11, n));
      const raster = rasterOf(10, values10, { origin: move([0, 0, 0]), xDirection: turn([1, 0, 0]), yDirection: turn([0, 1, 0]) });
      // Lower borders count and upper ones do not: 4 × 5 pixels of 4 mm × 5 mm.
      expect(roiStatistics(regionOn(raster, 'rectangle', corners.map(move)), raster)).toMatchObject({ count: 20, minimum: 32, maximum: 75 });
      // A circle of radius 3 about a pixel centre holds 29 lattice points with its border (Gauss circle problem).
      expect(roiStatistics(regionOn(raster, 'ellipse', axes.map(move)), raster)).toMatchObject({ count: 29, minimum: 24, maximum: 84 });
    }
  });

  it.each([[5, 81], [10, 317], [13, 529], [25, 1961]])('counts the lattice points of a circle of radius %i as Gauss does, its border included: %i', (radius, points) => {
    const circle = (columnSpacingMm: number, rowSpacingMm: number): number => {
      const raster = rasterOf(61, Array.from({ length: 61 * 61 }, () => 1), { columnSpacingMm, rowSpacingMm });
      const at = (column: number, row: number): Vector3 => [column * columnSpacingMm, row * rowSpacingMm, 0];
      return roiStatistics(regionOn(raster, 'ellipse', [at(30 - radius, 30), at(30 + radius, 30), at(30, 30 - radius), at(30, 30 + radius)]), raster).count;
    };
    expect([circle(1, 1), circle(0.7, 0.3), circle(1 / 3, 2.1)]).toEqual([points, points, points]);
  });
});

const place = patientPlace();
const angle = (end: Vector3, otherEnd: Vector3): number | null => figure(figuresOf({ kind: 'angle', place, points: [end, [0, 0, 0], otherEnd] }, 'none'), 'angle');
const cobb = (...points: readonly Vector3[]): number | null => figure(figuresOf({ kind: 'cobb', place, points }, 'none'), 'angle');

describe('closed forms', () => {
  it('measures lengths in three dimensions', () => {
    expect(figuresOf({ kind: 'length', place, points: [[1, 2, 3], [3, 5, 9]] }, 'none')).toEqual([{ quantity: 'length', value: 7, unit: 'mm' }]);
  });

  it('measures an angle from 0 to 180 degrees', () => {
    expect(angle([1, 0, 0], [5, 0, 0])).toBe(0);
    expect(angle([1, 0, 0], [0, 0, 3])).toBe(90);
    expect(angle([1, 0, 0], [-2, 0, 0])).toBe(180);
    expect(angle([1, 0, 0], [-1, 1, 0])).toBeCloseTo(135, 12);
    expect(angle([1, 0, 0], [1, 1e-9, 0])).toBeCloseTo((1e-9 * 180) / Math.PI, 20);
  });

  it('measures a Cobb angle of lines, whichever way each is drawn', () => {
    const slope = Math.tan((25 * Math.PI) / 180);
    const [a, b, c, d]: readonly [Vector3, Vector3, Vector3, Vector3] = [[0, 0, 0], [40, 40 * slope, 0], [0, 90, 0], [40, 90, 0]];
    for (const points of [[a, b, c, d], [b, a, c, d], [a, b, d, c], [c, d, b, a]]) expect(cobb(...points)).toBeCloseTo(25, 12);
    expect(cobb([0, 0, 0], [0, 1, 0], [0, 5, 0], [3, 5, 0])).toBe(90);
  });

  it('says why an angle of a line without length cannot be told', () => {
    expect(figuresOf({ kind: 'angle', place, points: [[1, 0, 0], [1, 0, 0], [0, 1, 0]] }, 'none')).toEqual([{ quantity: 'angle', value: null, unit: 'deg', why: 'too-small' }]);
  });

  it('names the longer axis of a bidirectional measurement the long one', () => {
    const points: readonly Vector3[] = [[0, 0, 0], [10, 0, 0], [5, -9, 0], [5, 8, 0]];
    expect(figuresOf({ kind: 'bidirectional', place, points }, 'none')).toEqual([{ quantity: 'length', value: 17, unit: 'mm' }, { quantity: 'shortAxis', value: 10, unit: 'mm' }]);
  });

  it('has the perimeter of circle, line and ellipse', () => {
    expect(ellipsePerimeter(5, 5)).toBeCloseTo(10 * Math.PI, 12);
    expect(ellipsePerimeter(0, 3)).toBe(12);
    expect(ellipsePerimeter(1, 2)).toBeCloseTo(9.688448220547675, 13);
  });

  it('refuses a wrong number of points with the reason', () => {
    expect(() => figuresOf({ kind: 'angle', place, points: [[0, 0, 0], [1, 0, 0]] }, 'none')).toThrow(expect.objectContaining({ code: 'annotation', reason: 'wrong-points' }));
  });

  it('tells pixels on an image that is not calibrated, and angles as they are', () => {
    const flat = imagePlace({ isCalibrated: false, columnSpacingMm: 1, rowSpacingMm: 1.25 });
    expect(figuresOf({ kind: 'length', place: flat, points: [[0, 0, 0], [30, 40, 0]] }, 'none')).toEqual([{ quantity: 'length', value: 50, unit: '{pixels}', why: 'not-calibrated' }]);
    const area = figuresOf({ kind: 'rectangle', place: flat, points: [[0, 0, 0], [10, 0, 0], [10, 25, 0], [0, 25, 0]] }, 'none')[0];
    // 10 columns and 20 rows.
    expect(area).toEqual({ quantity: 'area', value: 200, unit: '{pixels}', why: 'not-calibrated' });
    expect(figuresOf({ kind: 'angle', place: flat, points: [[1, 0, 0], [0, 0, 0], [0, 5, 0]] }, 'none')).toEqual([{ quantity: 'angle', value: 90, unit: 'deg' }]);
  });

  it('measures a calibrated image in mm', () => {
    expect(figuresOf({ kind: 'length', place: imagePlace({ columnSpacingMm: 0.5, rowSpacingMm: 2 }), points: [[0, 0, 0], [3, 4, 0]] }, 'none')).toEqual([{ quantity: 'length', value: 5, unit: 'mm' }]);
  });
});
