import { describe, expect, it } from 'vitest';
import { randomOf } from '../fuzz/random.ts';
import type { Random } from '../fuzz/random.ts';
import { add, dot, length, scale, subtract } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { changeText, moveBy, moveHandle, nameLesion, settled } from '../../shared/annotation/edit.ts';
import { figuresOf } from '../../shared/annotation/figures.ts';
import { handleIndices, hitTest, hitTestAll } from '../../shared/annotation/hitTest.ts';
import { paste } from '../../shared/annotation/paste.ts';
import { isInPlane, isShownIn } from '../../shared/annotation/showing.ts';
import type { Annotation, AnnotationKind } from '../../shared/annotation/types.ts';
import { annotationOf, figure, imagePlace, patientPlace, randomMotion, rasterOf } from './support.ts';

const rectangle: readonly Vector3[] = [[0, 0, 0], [8, 0, 0], [8, 6, 0], [0, 6, 0]];
const ellipse: readonly Vector3[] = [[-5, 0, 0], [5, 0, 0], [0, -3, 0], [0, 3, 0]];
const bidirectional: readonly Vector3[] = [[0, 0, 0], [20, 0, 0], [5, -4, 0], [5, 6, 0]];
const shapes: Readonly<Partial<Record<AnnotationKind, readonly Vector3[]>>> = {
  length: [[0, 0, 0], [9, 2, 0]], angle: [[5, 0, 0], [0, 0, 0], [1, 4, 0]], cobb: [[0, 0, 0], [5, 1, 0], [0, 9, 0], [6, 7, 0]],
  rectangle, ellipse, bidirectional, probe: [[1, 2, 0]], arrow: [[0, 0, 0], [5, 5, 0]], freehand: [[0, 0, 0], [6, 0, 0], [7, 7, 0], [-1, 5, 0]],
};

const side = (points: readonly Vector3[], from: number, to: number): Vector3 => {
  const [a, b] = [points[from], points[to]];
  if (a === undefined || b === undefined) throw new Error('no such point');
  return subtract(b, a);
};

/** A shape somewhere in space, in a plane of any direction. */
function somewhere(kind: AnnotationKind, random: Random): Annotation {
  const { turn, move } = randomMotion(random);
  return annotationOf(kind, (shapes[kind] ?? []).map(move), { place: patientPlace(turn([0, 0, 1])), savedIn: '1.2.3.4' });
}

const near = (random: Random): Vector3 => [random.next() * 10 - 5, random.next() * 10 - 5, random.next() * 10 - 5];

describe('moving a handle', () => {
  it('puts the handle under the pointer, in the plane, with figures of the new points', () => {
    (Object.keys(shapes) as AnnotationKind[]).forEach((kind, k) => {
      for (let n = 0; n < 40; n += 1) {
        const random = randomOf(31 + k, n);
        const before = somewhere(kind, random);
        const index = random.below(before.points.length);
        const start = before.points[index];
        if (start === undefined || before.place.space !== 'patient') throw new Error('a point in space is wanted');
        const to = add(start, near(random));
        const after = moveHandle(before, index, to, 'none');
        const { normal } = before.place;
        const off = scale(normal, dot(subtract(to, start), normal));
        // The short axis meets the long one within its length, so that its end may be held back along it.
        if (!(kind === 'bidirectional' && index > 1)) expect(length(subtract(after.points[index] ?? start, subtract(to, off)))).toBeLessThan(1e-9);
        for (const point of after.points) expect(Math.abs(dot(subtract(point, start), normal))).toBeLessThan(1e-9);
        expect(after.figures).toEqual(figuresOf(after, 'none'));
        expect([after.savedIn, before.savedIn]).toEqual([null, '1.2.3.4']);
      }
    });
  });

  it('keeps rectangles rectangular about the opposite corner', () => {
    for (let n = 0; n < 100; n += 1) {
      const random = randomOf(41, n);
      const before = somewhere('rectangle', random);
      const index = random.below(4);
      const { points } = moveHandle(before, index, add(before.points[index] ?? [0, 0, 0], near(random)), 'none');
      expect(points[(index + 2) % 4]).toEqual(before.points[(index + 2) % 4]);
      expect(Math.abs(dot(side(points, 0, 1), side(points, 1, 2)))).toBeLessThan(1e-8);
      expect(length(subtract(side(points, 0, 1), side(points, 3, 2)))).toBeLessThan(1e-8);
    }
  });

  it('turns and stretches one axis of an ellipse, the other staying as long and at a right angle', () => {
    for (let n = 0; n < 100; n += 1) {
      const random = randomOf(42, n);
      const before = somewhere('ellipse', random);
      const index = random.below(4);
      const { points } = moveHandle(before, index, add(before.points[index] ?? [0, 0, 0], near(random)), 'none');
      const other = index < 2 ? 2 : 0;
      expect(points[index ^ 1]).toEqual(before.points[index ^ 1]);
      expect(Math.abs(dot(side(points, 0, 1), side(points, 2, 3)))).toBeLessThan(1e-8);
      expect(length(side(points, other, other + 1))).toBeCloseTo(length(side(before.points, other, other + 1)), 9);
    }
    expect(moveHandle(annotationOf('ellipse', ellipse), 1, [9, 0, 0], 'none').points).toEqual([[-5, 0, 0], [9, 0, 0], [2, -3, 0], [2, 3, 0]]);
  });

  it('takes the short axis along with the long one and keeps the right angle', () => {
    const turned = moveHandle(annotationOf('bidirectional', bidirectional), 1, [0, 40, 0], 'none');
    expect(turned.points.map((point) => point.map((value) => Math.round(value * 1e9) / 1e9 + 0))).toEqual([[0, 0, 0], [0, 40, 0], [4, 10, 0], [-6, 10, 0]]);
    const slid = moveHandle(annotationOf('bidirectional', bidirectional), 3, [12, 7, 0], 'none');
    expect(slid.points).toEqual([[0, 0, 0], [20, 0, 0], [12, -4, 0], [12, 7, 0]]);
    const held = moveHandle(annotationOf('bidirectional', bidirectional), 2, [25, -9, 0], 'none');
    expect(held.points).toEqual([[0, 0, 0], [20, 0, 0], [20, -9, 0], [20, 6, 0]]);
    expect(figure(slid.figures, 'shortAxis')).toBe(11);
  });

  it('names the longer axis long when it was drawn second, and puts it first when settled', () => {
    const grown = moveHandle(annotationOf('bidirectional', bidirectional), 3, [5, 30, 0], 'none');
    expect(grown.figures.map(({ value }) => value)).toEqual([34, 20]);
    expect(settled(grown).points).toEqual([[5, -4, 0], [5, 30, 0], [0, 0, 0], [20, 0, 0]]);
    expect(settled(grown).figures).toEqual(figuresOf(settled(grown), 'none'));
  });

  it('changes nothing where nothing would be left to measure', () => {
    const line = annotationOf('length', [[0, 0, 0], [5, 0, 0]]);
    expect(moveHandle(line, 1, [0, 0, 0], 'none')).toBe(line);
    const box = annotationOf('rectangle', rectangle);
    expect(moveHandle(box, 2, [3, 0, 0], 'none')).toBe(box);
    expect(() => moveHandle(line, 5, [1, 1, 0], 'none')).toThrow(expect.objectContaining({ reason: 'wrong-points' }));
  });
});

describe('moving the whole', () => {
  it('moves in its plane and measures the pixels that are there now', () => {
    const raster = rasterOf(4, [1, 2, 3, 4, 5, 6, 7, 8]);
    const box = annotationOf('rectangle', [[-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0], [-0.5, 0.5, 0]], { place: imagePlace() });
    const moved = moveBy(box, [2, 1, 99], raster);
    expect(moved.points[0]).toEqual([1.5, 0.5, 0]);
    expect([figure(moved.figures, 'mean'), figure(moved.figures, 'area')]).toEqual([7, 1]);
  });

  it('makes changed text and lesion unsaved, and leaves the same text alone', () => {
    const saved = annotationOf('probe', [[0, 0, 0]], { savedIn: '1.2', text: 'a' });
    expect(changeText(saved, 'a')).toBe(saved);
    expect(changeText(saved, 'b')).toMatchObject({ text: 'b', savedIn: null });
    expect(nameLesion(saved, { name: 'L1', trackingUID: '2.25.1' })).toMatchObject({ lesion: { name: 'L1' }, savedIn: null });
    expect(saved.savedIn).toBe('1.2');
  });
});

describe('hit test', () => {
  it('finds a handle before the line through it, and the line within the tolerance', () => {
    const line = annotationOf('length', [[0, 0, 0], [10, 0, 0]]);
    expect(hitTest(line, [9, 1, 0], 2)).toEqual({ part: 'handle', index: 1, distanceMm: Math.SQRT2 });
    expect(hitTest(line, [5, 1.5, 0], 2)).toEqual({ part: 'body', distanceMm: 1.5 });
    expect(hitTest(line, [5, 1.5, 9], 2)).toEqual({ part: 'body', distanceMm: 1.5 });
    expect(hitTest(line, [5, 2.5, 0], 2)).toBeNull();
    expect(hitTest(line, [13, 0, 0], 2)).toBeNull();
  });

  it('hits the border of a region and not its inside', () => {
    const round = annotationOf('ellipse', [[-10, 0, 0], [10, 0, 0], [0, -10, 0], [0, 10, 0]]);
    expect(hitTest(round, [10 * Math.SQRT1_2, 10 * Math.SQRT1_2, 0], 0.05)?.part).toBe('body');
    expect(hitTest(round, [3, 3, 0], 2)).toBeNull();
    expect(hitTest(annotationOf('rectangle', rectangle), [0, 3, 0], 1)?.part).toBe('body');
  });

  it('grips the corners of a polygon and the whole of a line drawn by hand', () => {
    const polygon = annotationOf('freehand', rectangle);
    expect(handleIndices('freehand', polygon.points)).toHaveLength(4);
    const drawn = annotationOf('freehand', Array.from({ length: 200 }, (_, n): Vector3 => [10 * Math.cos(n / 32), 10 * Math.sin(n / 32), 0]));
    expect(hitTest(drawn, [10, 0, 0], 1)?.part).toBe('body');
  });

  it('takes the nearest of several, and of equals the one drawn last', () => {
    const [far, near1, near2] = [annotationOf('probe', [[1, 0, 0]]), annotationOf('probe', [[0.5, 0, 0]]), annotationOf('probe', [[-0.5, 0, 0]])];
    expect(hitTestAll([far, near1, near2], [0, 0, 0], 2)?.annotation).toBe(near2);
    const line = annotationOf('length', [[-9, 0, 0], [9, 0, 0]]);
    expect(hitTestAll([far, line], [0, 0, 0], 2)?.annotation).toBe(far);
    expect(hitTestAll([far, line], [0, 40, 0], 2)).toBeNull();
  });
});

describe('where it shows', () => {
  const axial = annotationOf('length', [[0, 0, 30], [10, 0, 30]], { place: patientPlace([0, 0, 1]) });

  it('shows on parallel planes within the tolerance, whichever way their normal points', () => {
    expect(isInPlane(axial, [0, 0, 1], [5, 5, 31], 1)).toBe(true);
    expect(isInPlane(axial, [0, 0, -1], [5, 5, 29], 1)).toBe(true);
    expect(isInPlane(axial, [0, 0, 1], [5, 5, 31.2], 1)).toBe(false);
    expect(isInPlane(axial, [0, 1, 0], [0, 0, 0], 1)).toBe(false);
    const tilt = Math.PI / 180;
    expect(isInPlane(axial, [0, Math.sin(tilt), Math.cos(tilt)], [0, 0, 30], 1)).toBe(false);
  });

  it('shows in its own frame of reference, or on its own frame of its own image', () => {
    const shown = { space: 'patient', frameOfReferenceUID: '1.2.3', normal: [0, 0, 1], point: [0, 0, 30], toleranceMm: 0.5 } as const;
    expect(isShownIn(axial, shown)).toBe(true);
    expect(isShownIn(axial, { ...shown, frameOfReferenceUID: '1.2.9' })).toBe(false);
    const flat = annotationOf('probe', [[1, 1, 0]], { place: imagePlace({ frame: 3 }) });
    expect(isShownIn(flat, { space: 'image', sopInstanceUID: '1.2.6', frame: 3 })).toBe(true);
    expect(isShownIn(flat, { space: 'image', sopInstanceUID: '1.2.6', frame: 2 })).toBe(false);
    expect(isShownIn(flat, { space: 'image', sopInstanceUID: '1.2.7', frame: 3 })).toBe(false);
    expect(isShownIn(flat, shown)).toBe(false);
    expect(isShownIn(axial, { space: 'image', sopInstanceUID: '1.2.6', frame: 3 })).toBe(false);
  });
});

describe('pasting', () => {
  const authorship = { id: 'f3b9c6a4-0d1a-4c7e-9d41-1f2f9e5f7c11', author: 'chen.chair', atMs: 5, studyDate: '20260601' };
  const source = annotationOf('ellipse', ellipse, { savedIn: '1.2', lesion: { name: 'L1', trackingUID: '2.25.1' }, text: 'nodule' });

  it('goes along the normal onto another slice, with the pixels of that slice', () => {
    const values = Array.from({ length: 400 }, () => 70);
    const raster = rasterOf(20, values, { origin: [-10, -10, 12.5] });
    const copy = paste(source, { ...patientPlace(), sopInstanceUID: '1.9' }, { at: 'same-position', planePoint: [88, -3, 12.5] }, authorship, raster);
    expect(copy.points).toEqual(ellipse.map(([x, y]) => [x, y, 12.5]));
    expect(copy).toMatchObject({ ...authorship, kind: 'ellipse', text: 'nodule', lesion: null, savedIn: null, place: { sopInstanceUID: '1.9' } });
    expect(figure(copy.figures, 'mean')).toBe(70);
    expect(source).toMatchObject({ savedIn: '1.2', lesion: { name: 'L1' } });
  });

  it('keeps shape and size in a plane of any direction', () => {
    for (let n = 0; n < 50; n += 1) {
      const random = randomOf(51, n);
      const { turn } = randomMotion(random);
      const normal = turn([0, 0, 1]);
      const copy = paste(source, patientPlace(normal), { at: 'same-position', planePoint: scale(normal, 40) }, authorship, 'none');
      copy.figures.forEach(({ quantity, value }) => expect(value).toBeCloseTo(figure(source.figures, quantity) ?? Number.NaN, 9));
      expect(Math.abs(dot(side(copy.points, 0, 1), side(copy.points, 2, 3)))).toBeLessThan(1e-9);
      for (const point of copy.points) expect(dot(point, normal)).toBeCloseTo(40, 9);
    }
  });

  it('refuses the same position in another frame of reference and puts it where it is told there', () => {
    const other = { ...patientPlace(), frameOfReferenceUID: '7.7' };
    expect(() => paste(source, other, { at: 'same-position', planePoint: [0, 0, 0] }, authorship, 'none')).toThrow(expect.objectContaining({ reason: 'other-frame-of-reference' }));
    const copy = paste(source, other, { at: 'centre', centre: [100, 50, 7] }, authorship, 'none');
    expect(copy.points).toEqual(ellipse.map(([x, y]) => [x + 100, y + 50, 7]));
  });

  it('keeps mm on calibrated images, pixels on others, and refuses to mix them', () => {
    const at = { at: 'same-position', planePoint: [0, 0, 0] } as const;
    const onImage = annotationOf('length', [[0, 0, 0], [30, 40, 0]], { place: imagePlace() });
    expect(figure(paste(onImage, imagePlace({ frame: 4, columnSpacingMm: 0.3 }), at, authorship, 'none').figures, 'length')).toBeCloseTo(50, 12);
    const pixels = annotationOf('length', [[0, 0, 0], [30, 40, 0]], { place: imagePlace({ isCalibrated: false }) });
    expect(figure(paste(pixels, imagePlace({ isCalibrated: false, frame: 1 }), at, authorship, 'none').figures, 'length')).toBeCloseTo(50, 12);
    expect(() => paste(pixels, patientPlace(), { at: 'centre', centre: [0, 0, 0] }, authorship, 'none')).toThrow(expect.objectContaining({ reason: 'other-space' }));
    expect(() => paste(onImage, imagePlace({ seriesInstanceUID: '9.9' }), at, authorship, 'none')).toThrow(expect.objectContaining({ reason: 'other-frame-of-reference' }));
  });
});
