import { dot, subtract, type Vector3 } from '../../../shared/geometry/vector.ts';
import type { DoseGrid } from '../../../shared/rt/types.ts';

/**
 * Gamma by trying every point of a cubic lattice about each reference point: slow, obvious, and no code in common with the
 * search it judges. A lattice can only miss the minimum, so its gamma is never too small.
 *
 * @param doseCriterion in the unit of the doses
 * @param perDistance lattice points along one distance criterion (pymedphys: 10)
 * @param reach lattice radius in distance criteria; without dose within it the result is NaN
 */
export function bruteForceGamma(evaluated: DoseGrid, distanceMm: number, doseCriterion: number, perDistance: number, reach: number): (point: Vector3, dose: number) => number {
  const lattice = latticeByDistance(perDistance, reach);
  const at = trilinear(evaluated);
  return (point, dose) => {
    let best = Infinity;
    for (const { offset, squared } of lattice) {
      if (squared >= best) break;
      const value = at(point[0] + offset[0] * distanceMm, point[1] + offset[1] * distanceMm, point[2] + offset[2] * distanceMm);
      if (!Number.isNaN(value)) best = Math.min(best, squared + ((value - dose) / doseCriterion) ** 2);
    }
    return best === Infinity ? NaN : Math.sqrt(best);
  };
}

interface LatticePoint {
  /** In units of the distance criterion. */
  readonly offset: Vector3;
  readonly squared: number;
}

function latticeByDistance(perDistance: number, reach: number): readonly LatticePoint[] {
  const most = Math.ceil(reach * perDistance);
  const points: LatticePoint[] = [];
  for (let a = -most; a <= most; a += 1) {
    for (let b = -most; b <= most; b += 1) {
      for (let c = -most; c <= most; c += 1) {
        const squared = (a * a + b * b + c * c) / (perDistance * perDistance);
        if (squared <= reach * reach * (1 + 1e-9)) points.push({ offset: [a / perDistance, b / perDistance, c / perDistance], squared });
      }
    }
  }
  return points.sort((p, q) => p.squared - q.squared);
}

/** Weighted mean of the eight voxels about a patient point; NaN outside. Written out anew: even planes only. */
function trilinear({ geometry, dose }: DoseGrid): (x: number, y: number, z: number) => number {
  const { columns, rows, slices, origin, rowDirection, columnDirection, normal, columnSpacingMm, rowSpacingMm, sliceOffsetsMm } = geometry;
  const planeMm = slices > 1 ? (sliceOffsetsMm.at(-1) ?? NaN) / (slices - 1) : 1;
  const voxel = (i: number, j: number, k: number): number => dose[(Math.min(k, slices - 1) * rows + Math.min(j, rows - 1)) * columns + Math.min(i, columns - 1)] ?? NaN;
  return (x, y, z) => {
    const from = subtract([x, y, z], origin);
    const i = snap(dot(from, rowDirection) / columnSpacingMm);
    const j = snap(dot(from, columnDirection) / rowSpacingMm);
    const k = snap(dot(from, normal) / planeMm);
    if (i < 0 || j < 0 || k < 0 || i > columns - 1 || j > rows - 1 || k > slices - 1) return NaN;
    const [i0, j0, k0] = [Math.floor(i), Math.floor(j), Math.floor(k)];
    const [fi, fj, fk] = [i - i0, j - j0, k - k0];
    let sum = 0;
    for (const [dk, wk] of [[0, 1 - fk], [1, fk]] as const) {
      for (const [dj, wj] of [[0, 1 - fj], [1, fj]] as const) {
        sum += wk * wj * ((1 - fi) * voxel(i0, j0 + dj, k0 + dk) + fi * voxel(i0 + 1, j0 + dj, k0 + dk));
      }
    }
    return sum;
  };
}

/** A voxel index that is a whole number but for rounding becomes one. */
const snap = (index: number): number => (Math.abs(index - Math.round(index)) < 1e-6 ? Math.round(index) : index);
