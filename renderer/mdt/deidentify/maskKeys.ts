import type { PixelBox } from '../../../shared/deid/burnIn.ts';
import { grown, moved, type PixelSize } from './maskGeometry.ts';

/** What was pressed, as far as masks care. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const farPixels = 10;

/** What a key does to the box in focus: arrows move it by a pixel, with Shift by ten, with Ctrl they size it; Delete and Backspace remove it. Null for every other key. */
export function boxAfterKey(box: PixelBox, press: KeyPress, size: PixelSize): PixelBox | 'removed' | null {
  if (press.key === 'Delete' || press.key === 'Backspace') return 'removed';
  const step = steps[press.key];
  if (!step) return null;
  const [dx, dy] = press.shiftKey ? [step[0] * farPixels, step[1] * farPixels] : step;
  return press.ctrlKey || press.metaKey ? grown(box, dx, dy, size) : moved(box, dx, dy, size);
}

/** Whether a key takes back the last change or does it again. */
export function historyKey(press: KeyPress): 'undo' | 'redo' | null {
  if (!press.ctrlKey && !press.metaKey) return null;
  const key = press.key.toLowerCase();
  if (key === 'y' || (key === 'z' && press.shiftKey)) return 'redo';
  return key === 'z' ? 'undo' : null;
}
