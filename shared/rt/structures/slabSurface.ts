import { unionOf } from '../contours/polygonSets.ts';
import type { Slab, SlabStack } from '../contours/slabs.ts';
import { indexMembership, isMember, type SlabMembership } from './slabMembership.ts';
import { buildWallTree, squareToWalls, type WallTree } from './wallTree.ts';

/**
 * The closed surface of a stack of slabs, ready to be measured from: upright walls along the contours, and level faces where
 * the cross-section changes from one slab to the next or ends. Keyholes are closed, crossing outlines resolved even–odd.
 */
export interface SlabSurface {
  readonly stack: SlabStack;
  readonly members: readonly SlabMembership[];
  readonly tree: WallTree;
}

/** Slabs nearer than this along the normal touch. */
export const touchingMm = 1e-6;

export function indexSurface(stack: SlabStack): SlabSurface {
  const slabs = stack.slabs.map((slab): Slab => ({ ...slab, polygons: unionOf(slab.polygons) })).filter((slab) => slab.polygons.length > 0);
  const walls = new Float64Array(slabs.reduce((sum, slab) => sum + slab.polygons.reduce((part, polygon) => part + polygon.length * 3, 0), 0));
  let at = 0;
  for (const { polygons, lowMm, highMm } of slabs) {
    for (const polygon of polygons) {
      let n = polygon.length - 2;
      for (let m = 0; m < polygon.length; n = m, m += 2) {
        walls.set([polygon[n]!, polygon[n + 1]!, polygon[m]!, polygon[m + 1]!, lowMm, highMm], at);
        at += 6;
      }
    }
  }
  return { stack: { ...stack, slabs }, members: slabs.map(({ polygons }) => indexMembership(polygons)), tree: buildWallTree(walls) };
}

/** Whether a point (u, v, w mm in the stack's axes) lies inside the slabs. */
export function isInsideSurface({ stack: { slabs }, members }: SlabSurface, u: number, v: number, w: number): boolean {
  const n = slabAbove(slabs, w);
  return n < slabs.length && slabs[n]!.lowMm <= w && isMember(members[n]!, u, v);
}

/**
 * Distance from a point inside or outside to the nearest point of the surface, mm.
 *
 * A level face can only be nearest straight above or below the point: everywhere else its edge, which is the end of a wall,
 * is nearer.
 *
 * @param limitMm an upper bound the caller knows, to search less; given back when nothing is nearer
 */
export function distanceToSurface(surface: SlabSurface, u: number, v: number, w: number, limitMm = Infinity): number {
  const walls = Math.sqrt(squareToWalls(surface.tree, u, v, w, limitMm * limitMm));
  return faceDistance(surface, u, v, w, walls);
}

function faceDistance({ stack: { slabs }, members }: SlabSurface, u: number, v: number, w: number, limitMm: number): number {
  const start = slabAbove(slabs, w);
  const isStartIn = start < slabs.length && slabs[start]!.lowMm <= w;
  const here = isStartIn && isMember(members[start]!, u, v);
  let best = limitMm;
  let isIn = here;
  for (let n = start; n < slabs.length; n += 1) {
    // Below a slab that does not touch the last one there is nothing.
    const { lowMm, highMm } = slabs[n]!;
    if (!(n === start && isStartIn) && lowMm - w >= best) break;
    const isSlab = isMember(members[n]!, u, v);
    if (isSlab !== isIn) {
      best = Math.min(best, lowMm - w);
      break;
    }
    if (highMm - w >= best) break;
    const next = slabs[n + 1];
    if (isIn && (next === undefined || next.lowMm - highMm > touchingMm)) {
      best = Math.min(best, highMm - w);
      break;
    }
  }
  isIn = here;
  for (let n = isStartIn ? start : start - 1; n >= 0; n -= 1) {
    const { lowMm, highMm } = slabs[n]!;
    if (!(n === start && isStartIn) && w - highMm >= best) break;
    const isSlab = isMember(members[n]!, u, v);
    if (isSlab !== isIn) {
      best = Math.min(best, w - highMm);
      break;
    }
    if (w - lowMm >= best) break;
    const next = slabs[n - 1];
    if (isIn && (next === undefined || lowMm - next.highMm > touchingMm)) {
      best = Math.min(best, w - lowMm);
      break;
    }
  }
  return Math.max(0, best);
}

/** First slab that ends above a height; the number of slabs where none does. */
function slabAbove(slabs: readonly Slab[], w: number): number {
  let low = 0;
  let high = slabs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slabs[middle]!.highMm <= w) low = middle + 1;
    else high = middle;
  }
  return low;
}
