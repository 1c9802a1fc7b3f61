import { windowLike } from '../../shared/dicom/display/voi.ts';
import type { Voi, WindowShape } from '../../shared/dicom/display/voi.ts';
import type { Cell, Window } from '../../shared/viewing/cell.ts';
import type { SliceSource } from './sliceSource.ts';

/**
 * The window or table a cell shows a slice through: the window set by hand, else the one chosen among those of the image,
 * else the one it opens with.
 *
 * @param shape of windows that the image does not bring with it
 */
export function shownVoi({ window, voi }: Pick<Cell, 'window' | 'voi'>, source: Pick<SliceSource, 'vois' | 'defaultWindow'>, index: number, shape: WindowShape = 'LINEAR'): Voi {
  if (window !== null) return { kind: 'window', shape, explanation: null, ...window };
  const own = source.vois(index);
  return own[voi] ?? own[0] ?? { kind: 'window', shape, explanation: null, ...source.defaultWindow };
}

/** Window to go on from by hand: the one that is shown, or one that looks as the table shown does. */
export const windowFrom = (cell: Pick<Cell, 'window' | 'voi'>, source: Pick<SliceSource, 'vois' | 'defaultWindow'>, index: number): Window => windowLike(shownVoi(cell, source, index));
