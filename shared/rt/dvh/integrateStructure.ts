import { createScanLines, cutScanLines, scanExtent, type ScanExtent, type ScanLines, type ScanTurn } from '../contours/scanLines.ts';
import type { Slab, SlabStack } from '../contours/slabs.ts';
import type { DoseGrid } from '../types.ts';
import type { addStretch, DoseHistogram } from './doseHistogram.ts';
import { borderVoxels, rowReader, type RowReader } from './doseRow.ts';
import { areaSlope, planSampling, type AreaStretch, type SamplingPlan } from './dvhSampling.ts';

/** How a structure was integrated. */
export interface Integration {
  /** From the contours alone, mm³. */
  readonly volumeMm3: number;
  /** The same as the lines measure it, and so what their covered part is to be compared with, mm³. */
  readonly scannedMm3: number;
  readonly sampling: SamplingPlan;
  readonly lines: number;
  /** False where no grid axis lies in the contour planes and dose is taken as linear over a step. */
  readonly isAlongGrid: boolean;
}

/** Scan lines of a slab and its cross-section. */
interface CutSlab {
  readonly slab: Slab;
  readonly lines: ScanLines;
  readonly stretch: AreaStretch;
}

/**
 * Integrates a structure's volume over dose, line by line: every line is cut exactly by the contours and its dose taken
 * piece by piece. Inside a slab the cross-section changes linearly, as its neighbours suggest.
 *
 * @param histogram receives the part inside the dose grid
 * @param add addStretch, or addKnownStretches where voxels of the grid are unknown
 */
export function integrateStructure(stack: SlabStack, dose: DoseGrid, histogram: DoseHistogram, add: typeof addStretch): Integration {
  const { turn, isAlongGrid } = rowReader(dose, stack.frame, 1);
  const extents = stack.slabs.map((slab) => scanExtent(slab.polygons, turn));
  const sampling = planSampling(stack, extents, dose, isAlongGrid);
  const reader = rowReader(dose, stack.frame, sampling.stepMm);
  const cutter = slabCutter(stack.slabs, extents, reader.turn, sampling.lineMm);
  let volumeMm3 = 0;
  let scannedMm3 = 0;
  let lines = 0;
  let before: CutSlab | null = null;
  let current = cutter();
  while (current !== null) {
    const after = cutter();
    const { areaMm2, lowMm, highMm } = current.stretch;
    const relativeSlope = areaMm2 > 0 ? areaSlope(before?.stretch ?? null, current.stretch, after?.stretch ?? null) / areaMm2 : 0;
    scannedMm3 += integrateSlab(current, reader, relativeSlope, histogram, add);
    volumeMm3 += areaMm2 * (highMm - lowMm);
    lines += current.lines.count;
    before = current;
    current = after;
  }
  return { volumeMm3, scannedMm3, sampling, lines, isAlongGrid: reader.isAlongGrid };
}

/** Cuts one slab after the other; three are alive at a time, as a slab is bent by its neighbours. */
function slabCutter(slabs: readonly Slab[], extents: readonly ScanExtent[], turn: ScanTurn, widthMm: number): () => CutSlab | null {
  const buffers = [createScanLines(), createScanLines(), createScanLines()];
  let next = 0;
  let pairs = 0;
  return () => {
    const slab = slabs[next];
    const extent = extents[next];
    const buffer = buffers[next % buffers.length];
    if (slab === undefined || extent === undefined || buffer === undefined) return null;
    const lines = cutScanLines(slab.polygons, turn, extent, widthMm, pairs, buffer);
    next += 1;
    pairs += lines.count / 2;
    return { slab, lines, stretch: { lowMm: slab.lowMm, highMm: slab.highMm, areaMm2: lines.areaMm2 } };
  };
}

/** Adds a slab's lines to the histogram and returns the volume they stand for, inside the dose grid or not. */
function integrateSlab({ slab, lines }: CutSlab, reader: RowReader, relativeSlope: number, histogram: DoseHistogram, add: typeof addStretch): number {
  const { starts, crossings } = lines;
  const { row, read } = reader;
  const thicknessMm = slab.highMm - slab.lowMm;
  const middleMm = (slab.lowMm + slab.highMm) / 2;
  const taper = taperOf(slab, lines);
  let scannedMm3 = 0;
  for (let line = 0; line < lines.count; line += 1) {
    const begin = starts[line]!;
    const end = starts[line + 1]!;
    if (end === begin) continue;
    const liftMm = lines.lift[line]! * thicknessMm;
    const share = 1 + relativeSlope * liftMm;
    const size = taper === null ? 1 : Math.sqrt(Math.max(0, share));
    const u0 = taper === null ? 0 : (1 - size) * taper.u;
    const v0 = taper === null ? 0 : (1 - size) * taper.v;
    const crossMm2 = lines.spacingMm * thicknessMm * (taper === null ? share : size);
    read(v0 + size * lines.v[line]!, middleMm + liftMm, u0 + size * crossings[begin]!, u0 + size * crossings[end - 1]!);
    const { start, perMm, low, high } = row;
    const isCovered = high > low;
    for (let n = begin; n < end; n += 2) {
      const lengthMm = size * (crossings[n + 1]! - crossings[n]!);
      if (!isCovered) {
        scannedMm3 += lengthMm * crossMm2;
        continue;
      }
      const from = ontoBorder(start + (u0 + size * crossings[n]!) * perMm, low, high);
      const to = ontoBorder(start + (u0 + size * crossings[n + 1]!) * perMm, low, high);
      const perNode = crossMm2 / perMm;
      scannedMm3 += (to - from) * perNode;
      add(histogram, row.nodeGy, from > low ? from : low, to < high ? to : high, perNode);
    }
  }
  return scannedMm3;
}

/**
 * Point about which the outline of a slab shrinks or grows with its cross-section, in the axes of the scan: its centroid,
 * so that the corners of slabs do not reach beyond a tapering end.
 *
 * Null for several polygons and for an outline with a hollow (a line that crosses it more than twice, or a centroid
 * outside it): moved towards its centroid it would lie where the structure is not. Those stay in place and only their
 * weight changes.
 */
function taperOf({ polygons }: Slab, { count, starts, crossings, v }: ScanLines): { readonly u: number; readonly v: number } | null {
  if (polygons.length !== 1) return null;
  let [lengthMm, uSum, vSum] = [0, 0, 0];
  for (let line = 0; line < count; line += 1) {
    const begin = starts[line]!;
    const cuts = starts[line + 1]! - begin;
    if (cuts > 2) return null;
    if (cuts === 0) continue;
    const pieceMm = crossings[begin + 1]! - crossings[begin]!;
    lengthMm += pieceMm;
    uSum += (pieceMm * (crossings[begin + 1]! + crossings[begin]!)) / 2;
    vSum += pieceMm * v[line]!;
  }
  if (!(lengthMm > 0)) return null;
  const centre = { u: uSum / lengthMm, v: vSum / lengthMm };
  let nearest = 0;
  for (let line = 1; line < count; line += 1) if (Math.abs(v[line]! - centre.v) < Math.abs(v[nearest]! - centre.v)) nearest = line;
  const begin = starts[nearest]!;
  const isInside = starts[nearest + 1]! > begin && crossings[begin]! < centre.u && centre.u < crossings[begin + 1]!;
  return isInside ? centre : null;
}

/** A coordinate that misses the grid by no more than rounding lies on its border. */
function ontoBorder(place: number, low: number, high: number): number {
  if (place < low) return place > low - borderVoxels ? low : place;
  if (place > high) return place < high + borderVoxels ? high : place;
  return place;
}
