import { useCallback, useRef, useState } from 'react';
import type { Problem } from './ErrorNotice.tsx';

const problemOf = (error: unknown): Problem => {
  if (typeof error === 'object' && error !== null && 'code' in error && 'reason' in error && error instanceof Error) {
    return { code: String(error.code), reason: String(error.reason), message: error.message };
  }
  return { code: 'internal', reason: 'unexpected', message: error instanceof Error ? error.message : String(error) };
};

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
  latest.current = action;
  const run = useCallback((...args: A) => {
    setRunning(true);
    setError(null);
    latest.current(...args).catch((thrown: unknown) => setError(problemOf(thrown))).finally(() => setRunning(false));
  }, []);
  return { run, isRunning, error, clear: useCallback(() => setError(null), []) };
}
