import { useEffect, useRef } from 'react';
import type { KeyboardEvent, RefObject } from 'react';

const controlsOf = (bar: HTMLElement): readonly HTMLElement[] => [...bar.querySelectorAll<HTMLElement>('button:not([disabled])')];

/**
 * One stop of the Tab key for a whole toolbar; arrows, Home and End move inside it (WAI-ARIA toolbar pattern).
 *
 * @returns what the toolbar's element needs
 */
export function useRovingFocus<T extends HTMLElement>(): { readonly ref: RefObject<T | null>; readonly onKeyDown: (event: KeyboardEvent) => void; readonly onFocus: (event: { readonly target: EventTarget }) => void } {
  const ref = useRef<T>(null);
  const current = useRef<HTMLElement | null>(null);
  const mark = (): void => {
    const bar = ref.current;
    if (bar === null) return;
    const controls = controlsOf(bar);
    const [first] = controls;
    const stop = current.current !== null && controls.includes(current.current) ? current.current : first;
    for (const control of controls) control.tabIndex = control === stop ? 0 : -1;
  };
  // After every render: buttons come and go.
  useEffect(mark);
  return {
    ref,
    onFocus: ({ target }) => {
      current.current = target as HTMLElement;
      mark();
    },
    onKeyDown: (event) => {
      const bar = ref.current;
      if (bar === null || !bar.contains(event.target as Node)) return;
      const controls = controlsOf(bar);
      const at = controls.indexOf(event.target as HTMLElement);
      const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: controls.length - 1 }[event.key];
      if (at === -1 || next === undefined) return;
      event.preventDefault();
      controls[(next + controls.length) % controls.length]?.focus();
    },
  };
}
