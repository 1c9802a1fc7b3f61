import { RtError } from '../../errors/appError.ts';
import { buildContourStack, type ContourStack } from '../contours/contourStack.ts';
import { buildSlabs, type EndCap, type SlabStack } from '../contours/slabs.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { DoseGrid, Dvh, DvhMethod, Structure } from '../types.ts';
import { addKnownStretches, addStretch, coveredMm3, createDoseHistogram, cumulativeCurve, greatestGy, leastGy, meanGy, pieces, type DoseHistogram } from './doseHistogram.ts';
import { doseAtVolumeCc, doseAtVolumePercent } from './dvhMetrics.ts';
import { integrateStructure, type Integration } from './integrateStructure.ts';
import { vertexDoseRange } from './vertexDose.ts';

/** Choices of {@link computeDvh} that a report has to name. */
export interface DvhOptions {
  /** Default `half`: the first and last contour reach half a spacing beyond their plane. */
  readonly endCap?: EndCap;
  /** Default 0.01 Gy; wider where the dose would need more than 200 000 bins. */
  readonly binWidthGy?: number;
  /** Thickness of a structure with one contour plane; default the dose grid's slice spacing. */
  readonly singlePlaneThicknessMm?: number;
}

const smallStructureCc = 0.5;
const fewestPlanes = 4;
/** 2000 Gy in bins of 0.01 Gy; what a wrong scaling makes of a dose must not fill the memory. */
const mostBins = 200_000;

/**
 * Cumulative dose–volume histogram of one structure.
 *
 * Contours become slabs (half way to their neighbours) filled even–odd, so inner contours are holes. Lines across every
 * slab, each at its own height, are cut exactly by the contours; along a line trilinear dose is linear between voxel
 * centres, and each such piece spreads its volume evenly over its range of dose. The volume comes from the contours
 * alone; what lies outside the dose grid is told by `coverage` and excluded from every dose figure and from the 100 % of
 * every percentage.
 *
 * @param structure closed planar contours, LPS mm (PS3.3 C.8.8.6)
 * @param dose Gy, [k][j][i], patient LPS (PS3.3 C.8.8.3); the caller ensures the same frame of reference
 * @throws {RtError} no-closed-contour | unsupported (RELATIVE dose, contours not parallel)
 * @see ICRU Report 83 (2010); Drzymala et al., IJROBP 1991;21:71
 */
export const computeDvh = (structure: Structure, dose: DoseGrid, options: DvhOptions = {}): Dvh => computeStackDvh(structure, buildContourStack(structure), dose, options);

/** As {@link computeDvh}, of contours that were stacked already. */
export function computeStackDvh(structure: Structure, contours: ContourStack, dose: DoseGrid, options: DvhOptions = {}): Dvh {
  if (dose.units !== 'GY') {
    throw new RtError('unsupported', 'The dose is RELATIVE, not in Gy; a dose–volume histogram in Gy cannot be made from it.');
  }
  const endCap = options.endCap ?? 'half';
  const binWidthGy = options.binWidthGy ?? 0.01;
  const stack = buildSlabs(contours, endCap, options.singlePlaneThicknessMm ?? slicePitchMm(dose));
  const { histogram, integration } = integrate(stack, dose, binWidthGy);
  const vertices = vertexDoseRange(stack, dose);
  const { volumeMm3, scannedMm3 } = integration;
  const covered = coveredMm3(histogram);
  const share = scannedMm3 > 0 ? Math.min(1, covered / scannedMm3) : 0;
  const hasDose = covered > 0;
  const figures = {
    curve: cumulativeCurve(histogram, scannedMm3 > 0 ? volumeMm3 / scannedMm3 : 0),
    minGy: hasDose ? Math.min(leastGy(histogram), vertices.least) : null,
    meanGy: hasDose ? meanGy(histogram) : null,
    maxGy: hasDose ? Math.max(greatestGy(histogram), vertices.greatest) : null,
  };
  const volumeCc = volumeMm3 / 1000;
  return {
    name: structure.name,
    roiNumber: structure.number,
    volumeCc,
    coverage: share > 1 - 1e-9 ? 1 : share,
    ...figures,
    d98Gy: doseAtVolumePercent(figures, 98),
    d95Gy: doseAtVolumePercent(figures, 95),
    d50Gy: doseAtVolumePercent(figures, 50),
    d2Gy: doseAtVolumePercent(figures, 2),
    d1ccGy: doseAtVolumeCc(figures, 1),
    d0_1ccGy: doseAtVolumeCc(figures, 0.1),
    notices: [...stack.notices, ...volumeNotices(volumeCc, stack.contourPlanes), ...coverageNotices(share, share * volumeCc)],
    method: describe(integration, pieces(histogram), endCap, histogram.binWidthGy, dose),
  };
}

/** Once as a rule; again with more bins where the grid holds more than the maximum it states, and past voxels of unknown dose where there are some. */
function integrate(stack: SlabStack, dose: DoseGrid, binWidthGy: number): { readonly histogram: DoseHistogram; readonly integration: Integration } {
  const histogramTo = (maximumGy: number): DoseHistogram => createDoseHistogram(maximumGy, Math.max(binWidthGy, maximumGy / mostBins));
  let add = addStretch;
  let histogram = histogramTo(knownMaximum(dose));
  let integration = integrateStructure(stack, dose, histogram, add);
  if (Number.isNaN(meanGy(histogram)) && coveredMm3(histogram) > 0) {
    add = addKnownStretches;
    histogram = histogramTo(knownMaximum(dose));
    integration = integrateStructure(stack, dose, histogram, add);
  }
  if (greatestGy(histogram) > knownMaximum(dose) + histogram.binWidthGy) {
    histogram = histogramTo(greatestGy(histogram));
    integration = integrateStructure(stack, dose, histogram, add);
  }
  return { histogram, integration };
}

/** A grid of unknowns alone has no maximum (sumDoses.ts). */
const knownMaximum = ({ maximum }: DoseGrid): number => (Number.isNaN(maximum) ? 0 : maximum);

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

const capWords: Readonly<Record<EndCap, string>> = {
  half: 'half a slice beyond the end contours',
  none: 'none, ends at the end contours',
  rounded: 'rounded, tapering over half a slice beyond the end contours',
};

function describe({ sampling, lines, isAlongGrid }: Integration, linePieces: number, endCap: EndCap, binWidthGy: number, dose: DoseGrid): DvhMethod {
  const { doseType, doseSummationType, sopInstanceUID: doseUID } = dose;
  const { stepMm, lineMm, isCapped } = sampling;
  const message = [
    `recomputed from contours and dose grid (${doseType} ${doseSummationType} ${doseUID})`,
    `${lines} lines every ${lineMm.toFixed(2)} mm in plane${isCapped ? ' (coarsened at the limit on samples)' : ''}, each at its own height in its slab, cut exactly by the contours, even–odd fill, cross-section linear inside a slab`,
    isAlongGrid ? `trilinear dose, exact along the lines in ${linePieces} pieces` : `trilinear dose, taken as linear over steps of ${stepMm.toFixed(2)} mm in ${linePieces} pieces, as the lines follow no axis of the dose grid`,
    `${binWidthGy} Gy bins, end cap: ${capWords[endCap]}`,
  ].join('; ');
  const { biological } = dose;
  return { ...(biological === undefined ? {} : { biological }), doseType, doseSummationType, doseUID, lines, pieces: linePieces, lineMm, stepMm, isCapped, isAlongGrid, binWidthGy, endCap, message };
}
