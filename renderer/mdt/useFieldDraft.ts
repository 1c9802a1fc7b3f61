import { useEffect, useRef, useState } from 'react';

/**
 * Local edits over a record's fields: what is typed shows at once, is saved `delayMs` after the last key
 * and again on unmount, and a field stops being local when the record carries the same value.
 */
export function useFieldDraft<F extends object>(recorded: F, save: (edit: Partial<F>) => Promise<void>, delayMs = 700): {
  fields: F;
  isDirty: boolean;
  change: (key: keyof F & string, value: unknown) => void;
  flush: () => Promise<void>;
} {
  const [edit, setEdit] = useState<Partial<F>>({});
  const pending = useRef<Partial<F>>({});
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latestSave = useRef(save);
  latestSave.current = save;

  const flush = useRef(async (): Promise<void> => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    const send = pending.current;
    if (Object.keys(send).length === 0) return;
    pending.current = {};
    try {
      await latestSave.current(send);
    } catch (error) {
      pending.current = { ...send, ...pending.current };
      throw error;
    }
  }).current;

  useEffect(() => () => void flush().catch(() => undefined), [flush]);
  useEffect(() => {
    setEdit((current) => Object.fromEntries(Object.entries(current).filter(([key, value]) => key in pending.current || JSON.stringify(recorded[key as keyof F]) !== JSON.stringify(value))) as Partial<F>);
  }, [recorded]);

  return {
    fields: { ...recorded, ...edit },
    isDirty: Object.keys(edit).length > 0,
    change: (key, value) => {
      setEdit((current) => ({ ...current, [key]: value }));
      pending.current = { ...pending.current, [key]: value };
      if (timer.current) clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush().catch(() => undefined), delayMs);
    },
    flush,
  };
}
