import type { PixelBox } from '../../../shared/deid/burnIn.ts';

/** Size of the picture in stored pixels. */
export interface PixelSize {
  readonly columns: number;
  readonly rows: number;
}

/** A place in stored pixels, fractions allowed; (0, 0) is the outer corner of the first pixel. */
export interface PixelPlace {
  readonly x: number;
  readonly y: number;
}

export type Corner = 'nw' | 'ne' | 'sw' | 'se';
export const corners: readonly Corner[] = ['nw', 'ne', 'sw', 'se'];

const between = (low: number, value: number, high: number): number => Math.min(Math.max(value, low), high);

/** Where in the picture a place of the screen is, given the rectangle the whole picture fills there. */
export function placeAt(clientX: number, clientY: number, rect: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }, size: PixelSize): PixelPlace {
  return { x: ((clientX - rect.left) / rect.width) * size.columns, y: ((clientY - rect.top) / rect.height) * size.rows };
}

/** The smallest box of whole pixels that holds all of both places: a pixel touched is masked. Never empty, never outside. */
export function boxBetween(a: PixelPlace, b: PixelPlace, size: PixelSize): PixelBox {
  const x = between(0, Math.floor(Math.min(a.x, b.x)), size.columns - 1);
  const y = between(0, Math.floor(Math.min(a.y, b.y)), size.rows - 1);
  return { x, y, width: between(x + 1, Math.ceil(Math.max(a.x, b.x)), size.columns) - x, height: between(y + 1, Math.ceil(Math.max(a.y, b.y)), size.rows) - y };
}

/** The part of a box that lies on the picture; null where none does. */
export function insideOf(box: PixelBox, size: PixelSize): PixelBox | null {
  if (box.x >= size.columns || box.y >= size.rows) return null;
  return { x: box.x, y: box.y, width: Math.min(box.width, size.columns - box.x), height: Math.min(box.height, size.rows - box.y) };
}

/** Moved by whole pixels, stopped at the edges with its size kept. */
export function moved(box: PixelBox, dx: number, dy: number, size: PixelSize): PixelBox {
  return { ...box, x: between(0, box.x + Math.round(dx), size.columns - box.width), y: between(0, box.y + Math.round(dy), size.rows - box.height) };
}

/** With one corner dragged to a place and the opposite corner kept. */
export function resized(box: PixelBox, corner: Corner, to: PixelPlace, size: PixelSize): PixelBox {
  const kept: PixelPlace = { x: corner.endsWith('w') ? box.x + box.width : box.x, y: corner.startsWith('n') ? box.y + box.height : box.y };
  return boxBetween(kept, to, size);
}

/** With its right and lower edge moved by whole pixels; at least one pixel stays. */
export function grown(box: PixelBox, dx: number, dy: number, size: PixelSize): PixelBox {
  return { ...box, width: between(1, box.width + dx, size.columns - box.x), height: between(1, box.height + dy, size.rows - box.y) };
}

/** A box to begin with for somebody without a mouse: the middle third, a tenth high. */
export function middleBox(size: PixelSize): PixelBox {
  const width = Math.max(1, Math.round(size.columns / 3));
  const height = Math.max(1, Math.round(size.rows / 10));
  return { x: Math.floor((size.columns - width) / 2), y: Math.floor((size.rows - height) / 2), width, height };
}
