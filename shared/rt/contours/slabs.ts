import type { ContourPlane, ContourStack, StackFrame } from './contourStack.ts';
import { notice, type RtNotice } from '../notices.ts';

/** How the first and last slab of a structure end: half a spacing beyond the contour, or at the contour. */
export type EndCap = 'half' | 'none';

/** A contour plane with the stretch along the normal it stands for. */
export interface Slab extends ContourPlane {
  readonly lowMm: number;
  readonly highMm: number;
}

/** A structure as a stack of slabs (rt-reference section 4). */
export interface SlabStack {
  readonly frame: StackFrame;
  /** Ascending by position. */
  readonly slabs: readonly Slab[];
  /** Median distance of neighbouring planes; for one plane the fallback the caller gave. */
  readonly spacingMm: number;
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
  if (stated.length === planes.length) return { frame, slabs: stated, spacingMm: medianThicknessMm(stated), notices: stack.notices };
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
    if (gap === undefined) return endCap === 'half' || planes.length === 1 ? halfMm : 0;
    return gap > bridgedSpacings * spacingMm ? halfMm : gap / 2;
  };
  const slabs = planes.map((plane, n) => ({
    ...plane,
    lowMm: plane.positionMm - reach(gaps[n - 1]),
    highMm: plane.positionMm + reach(gaps[n]),
  }));
  return { frame, slabs, spacingMm, notices };
}

function medianThicknessMm(slabs: readonly Slab[]): number {
  const ordered = slabs.map((slab) => slab.highMm - slab.lowMm).toSorted((a, b) => a - b);
  return ordered[Math.floor((ordered.length - 1) / 2)] ?? 0;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
