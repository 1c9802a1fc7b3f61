import { RtError } from '../../errors/appError.ts';
import { buildContourStack, type ContourStack } from '../contours/contourStack.ts';
import { computeStackDvh, type DvhOptions } from './dvh.ts';
import { notice } from '../notices.ts';
import type { DoseGrid, Dvh, Structure, StructureSet } from '../types.ts';

/** One structure's histogram, or why it has none. */
export type StructureDvh =
  | { readonly structure: Structure; readonly dvh: Dvh }
  | { readonly structure: Structure; readonly error: RtError };

/**
 * Histograms of all or some structures of a set under one dose. A structure that has none carries its reason and
 * does not stop the others.
 *
 * @param structures members of `set` to compute; default all
 * @throws {RtError} frame-of-reference-mismatch | unsupported (RELATIVE dose)
 */
export function computeStructureSetDvh(
  set: StructureSet,
  dose: DoseGrid,
  options: DvhOptions = {},
  structures: readonly Structure[] = set.structures,
): readonly StructureDvh[] {
  if (dose.units !== 'GY') {
    throw new RtError('unsupported', 'The dose is RELATIVE, not in Gy; a dose–volume histogram in Gy cannot be made from it.', {
      detail: { dose: dose.sopInstanceUID },
    });
  }
  if (set.frameOfReferenceUID !== null && set.frameOfReferenceUID !== dose.frameOfReferenceUID) {
    throw new RtError(
      'frame-of-reference-mismatch',
      `Structure set and dose have different frames of reference (${set.frameOfReferenceUID}, ${dose.frameOfReferenceUID}); register them first.`,
      { detail: { structureSet: set.sopInstanceUID, dose: dose.sopInstanceUID } },
    );
  }
  // Looked up only when a structure has no spacing of its own.
  let spacingMm: number | null | undefined;
  const optionsFor = (stack: ContourStack): DvhOptions => {
    if (stack.planes.length > 1) return options;
    spacingMm ??= contourSpacingMm(set.structures);
    return spacingMm === null ? options : { singlePlaneThicknessMm: spacingMm, ...options };
  };
  const assumed = set.frameOfReferenceUID === null ? [notice('frame-assumed')] : [];
  return structures.map((structure) => {
    try {
      const stack = buildContourStack(structure);
      const dvh = computeStackDvh(structure, stack, dose, optionsFor(stack));
      return { structure, dvh: { ...dvh, notices: [...assumed, ...structure.warnings, ...dvh.notices] } };
    } catch (error) {
      if (error instanceof RtError) return { structure, error };
      throw error;
    }
  });
}

/** Median distance of neighbouring contour planes over all structures, mm; null when none has two planes. */
export function contourSpacingMm(structures: readonly Structure[]): number | null {
  const distances: number[] = [];
  for (const structure of structures) {
    const planes = planesOf(structure);
    for (let n = 1; n < planes.length; n += 1) distances.push(planes[n]! - planes[n - 1]!);
  }
  distances.sort((a, b) => a - b);
  return distances[Math.floor((distances.length - 1) / 2)] ?? null;
}

function planesOf(structure: Structure): readonly number[] {
  try {
    return buildContourStack(structure).planes.map((plane) => plane.positionMm);
  } catch (error) {
    // Structures without a stack have no spacing to give; their own computation reports why.
    if (error instanceof RtError) return [];
    throw error;
  }
}
