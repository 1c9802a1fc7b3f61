import { RtError } from '../../errors/appError.ts';
import { scale } from '../../geometry/vector.ts';
import { coverCells, createCellCoverage, type CellCoverage } from '../contours/cellCoverage.ts';
import { buildContourStack } from '../contours/contourStack.ts';
import { addSamples, createDoseHistogram, cumulativeCurve, type DoseHistogram } from './doseHistogram.ts';
import { sampleDosePoints, type PointFrame } from '../dose/doseIndex.ts';
import { doseAtVolumeCc, doseAtVolumePercent } from './dvhMetrics.ts';
import { areaSlope, planSampling, type AreaStretch, type SamplingPlan } from './dvhSampling.ts';
import { notice, type RtNotice } from '../notices.ts';
import { buildSlabs, type EndCap, type Slab, type SlabStack } from '../contours/slabs.ts';
import type { DoseGrid, Dvh, DvhMethod, Structure } from '../types.ts';

/** Choices of {@link computeDvh} that a report has to name. */
export interface DvhOptions {
  /** Default `half`: the first and last contour reach half a spacing beyond their plane. */
  readonly endCap?: EndCap;
  /** Default 0.01 Gy. */
  readonly binWidthGy?: number;
  /** Thickness of a structure with one contour plane; default the dose grid's slice spacing. */
  readonly singlePlaneThicknessMm?: number;
}

const smallStructureCc = 0.5;
const fewestPlanes = 4;

/**
 * Cumulative dose–volume histogram of one structure.
 *
 * Contours become slabs (half way to their neighbours) filled even–odd, so inner contours are holes. Every slab is cut
 * into at least four sub-slabs of small cells; cells at the edge count with the area they share with the structure,
 * sampled at that part's centroid. Dose is trilinear on its own grid. The volume comes from the contours alone; what lies
 * outside the dose grid is told by `coverage` and excluded from every dose figure.
 *
 * @param structure closed planar contours, LPS mm (PS3.3 C.8.8.6)
 * @param dose Gy, [k][j][i], patient LPS (PS3.3 C.8.8.3); the caller ensures the same frame of reference
 * @throws {RtError} no-closed-contour | unsupported (RELATIVE dose, contours not parallel)
 * @see ICRU Report 83 (2010); Drzymala et al., IJROBP 1991;21:71
 */
export function computeDvh(structure: Structure, dose: DoseGrid, options: DvhOptions = {}): Dvh {
  if (dose.units !== 'GY') {
    throw new RtError('unsupported', 'The dose is RELATIVE, not in Gy; a dose–volume histogram in Gy cannot be made from it.');
  }
  const endCap = options.endCap ?? 'half';
  const binWidthGy = options.binWidthGy ?? 0.01;
  const stack = buildSlabs(buildContourStack(structure), endCap, options.singlePlaneThicknessMm ?? slicePitchMm(dose));
  const sampling = planSampling(stack, dose);
  const histogram = createDoseHistogram(Math.max(dose.maximum, 0), binWidthGy);
  const { volumeMm3, samples } = accumulate(stack, dose, sampling, histogram);
  includeVertices(stack, dose, histogram);
  const coverage = volumeMm3 > 0 ? Math.min(1, histogram.coveredMm3 / volumeMm3) : 0;
  const hasDose = histogram.coveredMm3 > 0;
  const figures = {
    curve: cumulativeCurve(histogram),
    minGy: hasDose ? histogram.minGy : null,
    meanGy: hasDose ? histogram.sumGyMm3 / histogram.coveredMm3 : null,
    maxGy: hasDose ? histogram.maxGy : null,
  };
  const volumeCc = volumeMm3 / 1000;
  return {
    name: structure.name,
    roiNumber: structure.number,
    volumeCc,
    coverage: coverage > 1 - 1e-9 ? 1 : coverage,
    ...figures,
    d98Gy: doseAtVolumePercent(figures, 98),
    d95Gy: doseAtVolumePercent(figures, 95),
    d50Gy: doseAtVolumePercent(figures, 50),
    d2Gy: doseAtVolumePercent(figures, 2),
    d1ccGy: doseAtVolumeCc(figures, 1),
    d0_1ccGy: doseAtVolumeCc(figures, 0.1),
    notices: [...stack.notices, ...volumeNotices(volumeCc, stack.slabs.length), ...coverageNotices(coverage, histogram.coveredMm3 / 1000)],
    method: describe(sampling, samples, endCap, binWidthGy, dose),
  };
}

/** Samples every slab into the histogram; one slab ahead is covered because its area bends the current one. */
function accumulate(stack: SlabStack, dose: DoseGrid, sampling: SamplingPlan, histogram: DoseHistogram): { volumeMm3: number; samples: number } {
  let current = createCellCoverage();
  let spare = createCellCoverage();
  let doseGy: Float64Array<ArrayBuffer> = new Float64Array(0);
  let before: AreaStretch | null = null;
  let volumeMm3 = 0;
  let samples = 0;
  const cover = (slab: Slab | undefined, out: CellCoverage): AreaStretch | null => {
    if (slab === undefined) return null;
    coverCells(slab.polygons, sampling.stepMm, out);
    let areaMm2 = 0;
    for (let n = 0; n < out.count; n += 1) areaMm2 += out.areaMm2[n]!;
    return { lowMm: slab.lowMm, highMm: slab.highMm, areaMm2 };
  };
  let stretch = cover(stack.slabs[0], current);
  for (let n = 1; stretch !== null; n += 1) {
    const after = cover(stack.slabs[n], spare);
    if (doseGy.length < current.count) doseGy = new Float64Array(current.count * 2);
    const thicknessMm = stretch.highMm - stretch.lowMm;
    const relativeSlope = stretch.areaMm2 > 0 ? areaSlope(before, stretch, after) / stretch.areaMm2 : 0;
    for (let part = 0; part < sampling.subSlabs; part += 1) {
      const fromMiddleMm = ((part + 0.5) / sampling.subSlabs - 0.5) * thicknessMm;
      const middleMm = (stretch.lowMm + stretch.highMm) / 2;
      sampleDosePoints(dose, frameAt(stack, middleMm + fromMiddleMm, thicknessMm / sampling.subSlabs), current, doseGy);
      const weight = 1 + relativeSlope * fromMiddleMm;
      addSamples(histogram, doseGy, current.areaMm2, current.count, (weight * thicknessMm) / sampling.subSlabs);
    }
    volumeMm3 += stretch.areaMm2 * thicknessMm;
    samples += current.count * sampling.subSlabs;
    before = stretch;
    stretch = after;
    [current, spare] = [spare, current];
  }
  return { volumeMm3, samples };
}

/** Points on the contour belong to the structure: its vertices take part in minimum and maximum. */
function includeVertices(stack: SlabStack, dose: DoseGrid, histogram: DoseHistogram): void {
  for (const slab of stack.slabs) {
    const frame = frameAt(stack, slab.positionMm, 0);
    for (const polygon of slab.polygons) {
      const count = polygon.length / 2;
      const doseGy = new Float64Array(count);
      const points = {
        count,
        u: polygon.filter((_, n) => n % 2 === 0),
        v: polygon.filter((_, n) => n % 2 === 1),
        lift: new Float64Array(count),
      };
      sampleDosePoints(dose, frame, points, doseGy);
      for (const value of doseGy) {
        if (value < histogram.minGy) histogram.minGy = value;
        if (value > histogram.maxGy) histogram.maxGy = value;
      }
    }
  }
}

/** The stack's axes with their origin at a position along the normal; lift is a fraction of `liftMm`. */
const frameAt = (stack: SlabStack, positionMm: number, liftMm: number): PointFrame => ({
  origin: scale(stack.frame.normal, positionMm),
  uStep: stack.frame.uAxis,
  vStep: stack.frame.vAxis,
  liftStep: scale(stack.frame.normal, liftMm),
});

function slicePitchMm(dose: DoseGrid): number {
  const offsets = dose.geometry.sliceOffsetsMm;
  return offsets.length > 1 ? offsets.at(-1)! / (offsets.length - 1) : dose.geometry.rowSpacingMm;
}

function volumeNotices(volumeCc: number, planes: number): RtNotice[] {
  const isSmall = volumeCc < smallStructureCc || planes < fewestPlanes;
  return isSmall ? [notice('small-structure', { volumeCc: smallStructureCc, planes: fewestPlanes })] : [];
}

function coverageNotices(coverage: number, coveredCc: number): RtNotice[] {
  if (coverage <= 0) return [notice('wholly-outside-dose')];
  const notices: RtNotice[] = [];
  if (coverage < 1 - 1e-6) {
    const outsidePercent = (1 - coverage) * 100;
    const isBarely = outsidePercent < 0.1;
    notices.push(notice(isBarely ? 'barely-outside-dose' : 'partly-outside-dose', { outsidePercent: isBarely ? 0.1 : Number(outsidePercent.toFixed(1)) }));
  }
  if (coveredCc < 1) notices.push(notice(coveredCc < 0.1 ? 'under-0_1cc-covered' : 'under-1cc-covered'));
  return notices;
}

function describe(sampling: SamplingPlan, samples: number, endCap: EndCap, binWidthGy: number, dose: DoseGrid): DvhMethod {
  const { doseType, doseSummationType, sopInstanceUID: doseUID } = dose;
  const { stepMm, isCapped, subSlabs } = sampling;
  const cap = endCap === 'half' ? 'half a slice beyond the end contours' : 'none, ends at the end contours';
  const message = [
    `recomputed from contours and dose grid (${doseType} ${doseSummationType} ${doseUID})`,
    `${samples} samples, step ${stepMm.toFixed(2)} mm in plane${isCapped ? ' (coarsened at the sample limit)' : ''}`,
    `${subSlabs} sub-slabs a slab, cross-section linear inside a slab, edge cells by area, even–odd fill, samples staggered along the stack`,
    `trilinear dose, ${binWidthGy} Gy bins, end cap: ${cap}`,
  ].join('; ');
  return { doseType, doseSummationType, doseUID, samples, stepMm, isCapped, subSlabs, binWidthGy, endCap, message };
}
