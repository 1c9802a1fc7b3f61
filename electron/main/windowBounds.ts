import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** Place and size of a window in device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is remembered of a window; `x` and `y` are absent on the first start. */
export interface WindowPlace {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

const minimum = { width: 1024, height: 680 };
const savedPlace = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive(), isMaximized: z.boolean() });

/** Wanted size on a first start. */
export const defaultPlace: WindowPlace = { width: 1440, height: 900, isMaximized: false };
export const minimumSize: Readonly<{ width: number; height: number }> = minimum;

/**
 * The remembered place if enough of it is still on a screen to be grabbed, the default otherwise
 * (a projector that was unplugged since).
 *
 * @param saved content of window.json, unchecked
 * @param workAreas usable areas of the screens there are now
 */
export function restorePlace(saved: unknown, workAreas: readonly Bounds[]): WindowPlace {
  const place = savedPlace.safeParse(saved);
  if (!place.success) return defaultPlace;
  const visible = workAreas.some((area) => overlap(place.data.x, place.data.width, area.x, area.width) >= 200 && overlap(place.data.y, place.data.height, area.y, area.height) >= 100);
  if (!visible) return { ...defaultPlace, isMaximized: place.data.isMaximized };
  return { ...place.data, width: Math.max(place.data.width, minimum.width), height: Math.max(place.data.height, minimum.height) };
}

/** Content of the file, or undefined when there is none or it is not JSON. */
export function readPlace(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // A lost window position is not worth a message.
    return undefined;
  }
}

export function writePlace(file: string, bounds: Bounds, isMaximized: boolean): void {
  writeFileSync(file, JSON.stringify({ ...bounds, isMaximized }));
}

function overlap(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);
}
