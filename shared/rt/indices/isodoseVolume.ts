import { add, dot, scale } from '../../geometry/vector.ts';
import { polygonBounds } from '../contours/scanLines.ts';
import type { Slab, SlabStack } from '../contours/slabs.ts';
import { sampleDosePoints } from '../dose/doseIndex.ts';
import { crossingsByRow } from '../structures/crossingsByRow.ts';
import type { DoseGrid } from '../types.ts';
import { nodePoint } from './gridNodes.ts';

/** Volume a dose is reached in, and how it was counted. */
export interface IsodoseVolume {
  readonly cc: number;
  readonly stepMm: number;
  /** Which of the other stacks given the counted isodose reaches, by index. */
  readonly reaches: readonly number[];
}

const mostPoints = 8_000_000;
const fewestInside = 20_000;

/** Box in the lattice's axes, mm. */
interface Box {
  readonly low: readonly [number, number, number];
  readonly high: readonly [number, number, number];
}

/**
 * Volume of an isodose inside the body, on a cubic lattice of trilinear doses finer than the dose grid.
 *
 * With `target`, only what hangs together with it: the lattice points reached from inside the target through neighbours (of a
 * side each) that all receive the dose and lie in the body.
 *
 * @param axes stack whose axes the lattice follows; all other stacks are in the same axes (turnStack)
 * @param body null counts the whole grid
 */
export function isodoseVolume(dose: DoseGrid, levelGy: number, axes: SlabStack, body: SlabStack | null, target: SlabStack | null, others: readonly SlabStack[] = []): IsodoseVolume {
  const nodes = target === null ? null : nodesAbout(dose, levelGy, target);
  const { box, count } = boxOfNodes(dose, levelGy, axes, nodes);
  if (count === 0) return { cc: 0, stepMm: 0, reaches: [] };
  const lattice = latticeOf(dose, box, count, target);
  const { state } = lattice;
  markDose(dose, levelGy, axes, lattice);
  if (body !== null) forEachOutside(body, lattice, (index) => {
    state[index] = 0;
  });
  if (target === null) return { cc: (state.reduce((sum, value) => sum + value, 0) * lattice.stepMm ** 3) / 1000, stepMm: lattice.stepMm, reaches: [] };
  const points = flood(lattice, target);
  const reaches = others.flatMap((other, index) => {
    let isReached = false;
    forEachInside(other, lattice, (at) => {
      if (state[at] === 2) isReached = true;
    });
    return isReached ? [index] : [];
  });
  return { cc: (points * lattice.stepMm ** 3) / 1000, stepMm: lattice.stepMm, reaches };
}

/** Points low + (index + ½)·step; state 1 receives the dose inside the body, 2 also hangs together with the target. */
interface Lattice {
  readonly low: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  readonly stepMm: number;
  readonly state: Uint8Array;
}

/** At most 1 mm, a quarter of the dose spacing and a twentieth of the target; at least 20 000 points inside, at most 8 million in all. */
function latticeOf(dose: DoseGrid, { low, high }: Box, nodes: number, target: SlabStack | null): Lattice {
  const { columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = dose.geometry;
  const pitchMm = sliceOffsetsMm.length > 1 ? (sliceOffsetsMm.at(-1) ?? 0) / (sliceOffsetsMm.length - 1) : columnSpacingMm;
  const sides = [0, 1, 2].map((axis) => high[axis]! - low[axis]!) as [number, number, number];
  const boxMm3 = sides[0] * sides[1] * sides[2];
  const insideMm3 = nodes * columnSpacingMm * rowSpacingMm * pitchMm;
  const wanted = Math.min(1, columnSpacingMm / 4, rowSpacingMm / 4, pitchMm / 4, target === null ? Infinity : smallestSideMm(target) / 20, Math.cbrt(insideMm3 / fewestInside));
  const stepMm = Math.max(wanted, Math.cbrt(boxMm3 / mostPoints));
  const size = sides.map((side) => Math.max(1, Math.ceil(side / stepMm))) as [number, number, number];
  return { low, size, stepMm, state: new Uint8Array(size[0] * size[1] * size[2]) };
}

function smallestSideMm({ slabs }: SlabStack): number {
  const bounds = slabs.map(({ polygons }) => polygonBounds(polygons));
  const [uMin, uMax, vMin, vMax] = bounds.reduce(([a, b, c, d], box) => [Math.min(a, box.uMin), Math.max(b, box.uMax), Math.min(c, box.vMin), Math.max(d, box.vMax)], [Infinity, -Infinity, Infinity, -Infinity]);
  return Math.min(uMax - uMin, vMax - vMin, (slabs.at(-1)?.highMm ?? 0) - (slabs[0]?.lowMm ?? 0));
}

/**
 * Voxels with the dose that may hang together with a target: joined through sides, edges or corners to those about its box, so
 * that no path between voxel centres is missed.
 */
function nodesAbout(dose: DoseGrid, levelGy: number, target: SlabStack): Uint8Array {
  const { columns, rows, slices } = dose.geometry;
  const marks = new Uint8Array(columns * rows * slices);
  const spacing = Math.max(dose.geometry.columnSpacingMm, dose.geometry.rowSpacingMm, ...dose.geometry.sliceOffsetsMm.slice(1).map((offset, n) => offset - dose.geometry.sliceOffsetsMm[n]!));
  const [low, high] = boxOfStack(target).map((corner, side) => corner.map((value) => value + (side === 0 ? -spacing : spacing)));
  const queue: number[] = [];
  for (let k = 0, index = 0; k < slices; k += 1) {
    for (let j = 0; j < rows; j += 1) {
      for (let i = 0; i < columns; i += 1, index += 1) {
        if (!(dose.dose[index]! >= levelGy)) continue;
        const point = nodePoint(dose, i, j, k);
        const at = [dot(point, target.frame.uAxis), dot(point, target.frame.vAxis), dot(point, target.frame.normal)];
        if (at.some((value, axis) => value < low![axis]! || value > high![axis]!)) continue;
        marks[index] = 1;
        queue.push(index);
      }
    }
  }
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    const [i, j, k] = [index % columns, Math.floor(index / columns) % rows, Math.floor(index / (columns * rows))];
    for (let z = Math.max(0, k - 1); z <= Math.min(slices - 1, k + 1); z += 1) {
      for (let y = Math.max(0, j - 1); y <= Math.min(rows - 1, j + 1); y += 1) {
        for (let x = Math.max(0, i - 1); x <= Math.min(columns - 1, i + 1); x += 1) {
          const next = (z * rows + y) * columns + x;
          if (marks[next] === 1 || !(dose.dose[next]! >= levelGy)) continue;
          marks[next] = 1;
          queue.push(next);
        }
      }
    }
  }
  return marks;
}

function boxOfStack({ slabs }: SlabStack): readonly [number[], number[]] {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const { polygons, lowMm, highMm } of slabs) {
    const { uMin, uMax, vMin, vMax } = polygonBounds(polygons);
    [uMin, vMin, lowMm].forEach((value, axis) => (low[axis] = Math.min(low[axis]!, value)));
    [uMax, vMax, highMm].forEach((value, axis) => (high[axis] = Math.max(high[axis]!, value)));
  }
  return [low, high];
}

/** Box about all voxels with the dose (or the marked ones), and a voxel more on each side, which holds the isodose between them. */
function boxOfNodes(dose: DoseGrid, levelGy: number, axes: SlabStack, marks: Uint8Array | null): { readonly box: Box; readonly count: number } {
  const { columns, rows, slices } = dose.geometry;
  let [iLow, iHigh, jLow, jHigh, kLow, kHigh, count] = [columns, -1, rows, -1, slices, -1, 0];
  for (let k = 0, index = 0; k < slices; k += 1) {
    for (let j = 0; j < rows; j += 1) {
      for (let i = 0; i < columns; i += 1, index += 1) {
        if (marks === null ? !(dose.dose[index]! >= levelGy) : marks[index] === 0) continue;
        count += 1;
        if (i < iLow) iLow = i;
        if (i > iHigh) iHigh = i;
        if (j < jLow) jLow = j;
        if (j > jHigh) jHigh = j;
        if (k < kLow) kLow = k;
        if (k > kHigh) kHigh = k;
      }
    }
  }
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  if (count === 0) return { box: { low, high }, count };
  for (const i of [Math.max(0, iLow - 1), Math.min(columns - 1, iHigh + 1)]) {
    for (const j of [Math.max(0, jLow - 1), Math.min(rows - 1, jHigh + 1)]) {
      for (const k of [Math.max(0, kLow - 1), Math.min(slices - 1, kHigh + 1)]) {
        const point = nodePoint(dose, i, j, k);
        [axes.frame.uAxis, axes.frame.vAxis, axes.frame.normal].forEach((axis, n) => {
          low[n] = Math.min(low[n]!, dot(point, axis));
          high[n] = Math.max(high[n]!, dot(point, axis));
        });
      }
    }
  }
  return { box: { low, high }, count };
}

function markDose(dose: DoseGrid, levelGy: number, { frame }: SlabStack, { low, size: [nu, nv, nw], stepMm, state }: Lattice): void {
  const count = nu * nv;
  const u = new Float64Array(count);
  const v = new Float64Array(count);
  for (let n = 0; n < count; n += 1) {
    u[n] = n % nu;
    v[n] = Math.floor(n / nu);
  }
  const points = { count, u, v, lift: new Float64Array(count) };
  const doses = new Float64Array(count);
  const steps = { uStep: scale(frame.uAxis, stepMm), vStep: scale(frame.vAxis, stepMm), liftStep: [0, 0, 0] as const };
  for (let k = 0; k < nw; k += 1) {
    const first = [0, 1].map((axis) => low[axis]! + stepMm / 2) as [number, number];
    const origin = add(add(scale(frame.uAxis, first[0]), scale(frame.vAxis, first[1])), scale(frame.normal, low[2] + (k + 0.5) * stepMm));
    sampleDosePoints(dose, { origin, ...steps }, points, doses);
    for (let n = 0; n < count; n += 1) if (doses[n]! >= levelGy) state[k * count + n] = 1;
  }
}

/** Stretches [from, to) of lattice columns inside the slabs, for every lattice row. */
function forEachStretch({ slabs }: SlabStack, { low, size: [nu, nv, nw], stepMm }: Lattice, visit: (row: number, from: number, to: number) => void): void {
  const rowsOf = new Map<Slab, readonly number[][]>();
  const column = (value: number): number => Math.min(nu, Math.max(0, Math.ceil((value - low[0]) / stepMm - 0.5)));
  let n = 0;
  for (let k = 0; k < nw; k += 1) {
    const w = low[2] + (k + 0.5) * stepMm;
    while (n < slabs.length && slabs[n]!.highMm <= w) n += 1;
    const slab = slabs[n];
    if (slab === undefined || slab.lowMm > w) continue;
    const rows = rowsOf.get(slab) ?? crossingsByRow(slab.polygons, low[1] + stepMm / 2, stepMm, nv);
    rowsOf.clear();
    rowsOf.set(slab, rows);
    rows.forEach((crossings, j) => {
      for (let c = 0; c + 1 < crossings.length; c += 2) visit(k * nv + j, column(crossings[c]!), column(crossings[c + 1]!));
    });
  }
}

function forEachInside(stack: SlabStack, lattice: Lattice, visit: (index: number) => void): void {
  forEachStretch(stack, lattice, (row, from, to) => {
    for (let i = from; i < to; i += 1) visit(row * lattice.size[0] + i);
  });
}

function forEachOutside(stack: SlabStack, lattice: Lattice, visit: (index: number) => void): void {
  const isInside = new Uint8Array(lattice.state.length);
  forEachStretch(stack, lattice, (row, from, to) => isInside.fill(1, row * lattice.size[0] + from, row * lattice.size[0] + to));
  isInside.forEach((value, index) => {
    if (value === 0) visit(index);
  });
}

/** Marks what hangs together with the target with 2 and counts it. */
function flood(lattice: Lattice, target: SlabStack): number {
  const { state, size: [nu, nv, nw] } = lattice;
  const queue: number[] = [];
  let points = 0;
  const take = (index: number): void => {
    if (state[index] !== 1) return;
    state[index] = 2;
    points += 1;
    queue.push(index);
  };
  forEachInside(target, lattice, take);
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    const i = index % nu;
    const j = Math.floor(index / nu) % nv;
    const k = Math.floor(index / (nu * nv));
    if (i > 0) take(index - 1);
    if (i < nu - 1) take(index + 1);
    if (j > 0) take(index - nu);
    if (j < nv - 1) take(index + nu);
    if (k > 0) take(index - nu * nv);
    if (k < nw - 1) take(index + nu * nv);
  }
  return points;
}
