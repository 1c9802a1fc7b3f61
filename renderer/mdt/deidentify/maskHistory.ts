import type { PixelBox } from '../../../shared/deid/burnIn.ts';

type Boxes = readonly PixelBox[];

/** The boxes of a series with what they were before, and what was taken back. */
export interface MaskHistory {
  readonly past: readonly Boxes[];
  readonly boxes: Boxes;
  readonly future: readonly Boxes[];
  /** What the last change was part of; the next with the same word joins it, so that one drag or one held key is taken back at once. */
  readonly gesture: string | null;
}

export const beginHistory = (boxes: Boxes): MaskHistory => ({ past: [], boxes, future: [], gesture: null });

/** @param gesture null for a change that stands alone */
export function changed(history: MaskHistory, boxes: Boxes, gesture: string | null = null): MaskHistory {
  const joins = gesture !== null && gesture === history.gesture;
  return { past: joins ? history.past : [...history.past, history.boxes], boxes, future: [], gesture };
}

export function undone(history: MaskHistory): MaskHistory {
  const last = history.past.at(-1);
  return last === undefined ? history : { past: history.past.slice(0, -1), boxes: last, future: [history.boxes, ...history.future], gesture: null };
}

export function redone(history: MaskHistory): MaskHistory {
  const [next, ...rest] = history.future;
  return next === undefined ? history : { past: [...history.past, history.boxes], boxes: next, future: rest, gesture: null };
}
