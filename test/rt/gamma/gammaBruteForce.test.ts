import { expect, test } from 'vitest';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { computeGamma } from '../../../shared/rt/gamma/gammaIndex.ts';
import { randomStream } from '../../../shared/rt/phantom/noise.ts';
import { doseOf, type Axes } from '../shapes.ts';
import { bruteForceGamma } from './bruteForceGamma.ts';
import { voxelPoint } from './voxelPoint.ts';

const turned: Axes = { a: [0.36, 0.48, 0.8], b: [-0.8, 0.6, 0], c: [-0.48, -0.64, 0.6] };

for (const [name, spacing, axes] of [
  ['grid coarser than the distance criterion', [4, 4, 5], undefined],
  ['finer grid turned in space', [1.5, 2, 2.5], turned],
] as const) {
  test(`on a dose bent at random no lattice finds less, and a fine one comes near: ${name}`, () => {
    const random = randomStream(11);
    const bumps = Array.from({ length: 30 }, () => ({ at: [0, 1, 2].map(() => (random() - 0.5) * 40) as unknown as Vector3, height: (random() - 0.4) * 40, width: 3 + 6 * random() }));
    const bent = (x: number, y: number, z: number): number =>
      bumps.reduce((sum, { at, height, width }) => sum + height * Math.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2 + (z - at[2]) ** 2) / (2 * width * width)), 30);
    const reference = doseOf([5, 5, 5], 15, bent);
    const evaluated = doseOf(spacing, 24, (x, y, z) => 1.05 * bent(x + 1.3, y - 0.8, z + 0.9), [0.4, 0.2, -0.3], axes);
    const criteria = { dosePercent: 3, distanceMm: 3, kind: 'global', thresholdPercent: 0, normalisation: 60, cap: 2 } as const;
    const { map } = computeGamma(reference, evaluated, criteria);
    const byLattice = bruteForceGamma(evaluated, 3, 1.8, 24, 1.2);
    let compared = 0;
    for (let index = 0; index < map.length; index += 5) {
      const gamma = map[index] ?? NaN;
      const brute = byLattice(voxelPoint(reference.geometry, index), reference.dose[index] ?? NaN);
      expect(gamma, `voxel ${index}`).toBeLessThanOrEqual(Math.min(2, brute) + 1e-5);
      if (gamma > 1.2) continue;
      // Half a lattice diagonal of 3/24 mm moves the gradient's way by at most 0.11 mm.
      expect(brute - gamma, `voxel ${index}`).toBeLessThan(0.25);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(15);
  });
}
