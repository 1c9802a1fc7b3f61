import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { problemOf, type Problem } from './problem.ts';

/** Runs one action at a time and keeps its last failure for an {@link ErrorNotice}. */
export function useAction<A extends unknown[]>(action: (...args: A) => Promise<unknown>): {
  run: (...args: A) => void;
  isRunning: boolean;
  error: Problem | null;
  clear: () => void;
} {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const latest = useRef(action);
  useLayoutEffect(() => {
    latest.current = action;
  });
  const run = useCallback((...args: A) => {
    setRunning(true);
    setError(null);
    latest.current(...args).catch((thrown: unknown) => setError(problemOf(thrown))).finally(() => setRunning(false));
  }, []);
  return { run, isRunning, error, clear: useCallback(() => setError(null), []) };
}
