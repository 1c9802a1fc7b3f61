import { useCallback, useEffect, useRef, useState } from 'react';
import type { PreferenceName, ReadingActions } from './actions.ts';

interface Held<T> {
  actions: Pick<ReadingActions, 'getPreference' | 'setPreference'>;
  read: (value: unknown) => T;
  write: (value: T, stored: unknown) => unknown;
  /** As it was last read or written. */
  stored: unknown;
  waiting: { readonly value: T } | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Changes that follow each other this fast are written once, ms. */
const settleMs = 800;

/**
 * One preference of the person: null until it is read, then what its reader makes of it. A preference that cannot be read
 * is as one never set; the desk opens all the same.
 *
 * @param read makes sense of any stored value
 */
export function usePreference<T>(actions: Pick<ReadingActions, 'getPreference' | 'setPreference'>, name: PreferenceName, read: (value: unknown) => T, write: (value: T, stored: unknown) => unknown = (value) => value): { readonly value: T | null; readonly set: (value: T) => void } {
  const [value, setValue] = useState<T | null>(null);
  const state = useRef<Held<T>>({ actions, read, write, stored: undefined, waiting: null, timer: undefined });
  useEffect(() => {
    Object.assign(state.current, { actions, read, write });
  });
  useEffect(() => {
    let isCurrent = true;
    const take = (stored: unknown): void => {
      if (!isCurrent) return;
      state.current.stored = stored;
      setValue((before) => before ?? state.current.read(stored));
    };
    state.current.actions.getPreference(name).then(take, () => take(undefined));
    return () => {
      isCurrent = false;
    };
  }, [name]);
  const flush = useCallback((): void => {
    const { waiting, timer, stored } = state.current;
    clearTimeout(timer);
    state.current.waiting = null;
    if (waiting === null) return;
    const written = state.current.write(waiting.value, stored);
    state.current.stored = written;
    // Arrangement alone is lost when it cannot be kept; the next change tries again.
    state.current.actions.setPreference(name, written).catch(() => undefined);
  }, [name]);
  useEffect(() => flush, [flush]);
  const set = useCallback((next: T): void => {
    setValue(next);
    state.current.waiting = { value: next };
    clearTimeout(state.current.timer);
    state.current.timer = setTimeout(flush, settleMs);
  }, [flush]);
  return { value, set };
}
