import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { View } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { planePositions } from '../../shared/volume/reslice.ts';
import { crosshairOf } from './planes.ts';
import type { PlaneRenderer } from './planeRenderer.ts';
import type { PlaneScene } from './scene.ts';
import { toPatient } from './transform.ts';
import type { Transform } from './transform.ts';
import { crosshairAt, keyChange, maximised, panned, scrolled, windowDragged, zoomed } from './viewInput.ts';
import type { InputPlace, ViewChange } from './viewInput.ts';

export interface PlaneInputOptions {
  readonly scene: PlaneScene;
  readonly renderer: RefObject<PlaneRenderer | null>;
  readonly root: RefObject<HTMLElement | null>;
  /** False: the view belongs to somebody else, only the pointer is ours. */
  readonly canChange: boolean;
  readonly onView: (fields: Partial<View>) => void;
  readonly onPointer: ((pointMm: Vector3 | null) => void) | undefined;
}

/** Wheel travel that is one slice, CSS px. */
const wheelPxPerSlice = 60;

type Drag =
  | { readonly kind: 'crosshair' }
  | { readonly kind: 'window'; readonly x: number; readonly y: number; readonly from: View['window'] }
  | { readonly kind: 'pan'; readonly x: number; readonly y: number; readonly from: Transform };

/**
 * Mouse and keyboard of one viewport. Inputs between two renders build on each other through a local copy of the
 * view, so that a fast wheel loses no slice; the props replace the copy as soon as they come back.
 */
export function usePlaneInput({ scene, renderer, root, canChange, onView, onPointer }: PlaneInputOptions): void {
  const latest = useRef({ scene, view: scene.view, canChange, onView, onPointer });
  useLayoutEffect(() => {
    latest.current = { scene, view: scene.view, canChange, onView, onPointer };
  });

  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    let drag: Drag | null = null;
    let wheelPx = 0;
    let pointerFrame = 0;

    const apply = (change: ViewChange): boolean => {
      const state = latest.current;
      if (change === null || !state.canChange) return false;
      state.view = { ...state.view, ...change };
      state.onView(change);
      return true;
    };
    const place = (): InputPlace | null => {
      const transform = renderer.current?.transform;
      if (!transform) return null;
      const { scene: now, view } = latest.current;
      return { plane: now.plane, transform, positions: planePositions(now.volume, now.plane), crosshairMm: crosshairOf(view, now.volume) };
    };
    const at = (event: MouseEvent): readonly [number, number] => {
      const box = element.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const tellPointer = (event: MouseEvent | null): void => {
      cancelAnimationFrame(pointerFrame);
      pointerFrame = requestAnimationFrame(() => {
        const transform = renderer.current?.transform;
        latest.current.onPointer?.(event === null || !transform ? null : toPatient(transform, ...at(event)));
      });
    };

    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const here = place();
      if (here === null) return;
      const [x, y] = at(event);
      if (event.ctrlKey) {
        apply(zoomed(latest.current.view, here, event.deltaY < 0 ? 1.15 : 1 / 1.15, x, y));
        return;
      }
      const px = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * wheelPxPerSlice;
      // A notch of a mouse wheel is always a slice; touchpads add up their small steps.
      wheelPx = Math.sign(px) === Math.sign(wheelPx) ? wheelPx + px : px;
      const slices = Math.abs(px) >= 40 ? Math.sign(px) * Math.max(1, Math.round(Math.abs(px) / 120)) : Math.trunc(wheelPx / wheelPxPerSlice);
      if (slices === 0) return;
      wheelPx = 0;
      apply(scrolled(here, -slices));
    };
    const onDown = (event: PointerEvent): void => {
      element.focus({ preventScroll: true });
      const here = place();
      if (here === null) return;
      const [x, y] = at(event);
      if (event.button === 2) drag = { kind: 'window', x, y, from: latest.current.view.window };
      else if (event.button === 1 || event.shiftKey) drag = { kind: 'pan', x, y, from: here.transform };
      else {
        drag = { kind: 'crosshair' };
        apply(crosshairAt(here, x, y));
      }
      if (event.button === 1) event.preventDefault();
      element.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent): void => {
      tellPointer(event);
      if (drag === null) return;
      const here = place();
      if (here === null) return;
      const [x, y] = at(event);
      if (drag.kind === 'crosshair') apply(crosshairAt(here, x, y));
      else if (drag.kind === 'window') apply(windowDragged(drag.from, x - drag.x, y - drag.y));
      else apply(panned(latest.current.view, here.plane, drag.from, x - drag.x, y - drag.y));
    };
    const onUp = (): void => {
      drag = null;
    };
    const onLeave = (): void => tellPointer(null);
    const onDoubleClick = (): void => {
      apply(maximised(latest.current.view, latest.current.scene.plane));
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const here = place();
      if (here === null) return;
      const { view, scene: now } = latest.current;
      if (apply(keyChange(event.key, view, here, now.structures.map((structure) => structure.number)))) event.preventDefault();
    };
    const onMenu = (event: Event): void => event.preventDefault();

    const stop = new AbortController();
    const options = { signal: stop.signal };
    element.addEventListener('wheel', onWheel, { ...options, passive: false });
    element.addEventListener('pointerdown', onDown, options);
    element.addEventListener('pointermove', onMove, options);
    element.addEventListener('pointerup', onUp, options);
    element.addEventListener('pointercancel', onUp, options);
    element.addEventListener('pointerleave', onLeave, options);
    element.addEventListener('dblclick', onDoubleClick, options);
    element.addEventListener('keydown', onKey, options);
    element.addEventListener('contextmenu', onMenu, options);
    return () => {
      stop.abort();
      cancelAnimationFrame(pointerFrame);
    };
  }, [root, renderer]);
}
