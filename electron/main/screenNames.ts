import type { Bounds } from './windowBounds.ts';

/** What Electron says of a display, as far as windows are placed by it. */
export interface Display {
  readonly id: number;
  /** The monitor's own name; empty where the system does not tell. */
  readonly label: string;
  /** All of it, in device-independent pixels. */
  readonly bounds: Bounds;
  /** Without task bars. */
  readonly workArea: Bounds;
}

/** One screen of this computer; width and height in device-independent pixels. */
export interface Screen {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly isPrimary: boolean;
  readonly workArea: Bounds;
}

/**
 * Screens from left to right, each with a name of its own: two monitors of one model are told apart by their order.
 *
 * @param primaryId the screen with the task bar
 */
export function describeScreens(displays: readonly Display[], primaryId: number): Screen[] {
  const ordered = [...displays].sort((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y);
  const counts = new Map<string, number>();
  return ordered.map(({ id, label, bounds, workArea }) => {
    const name = label.trim() === '' ? `${bounds.width} × ${bounds.height}` : label.trim();
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { id: String(id), label: count === 1 ? name : `${name} (${count})`, width: bounds.width, height: bounds.height, isPrimary: id === primaryId, workArea };
  });
}
