import { computeDvh } from '../../shared/rt/dvh/dvh.ts';
import type { DoseGrid, Structure } from '../../shared/rt/types.ts';
import { circle, contourOf, doseOf, rectangle, stackOf, structureOf } from '../rt/shapes.ts';
import { toResults, type BenchResult } from './benchResult.ts';

/** How often every size is measured, sizes in turn; each time the fastest of a few, as only the cost itself is wanted. */
const rounds = 5;
const triesPerRound = 3;
const factors = [1, 2, 4, 8] as const;

interface Series {
  /** What is doubled, as in "cost per dose voxel". */
  readonly unit: string;
  readonly sizes: readonly { readonly amount: number; readonly structure: Structure; readonly dose: DoseGrid }[];
  readonly note: string;
}

/** Cost of one structure against dose voxels, contour points and contours in a plane: per unit, relative to the smallest. */
export const measureScaling = (): readonly BenchResult[] => [againstVoxels(), againstPoints(), againstPointsOfOne(), againstContours()].flatMap(measureSeries);

/** The same structure under finer grids: so fine that lines and voxels, not contours, are the cost. */
function againstVoxels(): Series {
  const structure = stackOf(60, 3, () => circle(30));
  return {
    unit: 'dose voxel',
    note: 'one structure, grids refined in plane from 4 mm; lines follow the voxels',
    sizes: factors.map((factor) => {
      const dose = doseOf([4 / Math.sqrt(factor), 4 / Math.sqrt(factor), 3], 40, (x) => 40 + x / 2);
      return { amount: dose.dose.length, structure, dose };
    }),
  };
}

const coarse = doseOf([4, 4, 3], 60, (x) => 40 + x / 2);

const againstPoints = (): Series => ({
  unit: 'contour point',
  note: '20 contours of 5 000 to 40 000 points, one dose',
  sizes: factors.map((factor) => ({ amount: 20 * 5000 * factor, structure: stackOf(60, 3, () => circle(30, 5000 * factor)), dose: coarse })),
});

const againstPointsOfOne = (): Series => ({
  unit: 'point of a single contour',
  note: 'one contour of 25 000 to 200 000 points',
  sizes: factors.map((factor) => ({ amount: 25_000 * factor, structure: structureOf([contourOf(circle(50, 25_000 * factor), 0)]), dose: coarse })),
});

/** Squares of 1 mm in rows of a hundred: with the number of contours grows the height of the plane, and so the number of lines. */
const againstContours = (): Series => ({
  unit: 'contour of a single plane',
  note: '625 to 5 000 separate contours in one plane',
  sizes: factors.map((factor) => {
    const contours = Array.from({ length: 625 * factor }, (_, n) => {
      const [a, b] = [(n % 100) - 50, Math.floor(n / 100) - 25];
      return contourOf(rectangle(a, b, a + 0.6, b + 0.6), 0);
    });
    return { amount: contours.length, structure: structureOf(contours), dose: coarse };
  }),
});

function measureSeries({ unit, sizes, note }: Series): readonly BenchResult[] {
  const perUnit: number[][] = sizes.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    sizes.forEach(({ amount, structure, dose }, n) => {
      const ms = Math.min(...Array.from({ length: triesPerRound }, () => timeOnce(structure, dose)));
      // The first round only warms up.
      if (round > 0) perUnit[n]?.push(ms / amount);
    });
  }
  return factors.slice(1).flatMap((factor, n) => toResults({
    metric: `cost per ${unit} at ${factor} times as many, relative to the fewest`, unit: '×', better: 'lower', target: { below: 1.5 },
    ours: (perUnit[n + 1] ?? []).map((cost, round) => cost / (perUnit[0]?.[round] ?? Number.NaN)),
    note: `${note}; 1 is linear growth, less is better than linear`,
  }));
}

function timeOnce(structure: Structure, dose: DoseGrid): number {
  const startedMs = performance.now();
  computeDvh(structure, dose, { singlePlaneThicknessMm: 3 });
  return performance.now() - startedMs;
}
