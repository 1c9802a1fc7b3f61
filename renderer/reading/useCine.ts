import { useEffect, useLayoutEffect, useRef } from 'react';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import { cellSlice } from '../viewport/cellPlace.ts';
import { movedTo } from '../viewport/deskActions.ts';
import type { SliceSource } from '../viewport/sliceSource.ts';

/** The slice after the one shown, the first after the last. */
export function steppedOn(view: View, index: number, sources: readonly (SliceSource | null)[]): ViewChange {
  const source = sources[index];
  if (!source || source.count < 2) return {};
  return movedTo(view, index, sources, (cellSlice(view, index, source) + 1) % source.count);
}

/** Moves the playing cells on, each at its own rate, while this console drives; the others see the slices move. */
export function useCine(view: View, sources: readonly (SliceSource | null)[], visible: readonly number[], isDriving: boolean, onView: (change: ViewChange) => void): void {
  const latest = useRef({ view, sources, onView });
  useLayoutEffect(() => {
    latest.current = { view, sources, onView };
  });
  const playing = isDriving ? visible.filter((index) => view.cells[index]?.cineFps != null).map((index) => `${index}:${view.cells[index]?.cineFps ?? 0}`).join(' ') : '';
  useEffect(() => {
    if (playing === '') return undefined;
    const timers = playing.split(' ').map((entry) => {
      const [index = 0, fps = 1] = entry.split(':').map(Number);
      return setInterval(() => {
        const now = latest.current;
        now.onView(steppedOn(now.view, index, now.sources));
      }, 1000 / fps);
    });
    return () => timers.forEach((timer) => clearInterval(timer));
  }, [playing]);
}
