import { useCallback, useEffect, useRef, useState } from 'react';
import type { Pointer } from '../../shared/meeting/view.ts';

const forgetAfterMs = 4000;

/** The others' pointers, one a person; one that rests for four seconds, or leaves the image, goes. */
export function usePointers(): { pointers: readonly Pointer[]; receive: (pointer: Pointer) => void } {
  const [pointers, setPointers] = useState<readonly Pointer[]>([]);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const running = timers.current;
    return () => running.forEach((timer) => clearTimeout(timer));
  }, []);
  const receive = useCallback((pointer: Pointer) => {
    const drop = (): void => setPointers((current) => current.filter(({ personId }) => personId !== pointer.personId));
    const timer = timers.current.get(pointer.personId);
    if (timer) clearTimeout(timer);
    if (!pointer.pointMm) return drop();
    setPointers((current) => [...current.filter(({ personId }) => personId !== pointer.personId), pointer]);
    timers.current.set(pointer.personId, setTimeout(drop, forgetAfterMs));
  }, []);
  return { pointers, receive };
}
