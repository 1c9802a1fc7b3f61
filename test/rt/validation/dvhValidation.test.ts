import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { closedFormTable as checkedIn } from '../../../shared/rt/validation/closedFormTable.ts';
import { passRows, type PassRow, type PassTable, type ValidatedCase } from '../../../shared/rt/validation/passTable.ts';
import { compareStored, storedDvhOf } from '../../../shared/rt/dvh/storedDvh.ts';
import { computeStructureSetDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import { linear, radial } from '../oracles/dvhClosedForms.ts';
import { artefacts, readArtefact } from './artefacts.ts';
import { readRealSets } from './checkedReadings.ts';
import { centres, radialDose, radialTarget } from './closedFormCases.ts';
import { closedFormTable, deviationDigits } from './closedFormTable.ts';
import { renderDocument } from './document.ts';
import { explained } from './explained.ts';
import { judgeRealSets } from './judgeRealSets.ts';
import { computeRealSets, figureNames, hasRealSets, type RealSet } from './realSets.ts';
import { keyOf, realSetLines } from './renderRealSets.ts';
import { renderModule } from './renderTable.ts';

const renew = 'run `node test/rt/validation/write.ts` and read what changed';
/** One unit of the last digit kept: a value on the edge of rounding may fall either way on another machine. */
const lastDigit = 1.01 * 10 ** -deviationDigits;

describe('the closed forms', () => {
  let table: PassTable;
  beforeAll(() => {
    table = closedFormTable();
  });

  test('every figure with an acceptance is within it at every grid, slice and alignment', () => {
    const outside = passRows(table).filter(({ verdict }) => verdict === 'fail');
    expect(outside.map(nameOf)).toEqual([]);
  });

  test('all twelve cases are computed with every figure of theirs', () => {
    const wanted = [...linear, ...radial];
    expect(table.cases.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    table.cases.forEach(({ figures }, n) => expect(figures.length).toBe(Object.keys(wanted[n]?.expected ?? {}).length));
  });

  test('the pass table of the product is what the engine computes', () => {
    expect(checkedIn.cases.map(withoutDeviations), renew).toEqual(table.cases.map(withoutDeviations));
    checkedIn.cases.forEach((item, c) =>
      item.figures.forEach(({ name, deviations }, f) =>
        deviations.forEach((deviation, n) => expect(Math.abs(deviation - (table.cases[c]?.figures[f]?.deviations[n] ?? NaN)), `${item.id} ${name}: ${renew}`).toBeLessThanOrEqual(lastDigit)),
      ),
    );
  });

  const factsFile = join(import.meta.dirname, '../../../../shared/domain/dvh-analytic-cases.json');
  test.runIf(existsSync(factsFile))('the copied facts are those of their source', () => {
    const facts = JSON.parse(readFileSync(factsFile, 'utf8')) as { readonly linear_gradient_cases: readonly Facts[]; readonly radial_gaussian_cases: readonly Facts[] };
    expect(linear.map(({ id, expected }) => ({ id, expected }))).toEqual(facts.linear_gradient_cases.map(({ id, expected }) => ({ id, expected })));
    expect(radial.map(({ id, expected }) => ({ id, expected }))).toEqual(facts.radial_gaussian_cases.map(({ id, expected }) => ({ id, expected })));
  });

  test('a sphere under 0.5 cm³ carries the small-structure notice, a larger one does not', () => {
    for (const item of radial) {
      const centre = centres[0] ?? [0, 0, 0];
      const dvh = computeDvh(radialTarget(item, 0.5, centre), radialDose(item, 1, centre));
      expect(dvh.notices.some(({ code }) => code === 'small-structure'), item.id).toBe(item.expected.TV_cc < 0.5);
    }
  });
});

const nameOf = ({ caseId, figure, gridMm, sliceMm }: Pick<PassRow, 'caseId' | 'figure' | 'gridMm' | 'sliceMm'>): string => `${caseId} ${figure} grid ${gridMm} slices ${sliceMm}`;

interface Facts {
  readonly id: string;
  readonly expected: Readonly<Record<string, number>>;
}

const withoutDeviations = ({ figures, ...item }: ValidatedCase): object => ({ ...item, figures: figures.map(({ deviations, ...figure }) => ({ ...figure, count: deviations.length })) });

describe('the document', () => {
  test('shows the checked-in tables, nothing older', () => {
    expect(readArtefact(artefacts.document), renew).toBe(renderDocument(checkedIn, realSetLines(readRealSets())));
    expect(readArtefact(artefacts.table), renew).toBe(renderModule(checkedIn));
  });
});

describe('plans of planning systems', () => {
  test('every figure agrees with the other programs or lies within their span, but for those a closed form explains', () => {
    const judged = judgeRealSets(readRealSets());
    expect(judged.length).toBeGreaterThan(200);
    expect(judged.filter(({ verdict }) => verdict === 'near span' || verdict === 'outside').map(keyOf).toSorted()).toEqual(Object.keys(explained).toSorted());
  });

  test('the part inside the dose grid is that of the reference within 1 point', () => {
    for (const { structures } of readRealSets()) for (const { structure, coverage, referenceCoverage } of structures) if (referenceCoverage !== null) expect(Math.abs(coverage - referenceCoverage), structure).toBeLessThan(0.01);
  });

  test('the volume inside the grid is what the planning system stored, and doses agree with its histograms', () => {
    const aria = readRealSets().find(({ name }) => name === 'rt-aria-qa');
    expect(aria?.structures.length).toBe(3);
    for (const { structure, coverage, ours, oracles } of aria?.structures ?? []) {
      const stored = oracles['tps-export'];
      const insideCc = (ours.volume ?? NaN) * coverage;
      const volumeTolerance = insideCc > 5 ? 0.01 : 0.03;
      expect(Math.abs(insideCc / (stored?.volume ?? NaN) - 1), `${structure} volume`).toBeLessThan(volumeTolerance);
      const off = (figure: 'mean' | 'D50%' | 'D2%'): number => Math.abs((ours[figure] ?? NaN) - (stored?.[figure] ?? NaN)) / (aria?.prescriptionDoseGy ?? NaN);
      expect(off('mean'), `${structure} mean`).toBeLessThan(0.005);
      expect(off('D50%'), `${structure} D50%`).toBeLessThan(0.01);
      expect(off('D2%'), `${structure} D2%`).toBeLessThan(0.01);
    }
  });

  test.runIf(hasRealSets)('histograms read from the dose are those the oracle read from the same element: volume and dose to 0.02', () => {
    const folder = join(import.meta.dirname, '../../../../shared/data/rt-aria-qa');
    const dose = readDose(readFileSync(join(folder, 'RD.dcm')));
    const results = computeStructureSetDvh(readStructureSet(readFileSync(join(folder, 'RS.dcm'))), dose);
    const aria = readRealSets().find(({ name }) => name === 'rt-aria-qa');
    for (const { roiNumber, structure, oracles } of aria?.structures ?? []) {
      const result = results.find((one) => one.structure.number === roiNumber);
      const stored = storedDvhOf(roiNumber, dose.storedDvhs);
      if (stored === null || !result || !('dvh' in result)) throw new Error(`${structure} has no two histograms`);
      const { stored: ours, largestDoseDifference } = compareStored(result.dvh, stored);
      const theirs = oracles['tps-export'];
      for (const [value, figure] of [[ours.volumeCc, 'volume'], [ours.meanGy, 'mean'], [ours.d98Gy, 'D98%'], [ours.d50Gy, 'D50%'], [ours.d2Gy, 'D2%']] as const) {
        expect(Math.abs((value ?? NaN) - (theirs?.[figure] ?? NaN)), `${structure} ${figure}`).toBeLessThan(0.02);
      }
      // The stored curves follow ours within 3 % of the prescription at every Dx% from 1 to 99 %.
      expect(Math.abs(largestDoseDifference?.gy ?? NaN), structure).toBeLessThan(0.6);
    }
  });

  test.runIf(hasRealSets)('the readings are what the engine computes from the sets, and the oracles those beside the repository', () => {
    const fresh = computeRealSets();
    const written = readRealSets();
    expect(written.map(withoutOurs), renew).toEqual(fresh.map(withoutOurs));
    written.forEach(({ structures }, s) =>
      structures.forEach(({ structure, ours, coverage }, n) => {
        const now = fresh[s]?.structures[n];
        expect(Math.abs(coverage - (now?.coverage ?? NaN)), `${structure}: ${renew}`).toBeLessThanOrEqual(lastDigit);
        for (const figure of figureNames) expect(Math.abs((ours[figure] ?? 0) - (now?.ours[figure] ?? 0)), `${structure} ${figure}: ${renew}`).toBeLessThanOrEqual(2 * lastDigit);
      }),
    );
  });
});

const withoutOurs = ({ structures, ...set }: RealSet): object => ({ ...set, structures: structures.map(({ structure, roiNumber, planes, referenceCoverage, oracles }) => ({ structure, roiNumber, planes, referenceCoverage, oracles })) });
