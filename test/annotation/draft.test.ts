import { describe, expect, it } from 'vitest';
import { randomOf } from '../fuzz/random.ts';
import { dot, length, subtract } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { addPoint, beginDraft, draftFigures, draftPoints, draftStrokes, finish, isComplete, moveDraft } from '../../shared/annotation/draft.ts';
import type { Draft } from '../../shared/annotation/draft.ts';
import { figuresOf } from '../../shared/annotation/figures.ts';
import { annotationSchema } from '../../shared/annotation/schema.ts';
import { annotationKinds } from '../../shared/annotation/types.ts';
import type { AnnotationKind } from '../../shared/annotation/types.ts';
import { figure, patientPlace, randomMotion } from './support.ts';

const authorship = { id: 'f3b9c6a4-0d1a-4c7e-9d41-1f2f9e5f7c11', author: 'liang.imaging', atMs: 1_700_000_000_000, studyDate: '20260102' };
const place = patientPlace();

const levelOf = (normal: Vector3): Vector3 => beginDraft('rectangle', patientPlace(normal), [0, 0, 0]).level;

const draw = (kind: AnnotationKind, points: readonly Vector3[], at = place, level?: Vector3): Draft => {
  const [first, ...others] = points;
  if (first === undefined) throw new Error('nothing to draw');
  return others.reduce(addPoint, beginDraft(kind, at, first, level));
};

describe('drawing point by point', () => {
  it('is complete with the last point of the kind and takes no more', () => {
    const wanted = { length: 2, angle: 3, cobb: 4, ellipse: 2, rectangle: 2, probe: 1, arrow: 2, bidirectional: 4 } as const;
    const points: readonly Vector3[] = [[0, 0, 7], [10, 1, 7], [4, 8, 7], [5, -3, 7], [1, 1, 7]];
    for (const [kind, count] of Object.entries(wanted) as [AnnotationKind, number][]) {
      expect(isComplete(draw(kind, points.slice(0, count))), kind).toBe(true);
      if (count > 1) expect(isComplete(draw(kind, points.slice(0, count - 1))), kind).toBe(false);
      const full = draw(kind, points.slice(0, count));
      expect(addPoint(full, [50, 50, 7])).toBe(full);
    }
  });

  it('draws by clicks and by dragging alike', () => {
    const clicked = draw('length', [[0, 0, 0], [0, 0, 0], [3, 4, 0]]);
    const dragged = addPoint(moveDraft(beginDraft('length', place, [0, 0, 0]), [1, 1, 0]), [3, 4, 0]);
    expect(finish(clicked, authorship, 'none').points).toEqual(finish(dragged, authorship, 'none').points);
  });

  it('shows figures and lines while the pointer moves', () => {
    const draft = moveDraft(beginDraft('length', place, [0, 0, 0]), [6, 8, 0]);
    expect(figure(draftFigures(draft, 'none'), 'length')).toBe(10);
    expect(draftStrokes(draft)).toEqual([{ points: [[0, 0, 0], [6, 8, 0]], isClosed: false }]);
    const cobb = moveDraft(draw('cobb', [[0, 0, 0], [5, 0, 0], [0, 9, 0]]), [5, 9, 0]);
    expect(draftStrokes(cobb)).toHaveLength(2);
    expect(draftFigures(draw('cobb', [[0, 0, 0], [5, 0, 0]]), 'none')).toEqual([]);
    expect(draftPoints(draw('angle', [[0, 0, 0], [5, 0, 0]]))).toBeNull();
  });

  it('tells the long axis of a bidirectional measurement while and after it is drawn, the short one with it', () => {
    const first = moveDraft(beginDraft('bidirectional', place, [0, 0, 0]), [6, 8, 0]);
    expect(draftFigures(first, 'none')).toEqual([{ quantity: 'length', value: 10, unit: 'mm' }]);
    const long = draw('bidirectional', [[0, 0, 0], [20, 0, 0]]);
    expect([long, moveDraft(long, [7, 3, 0]), addPoint(long, [7, 3, 0])].map((draft) => draftFigures(draft, 'none'))).toEqual(Array.from({ length: 3 }, () => [{ quantity: 'length', value: 20, unit: 'mm' }]));
    const both = draftFigures(moveDraft(addPoint(long, [7, 3, 0]), [9, -4, 0]), 'none');
    expect([figure(both, 'length'), figure(both, 'shortAxis')]).toEqual([20, 7]);
    expect(draftFigures(beginDraft('bidirectional', place, [0, 0, 0]), 'none')).toEqual([]);
  });

  it('makes a rectangle, and the ellipse in it, from two corners, level on screen', () => {
    const level: Vector3 = [Math.SQRT1_2, Math.SQRT1_2, 0];
    const [a, b, c, d] = finish(draw('rectangle', [[0, 0, 0], [0, 10, 0]], place, level), authorship, 'none').points;
    expect([a, b, c, d].map((point) => point?.map((value) => Math.round(value * 1e9) / 1e9 + 0))).toEqual([[0, 0, 0], [5, 5, 0], [0, 10, 0], [-5, 5, 0]]);
    const ellipse = finish(draw('ellipse', [[0, 0, 0], [20, 10, 0]]), authorship, 'none');
    expect(ellipse.points).toEqual([[0, 5, 0], [20, 5, 0], [10, 0, 0], [10, 10, 0]]);
    expect(figure(ellipse.figures, 'area')).toBeCloseTo(Math.PI * 50, 12);
  });

  it('keeps the short axis of a bidirectional measurement at a right angle and puts the longer one first', () => {
    const drawn = finish(draw('bidirectional', [[0, 0, 0], [10, 0, 0], [4, -9, 0], [7, 9, 0]]), authorship, 'none');
    expect(drawn.points).toEqual([[4, -9, 0], [4, 9, 0], [0, 0, 0], [10, 0, 0]]);
    expect(drawn.figures.map(({ quantity, value }) => [quantity, value])).toEqual([['length', 18], ['shortAxis', 10]]);
  });

  it('thins a freehand line before it has more points than are taken', () => {
    const line = Array.from({ length: 9000 }, (_, n): Vector3 => [50 * Math.cos((2 * Math.PI * n) / 9000), 50 * Math.sin((2 * Math.PI * n) / 9000), 0]);
    const drawn = finish(draw('freehand', line), authorship, 'none');
    expect(drawn.points.length).toBeLessThanOrEqual(2000);
    expect(drawn.points[0]).toEqual(line[0]);
    expect(Math.abs((figure(drawn.figures, 'area') ?? 0) - Math.PI * 2500)).toBeLessThan(Math.PI * 25);
  });

  it('refuses to finish what is not drawn to its end or has no extent', () => {
    expect(() => finish(beginDraft('length', place, [0, 0, 0]), authorship, 'none')).toThrow(expect.objectContaining({ reason: 'incomplete' }));
    expect(() => finish(draw('freehand', [[0, 0, 0], [1, 0, 0], [2, 0, 0]]), authorship, 'none')).toThrow(expect.objectContaining({ reason: 'incomplete' }));
    expect(isComplete(draw('rectangle', [[0, 0, 0], [5, 0, 0]]))).toBe(false);
  });

  it('draws in its plane whatever points it is given, and everything drawn is what storage takes', () => {
    for (let n = 0; n < 90; n += 1) {
      const random = randomOf(21, n);
      const kind = random.pick(annotationKinds);
      const { turn, move } = randomMotion(random);
      const normal = turn([0, 0, 1]);
      const somewhere = (): Vector3 => move([random.next() * 300, random.next() * 300, random.next() * 4]);
      const first = somewhere();
      const draft = Array.from({ length: 12 }, somewhere).reduce(addPoint, beginDraft(kind, patientPlace(normal), first, turn([1, 0, 0])));
      const drawn = finish(draft, authorship, 'none');
      for (const point of drawn.points) expect(Math.abs(dot(subtract(point, first), normal))).toBeLessThan(1e-9);
      expect(annotationSchema.safeParse(drawn).success).toBe(true);
      expect(drawn.figures).toEqual(figuresOf(drawn, 'none'));
      if (kind === 'bidirectional') {
        const [a, b, c, d] = drawn.points.map((point) => subtract(point, first));
        if (!a || !b || !c || !d) throw new Error('four points are wanted');
        expect(Math.abs(dot(subtract(b, a), subtract(d, c)))).toBeLessThan(1e-8);
      }
    }
  });

  it('takes level along the display convention where nothing is said', () => {
    expect(levelOf([0, 0, 1])).toEqual([1, 0, 0]);
    expect(levelOf([0, 1, 0])).toEqual([1, 0, 0]);
    expect(levelOf([1, 0, 0])).toEqual([0, 1, 0]);
    const tilted = levelOf([0, Math.SQRT1_2, Math.SQRT1_2]);
    expect(length(subtract(tilted, [1, 0, 0]))).toBeLessThan(1e-15);
  });
});
