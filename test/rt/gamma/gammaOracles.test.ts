import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Vector3 } from '../../../shared/geometry/vector.ts';
import { computeGamma } from '../../../shared/rt/gamma/gammaIndex.ts';
import { passLimit } from '../../../shared/rt/gamma/summariseGamma.ts';
import type { GammaResult } from '../../../shared/rt/gamma/types.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import type { DoseGrid } from '../../../shared/rt/types.ts';
import { bruteForceGamma } from './bruteForceGamma.ts';
import { voxelPoint } from './voxelPoint.ts';

const dataFolder = join(import.meta.dirname, '../../../../shared/data');
const sets = ['rt-aria-qa', 'rt-esophagus-imrt', 'rt-pinnacle-prostate'];

interface PassRate {
  readonly pass_percent: number;
  readonly points: number;
}

interface OracleCase {
  readonly scale: number;
  readonly shift_xyz_mm: Vector3;
  readonly plastimatch_interp_search: PassRate;
  readonly pymedphys: PassRate;
}

/** The limit itself is reached by construction: +3 % at 3 %, 2 mm at 2 mm, 3 mm at 3 mm. */
const atTheLimit = ['scale_1.03|3%/3mm', 'shift_x2|2%/2mm', 'shift_z3|3%/3mm'];

/**
 * Cases where we leave the range of the two programs; the brute force looks at every n-th point. Steep dose falls through
 * the lattice of DTA/10 that pymedphys searches; a finer one finds passing points it misses. Over all points of rt-aria-qa:
 * pymedphys 81.43 %, lattice of DTA/10 82.30 %, DTA/30 84.32 %, ours 84.59 %. Every 30th point of rt-pinnacle-prostate:
 * 84.15 %, 84.81 %, ours 84.88 % (pymedphys, all points: 83.72 %).
 */
const settledByBruteForce: Readonly<Record<string, number>> = { 'rt-aria-qa scale_1.02_shift|2%/2mm': 2, 'rt-pinnacle-prostate scale_1.02_shift|2%/2mm': 120 };

describe.runIf(existsSync(join(dataFolder, 'oracles')))('pass rates agree with other programs', () => {
  for (const set of sets) {
    const reference = readDose(readFileSync(join(dataFolder, set, 'RD.dcm')));
    const oracle = JSON.parse(readFileSync(join(dataFolder, 'oracles', `${set}.json`), 'utf8')) as { readonly gamma: { readonly results: Readonly<Record<string, OracleCase>> } };
    for (const [key, wanted] of Object.entries(oracle.gamma.results)) {
      const [dosePercent = NaN, distanceMm = NaN] = (key.split('|')[1] ?? '').split('/').map((text) => Number.parseFloat(text));
      const compare = (): { evaluated: DoseGrid; result: GammaResult } => {
        const evaluated = madeFrom(reference, wanted);
        return { evaluated, result: computeGamma(reference, evaluated, { dosePercent, distanceMm, kind: 'global', thresholdPercent: 10, normalisation: 'max', cap: 2 }) };
      };
      const { pymedphys, plastimatch_interp_search: plastimatch } = wanted;
      const every = settledByBruteForce[`${set} ${key}`];

      if (atTheLimit.includes(key)) {
        test(`${set} ${key}: no gamma exceeds 1, where the limit is reached by construction`, () => {
          const { result } = compare();
          expect(result.points).toBe(pymedphys.points);
          expect(result.maxGamma).toBeLessThanOrEqual(passLimit);
          expect(result.passPercent).toBe(100);
        });
      } else if (every === undefined) {
        test(`${set} ${key}: within 1 point of pymedphys, or of the span where the programs differ by more than 2`, () => {
          const { result } = compare();
          expect(result.points).toBe(pymedphys.points);
          const areAgreed = Math.abs(pymedphys.pass_percent - plastimatch.pass_percent) <= 2;
          const span = areAgreed ? [pymedphys.pass_percent] : [pymedphys.pass_percent, plastimatch.pass_percent];
          expect(result.passPercent).toBeGreaterThanOrEqual(Math.min(...span) - 1);
          expect(result.passPercent).toBeLessThanOrEqual(Math.max(...span) + 1);
        });
      } else {
        test(`${set} ${key}: a lattice of DTA/30 exhibits the passing points that one of DTA/10 misses`, () => {
          const { evaluated, result } = compare();
          expect(result.points).toBe(pymedphys.points);
          const { coarse, fine, ours } = settle(reference, evaluated, result, every);
          // The coarse lattice repeats pymedphys; every point it or the fine one passes is proven by that lattice point.
          expect(Math.abs(coarse - pymedphys.pass_percent)).toBeLessThan(2);
          expect(fine).toBeGreaterThan(coarse);
          expect(ours - fine).toBeGreaterThanOrEqual(0);
          expect(ours - fine).toBeLessThan(0.5);
        });
      }
    }
  }
});

/** Evaluated dose of the oracles' definition: the array times a factor, its grid moved, nothing resampled. */
function madeFrom(reference: DoseGrid, { scale, shift_xyz_mm: shift }: OracleCase): DoseGrid {
  const { origin } = reference.geometry;
  return {
    ...reference,
    maximum: reference.maximum * scale,
    dose: reference.dose.map((value) => value * scale),
    geometry: { ...reference.geometry, origin: [origin[0] + shift[0], origin[1] + shift[1], origin[2] + shift[2]] },
  };
}

/**
 * Pass rates in percent over every n-th compared point by two lattices and by ours. A lattice point with gamma up to 1 proves
 * a pass, so the fine lattice has to look only where we pass and the coarse one does not.
 */
function settle(reference: DoseGrid, evaluated: DoseGrid, { map, parameters }: GammaResult, every: number): { readonly coarse: number; readonly fine: number; readonly ours: number } {
  const { distanceMm, doseCriterion } = parameters;
  const lattice = (perDistance: number): ((index: number) => boolean) => {
    const gammaAt = bruteForceGamma(evaluated, distanceMm, doseCriterion ?? NaN, perDistance, 1);
    return (index) => gammaAt(voxelPoint(reference.geometry, index), reference.dose[index] ?? NaN) <= passLimit;
  };
  const [passesCoarse, passesFine] = [lattice(10), lattice(30)];
  const indices = [...map.keys()].filter((index) => !Number.isNaN(map[index])).filter((_, n) => n % every === 0);
  const passed = { coarse: 0, fine: 0, ours: 0 };
  for (const index of indices) {
    const isOurs = (map[index] ?? NaN) <= passLimit;
    const isCoarse = passesCoarse(index);
    if (isCoarse) expect(isOurs, `voxel ${index} passes by a lattice point`).toBe(true);
    if (isOurs) passed.ours += 1;
    if (isCoarse) passed.coarse += 1;
    if (isCoarse || (isOurs && passesFine(index))) passed.fine += 1;
  }
  const percent = (count: number): number => (100 * count) / indices.length;
  return { coarse: percent(passed.coarse), fine: percent(passed.fine), ours: percent(passed.ours) };
}
