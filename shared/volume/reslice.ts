import { cutPlane } from './cutPlane.ts';
import { planeStack } from './planeStack.ts';
import type { PlaneImage, PlaneStack } from './planeStack.ts';
import type { PatientPlane } from './alignedPlanes.ts';
import type { ImageVolume, Voxels } from './types.ts';

export type ReslicePlane = PatientPlane;

/** One of the patient's planes, as {@link PlaneImage}. */
export interface ResliceImage extends PlaneImage {
  readonly plane: ReslicePlane;
}

const stacks = new WeakMap<ImageVolume, Map<ReslicePlane, PlaneStack>>();

/**
 * The plane of a volume nearest to a patient coordinate: z for axial, x for sagittal, y for coronal. A position outside the
 * volume gives the border plane, as `origin` tells.
 */
export function reslice(volume: ImageVolume, plane: ReslicePlane, positionMm: number, out?: Voxels): ResliceImage {
  const positions = planePositions(volume, plane);
  let nearest = 0;
  positions.forEach((position, index) => { if (Math.abs(position - positionMm) < Math.abs((positions[nearest] ?? 0) - positionMm)) nearest = index; });
  return { plane, ...cutPlane(volume, stackOf(volume, plane), plane === 'sagittal' ? positions.length - 1 - nearest : nearest, null, out) };
}

/** Positions at which planes of one kind lie, ascending: what scrolling steps through. */
export function planePositions(volume: ImageVolume, plane: ReslicePlane): readonly number[] {
  const { positionsMm } = stackOf(volume, plane);
  // The normal of sagittal planes points to the patient's right, against x.
  return plane === 'sagittal' ? positionsMm.map((position) => 0 - position).reverse() : positionsMm;
}

function stackOf(volume: ImageVolume, plane: ReslicePlane): PlaneStack {
  const known = stacks.get(volume) ?? new Map<ReslicePlane, PlaneStack>();
  stacks.set(volume, known);
  const stack = known.get(plane) ?? planeStack(volume, { kind: plane });
  known.set(plane, stack);
  return stack;
}
