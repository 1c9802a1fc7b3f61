import type { ContourPlane, ContourStack, Slab, StackFrame } from './contourStack.ts';
import { notice, type RtNotice } from '../notices.ts';
import { roundedCap } from './roundedCap.ts';

export type { Slab } from './contourStack.ts';

/** How a structure ends: half a spacing beyond its end contours, at them, or in a cap tapering over half a spacing ({@link roundedCap}). */
export type EndCap = 'half' | 'none' | 'rounded';

/** A structure as a stack of slabs (rt-reference section 4). */
export interface SlabStack {
  readonly frame: StackFrame;
  /** Ascending by position. */
  readonly slabs: readonly Slab[];
  /** Median distance of neighbouring planes; for one plane the fallback the caller gave. */
  readonly spacingMm: number;
  /** Number of contour planes; a rounded cap has more slabs. */
  readonly contourPlanes: number;
  readonly notices: readonly RtNotice[];
}

/** Up to one missing slice (twice the usual spacing, with room for rounding) is bridged; more is a gap. */
const bridgedSpacings = 2.5;

/**
 * Gives each contour plane its slab: borders lie half way to the neighbouring planes.
 *
 * A distance of more than one missing slice is not filled: both sides end half a usual
 * spacing from their contour, and a notice says so. Planes that state their stretch keep it, gaps and all.
 *
 * @param fallbackSpacingMm thickness of a structure with a single contour plane
 */
export function buildSlabs(stack: ContourStack, endCap: EndCap, fallbackSpacingMm: number): SlabStack {
  const { planes, frame } = stack;
  const stated = planes.flatMap(({ slabMm, ...plane }) => (slabMm === undefined ? [] : [{ ...plane, lowMm: slabMm[0], highMm: slabMm[1] }]));
  if (stated.length === planes.length) return { frame, slabs: stated, spacingMm: medianThicknessMm(stated), contourPlanes: planes.length, notices: stack.notices };
  const notices = [...stack.notices];
  const gaps = planes.slice(1).map((plane, n) => plane.positionMm - planes[n]!.positionMm);
  const ordered = gaps.toSorted((a, b) => a - b);
  const spacingMm = ordered[Math.floor((ordered.length - 1) / 2)] ?? fallbackSpacingMm;
  const halfMm = spacingMm / 2;
  const wide = gaps.filter((gap) => gap > bridgedSpacings * spacingMm).length;
  const missing = gaps.filter((gap) => gap > 1.5 * spacingMm).length - wide;
  if (wide > 0) notices.push(notice('gaps-left-empty', { gaps: wide }));
  if (missing > 0) notices.push(notice('slices-bridged', { slices: missing }));
  if (planes.length === 1) notices.push(notice('single-plane', { thicknessMm: rounded(spacingMm) }));
  const reach = (gap: number | undefined): number => {
    if (gap === undefined) return endCap === 'half' || (endCap === 'none' && planes.length === 1) ? halfMm : 0;
    return gap > bridgedSpacings * spacingMm ? halfMm : gap / 2;
  };
  const slabs = planes.map((plane, n) => ({
    ...plane,
    lowMm: plane.positionMm - reach(gaps[n - 1]),
    highMm: plane.positionMm + reach(gaps[n]),
  }));
  return { frame, slabs: endCap === 'rounded' ? withRoundedEnds(slabs, planes, halfMm) : slabs, spacingMm, contourPlanes: planes.length, notices };
}

/** The slabs between the end contours with a cap beyond each of them; a single plane is two caps. */
function withRoundedEnds(slabs: readonly Slab[], planes: readonly ContourPlane[], heightMm: number): readonly Slab[] {
  const [first, last] = [planes[0], planes.at(-1)];
  if (first === undefined || last === undefined) return slabs;
  return [...roundedCap(first, heightMm, -1), ...slabs.filter(({ lowMm, highMm }) => highMm > lowMm), ...roundedCap(last, heightMm, 1)];
}

function medianThicknessMm(slabs: readonly Slab[]): number {
  const ordered = slabs.map((slab) => slab.highMm - slab.lowMm).toSorted((a, b) => a - b);
  return ordered[Math.floor((ordered.length - 1) / 2)] ?? 0;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
