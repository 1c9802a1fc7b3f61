import { useCallback, useEffect, useState } from 'react';
import { problemOf, type Problem } from '../../ui/problem.ts';

/** Loads once and again on demand; a failure is kept for a notice beside what was loaded before. `load` must keep its identity. */
export function useLoaded<T>(load: () => Promise<T>): { readonly value: T | null; readonly error: Problem | null; readonly reload: () => void } {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = turn >= 0;
    const ask = async (): Promise<void> => {
      try {
        const loaded = await load();
        if (!isCurrent) return;
        setValue(loaded);
        setError(null);
      } catch (thrown) {
        if (isCurrent) setError(problemOf(thrown));
      }
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [load, turn]);
  return { value, error, reload: useCallback(() => setTurn((n) => n + 1), []) };
}
