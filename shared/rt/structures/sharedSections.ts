import { RtError } from '../../errors/appError.ts';
import { dot } from '../../geometry/vector.ts';
import type { StackFrame } from '../contours/contourStack.ts';
import type { Slab, SlabStack } from '../contours/slabs.ts';

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
/** cos of the tilt up to which two stacks count as parallel (0.03°): 0.1 mm over 200 mm. */
const parallelCosine = 1 - 1.4e-7;

/**
 * Cuts two stacks at every height where either of them changes; sections empty in both are left out.
 *
 * @throws {RtError} unsupported (the stacks are not parallel)
 */
export function sharedSections(first: SlabStack, second: SlabStack): readonly SharedSection[] {
  const turn = turnInto(first.frame, second.frame);
  const heights = heightsOf([...first.slabs, ...second.slabs]);
  const sections: SharedSection[] = [];
  const [firstAt, secondAt] = [slabFinder(first.slabs), slabFinder(second.slabs)];
  for (let n = 0; n + 1 < heights.length; n += 1) {
    const [lowMm, highMm] = [heights[n]!, heights[n + 1]!];
    const middleMm = (lowMm + highMm) / 2;
    const [a, b] = [firstAt(middleMm), secondAt(middleMm)];
    if (a !== null || b !== null) sections.push({ lowMm, highMm, first: a?.polygons ?? [], second: b === null ? [] : turn(b) });
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

/** Carries a slab's polygons from one frame to another with the same normal; the axes across it may be turned. */
function turnInto(to: StackFrame, from: StackFrame): (slab: Slab) => readonly Float64Array[] {
  if (dot(to.normal, from.normal) < parallelCosine) {
    throw new RtError('unsupported', 'The contours of the two structures lie in planes that are not parallel; they cannot be combined slab by slab.');
  }
  const [uu, uv, uw] = [dot(to.uAxis, from.uAxis), dot(to.uAxis, from.vAxis), dot(to.uAxis, from.normal)];
  const [vu, vv, vw] = [dot(to.vAxis, from.uAxis), dot(to.vAxis, from.vAxis), dot(to.vAxis, from.normal)];
  if (uu === 1 && vv === 1) return (slab) => slab.polygons;
  return (slab) => slab.polygons.map((polygon) => {
    const turned = new Float64Array(polygon.length);
    for (let n = 0; n < polygon.length; n += 2) {
      turned[n] = uu * polygon[n]! + uv * polygon[n + 1]! + uw * slab.positionMm;
      turned[n + 1] = vu * polygon[n]! + vv * polygon[n + 1]! + vw * slab.positionMm;
    }
    return turned;
  });
}
