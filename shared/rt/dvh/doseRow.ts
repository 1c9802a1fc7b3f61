import { cross, dot, scale, type Vector3 } from '../../geometry/vector.ts';
import type { StackFrame } from '../contours/contourStack.ts';
import type { ScanTurn } from '../contours/scanLines.ts';
import { frameToIndex, sampleDosePoints, type PointFrame } from '../dose/doseIndex.ts';
import type { DoseGrid } from '../types.ts';

/** Points this close outside the outermost voxel centres (in voxels) still count as on the border: DS rounding. */
export const borderVoxels = 1e-3;
/** A single dose plane has no thickness; lines this near belong to it. */
const singleSliceMm = 1e-3;
/** A grid axis that leaves the contour plane by less than this (sine) is taken to lie in it: 5 µm over half a metre. */
const inPlaneSine = 1e-5;

/** Dose along one line: linear between neighbouring nodes of equal distance. */
export interface DoseRow {
  /** Dose at the nodes, Gy; valid from `low` to `high`. */
  nodeGy: Float64Array;
  /** Node coordinate of u: `start + u · perMm`. */
  start: number;
  perMm: number;
  /** Node coordinates the dose grid covers; nothing when `high` is not above `low`. */
  low: number;
  high: number;
}

/** How dose is read along the lines of a structure. */
export interface RowReader {
  /** In-plane axes the lines run in. */
  readonly turn: ScanTurn;
  /** True when a grid axis lies in the contour planes: the lines follow it and dose is exactly linear between voxel centres. */
  readonly isAlongGrid: boolean;
  readonly row: DoseRow;
  /** Fills `row` for the line at `v` across and `w` along the normal (mm, turned axes), from `uFrom` to `uTo`. */
  readonly read: (v: number, w: number, uFrom: number, uTo: number) => void;
}

/**
 * Reader of the trilinear dose along lines in the contour planes of a structure.
 *
 * Where one of the grid's in-plane axes lies in those planes, as with all but doubly oblique grids, the lines follow it:
 * between two voxel centres trilinear dose is then linear, and the four rows of voxels about the line are blended once.
 * Otherwise dose is sampled along the line and taken as linear in between.
 *
 * @param stepMm distance of samples along a line that follows no grid axis
 */
export function rowReader(dose: DoseGrid, frame: StackFrame, stepMm: number): RowReader {
  const { rowDirection, columnDirection } = dose.geometry;
  if (Math.abs(dot(frame.normal, rowDirection)) < inPlaneSine) return alongGrid(dose, frame, 'i');
  if (Math.abs(dot(frame.normal, columnDirection)) < inPlaneSine) return alongGrid(dose, frame, 'j');
  return acrossGrid(dose, frame, stepMm);
}

function alongGrid(dose: DoseGrid, frame: StackFrame, along: 'i' | 'j'): RowReader {
  const { columns, rows, slices, rowDirection, columnDirection, sliceOffsetsMm } = dose.geometry;
  const turn = turnTo(along === 'i' ? rowDirection : columnDirection, frame);
  const map = frameToIndex(dose, turnedFrame(frame, turn));
  const [x0, xu, xv, xw] = along === 'i' ? map.i : map.j;
  const [y0, , yv, yw] = along === 'i' ? map.j : map.i;
  const [z0, , zv, zw] = map.w;
  const nodes = along === 'i' ? columns : rows;
  const across = along === 'i' ? rows : columns;
  const stride = along === 'i' ? 1 : columns;
  const acrossStride = along === 'i' ? columns : 1;
  const sliceStride = columns * rows;
  const top = nodes - 1;
  const topAcross = across - 1;
  const topSlice = slices - 1;
  const stackMm = sliceOffsetsMm[topSlice] ?? 0;
  const stackBorderMm = topSlice > 0 ? (borderVoxels * stackMm) / topSlice : singleSliceMm;
  const values = dose.dose;
  const nodeGy = new Float64Array(nodes + 1);
  const row: DoseRow = { nodeGy, start: Number.NaN, perMm: xu, low: 0, high: 0 };
  const read: RowReader['read'] = (v, w, uFrom, uTo) => {
    const y = y0 + yv * v + yw * w;
    const z = z0 + zv * v + zw * w;
    row.low = 0;
    row.high = 0;
    if (!(y >= -borderVoxels && y <= topAcross + borderVoxels && z >= -stackBorderMm && z <= stackMm + stackBorderMm)) return;
    const start = x0 + xv * v + xw * w;
    row.start = start;
    row.high = top;
    const first = Math.max(0, Math.min(top, Math.floor(start + uFrom * xu)));
    const last = Math.max(0, Math.min(top, Math.ceil(start + uTo * xu)));
    const line = Math.max(0, Math.min(topAcross - 1, Math.floor(y)));
    const partAcross = topAcross > 0 ? unit(y - line) : 0;
    const slice = sliceAt(sliceOffsetsMm, z);
    const partSlice = topSlice > 0 ? unit((z - sliceOffsetsMm[slice]!) / (sliceOffsetsMm[slice + 1]! - sliceOffsetsMm[slice]!)) : 0;
    const toNext = topAcross > 0 ? acrossStride : 0;
    const toFar = topSlice > 0 ? sliceStride : 0;
    let index = slice * sliceStride + line * acrossStride + first * stride;
    for (let node = first; node <= last; node += 1) {
      const near = values[index]!;
      const far = values[index + toFar]!;
      const a = near + partAcross * (values[index + toNext]! - near);
      const b = far + partAcross * (values[index + toFar + toNext]! - far);
      nodeGy[node] = a + partSlice * (b - a);
      index += stride;
    }
    if (last === top) nodeGy[nodes] = nodeGy[top]!;
  };
  return { turn, isAlongGrid: true, row, read };
}

/** Slice at or below a distance from the first; at most the last but one, so that there is a next. */
function sliceAt(offsetsMm: readonly number[], w: number): number {
  let low = 0;
  let high = Math.max(0, offsetsMm.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsetsMm[middle]! <= w) low = middle;
    else high = middle - 1;
  }
  return low;
}

const unit = (fraction: number): number => (fraction < 0 ? 0 : fraction > 1 ? 1 : fraction);

function acrossGrid(dose: DoseGrid, frame: StackFrame, stepMm: number): RowReader {
  const turn: ScanTurn = { cos: 1, sin: 0 };
  const { columns, rows, slices, sliceOffsetsMm } = dose.geometry;
  const plain = turnedFrame(frame, turn);
  const map = frameToIndex(dose, plain);
  const stackMm = sliceOffsetsMm[slices - 1] ?? 0;
  const row: DoseRow = { nodeGy: new Float64Array(2), start: Number.NaN, perMm: Number.NaN, low: 0, high: 0 };
  const cloud = { count: 0, u: new Float64Array(0), v: new Float64Array(0), lift: new Float64Array(0) };
  const read: RowReader['read'] = (v, w, uFrom, uTo) => {
    let [from, to] = [uFrom, uTo];
    for (const [axis, top] of [[map.i, columns - 1], [map.j, rows - 1], [map.w, stackMm]] as const) {
      const [constant, perU, perV, perW] = axis;
      const fixed = constant + perV * v + perW * w;
      if (Math.abs(perU) < 1e-12) {
        if (!(fixed >= 0 && fixed <= top)) to = Number.NEGATIVE_INFINITY;
        continue;
      }
      const [a, b] = [-fixed / perU, (top - fixed) / perU];
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    }
    row.low = 0;
    row.high = 0;
    if (!(to > from)) return;
    const steps = Math.max(1, Math.ceil((to - from) / stepMm));
    if (cloud.u.length <= steps) {
      for (const axis of ['u', 'v', 'lift'] as const) cloud[axis] = new Float64Array(steps * 2 + 1);
      row.nodeGy = new Float64Array(steps * 2 + 2);
    }
    cloud.count = steps + 1;
    for (let n = 0; n <= steps; n += 1) {
      cloud.u[n] = from + ((to - from) * n) / steps;
      cloud.v[n] = v;
      cloud.lift[n] = w;
    }
    sampleDosePoints(dose, plain, cloud, row.nodeGy);
    row.nodeGy[steps + 1] = row.nodeGy[steps]!;
    row.perMm = steps / (to - from);
    row.start = -from * row.perMm;
    row.high = steps;
  };
  return { turn, isAlongGrid: false, row, read };
}

/** Turn of the stack's axes that brings u onto a direction lying in the plane. */
function turnTo(direction: Vector3, { uAxis, vAxis }: StackFrame): ScanTurn {
  const u = dot(direction, uAxis);
  const v = dot(direction, vAxis);
  const length = Math.hypot(u, v);
  // Axes that are parallel to within rounding stay exactly parallel, and with them the numbers of the contours.
  if (Math.abs(v) < 1e-12) return { cos: Math.sign(u), sin: 0 };
  if (Math.abs(u) < 1e-12) return { cos: 0, sin: Math.sign(v) };
  return { cos: u / length, sin: v / length };
}

/** Turned axes with the patient origin as theirs; lift is the position along the normal, mm. */
function turnedFrame({ uAxis, vAxis, normal }: StackFrame, { cos, sin }: ScanTurn): PointFrame {
  const uStep = blend(uAxis, cos, vAxis, sin);
  return { origin: [0, 0, 0], uStep, vStep: cross(normal, uStep), liftStep: scale(normal, 1) };
}

const blend = (a: Vector3, p: number, b: Vector3, q: number): Vector3 => [a[0] * p + b[0] * q, a[1] * p + b[1] * q, a[2] * p + b[2] * q];
