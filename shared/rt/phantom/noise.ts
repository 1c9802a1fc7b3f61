/** A whole-number hash of three coordinates and a seed, 32 bits; the base of everything random here. */
export function hash3(i: number, j: number, k: number, seed: number): number {
  let h = Math.imul(i, 0x27d4eb2d) ^ Math.imul(j, 0x165667b1) ^ Math.imul(k, 0x9e3779b1) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Sum of the four bytes of a hash, centred and scaled to standard deviation 1: close to normal. */
export const nearlyNormal = (hash: number): number =>
  ((hash & 255) + ((hash >>> 8) & 255) + ((hash >>> 16) & 255) + (hash >>> 24) - 510) / 147.8;

/** A repeatable stream of numbers in [0, 1). */
export function randomStream(seed: number): () => number {
  let count = 0;
  return () => {
    count += 1;
    return hash3(count, 17, 91, seed) / 0x100000000;
  };
}

const fade = (t: number): number => t * t * (3 - 2 * t);

const corner = (i: number, j: number, k: number, seed: number): number => hash3(i, j, k, seed) / 0x80000000 - 1;

function plane(i: number, j: number, k: number, fu: number, fv: number, seed: number): number {
  const low = corner(i, j, k, seed) * (1 - fu) + corner(i + 1, j, k, seed) * fu;
  const high = corner(i, j + 1, k, seed) * (1 - fu) + corner(i + 1, j + 1, k, seed) * fu;
  return low * (1 - fv) + high * fv;
}

/** Smooth lattice noise of about ±1 with features of the given size in mm. */
export function smoothNoise(x: number, y: number, z: number, sizeMm: number, seed: number): number {
  const u = x / sizeMm;
  const v = y / sizeMm;
  const w = z / sizeMm;
  const i = Math.floor(u);
  const j = Math.floor(v);
  const k = Math.floor(w);
  const fu = fade(u - i);
  const fv = fade(v - j);
  const fw = fade(w - k);
  const near = plane(i, j, k, fu, fv, seed);
  return near + (plane(i, j, k + 1, fu, fv, seed) - near) * fw;
}
