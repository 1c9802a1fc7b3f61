import type { Piece, SlabPart } from '../../contours/pieces.ts';
import type { SlabStack } from '../../contours/slabs.ts';

/** Vertices of one outline that are looked at: a distance right to a few millimetres in outlines of more. */
const mostVertices = 400;

/**
 * Shortest way from the corners of a piece to the walls of another, mm; 0 in height where their slabs share some.
 *
 * Parts further away in height than what was found already are passed over.
 */
export function pieceDistanceMm(main: Piece, piece: Piece, { slabs }: SlabStack): number {
  let least = Infinity;
  for (const part of piece.parts) {
    const ordered = main.parts.map((other) => ({ other, rise: riseMm(part, other, slabs) })).sort((a, b) => a.rise - b.rise);
    for (const { other, rise } of ordered) {
      if (rise >= least) break;
      least = Math.min(least, Math.hypot(rise, flatDistanceMm(part, other)));
    }
  }
  return least;
}

function riseMm(a: SlabPart, b: SlabPart, slabs: SlabStack['slabs']): number {
  const [first, second] = [slabs[a.slab], slabs[b.slab]];
  return first === undefined || second === undefined ? Infinity : Math.max(0, first.lowMm - second.highMm, second.lowMm - first.highMm);
}

function flatDistanceMm(from: SlabPart, to: SlabPart): number {
  let least = Infinity;
  for (const outline of from.outlines) {
    const step = 2 * Math.max(1, Math.ceil(outline.length / 2 / mostVertices));
    for (let n = 0; n + 1 < outline.length; n += step) {
      for (const wall of to.outlines) least = Math.min(least, toWallMm(outline[n]!, outline[n + 1]!, wall));
    }
  }
  return least;
}

/** From a point to a closed polygon u0,v0,u1,v1,… */
function toWallMm(u: number, v: number, polygon: Float64Array): number {
  let least = Infinity;
  const points = polygon.length / 2;
  for (let n = 0; n < points; n += 1) {
    const m = (n + 1) % points;
    const [u0, v0] = [polygon[2 * n]!, polygon[2 * n + 1]!];
    const [du, dv] = [polygon[2 * m]! - u0, polygon[2 * m + 1]! - v0];
    const size = du * du + dv * dv;
    const along = size > 0 ? Math.min(1, Math.max(0, ((u - u0) * du + (v - v0) * dv) / size)) : 0;
    least = Math.min(least, Math.hypot(u - u0 - along * du, v - v0 - along * dv));
  }
  return least;
}
