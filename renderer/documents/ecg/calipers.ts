import { ratePerMinute } from './paper.ts';

/** Two upright and two level lines on the paper, in mm from its top left corner. */
export interface Calipers {
  readonly x1Mm: number;
  readonly x2Mm: number;
  readonly y1Mm: number;
  readonly y2Mm: number;
}

export type CaliperLine = keyof Calipers;

/** What the calipers span; differences are without sign. */
export interface CaliperReading {
  readonly ms: number;
  readonly widthMm: number;
  /** At one beat per interval; null where the lines lie on each other. */
  readonly perMinute: number | null;
  readonly heightMm: number;
  readonly mv: number;
}

/** Reads the calipers on paper of a speed (mm/s) and a gain (mm/mV); the size on the screen has no part in it. */
export function readCalipers(calipers: Calipers, mmPerSecond: number, mmPerMillivolt: number): CaliperReading {
  const widthMm = Math.abs(calipers.x2Mm - calipers.x1Mm);
  const heightMm = Math.abs(calipers.y2Mm - calipers.y1Mm);
  const ms = (widthMm / mmPerSecond) * 1000;
  return { ms, widthMm, perMinute: ratePerMinute(ms), heightMm, mv: heightMm / mmPerMillivolt };
}

/** One line set to a new place, within the paper. */
export function withLine(calipers: Calipers, line: CaliperLine, toMm: number, size: { readonly widthMm: number; readonly heightMm: number }): Calipers {
  const limit = line.startsWith('x') ? size.widthMm : size.heightMm;
  return { ...calipers, [line]: Math.min(Math.max(toMm, 0), limit) };
}

/** The interval marched out to both sides: where further lines at the same distance stand, the two lines themselves left out. */
export function marchOut({ x1Mm, x2Mm }: Calipers, fromMm: number, toMm: number): readonly number[] {
  const step = Math.abs(x2Mm - x1Mm);
  // Closer than a small square nothing is told apart.
  if (step < 1) return [];
  const start = Math.min(x1Mm, x2Mm);
  const places: number[] = [];
  for (let index = Math.ceil((fromMm - start) / step); start + index * step <= toMm; index++) {
    if (index !== 0 && index !== 1) places.push(start + index * step);
  }
  return places;
}
