import { polygonBounds } from '../contours/scanLines.ts';

/** The edges of one slab's cross-section in rows along v, so that asking whether a point lies inside costs a few edges. */
export interface SlabMembership {
  readonly vMin: number;
  readonly rowMm: number;
  /** Row n holds the edges edges[starts[n]·4 … starts[n+1]·4). */
  readonly starts: Int32Array;
  /** u0, v0, u1, v1. */
  readonly edges: Float64Array;
}

/** Rows wanted a slab: as many as it has edges, within reason. */
const mostRows = 1024;

/** @param polygons u0,v0,u1,v1,… mm, even–odd */
export function indexMembership(polygons: readonly Float64Array[]): SlabMembership {
  const { vMin, vMax } = polygonBounds(polygons);
  const count = polygons.reduce((sum, polygon) => sum + polygon.length / 2, 0);
  const rows = Math.max(1, Math.min(mostRows, count));
  const rowMm = (vMax - vMin) / rows || 1;
  const starts = new Int32Array(rows + 2);
  const visit = (each: (row: number, polygon: Float64Array, from: number, to: number) => void): void => {
    for (const polygon of polygons) {
      let n = polygon.length - 2;
      for (let m = 0; m < polygon.length; n = m, m += 2) {
        const first = rowOf(Math.min(polygon[n + 1]!, polygon[m + 1]!), vMin, rowMm, rows);
        const last = rowOf(Math.max(polygon[n + 1]!, polygon[m + 1]!), vMin, rowMm, rows);
        for (let row = first; row <= last; row += 1) each(row, polygon, n, m);
      }
    }
  };
  visit((row) => {
    starts[row + 2]! += 1;
  });
  for (let row = 1; row < rows + 2; row += 1) starts[row]! += starts[row - 1]!;
  const edges = new Float64Array(starts[rows + 1]! * 4);
  visit((row, polygon, from, to) => {
    const at = starts[row + 1]! * 4;
    edges[at] = polygon[from]!;
    edges[at + 1] = polygon[from + 1]!;
    edges[at + 2] = polygon[to]!;
    edges[at + 3] = polygon[to + 1]!;
    starts[row + 1]! += 1;
  });
  return { vMin, rowMm, starts: starts.subarray(0, rows + 1), edges };
}

const rowOf = (v: number, vMin: number, rowMm: number, rows: number): number => Math.min(rows - 1, Math.max(0, Math.floor((v - vMin) / rowMm)));

/** Whether a point lies inside the cross-section, even–odd. */
export function isMember({ vMin, rowMm, starts, edges }: SlabMembership, u: number, v: number): boolean {
  const row = Math.floor((v - vMin) / rowMm);
  if (row < 0 || row > starts.length - 1) return false;
  const kept = row === starts.length - 1 ? row - 1 : row;
  let isOdd = false;
  for (let at = starts[kept]! * 4; at < starts[kept + 1]! * 4; at += 4) {
    const v0 = edges[at + 1]!;
    const v1 = edges[at + 3]!;
    if (v0 > v === v1 > v) continue;
    const u0 = edges[at]!;
    if (u < u0 + ((v - v0) / (v1 - v0)) * (edges[at + 2]! - u0)) isOdd = !isOdd;
  }
  return isOdd;
}
