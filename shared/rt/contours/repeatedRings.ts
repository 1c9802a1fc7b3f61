import { polygonBounds } from './scanLines.ts';

/** Tells repeats among the rings of one plane. */
export interface RingSet {
  /** Takes a ring in; true when one that was taken in before is the same, from whatever corner and in whatever turn. */
  readonly isRepeat: (polygon: Float64Array) => boolean;
}

/** An empty set. Rings are told apart by their extent; only those of equal extent are compared by their corners. */
export function createRingSet(): RingSet {
  const byExtent = new Map<string, { readonly first: Float64Array; keys: Set<string> | null }>();
  return {
    isRepeat: (polygon) => {
      const { uMin, uMax, vMin, vMax } = polygonBounds([polygon]);
      const extent = `${uMin} ${uMax} ${vMin} ${vMax}`;
      const known = byExtent.get(extent);
      if (known === undefined) {
        byExtent.set(extent, { first: polygon, keys: null });
        return false;
      }
      known.keys ??= new Set([ringKey(known.first)]);
      const key = ringKey(polygon);
      const isKnown = known.keys.has(key);
      known.keys.add(key);
      return isKnown;
    },
  };
}

/**
 * A polygon in one writing of all that mean the same ring: corners written twice in a row are dropped, the last one where it
 * repeats the first, and it begins at its lowest corner and turns one way. Rings of equal text are the same ring.
 *
 * @param polygon u0,v0,u1,v1,… implicitly closed
 */
function ringKey(polygon: Float64Array): string {
  const corners: (readonly [number, number])[] = [];
  for (let n = 0; n < polygon.length; n += 2) {
    // Negative zero is written like zero.
    const corner = [(polygon[n] ?? 0) + 0, (polygon[n + 1] ?? 0) + 0] as const;
    if (!isSame(corners.at(-1), corner)) corners.push(corner);
  }
  while (corners.length > 1 && isSame(corners[0], corners.at(-1) ?? [NaN, NaN])) corners.pop();
  let lowest = 0;
  corners.forEach((corner, n) => {
    if (isBelow(corner, corners[lowest] ?? corner)) lowest = n;
  });
  const forward = [...corners.slice(lowest), ...corners.slice(0, lowest)];
  const [first = [0, 0], ...others] = forward;
  const isReversed = isBelow(others.at(-1) ?? first, others[0] ?? first);
  return [first, ...(isReversed ? others.toReversed() : others)].join(' ');
}

const isSame = (a: readonly [number, number] | undefined, b: readonly [number, number]): boolean => a !== undefined && a[0] === b[0] && a[1] === b[1];

const isBelow = (a: readonly [number, number], b: readonly [number, number]): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
