import type { Slab, SlabStack } from '../contours/slabs.ts';
import { turnStack } from './turnStack.ts';

/** A stretch along the normal in which neither of two stacks changes. */
export interface SharedSection {
  readonly lowMm: number;
  readonly highMm: number;
  /** Cross-section of the first stack, even–odd, u0,v0,u1,v1,… mm in its frame; empty where it has none. */
  readonly first: readonly Float64Array[];
  /** The same of the second, in the frame of the first. */
  readonly second: readonly Float64Array[];
}

/** Heights nearer than this are one: float noise of positions read as decimals. */
const sameHeightMm = 1e-6;

/**
 * Cuts two stacks at every height where either of them changes; sections empty in both are left out.
 *
 * @throws {RtError} unsupported (the stacks are not parallel)
 */
export function sharedSections(first: SlabStack, second: SlabStack): readonly SharedSection[] {
  const { slabs } = turnStack(second, first.frame);
  const heights = heightsOf([...first.slabs, ...slabs]);
  const sections: SharedSection[] = [];
  const [firstAt, secondAt] = [slabFinder(first.slabs), slabFinder(slabs)];
  for (let n = 0; n + 1 < heights.length; n += 1) {
    const [lowMm, highMm] = [heights[n]!, heights[n + 1]!];
    const middleMm = (lowMm + highMm) / 2;
    const [a, b] = [firstAt(middleMm), secondAt(middleMm)];
    if (a !== null || b !== null) sections.push({ lowMm, highMm, first: a?.polygons ?? [], second: b?.polygons ?? [] });
  }
  return sections;
}

function heightsOf(slabs: readonly Slab[]): readonly number[] {
  const ordered = slabs.flatMap(({ lowMm, highMm }) => [lowMm, highMm]).toSorted((a, b) => a - b);
  return ordered.filter((height, n) => n === 0 || height - ordered[n - 1]! > sameHeightMm);
}

/** Finds the slab at a height; asked in ascending order. */
function slabFinder(slabs: readonly Slab[]): (heightMm: number) => Slab | null {
  let n = 0;
  return (heightMm) => {
    while (n < slabs.length && slabs[n]!.highMm < heightMm) n += 1;
    const slab = slabs[n];
    return slab !== undefined && slab.lowMm <= heightMm ? slab : null;
  };
}
