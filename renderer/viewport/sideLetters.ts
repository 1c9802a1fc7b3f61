import type { Vector3 } from '../../shared/geometry/vector.ts';

/** Letter of the patient's side a direction (LPS) points to, with the second one where it is oblique: 'L', 'HA'. */
export function sideLetters(direction: Vector3): string {
  const letters = [direction[0] > 0 ? 'L' : 'R', direction[1] > 0 ? 'P' : 'A', direction[2] > 0 ? 'H' : 'F'];
  return [0, 1, 2]
    .filter((axis) => Math.abs(direction[axis] ?? 0) > 0.2)
    .sort((a, b) => Math.abs(direction[b] ?? 0) - Math.abs(direction[a] ?? 0))
    .map((axis) => letters[axis])
    .join('');
}
