import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';

/** Size of an element's inside in CSS pixels, and how many device pixels one of them has. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly devicePixelRatio: number;
}

/** Follows the size of an element and the pixel ratio of its screen; zero before the first measurement. */
export function useBox(element: RefObject<HTMLElement | null>): Box {
  const [box, setBox] = useState<Box>({ width: 0, height: 0, devicePixelRatio: window.devicePixelRatio });
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const measure = (): void => {
      const next = { width: target.clientWidth, height: target.clientHeight, devicePixelRatio: window.devicePixelRatio };
      setBox((old) => (old.width === next.width && old.height === next.height && old.devicePixelRatio === next.devicePixelRatio ? old : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    // Moved to another screen or zoomed, the ratio changes though the size may not.
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [element]);
  return box;
}
