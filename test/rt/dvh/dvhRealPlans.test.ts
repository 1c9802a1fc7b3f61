import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import { computeStructureSetDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';

const dataFolder = join(import.meta.dirname, '../../../../shared/data');

interface OracleFigures {
  readonly volume_cc: number;
  readonly mean: number;
  readonly D98: number;
  readonly D50: number;
  readonly D2: number;
  readonly outside_grid_pct?: number;
}

interface Oracle {
  readonly dvh: Readonly<Record<'reference-supersampled' | 'plastimatch', { readonly structures: Readonly<Record<string, OracleFigures>> }>>;
}

/** Prescription in Gy by which dose deviations are measured. */
const sets = { 'rt-esophagus-imrt': 41.4, 'rt-pinnacle-prostate': 67, 'rt-aria-qa': 20 };

describe.runIf(existsSync(join(dataFolder, 'oracles')))('real plans agree with other programs', () => {
  for (const [name, prescriptionGy] of Object.entries(sets)) {
    test(`${name}: volume within 1 % over 5 cm³, mean, D98, D50 and D2 within 0.5 % of the prescription`, () => {
      const oracle = JSON.parse(readFileSync(join(dataFolder, 'oracles', `${name}.json`), 'utf8')) as Oracle;
      const reference = oracle.dvh['reference-supersampled'].structures;
      const plastimatch = oracle.dvh.plastimatch.structures;
      const set = readStructureSet(readFileSync(join(dataFolder, name, 'RS.dcm')));
      const dose = readDose(readFileSync(join(dataFolder, name, 'RD.dcm')));
      const results = computeStructureSetDvh(set, dose);
      expect(results.length).toBe(set.structures.length);
      for (const result of results) {
        const wanted = reference[result.structure.name];
        if ('error' in result) {
          expect(result.error.reason).toBe('no-closed-contour');
          expect(wanted?.volume_cc ?? 0).toBe(0);
          continue;
        }
        if (wanted === undefined || wanted.volume_cc <= 5) continue;
        const { dvh } = result;
        expect(Math.abs(dvh.volumeCc / wanted.volume_cc - 1), `${dvh.name} volume`).toBeLessThan(0.01);
        expect(Math.abs(dvh.coverage - 1 + (wanted.outside_grid_pct ?? 0) / 100), `${dvh.name} coverage`).toBeLessThan(0.01);
        if (wanted.outside_grid_pct === 100) continue;
        const near = (value: number | null, truth: number, percent: number, figure: string): void => {
          expect(Math.abs((value ?? NaN) - truth) / prescriptionGy, `${dvh.name} ${figure}`).toBeLessThan(percent / 100);
        };
        near(dvh.meanGy, wanted.mean, 0.5, 'mean');
        near(dvh.d50Gy, wanted.D50, 0.5, 'D50');
        near(dvh.d2Gy, wanted.D2, 0.5, 'D2');
        near(dvh.d98Gy, wanted.D98, dvh.coverage < 0.999 ? 1 : 0.5, 'D98');
        const second = plastimatch[dvh.name];
        if (dvh.coverage === 1 && second !== undefined) near(dvh.meanGy, second.mean, 0.5, 'mean against plastimatch');
      }
    });
  }
});
