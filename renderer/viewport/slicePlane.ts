import { cross, dot } from '../../shared/geometry/vector.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { SliceFrame } from './transform.ts';

/** A plane shows patient outlines as they were drawn when its normal is this near to a patient axis. */
const parallelCosine = 0.9999;

const names = ['sagittal', 'coronal', 'axial'] as const;

/** The patient plane a slice is, and its coordinate along that axis, mm; null for a slice that is none. */
export function patientPlaneOf(slice: SliceFrame): { readonly plane: (typeof names)[number]; readonly positionMm: number } | null {
  const normal = cross(slice.xDirection, slice.yDirection);
  const axis = normal.findIndex((component) => Math.abs(component) >= parallelCosine);
  const plane = names[axis];
  const positionMm = slice.origin[axis];
  return plane === undefined || positionMm === undefined ? null : { plane, positionMm };
}

/** Names a plane for caches: direction and place to a thousandth of a millimetre. */
export function planeKey({ origin, xDirection, yDirection }: SliceFrame): string {
  const normal: Vector3 = cross(xDirection, yDirection);
  return `${normal.map((component) => component.toFixed(4)).join(',')} ${dot(origin, normal).toFixed(3)} ${xDirection.map((component) => component.toFixed(4)).join(',')}`;
}
