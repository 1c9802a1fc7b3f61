import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { changeView } from '../../shared/meeting/view.ts';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import { AnnotationGesture } from './annotationGesture.ts';
import { cellSlice } from './cellPlace.ts';
import type { CellViewProps } from './cellProps.ts';
import type { CellRenderer, DrawnCell } from './cellRenderer.ts';
import { maximised, panned, pointedAt, scrolled, wheeled, windowDragged, zoomed } from './deskActions.ts';
import { windowFrom } from './shownVoi.ts';
import { toPatient } from './transform.ts';
import type { Transform } from './transform.ts';

/** Wheel travel that is one slice, CSS px. */
const wheelPxPerSlice = 60;
/** Mouse travel that is one slice while dragging with the scroll tool, CSS px, and that doubles the zoom with the zoom tool. */
const dragPxPerSlice = 6;
const dragPxPerDoubling = 150;

type Drag =
  | { readonly kind: 'crosshair' | 'annotation' }
  | { readonly kind: 'scroll'; readonly y: number; readonly from: number }
  | { readonly kind: 'window'; readonly x: number; readonly y: number; readonly from: View['cells'][number]['window'] & object }
  | { readonly kind: 'zoom'; readonly x: number; readonly y: number; lastY: number }
  | { readonly kind: 'pan'; readonly x: number; readonly y: number; readonly from: Transform };

/**
 * Mouse of one cell. Inputs between two renders build on each other through a local copy of the view, so that a fast
 * wheel loses no slice; the props replace the copy as soon as they come back. Keys are the desk's.
 */
export function useCellInput(props: CellViewProps, renderer: RefObject<CellRenderer | null>, root: RefObject<HTMLElement | null>): void {
  const latest = useRef({ props, view: props.scene.view });
  useLayoutEffect(() => {
    latest.current = { props, view: props.scene.view };
  });
  const gestureRef = useRef<AnnotationGesture | null>(null);
  const groundRef = useRef('');
  const { tool, scene } = props;
  const shown = scene.view.cells[scene.index];
  const isActive = scene.view.activeCell === scene.index;
  const ground = `${tool} ${scene.sliceIndex} ${shown?.plane} ${JSON.stringify(shown?.content)} ${JSON.stringify(shown?.oblique)}`;
  // A figure half drawn belongs to its tool, its plane and the cell one works in.
  useEffect(() => {
    if (!isActive || groundRef.current !== ground) gestureRef.current?.abandon();
    groundRef.current = ground;
  }, [isActive, ground]);

  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    let drag: Drag | null = null;
    let wheelPx = 0;
    let hoverFrame = 0;
    const gesture = new AnnotationGesture((draft) => renderer.current?.setDraft(draft));
    gestureRef.current = gesture;

    const { index } = latest.current.props.scene;
    const apply = (change: ViewChange): void => {
      const state = latest.current;
      if (!state.props.canChange || Object.keys(change).length === 0) return;
      state.view = changeView(state.view, change);
      state.props.onView(change);
    };
    const look = (before: number): void => {
      const { props: now, view } = latest.current;
      const source = now.sources[index];
      if (!source) return;
      const after = cellSlice(view, index, source);
      if (after !== before) now.onLook?.(index, after, after > before ? 1 : -1);
    };
    const scroll = (change: (view: View) => ViewChange): void => {
      const { props: now, view } = latest.current;
      const source = now.sources[index];
      if (!source) return;
      const before = cellSlice(view, index, source);
      apply(change(view));
      look(before);
    };
    const place = (event: MouseEvent): { readonly x: number; readonly y: number } => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const pointAt = (drawn: DrawnCell, x: number, y: number) => toPatient(drawn.transform, x, y);
    const annotate = (event: PointerEvent, drawn: DrawnCell) => {
      const { props: now } = latest.current;
      const { x, y } = place(event);
      const source = now.sources[index] ?? null;
      return { point: pointAt(drawn, x, y), drawn, source, tool: now.tool, props: now };
    };

    const hover = (event: PointerEvent | null): void => {
      cancelAnimationFrame(hoverFrame);
      hoverFrame = requestAnimationFrame(() => {
        const drawn = renderer.current?.drawn ?? null;
        const at = event === null ? null : place(event);
        const point = drawn === null || at === null ? null : pointAt(drawn, at.x, at.y);
        renderer.current?.setHover(point);
        latest.current.props.onPointer?.(index, point);
      });
    };

    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const drawn = renderer.current?.drawn ?? null;
      if (drawn === null) return;
      if (event.ctrlKey) {
        const { x, y } = place(event);
        apply(zoomed(latest.current.view, index, drawn, event.deltaY < 0 ? 1.15 : 1 / 1.15, x, y));
        return;
      }
      const px = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * wheelPxPerSlice;
      // A notch of a mouse wheel is always a slice; touchpads add up their small steps.
      wheelPx = Math.sign(px) === Math.sign(wheelPx) ? wheelPx + px : px;
      const notches = Math.abs(px) >= 40 ? Math.sign(px) * Math.max(1, Math.round(Math.abs(px) / 120)) : Math.trunc(wheelPx / wheelPxPerSlice);
      if (notches === 0) return;
      wheelPx = 0;
      scroll((view) => wheeled(view, index, latest.current.props.sources, notches));
    };

    const beginDrag = (event: PointerEvent, drawn: DrawnCell, isActivating: boolean): Drag | null => {
      const { props: now, view } = latest.current;
      const { x, y } = place(event);
      const cell = view.cells[index];
      const source = now.sources[index];
      if (cell === undefined || !source) return null;
      const kind = event.button === 2 ? 'window' : event.button === 1 || event.shiftKey ? 'pan' : now.tool;
      switch (kind) {
        case 'window':
          return { kind, x, y, from: windowFrom(cell, source, cellSlice(view, index, source)) };
        case 'pan':
          return { kind, x, y, from: drawn.transform };
        case 'zoom':
          return { kind, x, y, lastY: y };
        case 'scroll':
          return { kind, y, from: cellSlice(view, index, source) };
        case 'crosshair':
          if (gesture.pick(annotate(event, drawn))) return { kind: 'annotation' };
          scroll((current) => pointedAt(current, index, now.sources, pointAt(drawn, x, y)));
          return { kind };
        default:
          return gesture.down(annotate(event, drawn), isActivating) ? { kind: 'annotation' } : null;
      }
    };
    const onDown = (event: PointerEvent): void => {
      // Asked before the focus, which makes the cell the active one.
      const isActivating = latest.current.view.activeCell !== index;
      element.focus({ preventScroll: true });
      const drawn = renderer.current?.drawn ?? null;
      const { props: now } = latest.current;
      if (isActivating) apply({ activeCell: index });
      if (drawn === null || (!now.canChange && event.button === 0)) return;
      drag = beginDrag(event, drawn, isActivating);
      if (event.button === 1) event.preventDefault();
      if (drag !== null) element.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent): void => {
      hover(event);
      const drawn = renderer.current?.drawn ?? null;
      if (drawn === null) return;
      const { x, y } = place(event);
      if (gesture.isActive) gesture.move(annotate(event, drawn));
      if (drag === null) return;
      const { props: now, view } = latest.current;
      if (drag.kind === 'crosshair') scroll((current) => pointedAt(current, index, now.sources, pointAt(drawn, x, y)));
      else if (drag.kind === 'window') apply(windowDragged(view, index, drag.from, x - drag.x, y - drag.y, now.sources));
      else if (drag.kind === 'pan') apply(panned(index, drag.from, x - drag.x, y - drag.y));
      else if (drag.kind === 'zoom') {
        apply(zoomed(view, index, drawn, 2 ** ((drag.lastY - y) / dragPxPerDoubling), drag.x, drag.y));
        drag.lastY = y;
      } else if (drag.kind === 'scroll') {
        const source = now.sources[index];
        const target = drag.from + Math.round((y - drag.y) / dragPxPerSlice) * (source?.space === 'image' ? 1 : -1);
        scroll((current) => scrolled(current, index, now.sources, target - (source ? cellSlice(current, index, source) : 0)));
      }
    };
    const onUp = (event: PointerEvent): void => {
      const drawn = renderer.current?.drawn ?? null;
      if (drag?.kind === 'annotation' && drawn !== null) gesture.up(annotate(event, drawn));
      drag = null;
    };
    const onDoubleClick = (event: MouseEvent): void => {
      if (gesture.isActive && !gesture.abandonPoint()) return;
      if (event.target instanceof Element && event.target.closest('button') !== null) return;
      apply(maximised(latest.current.view, index));
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && gesture.cancel()) event.stopPropagation();
    };
    const onMenu = (event: Event): void => event.preventDefault();

    const stop = new AbortController();
    const options = { signal: stop.signal };
    element.addEventListener('wheel', onWheel, { ...options, passive: false });
    element.addEventListener('pointerdown', onDown, options);
    element.addEventListener('pointermove', onMove, options);
    element.addEventListener('pointerup', onUp, options);
    element.addEventListener('pointercancel', onUp, options);
    element.addEventListener('pointerleave', () => hover(null), options);
    element.addEventListener('dblclick', onDoubleClick, options);
    element.addEventListener('keydown', onKey, options);
    element.addEventListener('contextmenu', onMenu, options);
    return () => {
      stop.abort();
      cancelAnimationFrame(hoverFrame);
      gestureRef.current = null;
    };
  }, [root, renderer]);
}
