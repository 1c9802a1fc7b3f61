import { computeGamma } from '../../shared/rt/gamma/gammaIndex.ts';
import type { DoseGrid } from '../../shared/rt/types.ts';
import { doseOf } from '../rt/shapes.ts';
import { toResults, type BenchResult } from './benchResult.ts';

const rounds = 5;
const factors = [1, 2, 4, 8] as const;

/** A dose that is as hard everywhere: waves of a few centimetres between 20 and 60 Gy. */
const waves = (x: number, y: number, z: number): number => 40 + 20 * Math.sin(x / 9) * Math.cos(y / 11) * Math.sin(z / 13);

interface Pair {
  readonly reference: DoseGrid;
  readonly evaluated: DoseGrid;
}

/** Cost of a voxel in grids of 3 mm that grow, 3 %/3 mm, relative to the smallest. */
export function measureGammaScaling(): readonly BenchResult[] {
  const pairs = factors.map((factor): Pair => {
    const halfMm = 60 * Math.cbrt(factor);
    return { reference: doseOf([3, 3, 3], halfMm, waves), evaluated: doseOf([3, 3, 3], halfMm, (x, y, z) => 1.02 * waves(x - 1, y + 1.5, z - 2)) };
  });
  const perVoxel: number[][] = pairs.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    pairs.forEach((pair, n) => {
      const ms = Math.min(timeOnce(pair), timeOnce(pair));
      // The first round only warms up.
      if (round > 0) perVoxel[n]?.push(ms / pair.reference.dose.length);
    });
  }
  return factors.slice(1).flatMap((factor, n) => toResults({
    metric: `cost per voxel at ${factor} times as many, relative to the fewest`, unit: '×', better: 'lower', target: { below: 1.5 },
    ours: (perVoxel[n + 1] ?? []).map((cost, round) => cost / (perVoxel[0]?.[round] ?? NaN)),
    note: `${pairs[n + 1]?.reference.dose.length ?? 0} voxels, all compared; 1 is linear growth`,
  }));
}

function timeOnce({ reference, evaluated }: Pair): number {
  const startedMs = performance.now();
  computeGamma(reference, evaluated, { dosePercent: 3, distanceMm: 3, kind: 'global', thresholdPercent: 10, normalisation: 'max', cap: 2 });
  return performance.now() - startedMs;
}
