import { useCallback, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** The value of the last render, for callbacks that stay the same while it changes. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** A function that stays the same and does what the one of the last render does, for what is drawn anew only when it must. */
export function useStable<A extends readonly unknown[], R>(action: (...args: A) => R): (...args: A) => R {
  const latestRef = useLatest(action);
  return useCallback((...args: A): R => latestRef.current(...args), [latestRef]);
}
