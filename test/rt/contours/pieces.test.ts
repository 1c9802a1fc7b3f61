import { describe, expect, test } from 'vitest';
import { buildContourStack } from '../../../shared/rt/contours/contourStack.ts';
import { connectedPieces, type Piece } from '../../../shared/rt/contours/pieces.ts';
import { buildSlabs } from '../../../shared/rt/contours/slabs.ts';
import type { Contour } from '../../../shared/rt/types.ts';
import { contourOf, rectangle, structureOf, type Axes } from '../shapes.ts';

const piecesOf = (contours: readonly Contour[]): readonly Piece[] => connectedPieces(buildSlabs(buildContourStack(structureOf(contours)), 'half', 3));
const heights = [0, 3, 6, 9, 12];

describe('connected pieces', () => {
  test('one solid is one piece with its volume and centre', () => {
    const pieces = piecesOf(heights.map((c) => contourOf(rectangle(-10, -5, 10, 5), c, [7, -3, 100])));
    expect(pieces).toHaveLength(1);
    expect(pieces[0]).toMatchObject({ slabs: 5 });
    expect(pieces[0]?.volumeCc).toBeCloseTo((20 * 10 * 15) / 1000, 9);
    [7, -3, 106].forEach((value, n) => expect(pieces[0]?.centroid[n]).toBeCloseTo(value, 9));
  });

  test('two branches that meet in one slab are one piece; without that slab they are two', () => {
    const branches = [0, 3, 6].flatMap((c) => [contourOf(rectangle(0, 0, 10, 10), c), contourOf(rectangle(30, 0, 50, 10), c)]);
    const bridge = contourOf(rectangle(0, 0, 50, 10), 9);
    expect(piecesOf([...branches, bridge])).toHaveLength(1);
    const apart = piecesOf(branches);
    expect(apart.map(({ volumeCc }) => Number(volumeCc.toFixed(9)))).toEqual([1.8, 0.9]);
    expect(apart[1]?.centroid[0]).toBeCloseTo(5, 9);
  });

  test('a stray speck is a piece of its own with its own volume and place, in every stack direction', () => {
    const axes: Axes = { a: [0, 1, 0], b: [0, 0, 1], c: [1, 0, 0] };
    const solid = heights.map((c) => contourOf(rectangle(-10, -5, 10, 5), c, [0, 0, 0], axes));
    const [main, speck, ...others] = piecesOf([...solid, contourOf([[70, 70], [72, 70], [70, 72]], 6, [0, 0, 0], axes)]);
    expect(others).toEqual([]);
    expect(main?.volumeCc).toBeCloseTo(3, 9);
    expect(speck?.volumeCc).toBeCloseTo((2 * 3) / 1000, 9);
    [6, 70 + 2 / 3, 70 + 2 / 3].forEach((value, n) => expect(speck?.centroid[n]).toBeCloseTo(value, 9));
  });

  test('a core inside a hollow is a piece; an island that fills the hole of the next slab joins nothing', () => {
    const shell = heights.map((c) => [contourOf(rectangle(-10, -10, 10, 10), c), contourOf(rectangle(-6, -6, 6, 6), c), contourOf(rectangle(-2, -2, 2, 2), c)]).flat();
    expect(piecesOf(shell).map(({ volumeCc }) => Number(volumeCc.toFixed(9)))).toEqual([(400 - 144) * 0.015, 16 * 0.015]);
  });

  test('parts that touch in an edge or a corner alone are two pieces', () => {
    const step = [contourOf(rectangle(0, 0, 10, 10), 0), contourOf(rectangle(10, 0, 20, 10), 3), contourOf(rectangle(20, 10, 30, 20), 6)];
    expect(piecesOf(step)).toHaveLength(3);
  });

  test('a gap of more than one missing slice parts a structure', () => {
    const contours = [0, 3, 6, 18, 21, 24].map((c) => contourOf(rectangle(0, 0, 10, 10), c));
    expect(piecesOf(contours).map(({ slabs }) => slabs)).toEqual([3, 3]);
  });

  test('the volumes of the pieces add up to that of the structure, holes and keyholes included', () => {
    const keyhole: [number, number][] = [[-10, -10], [10, -10], [10, 10], [-10, 10], [-10, 0], [-4, 0], [-4, 4], [4, 4], [4, -4], [-4, -4], [-4, 0], [-10, 0]];
    const pieces = piecesOf([...heights.map((c) => contourOf(keyhole, c)), contourOf(rectangle(40, 0, 50, 1), 12)]);
    expect(pieces.reduce((sum, { volumeCc }) => sum + volumeCc, 0)).toBeCloseTo((336 * 15 + 10 * 3) / 1000, 9);
  });
});
