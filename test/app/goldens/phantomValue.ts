import type { Vector3 } from '../../../shared/geometry/vector.ts';

/** The value at a place in the patient, mm: linear, so that interpolation is exact. */
export const phantomValue = ([x, y, z]: Vector3): number => 5 * x + 4 * y - 6 * z + 250;

/** Another one for a second volume over the first. */
export const upperValue = ([x, y, z]: Vector3): number => -3 * x + 2 * y + 4 * z - 168;
