import { add, length, scale, subtract, type Vector3 } from '../../../geometry/vector.ts';
import { intersectionOf, turnedAreaMm2 } from '../../contours/polygonSets.ts';
import { momentsOf } from '../../contours/regionMoments.ts';
import type { EndCap, SlabStack } from '../../contours/slabs.ts';
import type { RtNotice } from '../../notices.ts';
import { slabsOfBoth } from '../../structures/combineStructures.ts';
import { sharedSections } from '../../structures/sharedSections.ts';
import { indexSurface } from '../../structures/slabSurface.ts';
import { turnStack } from '../../structures/turnStack.ts';
import type { Structure } from '../../types.ts';
import { hasSameContours } from './sameContours.ts';
import { directedDistance, type DirectedDistance } from './surfaceDistance.ts';
import { shiftWords, type ShiftPart } from './shiftWords.ts';

/** Two structures beside each other; volumes in cm³, distances in mm. */
export interface StructureComparison {
  readonly firstCc: number;
  readonly secondCc: number;
  readonly commonCc: number;
  /** 2·|A∩B| / (|A| + |B|) (Dice 1945). */
  readonly dice: number;
  /** |A∩B| / |A∪B|. */
  readonly jaccard: number;
  /** Mean of both directed means. */
  readonly meanSurfaceMm: number;
  /** Larger of both directed 95th percentiles. */
  readonly hausdorff95Mm: number;
  /** Larger of both directed maxima. */
  readonly hausdorffMm: number;
  readonly toSecond: DirectedDistance;
  readonly toFirst: DirectedDistance;
  /** From the centre of the first volume to that of the second, patient LPS. */
  readonly shiftMm: Vector3;
  readonly shift: readonly ShiftPart[];
  readonly shiftLengthMm: number;
  /** Same contours, point by point. */
  readonly isSame: boolean;
  readonly method: ComparisonMethod;
  readonly notices: readonly RtNotice[];
}

/** How the figures were made; `message` says all of it in English. */
export interface ComparisonMethod {
  readonly endCap: EndCap;
  /** Largest distance of neighbouring points of either surface. */
  readonly stepMm: number;
  readonly message: string;
}

export interface ComparisonOptions {
  /** Default `half`. */
  readonly endCap?: EndCap;
  /** Default 1. */
  readonly stepMm?: number;
  /** Thickness of a structure with one contour plane; default the spacing of the other. */
  readonly singlePlaneThicknessMm?: number;
}

/** Of a structure from itself: not measured. */
const nothing: DirectedDistance = { meanMm: 0, percentile95Mm: 0, maximumMm: 0, points: 0, stepMm: 0 };
const capWords = { half: 'half a slice beyond the end contours', none: 'none', rounded: 'rounded over half a slice' } as const;

/**
 * Overlap and surface distance of two structures of one frame of reference.
 *
 * Both become slabs. Volumes and overlap are exact polygon areas by slab heights. The surface is that of the slabs, walls and
 * level faces; distances are measured from points spread over it to the exact nearest point of the other's.
 *
 * @throws {RtError} no-closed-contour | unsupported (not parallel; both of one plane without a thickness) | frame-of-reference-mismatch
 */
export function compareStructures(a: Structure, b: Structure, options: ComparisonOptions = {}): StructureComparison {
  const endCap = options.endCap ?? 'half';
  const [first, other] = slabsOfBoth(a, b, endCap, options.singlePlaneThicknessMm);
  const second = turnStack(other, first.frame);
  const [surfaceA, surfaceB] = [indexSurface(first), indexSurface(second)];
  const [volumeA, volumeB] = [volumeAndCentre(surfaceA.stack), volumeAndCentre(surfaceB.stack)];
  const commonCc = sharedSections(surfaceA.stack, surfaceB.stack).reduce((sum, section) => {
    if (section.first.length === 0 || section.second.length === 0) return sum;
    return sum + turnedAreaMm2(intersectionOf(section.first, section.second)) * (section.highMm - section.lowMm);
  }, 0) / 1000;
  const isSame = hasSameContours(a, b);
  const toSecond = isSame ? nothing : directedDistance(surfaceA, surfaceB, options.stepMm ?? 1);
  const toFirst = isSame ? nothing : directedDistance(surfaceB, surfaceA, options.stepMm ?? 1);
  const shiftMm = subtract(volumeB.centreMm, volumeA.centreMm);
  const [firstCc, secondCc] = [volumeA.cc, volumeB.cc];
  return {
    firstCc, secondCc, commonCc, toSecond, toFirst, shiftMm,
    dice: isSame ? 1 : (2 * commonCc) / (firstCc + secondCc),
    jaccard: isSame ? 1 : commonCc / (firstCc + secondCc - commonCc),
    meanSurfaceMm: (toSecond.meanMm + toFirst.meanMm) / 2,
    hausdorff95Mm: Math.max(toSecond.percentile95Mm, toFirst.percentile95Mm),
    hausdorffMm: Math.max(toSecond.maximumMm, toFirst.maximumMm),
    shift: shiftWords(shiftMm),
    shiftLengthMm: length(shiftMm),
    isSame,
    method: describe(endCap, Math.max(toSecond.stepMm, toFirst.stepMm), isSame),
    notices: [...a.warnings, ...first.notices, ...b.warnings, ...second.notices],
  };
}

function volumeAndCentre({ slabs, frame }: SlabStack): { readonly cc: number; readonly centreMm: Vector3 } {
  let mm3 = 0;
  let sum: Vector3 = [0, 0, 0];
  for (const { polygons, lowMm, highMm } of slabs) {
    const { areaMm2, u, v } = momentsOf(polygons);
    const part = areaMm2 * (highMm - lowMm);
    const middle = add(add(scale(frame.uAxis, u), scale(frame.vAxis, v)), scale(frame.normal, (lowMm + highMm) / 2));
    sum = add(sum, scale(middle, part));
    mm3 += part;
  }
  return { cc: mm3 / 1000, centreMm: scale(sum, 1 / mm3) };
}

function describe(endCap: EndCap, stepMm: number, isSame: boolean): ComparisonMethod {
  const message = [
    'structures as slabs half way to the neighbouring contours, even–odd',
    `end cap: ${capWords[endCap]}`,
    'volumes and overlap by exact polygon areas',
    isSame ? 'the contours are the same, distances were not measured' : `surface: walls and level faces of the slabs, points at most ${stepMm.toFixed(2)} mm apart weighted with their area, exact distance to the other's surface`,
    'mean: average of both directions; 95 % and largest: the larger of both directions',
  ].join('; ');
  return { endCap, stepMm, message };
}
