import { settled } from './edit.ts';
import type { Annotation, AnnotationFigure } from './types.ts';

/** One annotation before and after a step; null: it is not there. */
interface ItemChange {
  readonly before: Annotation | null;
  readonly after: Annotation | null;
  /** Place in the list. */
  readonly index: number;
}

interface Step {
  readonly changes: readonly ItemChange[];
  /** Drag the step belongs to while it lasts. */
  readonly gesture: string | null;
}

/**
 * The annotations of a case and how they came about. Immutable: every action gives another list, or the same object where
 * it changes nothing.
 *
 * A saved report never changes. What changes an annotation saved in one makes it an unsaved copy under the same id, with
 * savedIn null; undoing back to the very content of the report makes it the saved one again. A newer report with the same
 * id takes the place of the older when both are read.
 *
 * Undo takes back own steps only: where someone else has changed an annotation since, it stays as they left it.
 */
export interface AnnotationList {
  /** In the order drawn; later ones lie on top. */
  readonly annotations: readonly Annotation[];
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  /** Report each annotation was last saved in, also of those removed since. */
  readonly saved: Readonly<Record<string, string>>;
}

export const emptyAnnotationList: AnnotationList = { annotations: [], past: [], future: [], saved: {} };

/** Steps that can be undone; older ones are forgotten. */
export const mostSteps = 200;

export type AnnotationAction =
  /** New ones in one step; an id already there is left alone. */
  | { readonly kind: 'add'; readonly annotations: readonly Annotation[] }
  /**
   * One as edited, with who did it and when; nothing where it is no longer there. Changes with the same `gesture` are one
   * step until `release` or another action of the person's own.
   */
  | { readonly kind: 'change'; readonly annotation: Annotation; readonly author: string; readonly atMs: number; readonly gesture: string | null }
  | { readonly kind: 'release' }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  /** Read from storage: no step. Of two with one id the later made stays; what was removed here from that very report stays removed. */
  | { readonly kind: 'restore'; readonly annotations: readonly Annotation[] }
  /** What another person did: no step of ours. */
  | { readonly kind: 'receive'; readonly annotations: readonly Annotation[]; readonly removedIds: readonly string[] }
  /** Figures of pixels that were not there when it was drawn: no step; a saved one keeps the figures it was saved with. */
  | { readonly kind: 'measured'; readonly id: string; readonly figures: readonly AnnotationFigure[] }
  /** They are in a report now, as they are. */
  | { readonly kind: 'saved'; readonly ids: readonly string[]; readonly sopInstanceUID: string };

/** The list after an action. */
export function changeAnnotations(list: AnnotationList, action: AnnotationAction): AnnotationList {
  switch (action.kind) {
    case 'change':
      return change(list, action);
    case 'release':
      return release(list);
    case 'add':
      return add(release(list), action.annotations);
    case 'remove':
      return remove(release(list), action.ids);
    case 'undo':
      return undo(release(list));
    case 'redo':
      return redo(release(list));
    // What comes from elsewhere does not end a drag.
    case 'restore':
      return restore(list, action.annotations);
    case 'receive':
      return receive(list, action.annotations, action.removedIds);
    case 'measured':
      return swap(list, (annotation) => (annotation.id === action.id && annotation.savedIn === null ? { ...annotation, figures: action.figures } : annotation), 'present');
    case 'saved':
      return markSaved(list, action.ids, action.sopInstanceUID);
  }
}

/** What is not in any report as it is now. */
export const unsaved = ({ annotations }: AnnotationList): readonly Annotation[] => annotations.filter(({ savedIn }) => savedIn === null);

/** Ids that a report still holds though they were removed here. */
export const removedSaved = ({ annotations, saved }: AnnotationList): readonly string[] => Object.keys(saved).filter((id) => !annotations.some((annotation) => annotation.id === id));

export const canUndo = ({ past }: AnnotationList): boolean => past.length > 0;
export const canRedo = ({ future }: AnnotationList): boolean => future.length > 0;

function withStep(list: AnnotationList, step: Step): AnnotationList {
  const annotations = applyAll(list.annotations, step.changes);
  return { ...list, annotations, past: [...list.past, step].slice(-mostSteps), future: [] };
}

function add(list: AnnotationList, added: readonly Annotation[]): AnnotationList {
  const ids = new Set(list.annotations.map(({ id }) => id));
  const fresh = added.filter(({ id }) => !ids.has(id) && ids.add(id));
  if (fresh.length === 0) return list;
  return withStep(list, { gesture: null, changes: fresh.map((annotation, n) => ({ before: null, after: settled(annotation), index: list.annotations.length + n })) });
}

function remove(list: AnnotationList, ids: readonly string[]): AnnotationList {
  const gone = new Set(ids);
  const changes = list.annotations.map((annotation, index) => ({ before: annotation, after: null, index })).filter(({ before }) => gone.has(before.id));
  // From the last to the first, so that each is put back at its own place.
  return changes.length === 0 ? list : withStep(list, { gesture: null, changes: changes.toReversed() });
}

function change(list: AnnotationList, { annotation, author, atMs, gesture }: Extract<AnnotationAction, { readonly kind: 'change' }>): AnnotationList {
  const last = list.past.at(-1);
  const isSameDrag = gesture !== null && last?.gesture === gesture;
  const calm = isSameDrag ? list : release(list);
  const index = calm.annotations.findIndex(({ id }) => id === annotation.id);
  const before = calm.annotations[index];
  if (before === undefined || before === annotation) return calm;
  const edited: Annotation = { ...annotation, author, atMs, savedIn: null };
  const after = gesture === null ? settled(edited) : edited;
  if (!isSameDrag || last === undefined) return withStep(calm, { gesture, changes: [{ before, after, index }] });
  const isDragged = last.changes.some((item) => item.after === before);
  const changes = isDragged ? last.changes.map((item) => (item.after === before ? { ...item, after } : item)) : [...last.changes, { before, after, index }];
  return { ...calm, annotations: calm.annotations.with(index, after), past: [...calm.past.slice(0, -1), { ...last, changes }], future: [] };
}

/** Ends a drag: its step is closed, and what was dragged is put in the order it is saved in. */
function release(list: AnnotationList): AnnotationList {
  const last = list.past.at(-1);
  if (last === undefined || last.gesture === null) return list;
  const dragged = new Set(last.changes.map(({ after }) => after));
  const calm = { ...list, past: [...list.past.slice(0, -1), { ...last, gesture: null }] };
  return swap(calm, (annotation) => (dragged.has(annotation) ? settled(annotation) : annotation), 'present');
}

function undo(list: AnnotationList): AnnotationList {
  const step = list.past.at(-1);
  if (step === undefined) return list;
  const annotations = applyAll(list.annotations, step.changes.toReversed().map(({ before, after, index }) => ({ before: after, after: before, index })));
  const next = { ...list, annotations, past: list.past.slice(0, -1) };
  // A step that others have overtaken does nothing; the person meant the one before it.
  return annotations === list.annotations ? undo(next) : { ...next, future: [...list.future, step] };
}

function redo(list: AnnotationList): AnnotationList {
  const step = list.future.at(-1);
  if (step === undefined) return list;
  const annotations = applyAll(list.annotations, step.changes);
  const next = { ...list, annotations, future: list.future.slice(0, -1) };
  return annotations === list.annotations ? redo(next) : { ...next, past: [...list.past, step].slice(-mostSteps) };
}

const applyAll = (annotations: readonly Annotation[], changes: readonly ItemChange[]): readonly Annotation[] => changes.reduce(applyChange, annotations);

/** Nothing where the annotation is not as the change found it. */
function applyChange(annotations: readonly Annotation[], { before, after, index }: ItemChange): readonly Annotation[] {
  const id = (before ?? after)?.id;
  const at = annotations.findIndex((annotation) => annotation.id === id);
  if ((annotations[at] ?? null) !== before) return annotations;
  if (after === null) return annotations.toSpliced(at, 1);
  return before === null ? annotations.toSpliced(index, 0, after) : annotations.with(at, after);
}

function restore(list: AnnotationList, read: readonly Annotation[]): AnnotationList {
  const newest = new Map(list.annotations.map((annotation) => [annotation.id, annotation]));
  for (const annotation of read) {
    const known = newest.get(annotation.id);
    const isRemovedHere = known === undefined && annotation.savedIn !== null && list.saved[annotation.id] === annotation.savedIn;
    if (!isRemovedHere && (known === undefined || annotation.atMs > known.atMs)) newest.set(annotation.id, annotation);
  }
  const saved = { ...list.saved };
  for (const { id, savedIn } of newest.values()) if (savedIn !== null) saved[id] = savedIn;
  return { ...list, annotations: [...newest.values()], saved };
}

function receive(list: AnnotationList, received: readonly Annotation[], removedIds: readonly string[]): AnnotationList {
  const gone = new Set(removedIds);
  const changed = new Map(received.map((annotation) => [annotation.id, annotation]));
  const kept = list.annotations.filter(({ id }) => !gone.has(id)).map((annotation) => changed.get(annotation.id) ?? annotation);
  const known = new Set(kept.map(({ id }) => id));
  return { ...list, annotations: [...kept, ...[...changed.values()].filter(({ id }) => !known.has(id))] };
}

/** Annotations exchanged in the list and, as the same objects, in its steps; `everywhere` also those that are only in steps. */
function swap(list: AnnotationList, exchange: (annotation: Annotation) => Annotation, where: 'present' | 'everywhere'): AnnotationList {
  const swapped = new Map<Annotation, Annotation>(list.annotations.map((annotation) => [annotation, exchange(annotation)]));
  const inStep = (annotation: Annotation | null): Annotation | null => {
    if (annotation === null) return null;
    const known = swapped.get(annotation);
    if (known !== undefined || where === 'present') return known ?? annotation;
    const other = exchange(annotation);
    swapped.set(annotation, other);
    return other;
  };
  const inSteps = (steps: readonly Step[]): readonly Step[] => steps.map((step) => ({ ...step, changes: step.changes.map(({ before, after, index }) => ({ before: inStep(before), after: inStep(after), index })) }));
  return { ...list, annotations: list.annotations.map((annotation) => swapped.get(annotation) ?? annotation), past: inSteps(list.past), future: inSteps(list.future) };
}

/** Earlier content of what is saved now is in no report that counts: the newer one has taken its place. */
function markSaved(list: AnnotationList, ids: readonly string[], sopInstanceUID: string): AnnotationList {
  const now = new Set(list.annotations.filter(({ id }) => ids.includes(id)));
  const savedIds = new Set([...now].map(({ id }) => id));
  const next = swap(list, (annotation) => (now.has(annotation) ? { ...annotation, savedIn: sopInstanceUID } : savedIds.has(annotation.id) ? { ...annotation, savedIn: null } : annotation), 'everywhere');
  return { ...next, saved: { ...list.saved, ...Object.fromEntries([...savedIds].map((id) => [id, sopInstanceUID])) } };
}
