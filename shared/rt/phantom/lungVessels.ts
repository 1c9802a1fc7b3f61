import { randomStream } from './noise.ts';

/** A straight piece of vessel: from, to (LPS mm) and radius at both ends. */
export interface VesselSegment {
  readonly from: readonly [number, number, number];
  readonly to: readonly [number, number, number];
  readonly radiusMm: number;
}

type Direction = [number, number, number];

const unit = ([x, y, z]: Direction): Direction => {
  const size = Math.hypot(x, y, z) || 1;
  return [x / size, y / size, z / size];
};

/**
 * A tree of vessels fanning from the hilum into one lung, repeatable for a seed.
 *
 * @param side -1 right, +1 left
 */
export function vesselTree(side: -1 | 1, seed: number): readonly VesselSegment[] {
  const random = randomStream(seed + side);
  const segments: VesselSegment[] = [];
  const branch = (from: Direction, direction: Direction, lengthMm: number, radiusMm: number, depth: number): void => {
    const to: Direction = [from[0] + direction[0] * lengthMm, from[1] + direction[1] * lengthMm, from[2] + direction[2] * lengthMm];
    segments.push({ from, to, radiusMm });
    if (depth === 0) return;
    const children = random() < 0.3 ? 3 : 2;
    for (let n = 0; n < children; n += 1) {
      const bend = (): number => (random() - 0.5) * 1.5;
      const next = unit([direction[0] + bend() + side * 0.15, direction[1] + bend(), direction[2] + bend()]);
      branch(to, next, lengthMm * (0.72 + 0.2 * random()), radiusMm * 0.76, depth - 1);
    }
  };
  for (let n = 0; n < 9; n += 1) {
    const around = (2 * Math.PI * (n + random() * 0.6)) / 9;
    const outwards: Direction = [side * 0.75, 0.8 * Math.cos(around), 1.05 * Math.sin(around)];
    branch([side * 38, -2 + 8 * random(), 34 + 14 * random()], unit(outwards), 24 + 8 * random(), 4.2, 5);
  }
  return segments;
}
