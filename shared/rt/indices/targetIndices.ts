import { RtError } from '../../errors/appError.ts';
import { dot, type Vector3 } from '../../geometry/vector.ts';
import { buildContourStack } from '../contours/contourStack.ts';
import { buildSlabs, type EndCap, type SlabStack } from '../contours/slabs.ts';
import { volumeAtDoseGy } from '../dvh/dvhMetrics.ts';
import { notice, type NoticeCode, type RtNotice } from '../notices.ts';
import { indexSurface, isInsideSurface, type SlabSurface } from '../structures/slabSurface.ts';
import { turnStack } from '../structures/turnStack.ts';
import type { DoseGrid, Dvh, Structure } from '../types.ts';
import { doseBeyond, searchMm } from './doseBeyond.ts';
import { forEachBorderNode, nodePoint } from './gridNodes.ts';
import { isodoseVolume, type IsodoseVolume } from './isodoseVolume.ts';
import { indicesOf, type PlanIndices } from './planIndices.ts';

/** A target and what its indices are made from. */
export interface TargetIndicesInput {
  readonly target: Structure;
  /** Histogram of the target under `dose`. */
  readonly targetDvh: Dvh;
  readonly prescriptionDoseGy: number;
  readonly dose: DoseGrid;
  /** EXTERNAL with its histogram under `dose`; null where there is none. */
  readonly body: { readonly structure: Structure; readonly dvh: Dvh } | null;
  /** Other targets treated by the same dose that are neither part of this one nor hold it; with any, the isodose is taken apart. */
  readonly otherTargets: readonly Structure[];
}

/** Indices of one target, with the dose at 2 cm. */
export interface TargetIndices extends PlanIndices {
  /** Highest dose 2 cm or more from the target in any direction, Gy (RTOG 0813, 0915); null where the grid holds no such point. */
  readonly d2cmGy: number | null;
  /** The same in percent of the prescription. */
  readonly d2cmPercent: number | null;
  readonly d2cmPointMm: Vector3 | null;
  /** `body`: the whole isodose inside EXTERNAL, from its histogram. `grid`: the whole isodose. `component`: what hangs together with the target. */
  readonly isodoseOf: 'body' | 'grid' | 'component';
  readonly notices: readonly RtNotice[];
  /** How the figures were made, in English. */
  readonly method: string;
}

/**
 * Conformity, gradient, homogeneity and fall-off of the dose about one target.
 *
 * One target: the isodose volumes are those of the histogram of EXTERNAL. Several: only the isodose that hangs together with
 * this one, found on a lattice finer than the dose grid. A notice says what was counted, what is missing and what ends at the
 * border of the grid.
 *
 * @throws {RtError} unsupported (RELATIVE dose, prescription not positive, contours not parallel) | no-closed-contour
 * @see rt-reference section 6; Shaw 1993; Paddick 2000; Paddick and Lippitz 2006; ICRU 83; RTOG 0813, 0915
 */
export function targetIndices(input: TargetIndicesInput): TargetIndices {
  const { target, targetDvh, prescriptionDoseGy, dose, body, otherTargets } = input;
  if (dose.units !== 'GY') throw new RtError('unsupported', 'The dose is RELATIVE, not in Gy; plan indices cannot be made from it.', { detail: { dose: dose.sopInstanceUID } });
  if (!(prescriptionDoseGy > 0)) throw new RtError('unsupported', 'Plan indices need a prescription dose above zero.', { detail: { prescriptionDoseGy } });
  const endCap = targetDvh.method.endCap;
  const targetSurface = indexSurface(stackOf(target, endCap));
  const axes = targetSurface.stack;
  const bodySurface = body === null ? null : indexSurface(turnStack(stackOf(body.structure, endCap), axes.frame));
  const others = otherTargets.map((structure) => turnStack(stackOf(structure, endCap), axes.frame));
  const notices: RtNotice[] = [...(body === null ? [notice('no-external')] : []), ...targetDvh.notices.filter(({ code }) => outsideGrid.has(code))];
  const [full, half] = [prescriptionDoseGy, prescriptionDoseGy / 2].map((levelGy) => {
    if (others.length === 0 && body !== null) return { cc: volumeAtDoseGy(body.dvh, levelGy)?.cc ?? null, stepMm: null, reaches: [] };
    return isodoseVolume(dose, levelGy, axes, bodySurface?.stack ?? null, others.length === 0 ? null : axes, others);
  }) as [Counted, Counted];
  notices.push(...isodoseNotices(full, prescriptionDoseGy, input), ...isodoseNotices(half, prescriptionDoseGy / 2, input));
  for (const levelGy of [prescriptionDoseGy, prescriptionDoseGy / 2]) if (reachesBorder(dose, levelGy, bodySurface)) notices.push(notice('isodose-at-border', { doseGy: shortGy(levelGy) }));
  const beyond = doseBeyond(dose, targetSurface, bodySurface, 20);
  if (beyond.isGridShort) notices.push(notice('grid-within-2cm'));
  const isodoseOf = others.length > 0 ? 'component' : body === null ? 'grid' : 'body';
  return {
    ...indicesOf(targetDvh, { prescriptionCc: full.cc, halfPrescriptionCc: half.cc }, prescriptionDoseGy),
    d2cmGy: beyond.doseGy,
    d2cmPercent: beyond.doseGy === null ? null : (100 * beyond.doseGy) / prescriptionDoseGy,
    d2cmPointMm: beyond.pointMm,
    isodoseOf, notices,
    method: describe(isodoseOf, Math.max(full.stepMm ?? 0, half.stepMm ?? 0), body === null),
  };
}

/** What the histogram of a target says of the part outside the dose grid: its coverage and conformity are those of the rest. */
const outsideGrid: ReadonlySet<NoticeCode> = new Set(['partly-outside-dose', 'barely-outside-dose', 'wholly-outside-dose']);

type Counted = { readonly cc: number | null; readonly stepMm: number | null; readonly reaches: IsodoseVolume['reaches'] };

const stackOf = (structure: Structure, endCap: EndCap): SlabStack => {
  const stack = buildContourStack(structure);
  if (stack.planes.length > 1 || stack.planes[0]?.slabMm !== undefined) return buildSlabs(stack, endCap, 0);
  throw new RtError('unsupported', `"${structure.name}" has one contour plane, so nobody knows how thick it is; plan indices are not given.`, { detail: { structure: structure.name } });
};

function isodoseNotices({ cc, reaches }: Counted, levelGy: number, { otherTargets }: TargetIndicesInput): readonly RtNotice[] {
  if (otherTargets.length === 0) return [];
  const doseGy = shortGy(levelGy);
  if (cc === 0) return [notice('isodose-misses-target', { doseGy })];
  const shared = reaches.map((index) => otherTargets[index]?.name ?? '').join(', ');
  return [notice('isodose-component', { doseGy }), ...(shared === '' ? [] : [notice('isodose-shared', { doseGy, targets: shared })])];
}

/** Whether a voxel on the border of the grid, inside the body, receives the dose. */
function reachesBorder(dose: DoseGrid, levelGy: number, body: SlabSurface | null): boolean {
  let isReached = false;
  forEachBorderNode(dose, (i, j, k, index) => {
    if (isReached || !(dose.dose[index]! >= levelGy)) return;
    const point = nodePoint(dose, i, j, k);
    isReached = body === null || isInsideSurface(body, dot(point, body.stack.frame.uAxis), dot(point, body.stack.frame.vAxis), dot(point, body.stack.frame.normal));
  });
  return isReached;
}

const shortGy = (value: number): number => Number(value.toFixed(3));

function describe(isodoseOf: TargetIndices['isodoseOf'], stepMm: number, isWholeGrid: boolean): string {
  const volumes = {
    body: 'isodose volumes: the whole isodose inside EXTERNAL, from its dose–volume histogram',
    grid: `isodose volumes: the whole isodose of the dose grid, on a cubic lattice of trilinear doses, ${stepMm.toFixed(2)} mm`,
    component: `isodose volumes: what hangs together with the target (side by side on a cubic lattice of trilinear doses, ${stepMm.toFixed(2)} mm), ${isWholeGrid ? 'in the whole dose grid' : 'inside EXTERNAL'}`,
  }[isodoseOf];
  return `${volumes}; target figures from its dose–volume histogram; D2cm: highest trilinear dose 20 mm or more from the slabs of the target in any direction${isWholeGrid ? '' : ' inside EXTERNAL'}, voxel centres and the surface at that distance every ${searchMm} mm`;
}
