import { buildContourStack } from '../contours/contourStack.ts';
import { regionAreaMm2 } from '../contours/polygonSets.ts';
import { buildSlabs, type EndCap, type SlabStack } from '../contours/slabs.ts';
import type { Structure } from '../types.ts';

/** Volume of slabs, cm³: exact polygon areas, even–odd. */
export const slabVolumeCc = ({ slabs }: SlabStack): number =>
  slabs.reduce((sum, slab) => sum + regionAreaMm2(slab.polygons) * (slab.highMm - slab.lowMm), 0) / 1000;

/**
 * Volume of a structure from its contours alone, cm³.
 *
 * @param singlePlaneThicknessMm thickness of a structure with one contour plane
 * @throws {RtError} no-closed-contour | unsupported | frame-of-reference-mismatch
 */
export const structureVolumeCc = (structure: Structure, endCap: EndCap, singlePlaneThicknessMm: number): number =>
  slabVolumeCc(buildSlabs(buildContourStack(structure), endCap, singlePlaneThicknessMm));
