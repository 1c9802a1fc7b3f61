import { add, scale, type Vector3 } from '../../geometry/vector.ts';
import { polygonBounds } from './scanLines.ts';
import { intersectionOf, partsOf, turnedAreaMm2 } from './polygonSets.ts';
import { momentsOf } from './regionMoments.ts';
import type { SlabStack } from './slabs.ts';

/** One connected part of one slab: outer outline first, then its holes, mm in the stack's axes. */
export interface SlabPart {
  /** Index of the slab in its stack. */
  readonly slab: number;
  readonly outlines: readonly Float64Array[];
}

/** A piece of a structure that no path inside the structure joins to the others. */
export interface Piece {
  readonly volumeCc: number;
  /** Centre of its volume, patient LPS mm. */
  readonly centroid: Vector3;
  /** Number of slabs it has a part in. */
  readonly slabs: number;
  readonly parts: readonly SlabPart[];
}

/** Slabs nearer than this along the normal touch. */
const touchingMm = 1e-3;
/** Parts above each other that share less than this are apart. */
const leastOverlapMm2 = 1e-3;

/**
 * Connected pieces of a structure, largest first; their volumes add up to the structure's.
 *
 * Parts of neighbouring slabs belong together where the slabs touch and the parts overlap; parts that meet in a corner or
 * along an edge alone do not.
 */
export function connectedPieces(stack: SlabStack): readonly Piece[] {
  const bySlab = stack.slabs.map(({ polygons }, slab) => partsOf(polygons).map((outlines): SlabPart => ({ slab, outlines })));
  const groups = new Groups(bySlab.flat());
  stack.slabs.forEach((slab, n) => {
    const above = stack.slabs[n + 1];
    if (above === undefined || above.lowMm - slab.highMm > touchingMm) return;
    for (const lower of bySlab[n] ?? []) {
      for (const upper of bySlab[n + 1] ?? []) {
        if (!groups.areOne(lower, upper) && doOverlap(lower.outlines, upper.outlines)) groups.join(lower, upper);
      }
    }
  });
  return groups.all().map((parts) => pieceOf(parts, stack)).sort((a, b) => b.volumeCc - a.volumeCc);
}

/** Sets of parts that grow together. */
class Groups {
  readonly #next: Map<SlabPart, SlabPart>;

  constructor(parts: readonly SlabPart[]) {
    this.#next = new Map(parts.map((part) => [part, part]));
  }

  areOne = (a: SlabPart, b: SlabPart): boolean => this.#root(a) === this.#root(b);

  join(a: SlabPart, b: SlabPart): void {
    this.#next.set(this.#root(b), this.#root(a));
  }

  all(): SlabPart[][] {
    const groups = new Map<SlabPart, SlabPart[]>();
    for (const part of this.#next.keys()) {
      const root = this.#root(part);
      groups.set(root, [...(groups.get(root) ?? []), part]);
    }
    return [...groups.values()];
  }

  #root(part: SlabPart): SlabPart {
    let here = part;
    for (let next = this.#next.get(here); next !== undefined && next !== here; next = this.#next.get(here)) here = next;
    this.#next.set(part, here);
    return here;
  }
}

function doOverlap(a: readonly Float64Array[], b: readonly Float64Array[]): boolean {
  const [p, q] = [polygonBounds(a), polygonBounds(b)];
  const doBoxes = p.uMin < q.uMax && q.uMin < p.uMax && p.vMin < q.vMax && q.vMin < p.vMax;
  return doBoxes && turnedAreaMm2(intersectionOf(a, b)) > leastOverlapMm2;
}

function pieceOf(parts: readonly SlabPart[], { slabs, frame }: SlabStack): Piece {
  let volumeMm3 = 0;
  let sum: Vector3 = [0, 0, 0];
  for (const { slab: index, outlines } of parts) {
    const slab = slabs[index];
    if (slab === undefined) continue;
    const { areaMm2, u, v } = momentsOf(outlines);
    const mm3 = areaMm2 * (slab.highMm - slab.lowMm);
    const middle = add(add(scale(frame.uAxis, u), scale(frame.vAxis, v)), scale(frame.normal, (slab.lowMm + slab.highMm) / 2));
    volumeMm3 += mm3;
    sum = add(sum, scale(middle, mm3));
  }
  return { volumeCc: volumeMm3 / 1000, centroid: scale(sum, volumeMm3 > 0 ? 1 / volumeMm3 : 0), slabs: new Set(parts.map(({ slab }) => slab)).size, parts };
}
