import { describe, expect, it } from 'vitest';
import { randomOf } from '../fuzz/random.ts';
import type { Random } from '../fuzz/random.ts';
import { moveBy, moveHandle } from '../../shared/annotation/edit.ts';
import { canRedo, canUndo, changeAnnotations, emptyAnnotationList, mostSteps, removedSaved, unsaved } from '../../shared/annotation/history.ts';
import type { AnnotationAction, AnnotationList } from '../../shared/annotation/history.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import { annotationOf } from './support.ts';

const who = { author: 'liang.imaging', atMs: 10 };
const lineOf = (x: number): Annotation => annotationOf('length', [[0, 0, 0], [x, 0, 0]]);
const changed = (annotation: Annotation, gesture: string | null = null): AnnotationAction => ({ kind: 'change', annotation, gesture, ...who });
const after = (list: AnnotationList, ...actions: readonly AnnotationAction[]): AnnotationList => actions.reduce(changeAnnotations, list);
const lengths = ({ annotations }: AnnotationList): readonly (number | null | undefined)[] => annotations.map(({ figures }) => figures[0]?.value);
const undo: AnnotationAction = { kind: 'undo' };
const redo: AnnotationAction = { kind: 'redo' };
const moveTo = (annotation: Annotation, x: number): Annotation => moveHandle(annotation, 1, [x, 0, 0], 'none');

describe('undo and redo', () => {
  it('takes back adding, changing and removing, each at its place', () => {
    const [a, b, c] = [lineOf(1), lineOf(2), lineOf(3)];
    const drawn = after(emptyAnnotationList, { kind: 'add', annotations: [a] }, { kind: 'add', annotations: [b, c] }, changed(moveTo(b, 9)), { kind: 'remove', ids: [a.id, c.id] });
    expect(lengths(drawn)).toEqual([9]);
    const steps = [undo, undo, undo, undo].map((_, n) => lengths(after(drawn, ...Array.from({ length: n + 1 }, () => undo))));
    expect(steps).toEqual([[1, 9, 3], [1, 2, 3], [1], []]);
    const back = after(drawn, undo, undo, undo, undo);
    expect([canUndo(back), canRedo(back)]).toEqual([false, true]);
    expect(lengths(after(back, redo, redo, redo, redo))).toEqual([9]);
    expect(after(back, undo)).toBe(back);
  });

  it('makes one step of a drag, and another of the next', () => {
    const a = lineOf(1);
    let list = after(emptyAnnotationList, { kind: 'add', annotations: [a] });
    for (let x = 2; x <= 50; x += 1) list = after(list, changed(moveTo(a, x), 'drag-1'));
    list = after(list, { kind: 'release' }, changed(moveTo(a, 60), 'drag-1'), { kind: 'release' });
    expect(list.past).toHaveLength(3);
    expect(lengths(after(list, undo))).toEqual([50]);
    expect(lengths(after(list, undo, undo))).toEqual([1]);
    expect(lengths(after(list, undo, undo, redo))).toEqual([50]);
  });

  it('drags several together in one step', () => {
    const [a, b] = [lineOf(1), lineOf(2)];
    let list = after(emptyAnnotationList, { kind: 'add', annotations: [a, b] });
    for (const step of [1, 2, 3]) for (const one of [a, b]) list = after(list, changed(moveBy(one, [0, step, 0], 'none'), 'drag'));
    expect(list.annotations.map(({ points }) => points[0]?.[1])).toEqual([3, 3]);
    expect(after(list, undo).annotations.map(({ points }) => points[0]?.[1])).toEqual([0, 0]);
    expect(after(list, undo, redo).annotations.map(({ points }) => points[0]?.[1])).toEqual([3, 3]);
  });

  it('puts the longer axis first only when the drag ends', () => {
    const axes = annotationOf('bidirectional', [[0, 0, 0], [20, 0, 0], [5, -4, 0], [5, 6, 0]]);
    const dragged = after(emptyAnnotationList, { kind: 'add', annotations: [axes] }, changed(moveHandle(axes, 3, [5, 30, 0], 'none'), 'drag'));
    expect(dragged.annotations[0]?.points[0]).toEqual([0, 0, 0]);
    const released = after(dragged, { kind: 'release' });
    expect(released.annotations[0]?.points[0]).toEqual([5, -4, 0]);
    expect(after(released, undo).annotations[0]).toEqual(axes);
    expect(after(released, undo, redo).annotations).toEqual(released.annotations);
  });

  it('keeps the last 200 steps', () => {
    const a = lineOf(1);
    let list = after(emptyAnnotationList, { kind: 'add', annotations: [a] });
    for (let x = 2; x <= 300; x += 1) list = after(list, changed(moveTo(a, x)));
    expect(list.past).toHaveLength(mostSteps);
    expect(lengths(after(list, ...Array.from({ length: 500 }, () => undo)))).toEqual([100]);
  });

  it('changes nothing for what is not there or is there already', () => {
    const a = lineOf(1);
    const list = after(emptyAnnotationList, { kind: 'add', annotations: [a] });
    for (const action of [changed(lineOf(4)), { kind: 'add', annotations: [a] }, { kind: 'remove', ids: ['no'] }, redo, { kind: 'release' }] as const) expect(after(list, action)).toBe(list);
  });
});

describe('saving', () => {
  const [a, b] = [lineOf(1), lineOf(2)];
  const saved = after(emptyAnnotationList, { kind: 'add', annotations: [a, b] }, { kind: 'saved', ids: [a.id, b.id], sopInstanceUID: '1.1' });

  it('makes a changed annotation an unsaved copy, and the saved one again when taken back', () => {
    expect(unsaved(saved)).toEqual([]);
    const [first] = saved.annotations;
    if (first === undefined) throw new Error('one is saved');
    const edited = after(saved, changed({ ...moveTo(first, 7), savedIn: '1.1' }));
    expect(unsaved(edited)).toEqual([expect.objectContaining({ id: a.id, savedIn: null, ...who })]);
    expect(first.savedIn).toBe('1.1');
    expect(unsaved(after(edited, undo))).toEqual([]);
  });

  it('counts earlier content as unsaved once a newer report holds the annotation', () => {
    const [first] = saved.annotations;
    if (first === undefined) throw new Error('one is saved');
    const again = after(saved, changed(moveTo(first, 7)), { kind: 'saved', ids: [a.id], sopInstanceUID: '1.2' });
    expect(again.annotations.map(({ savedIn }) => savedIn)).toEqual(['1.2', '1.1']);
    const back = after(again, undo);
    expect(lengths(back)).toEqual([1, 2]);
    expect(back.annotations[0]?.savedIn).toBeNull();
    expect(after(back, redo).annotations[0]?.savedIn).toBe('1.2');
  });

  it('tells what was removed and is still in a report', () => {
    expect(removedSaved(after(saved, { kind: 'remove', ids: [b.id] }))).toEqual([b.id]);
    expect(removedSaved(after(saved, { kind: 'remove', ids: [b.id] }, undo))).toEqual([]);
  });

  it('restores from storage without a step; of two with one id the later made stays', () => {
    const newer = { ...moveTo(a, 5), atMs: 99, savedIn: '2.2' };
    const list = after(emptyAnnotationList, { kind: 'restore', annotations: [{ ...a, savedIn: '2.1' }, newer, { ...a, savedIn: '2.0', atMs: 0 }] });
    expect(list.annotations).toEqual([newer]);
    expect([canUndo(list), list.saved]).toEqual([false, { [a.id]: '2.2' }]);
    const removed = after(list, { kind: 'remove', ids: [a.id] });
    expect(after(removed, { kind: 'restore', annotations: [newer] }).annotations).toEqual([]);
  });

  it('takes figures measured later into the list and its steps, but not into saved ones', () => {
    const box = annotationOf('rectangle', [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]);
    const figures = [{ quantity: 'mean', value: 5, unit: '1' }] as const;
    const list = after(emptyAnnotationList, { kind: 'add', annotations: [box] }, { kind: 'measured', id: box.id, figures });
    expect(list.annotations[0]?.figures).toEqual(figures);
    expect(after(list, undo, redo).annotations[0]?.figures).toEqual(figures);
    expect(after(saved, { kind: 'measured', id: a.id, figures }).annotations[0]?.figures).toEqual(a.figures);
  });
});

describe('several people', () => {
  it('never takes back what someone else has changed since', () => {
    const [a, b] = [lineOf(1), lineOf(2)];
    const mine = after(emptyAnnotationList, { kind: 'add', annotations: [a] }, changed(moveTo(a, 5)), { kind: 'add', annotations: [b] });
    const theirs = { ...moveTo(a, 44), author: 'chen.chair' };
    const list = after(mine, { kind: 'receive', annotations: [theirs], removedIds: [] });
    expect(lengths(after(list, undo))).toEqual([44]);
    expect(lengths(after(list, undo, undo, undo))).toEqual([44]);
    expect(lengths(after(list, undo, redo))).toEqual([44, 2]);
  });

  it('goes on with a drag while another person draws, and lets go where it was removed', () => {
    const [a, b] = [lineOf(1), lineOf(2)];
    const dragging = after(emptyAnnotationList, { kind: 'add', annotations: [a] }, changed(moveTo(a, 5), 'drag'), { kind: 'receive', annotations: [b], removedIds: [] }, changed(moveTo(a, 6), 'drag'));
    expect([lengths(dragging), dragging.past.length]).toEqual([[6, 2], 2]);
    const gone = after(dragging, { kind: 'receive', annotations: [], removedIds: [a.id] }, changed(moveTo(a, 7), 'drag'));
    expect(lengths(gone)).toEqual([2]);
    expect(lengths(after(gone, undo, undo))).toEqual([2]);
  });
});

/** Everything of an annotation but where it is saved. */
const contentOf = (annotation: Annotation): string => JSON.stringify({ ...annotation, savedIn: null });

const strip = (annotations: readonly Annotation[]): readonly string[] => annotations.map(contentOf);

/** A seeded person at work; `snapshots` is the plain way to undo, kept beside. */
function work(random: Random): void {
  const snapshots: (readonly Annotation[])[] = [[]];
  let at = 0;
  let list = emptyAnnotationList;
  const contentIn = new Map<string, string>();
  const did = (): void => {
    at += 1;
    snapshots.length = at;
    snapshots.push(list.annotations);
  };
  for (let step = 0; step < 60; step += 1) {
    const some = list.annotations.length === 0 ? null : random.pick(list.annotations);
    const what = random.pick(['add', 'change', 'drag', 'remove', 'undo', 'undo', 'redo', 'save'] as const);
    const before = list;
    if (what === 'add') list = after(list, { kind: 'add', annotations: Array.from({ length: 1 + random.below(2) }, () => lineOf(1 + random.below(90))) });
    else if (what === 'undo' || what === 'redo') {
      const to = at + (what === 'undo' ? -1 : 1);
      list = after(list, { kind: what });
      if (to >= 0 && to < snapshots.length) at = to;
    } else if (some !== null && what === 'change') list = after(list, changed(moveTo(some, 100 + step)));
    else if (some !== null && what === 'remove') list = after(list, { kind: 'remove', ids: list.annotations.filter(({ id }) => id === some.id || random.next() < 0.3).map(({ id }) => id) });
    else if (some !== null && what === 'drag') {
      for (let n = 0; n < 5; n += 1) list = after(list, changed(moveTo(some, 1000 + step * 10 + n), `drag-${step}`));
      list = after(list, { kind: 'release' });
    } else if (what === 'save') {
      const sopInstanceUID = `1.${step}`;
      list = after(list, { kind: 'saved', ids: list.annotations.map(({ id }) => id), sopInstanceUID });
      for (const annotation of list.annotations) contentIn.set(`${sopInstanceUID} ${annotation.id}`, contentOf(annotation));
    }
    if (list !== before && (what === 'add' || what === 'change' || what === 'drag' || what === 'remove')) did();
    expect(strip(list.annotations)).toEqual(strip(snapshots[at] ?? []));
    for (const annotation of list.annotations) {
      // What says it is in a report is in the newest report of it, with this very content.
      if (annotation.savedIn !== null) expect([contentIn.get(`${annotation.savedIn} ${annotation.id}`), list.saved[annotation.id]]).toEqual([contentOf(annotation), annotation.savedIn]);
    }
  }
}

describe('random work', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('undoes and redoes as snapshots would, and never calls changed content saved (seed %i)', (seed) => work(randomOf(seed, 3)));
});
