import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Zoom of one notch of the wheel. */
const perNotch = 1.15;

/**
 * Ctrl and wheel (or two fingers on a touch pad) zoom about the cursor, the wheel alone goes on scrolling.
 *
 * @param onZoom gets the factor and the place in the element, in CSS pixels
 * @param isAlways zoom without Ctrl too
 */
export function useWheelZoom(element: RefObject<HTMLElement | null>, onZoom: (factor: number, x: number, y: number) => void, isAlways = false): void {
  const latest = useRef(onZoom);
  useEffect(() => {
    latest.current = onZoom;
  });
  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!(isAlways || event.ctrlKey || event.metaKey) || event.deltaY === 0) return;
      event.preventDefault();
      const box = target.getBoundingClientRect();
      // Lines and pages come as they are; a touch pad sends many small steps in pixels.
      const notches = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / 100 : Math.sign(event.deltaY);
      latest.current(perNotch ** -Math.max(-3, Math.min(3, notches)), event.clientX - box.left, event.clientY - box.top);
    };
    // React's own wheel listeners are passive and could not keep the page from zooming.
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element, isAlways]);
}
