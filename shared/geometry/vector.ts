/** Three numbers; which frame they are in is told by the brand or the name. */
export type Vector3 = readonly [number, number, number];

/** A point in DICOM patient coordinates, LPS, millimetres (PS3.3 C.7.6.2). */
export type PatientPoint = Vector3 & { readonly __frame?: 'patientMm' };

/** Index of a voxel centre [i (column), j (row), k (slice)]; may be fractional. */
export type VoxelIndex = Vector3 & { readonly __frame?: 'voxel' };

export const add = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector3, factor: number): Vector3 => [a[0] * factor, a[1] * factor, a[2] * factor];
export const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const length = (a: Vector3): number => Math.hypot(a[0], a[1], a[2]);

/** The same direction with length 1; a zero vector stays zero. */
export function normalize(a: Vector3): Vector3 {
  const size = length(a);
  return size === 0 ? a : [a[0] / size, a[1] / size, a[2] / size];
}
