import { ptv, targetCentre } from './anatomy.ts';

/** IEC 61217 distances of the fictional machine. */
export const SOURCE_AXIS_MM = 1000;
/** Borders of 60 leaf pairs along Yb: 10 mm outside, 5 mm in the middle 200 mm. */
export const leafBoundariesMm: readonly number[] = Array.from({ length: 61 }, (_, n) => {
  if (n <= 10) return -200 + 10 * n;
  return n <= 50 ? -100 + 5 * (n - 10) : 100 + 10 * (n - 50);
});

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * A point as seen by the beam: position in the isocentre plane along the beam limiting device's axes, mm.
 *
 * Head first supine, couch at 0 (IEC 61217; PS3.3 C.8.8.14.6).
 *
 * @param offset point minus isocentre, LPS mm
 */
export function toBeamView(offset: readonly [number, number, number], gantryDeg: number, collimatorDeg: number): readonly [number, number] {
  const [xf, yf, zf] = [offset[0], offset[2], -offset[1]];
  const g = radians(gantryDeg);
  const xg = xf * Math.cos(g) - zf * Math.sin(g);
  const zg = xf * Math.sin(g) + zf * Math.cos(g);
  const c = radians(collimatorDeg);
  const scale = SOURCE_AXIS_MM / (SOURCE_AXIS_MM - zg);
  return [(xg * Math.cos(c) + yf * Math.sin(c)) * scale, (-xg * Math.sin(c) + yf * Math.cos(c)) * scale];
}

/** The opening that fits the target: edges of each leaf pair (null where it stays shut) and the jaws around them. */
export interface Aperture {
  readonly leaves: readonly (readonly [number, number] | null)[];
  readonly jawsXMm: readonly [number, number];
  readonly jawsYMm: readonly [number, number];
}

/** Fit jaws and leaves to the target cylinder's projection with a margin. */
export function fitAperture(gantryDeg: number, collimatorDeg: number, marginMm = 5): Aperture {
  const seen: (readonly [number, number])[] = [];
  for (let z = -ptv.halfLengthMm; z <= ptv.halfLengthMm; z += 2) {
    for (let n = 0; n < 90; n += 1) {
      const around = radians(n * 4);
      seen.push(toBeamView([ptv.radiusMm * Math.cos(around), ptv.radiusMm * Math.sin(around), z], gantryDeg, collimatorDeg));
    }
  }
  const leaves = leafBoundariesMm.slice(0, -1).map((low, n): readonly [number, number] | null => {
    const high = leafBoundariesMm[n + 1] ?? low;
    const mine = seen.filter(([, y]) => y > low - marginMm && y < high + marginMm).map(([x]) => x);
    return mine.length === 0 ? null : [Math.min(...mine) - marginMm, Math.max(...mine) + marginMm];
  });
  const open = leaves.filter((one) => one !== null);
  const ys = seen.map(([, y]) => y);
  return {
    leaves,
    jawsXMm: [Math.min(...open.map(([low]) => low)) - 2, Math.max(...open.map(([, high]) => high)) + 2],
    jawsYMm: [Math.min(...ys) - marginMm, Math.max(...ys) + marginMm],
  };
}

/**
 * Leaf positions of a sliding window at one moment, bank 1 first (PS3.3 C.8.8.14.6, 2N values).
 *
 * @param progress 0 at the start, when only the first part is open; 1 at the end, when only the last part is; 0.5 all open
 */
export function slidingLeaves(aperture: Aperture, progress: number): readonly number[] {
  const middle = (aperture.jawsXMm[0] + aperture.jawsXMm[1]) / 2;
  const opening = 0.45;
  const bank1 = aperture.leaves.map((pair) => (pair === null ? middle : pair[0] + (pair[1] - pair[0]) * Math.max(0, 2 * progress - 1) * (1 - opening)));
  const bank2 = aperture.leaves.map((pair) => (pair === null ? middle : pair[0] + (pair[1] - pair[0]) * Math.min(1, opening + 2 * progress * (1 - opening))));
  return [...bank1, ...bank2];
}

export const isocentre: readonly [number, number, number] = [targetCentre.x, targetCentre.y, targetCentre.z];
