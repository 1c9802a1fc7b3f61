import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { problemOf, type Problem } from '../ui/problem.ts';

interface LocalEdit {
  readonly value: unknown;
  /** Null while it is not saved; then the record's value at that moment, as JSON. */
  readonly savedOver: string | null;
}

/**
 * Local edits over a record's fields: what is typed shows at once, is saved `delayMs` after the last key and again
 * on unmount. A saved edit gives way as soon as the record's own value moves, so that a colleague's change is seen.
 */
export function useFieldDraft<F extends object>(recorded: F, save: (edit: Partial<F>) => Promise<void>, delayMs = 700): {
  fields: F;
  change: (key: keyof F & string, value: unknown) => void;
  /** Saves what waits now. @throws what saving threw; the edit is kept and tried again with the next one. */
  flush: () => Promise<void>;
  /** Why the last saving failed; what was typed is still here and goes with the next one. */
  error: Problem | null;
  /** Whether all that was typed here is in the record; null before anything was typed. */
  isSaved: boolean | null;
} {
  const [edits, setEdits] = useState<Readonly<Record<string, LocalEdit>>>({});
  const [error, setError] = useState<Problem | null>(null);
  const waiting = useRef<Record<string, unknown>>({});
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef({ recorded, save });
  useLayoutEffect(() => {
    latest.current = { recorded, save };
  });

  const flush = useCallback(async (): Promise<void> => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    const send = waiting.current;
    if (Object.keys(send).length === 0) return;
    waiting.current = {};
    try {
      await latest.current.save(send as Partial<F>);
      setError(null);
    } catch (thrown) {
      waiting.current = { ...send, ...waiting.current };
      setError(problemOf(thrown));
      throw thrown;
    }
    const now = latest.current.recorded;
    setEdits((current) => Object.fromEntries(Object.entries(current).map(([key, edit]) => (key in send && edit.value === send[key] ? [key, { ...edit, savedOver: JSON.stringify(now[key as keyof F]) }] : [key, edit]))));
  }, []);

  useEffect(() => () => void flush().catch(() => undefined), [flush]);

  const change = useCallback((key: keyof F & string, value: unknown): void => {
    setEdits((current) => ({ ...current, [key]: { value, savedOver: null } }));
    waiting.current = { ...waiting.current, [key]: value };
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(() => void flush().catch(() => undefined), delayMs);
  }, [delayMs, flush]);

  const shown = Object.entries(edits).filter(([key, { savedOver }]) => savedOver === null || savedOver === JSON.stringify(recorded[key as keyof F]));
  const edited = Object.values(edits);
  const isSaved = edited.length === 0 ? null : edited.every(({ savedOver }) => savedOver !== null);
  return { fields: { ...recorded, ...Object.fromEntries(shown.map(([key, { value }]) => [key, value])) }, change, flush, error, isSaved };
}
