import { RtError } from '../../errors/appError.ts';
import type { Vector3 } from '../../geometry/vector.ts';

/** A rotation and a shift of patient space: p' = rotation · p + shift, mm. Distances stay what they are. */
export interface RigidTransform {
  /** Three rows of a right-handed orthonormal matrix. */
  readonly rotation: readonly [Vector3, Vector3, Vector3];
  readonly shiftMm: Vector3;
}

const dotRow = (row: Vector3, v: Vector3): number => row[0] * v[0] + row[1] * v[1] + row[2] * v[2];

export const turnDirection = ({ rotation: [x, y, z] }: RigidTransform, v: Vector3): Vector3 => [dotRow(x, v), dotRow(y, v), dotRow(z, v)];

export function movePoint(transform: RigidTransform, point: Vector3): Vector3 {
  const [x, y, z] = turnDirection(transform, point);
  return [x + transform.shiftMm[0], y + transform.shiftMm[1], z + transform.shiftMm[2]];
}

/** The way back: the rotation's transpose. */
export function invertTransform({ rotation: [x, y, z], shiftMm }: RigidTransform): RigidTransform {
  const rotation = [[x[0], y[0], z[0]], [x[1], y[1], z[1]], [x[2], y[2], z[2]]] as const;
  const [sx, sy, sz] = turnDirection({ rotation, shiftMm }, shiftMm);
  return { rotation, shiftMm: [-sx, -sy, -sz] };
}

/** `first`, then `second`. */
export function chainTransforms(first: RigidTransform, second: RigidTransform): RigidTransform {
  const columns = invertTransform(first).rotation;
  const row = (r: Vector3): Vector3 => [dotRow(r, columns[0]), dotRow(r, columns[1]), dotRow(r, columns[2])];
  const [x, y, z] = second.rotation;
  return { rotation: [row(x), row(y), row(z)], shiftMm: movePoint(second, first.shiftMm) };
}

/** Farthest a matrix may be from a rotation: values are written with few digits. */
const orthonormal = 1e-3;

/**
 * A 4 × 4 matrix, row by row, as a rotation and a shift. The rounding of its digits is taken out of the rotation.
 *
 * @throws {RtError} unsupported (scales, shears or mirrors) | broken-value (not 16 finite numbers with the last row 0 0 0 1)
 */
export function rigidFromMatrix(matrix: readonly number[]): RigidTransform {
  const isHomogeneous = matrix.length === 16 && matrix.every(Number.isFinite) && [0, 0, 0, 1].every((wanted, n) => Math.abs((matrix[12 + n] ?? NaN) - wanted) < 1e-6);
  if (!isHomogeneous) throw new RtError('broken-value', 'A registration matrix has to be 16 numbers that end in 0 0 0 1.');
  const row = (n: number): Vector3 => [matrix[n * 4] ?? NaN, matrix[n * 4 + 1] ?? NaN, matrix[n * 4 + 2] ?? NaN];
  const [x, y, z] = [row(0), row(1), row(2)];
  const pairs: readonly (readonly [number, number])[] = [[dotRow(x, x), 1], [dotRow(y, y), 1], [dotRow(z, z), 1], [dotRow(x, y), 0], [dotRow(y, z), 0], [dotRow(z, x), 0]];
  const determinant = dotRow(x, [y[1] * z[2] - y[2] * z[1], y[2] * z[0] - y[0] * z[2], y[0] * z[1] - y[1] * z[0]]);
  if (pairs.some(([value, wanted]) => Math.abs(value - wanted) > orthonormal) || determinant < 0) {
    throw new RtError('unsupported', 'The registration is no rotation and shift: it scales, shears or mirrors. Doses are moved by rigid registrations only.');
  }
  return { rotation: nearestRotation([x, y, z]), shiftMm: [matrix[3] ?? NaN, matrix[7] ?? NaN, matrix[11] ?? NaN] };
}

/** Newton's iteration for the orthogonal polar factor, R ← R(3I − RᵀR)/2; so near it, two steps are exact. */
function nearestRotation(start: readonly [Vector3, Vector3, Vector3]): readonly [Vector3, Vector3, Vector3] {
  let rows = start;
  for (let step = 0; step < 3; step += 1) {
    const [x, y, z] = rows;
    const gram = [x, y, z].map((a) => [x, y, z].map((b) => dotRow(a, b)));
    const better = (n: number): Vector3 => {
      const weight = (m: number): number => ((m === n ? 3 : 0) - (gram[n]?.[m] ?? 0)) / 2;
      const [p, q, r] = [weight(0), weight(1), weight(2)];
      return [p * x[0] + q * y[0] + r * z[0], p * x[1] + q * y[1] + r * z[1], p * x[2] + q * y[2] + r * z[2]];
    };
    rows = [better(0), better(1), better(2)];
  }
  return rows;
}
