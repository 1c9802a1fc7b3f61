import { addPoint, beginDraft, finish, isComplete, moveDraft } from '../../shared/annotation/draft.ts';
import type { Draft } from '../../shared/annotation/draft.ts';
import { moveBy, moveHandle, settled } from '../../shared/annotation/edit.ts';
import { hitTestAll } from '../../shared/annotation/hitTest.ts';
import type { Hit } from '../../shared/annotation/hitTest.ts';
import { annotationKinds } from '../../shared/annotation/types.ts';
import type { Annotation, AnnotationKind } from '../../shared/annotation/types.ts';
import { length, subtract } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { annotationsOn } from './annotationLayer.ts';
import type { CellViewProps } from './cellProps.ts';
import type { DrawnCell } from './cellRenderer.ts';
import { shownPlane } from './shownPlane.ts';
import type { SliceSource } from './sliceSource.ts';
import type { ToolName } from './tools.ts';
import { screenDirections } from './transform.ts';
import type { SliceFrame } from './transform.ts';

/** A mouse event over a cell, in the terms of its slice. */
export interface AnnotatingEvent {
  readonly point: Vector3;
  readonly drawn: DrawnCell;
  readonly source: SliceSource | null;
  readonly tool: ToolName;
  readonly props: CellViewProps;
}

/** How near to a line counts as on it, CSS px. */
const tolerancePx = 7;
/** A press that moves farther before it is let go is a drag and sets its end point. */
const leastDragPx = 5;

type Edit = { readonly annotation: Annotation; readonly hit: Hit; readonly from: Vector3; changed: Annotation };

const isKind = (tool: ToolName): tool is AnnotationKind => (annotationKinds as readonly string[]).includes(tool);

/**
 * Draws and edits annotations with the mouse. Every kind can be drawn by clicks, and those of two points by a drag too; a
 * line of a drawn one is taken by its handles or as a whole, whichever tool is on.
 */
export class AnnotationGesture {
  #draft: Draft | null = null;
  #pressedAt: Vector3 | null = null;
  /** The press made the cell the active one, and draws only if it becomes a drag. */
  #isActivating = false;
  #edit: Edit | null = null;
  readonly #onDraft: (draft: Draft | null) => void;

  /** @param onDraft told of every change of what is being drawn */
  constructor(onDraft: (draft: Draft | null) => void) {
    this.#onDraft = onDraft;
  }

  /** Something is being drawn or moved. */
  get isActive(): boolean {
    return this.#draft !== null || this.#edit !== null;
  }

  /** Takes hold of an annotation under the mouse; false where there is none. */
  pick(event: AnnotatingEvent): boolean {
    const { props, point, drawn } = event;
    const { scene, annotationActions } = props;
    if (!props.canChange || !scene.view.hasAnnotations) return false;
    const shown = event.source === null ? [] : annotationsOn(scene.annotations, shownPlane(event.source, drawn.sliceIndex, drawn.frame));
    const found = hitTestAll(shown, point, tolerancePx / drawn.transform.pxPerMm);
    annotationActions.select(found?.annotation.id ?? null);
    if (found === null) return false;
    this.#edit = { ...found, from: point, changed: found.annotation };
    return true;
  }

  /**
   * @param isActivating the cell was not the active one before this press: let go without a drag, it sets no point
   * @returns the event was used
   */
  down(event: AnnotatingEvent, isActivating = false): boolean {
    const { tool, source, drawn, props } = event;
    const point = onImage(event, event.point);
    this.#pressedAt = event.point;
    this.#isActivating = isActivating;
    if (this.#draft === null && this.pick(event)) return true;
    if (!isKind(tool) || source === null || !props.canChange) return tool === 'select';
    if (this.#draft !== null && this.#draft.kind === tool) {
      this.#set(addPoint(this.#draft, point));
      this.#finishIfComplete(event);
      return true;
    }
    const place = source.place(drawn.sliceIndex);
    if (place === null) return false;
    this.#set(beginDraft(tool, place, point, screenDirections(drawn.transform).right));
    if (tool === 'probe' && !isActivating) this.#finishIfComplete(event);
    return true;
  }

  move(event: AnnotatingEvent): void {
    const { props } = event;
    const point = onImage(event, event.point);
    if (this.#edit !== null) {
      this.#edit.changed = edited(this.#edit, event);
      props.annotationActions.change(this.#edit.changed, false);
    } else if (this.#draft !== null) {
      this.#set(this.#draft.kind === 'freehand' && this.#pressedAt !== null ? addPoint(this.#draft, point) : moveDraft(this.#draft, point));
    }
  }

  up(event: AnnotatingEvent): void {
    const pressedAt = this.#pressedAt;
    this.#pressedAt = null;
    if (this.#edit !== null) {
      const { annotation, changed } = this.#edit;
      this.#edit = null;
      if (changed !== annotation) event.props.annotationActions.change(settled(changed), true);
      return;
    }
    if (this.#draft === null || pressedAt === null) return;
    const movedPx = length(subtract(event.point, pressedAt)) * event.drawn.transform.pxPerMm;
    if (this.#isActivating && movedPx < leastDragPx) return this.#set(null);
    if (this.#draft.kind !== 'freehand' && movedPx >= leastDragPx) this.#set(addPoint(this.#draft, onImage(event, event.point)));
    if (this.#draft.kind === 'freehand' || movedPx >= leastDragPx) this.#finishIfComplete(event);
  }

  /** Gives up what is being drawn: the tool, the slice or the active cell is another one. What is moved goes on. */
  abandon(): void {
    if (this.#draft !== null) this.#set(null);
  }

  /** Gives up a figure of which nothing but its first point is set, as two clicks at one place leave it; false where there is another, or none. */
  abandonPoint(): boolean {
    if (this.#draft === null || this.#draft.placed.length > 1) return false;
    this.#set(null);
    return true;
  }

  /** Gives up what is being drawn; true when there was something. */
  cancel(): boolean {
    const wasActive = this.isActive;
    this.#edit = null;
    this.#pressedAt = null;
    if (this.#draft !== null) this.#set(null);
    return wasActive;
  }

  #set(draft: Draft | null): void {
    this.#draft = draft;
    this.#onDraft(draft);
  }

  #finishIfComplete({ source, drawn, props }: AnnotatingEvent): void {
    const draft = this.#draft;
    if (draft === null || source === null || !isComplete(draft)) {
      // A freehand line let go too early leaves nothing to measure.
      if (draft?.kind === 'freehand') this.#set(null);
      return;
    }
    const { annotationActions, author, scene } = props;
    const annotation = finish(draft, { id: crypto.randomUUID(), author, atMs: Date.now(), studyDate: scene.studyDate }, source.raster(drawn.sliceIndex));
    this.#set(null);
    annotationActions.add(annotation);
    annotationActions.select(annotation.id);
    if (annotation.kind === 'arrow') annotationActions.askText(annotation);
  }
}

function edited({ annotation, hit, from }: Edit, event: AnnotatingEvent): Annotation {
  const { point, source, drawn } = event;
  const pixels = source?.raster(drawn.sliceIndex) ?? 'loading';
  return hit.part === 'handle' ? moveHandle(annotation, hit.index, onImage(event, point), pixels) : moveBy(annotation, keptOnImage(event, annotation.points, subtract(point, from)), pixels);
}

const between = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

/** Least and greatest x and y of an image, to the outer edges of its pixels. */
const edgesOf = ({ columns, rows, columnSpacingMm, rowSpacingMm }: SliceFrame) => ({ left: -columnSpacingMm / 2, right: (columns - 0.5) * columnSpacingMm, top: -rowSpacingMm / 2, bottom: (rows - 0.5) * rowSpacingMm });

/** A point of an image by itself stays inside it: beyond its pixels nothing can be saved (PS3.3 C.18.6.1.1). The patient goes on beyond a slice. */
function onImage({ source, drawn }: AnnotatingEvent, [x, y, z]: Vector3): Vector3 {
  if (source?.space !== 'image') return [x, y, z];
  const { left, right, top, bottom } = edgesOf(drawn.frame);
  return [between(x, left, right), between(y, top, bottom), z];
}

/** As much of a move as keeps all points inside their image; one that began outside may come in. */
function keptOnImage({ source, drawn }: AnnotatingEvent, points: readonly Vector3[], [x, y, z]: Vector3): Vector3 {
  if (source?.space !== 'image') return [x, y, z];
  const { left, right, top, bottom } = edgesOf(drawn.frame);
  const [xs, ys] = [points.map((point) => point[0]), points.map((point) => point[1])];
  return [between(x, Math.min(0, left - Math.min(...xs)), Math.max(0, right - Math.max(...xs))), between(y, Math.min(0, top - Math.min(...ys)), Math.max(0, bottom - Math.max(...ys))), z];
}
