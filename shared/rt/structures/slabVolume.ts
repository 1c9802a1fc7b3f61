import { buildContourStack } from '../contours/contourStack.ts';
import { buildSlabs, type EndCap } from '../contours/slabs.ts';
import { slabModelCc } from '../contours/structureMeasures.ts';
import type { Structure } from '../types.ts';

/**
 * Volume of a structure from its contours alone, cm³.
 *
 * @param singlePlaneThicknessMm thickness of a structure with one contour plane
 * @throws {RtError} no-closed-contour | unsupported | frame-of-reference-mismatch
 */
export const structureVolumeCc = (structure: Structure, endCap: EndCap, singlePlaneThicknessMm: number): number =>
  slabModelCc(buildSlabs(buildContourStack(structure), endCap, singlePlaneThicknessMm));
