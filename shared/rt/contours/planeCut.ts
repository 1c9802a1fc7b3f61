import { dot, type Vector3 } from '../../geometry/vector.ts';
import type { Slab, StackFrame } from './contourStack.ts';

/** A plane along the normal of a stack: it cuts every contour plane in the same line. */
interface CutLine {
  /** Direction of the line in each contour plane, unit (u, v). */
  readonly along: readonly [number, number];
  /** Normal of the line in each contour plane, unit (u, v). */
  readonly across: readonly [number, number];
  /** The line's distance from the stack's axis, mm along `across`. */
  readonly distanceMm: number;
}

/**
 * Outline of the slabs of a structure where a plane along the stack cuts them: closed stair-step polygons, x,y,z patient mm.
 *
 * Each slab gives the stretches the line has inside its contours (even–odd); touching slabs share no border where both
 * are filled. The steps are what the contours say, nothing is smoothed. Planes that lean to the stack: slantedCut.ts.
 *
 * @param normal unit normal of the plane, at right angles to the stack's
 * @param positionMm of the plane along its normal, from the patient origin
 */
export function cutAlongStack(slabs: readonly Slab[], frame: StackFrame, normal: Vector3, positionMm: number): Float64Array[] {
  const [u, v] = [dot(frame.uAxis, normal), dot(frame.vAxis, normal)];
  const size = Math.hypot(u, v);
  const line: CutLine = { along: [-v / size, u / size], across: [u / size, v / size], distanceMm: positionMm / size };
  const rows = slabs.map((slab) => ({ lowMm: slab.lowMm, highMm: slab.highMm, stretches: stretchesOf(slab, line) }));
  return traceLoops(borderEdges(rows)).map((loop) => toPatient(loop, line, frame));
}

/** Sorted crossings of the line with a slab's contours: pairs of from, to along the line. */
function stretchesOf(slab: Slab, line: CutLine): number[] {
  const [normalU, normalV] = line.across;
  const distance = line.distanceMm;
  const crossings: number[] = [];
  for (const polygon of slab.polygons) {
    let n = polygon.length - 2;
    let before = polygon[n]! * normalU + polygon[n + 1]! * normalV - distance;
    for (let m = 0; m < polygon.length; n = m, m += 2) {
      const here = polygon[m]! * normalU + polygon[m + 1]! * normalV - distance;
      if (before < 0 !== here < 0) {
        const part = before / (before - here);
        const u = polygon[n]! + part * (polygon[m]! - polygon[n]!);
        const v = polygon[n + 1]! + part * (polygon[m + 1]! - polygon[n + 1]!);
        crossings.push(u * line.along[0] + v * line.along[1]);
      }
      before = here;
    }
  }
  return crossings.sort((a, b) => a - b);
}

interface Row {
  readonly lowMm: number;
  readonly highMm: number;
  readonly stretches: readonly number[];
}

/** Directed edge in (t along the line, w along the normal), interior on its left. */
type Edge = readonly [fromT: number, fromW: number, toT: number, toW: number];

function borderEdges(rows: readonly Row[]): Edge[] {
  const edges: Edge[] = [];
  rows.forEach((row, n) => {
    row.stretches.forEach((t, index) => {
      edges.push(index % 2 === 0 ? [t, row.highMm, t, row.lowMm] : [t, row.lowMm, t, row.highMm]);
    });
    const below = rows[n - 1];
    if (below === undefined) pushBorder(edges, [], row.stretches, row.lowMm);
    else if (row.lowMm - below.highMm < 1e-6) pushBorder(edges, below.stretches, row.stretches, row.lowMm);
    else {
      pushBorder(edges, below.stretches, [], below.highMm);
      pushBorder(edges, [], row.stretches, row.lowMm);
    }
    if (n === rows.length - 1) pushBorder(edges, row.stretches, [], row.highMm);
  });
  return edges;
}

/** Edges at height w where only one of the slabs below and above is filled. */
function pushBorder(edges: Edge[], below: readonly number[], above: readonly number[], w: number): void {
  const stops = [...below, ...above].sort((a, b) => a - b);
  let b = 0;
  let a = 0;
  for (let n = 0; n + 1 < stops.length; n += 1) {
    const from = stops[n]!;
    const to = stops[n + 1]!;
    while (b < below.length && below[b]! <= from) b += 1;
    while (a < above.length && above[a]! <= from) a += 1;
    const isBelow = b % 2 === 1;
    const isAbove = a % 2 === 1;
    if (to <= from || isBelow === isAbove) continue;
    edges.push(isAbove ? [from, w, to, w] : [to, w, from, w]);
  }
}

/** Corners within a millionth of a millimetre are one. */
const keyOf = (t: number, w: number): string => `${Math.round(t * 1e6)} ${Math.round(w * 1e6)}`;

/** Chains edges head to tail into closed loops of t,w pairs. */
function traceLoops(edges: readonly Edge[]): number[][] {
  const starts = new Map<string, number[]>();
  edges.forEach(([t, w], index) => {
    const key = keyOf(t, w);
    const list = starts.get(key);
    if (list === undefined) starts.set(key, [index]);
    else list.push(index);
  });
  const isUsed = new Uint8Array(edges.length);
  const loops: number[][] = [];
  for (let first = 0; first < edges.length; first += 1) {
    const loop: number[] = [];
    let current: number | undefined = first;
    while (current !== undefined && isUsed[current] === 0) {
      isUsed[current] = 1;
      const edge: Edge = edges[current]!;
      loop.push(edge[0], edge[1]);
      current = starts.get(keyOf(edge[2], edge[3]))?.find((index) => isUsed[index] === 0);
    }
    if (loop.length >= 6) loops.push(loop);
  }
  return loops;
}

function toPatient(loop: readonly number[], line: CutLine, frame: StackFrame): Float64Array {
  const points = new Float64Array((loop.length / 2) * 3);
  for (let n = 0; n < loop.length; n += 2) {
    const t = loop[n]!;
    const w = loop[n + 1]!;
    const u = line.distanceMm * line.across[0] + t * line.along[0];
    const v = line.distanceMm * line.across[1] + t * line.along[1];
    for (const axis of [0, 1, 2] as const) {
      points[(n / 2) * 3 + axis] = u * frame.uAxis[axis] + v * frame.vAxis[axis] + w * frame.normal[axis];
    }
  }
  return points;
}
