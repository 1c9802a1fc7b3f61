import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../../electron/core/cli/dvh.ts';
import { biologicalGy } from '../../../shared/rt/dvh/biologicalDose.ts';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';

const dataFolder = join(import.meta.dirname, '../../../../shared/data');
const contractKeys = ['name', 'volumeCc', 'coverage', 'minGy', 'meanGy', 'maxGy', 'd98Gy', 'd95Gy', 'd50Gy', 'd2Gy', 'd1ccGy', 'd0_1ccGy', 'notices'];

afterEach(() => vi.restoreAllMocks());

interface Report {
  readonly biological: unknown;
  readonly structures: readonly (Record<string, number | null> & {
    readonly curve?: { readonly doseGy: number[]; readonly volumePercent: number[] };
    readonly differential?: { readonly edgesGy: number[]; readonly volumeCc: number[]; readonly volumePercent: number[] };
    readonly stored?: unknown;
    readonly notices: readonly string[];
  })[];
}

async function reportOf(...args: string[]): Promise<Report> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(await run([...args, '--json'])).toBe(0);
  return JSON.parse(String(log.mock.lastCall?.[0])) as Report;
}

describe('mdt dvh of the phantom case', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mdt-dvh-'));
  const { files, expected } = makeSampleCase({ matrixSize: 16 });
  const rxGy = expected.prescriptionDoseGy;

  beforeAll(() => {
    for (const { name, bytes } of files) if (/^R[SDP]\.dcm$/u.test(name)) writeFileSync(join(folder, name), bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('gives figures relative to the prescription, spared volumes and TG-263 forms beside the contract', async () => {
    const [ptv] = (await reportOf(folder, '--structures', 'PTV_4140', '--prescription', String(rxGy), '--metrics', 'V95%Rx,V95%,D95%[%],CV40Gy,V40Gycc,NearMax')).structures;
    expect(Object.keys(ptv ?? {})).toEqual(expect.arrayContaining(contractKeys));
    expect(ptv?.['V95%Rx']).toBeGreaterThan(95);
    expect(ptv?.['V95%']).toBe(ptv?.['V95%Rx']);
    expect(ptv?.['D95%[%]']).toBeCloseTo(((ptv?.['d95Gy'] ?? NaN) / rxGy) * 100, 3);
    expect((ptv?.['CV40Gy'] ?? NaN) + (ptv?.['V40Gycc'] ?? NaN)).toBeCloseTo(ptv?.['volumeCc'] ?? NaN, 3);
    expect(ptv?.['NearMax']).toBe(ptv?.['d2Gy']);
    expect(ptv?.['d0_03ccGy']).toBeLessThanOrEqual(ptv?.['maxGy'] ?? NaN);
  });

  test('converts every dose to EQD2 or BED by the model it is told, and says so', async () => {
    const [physical] = (await reportOf(folder, '--structures', 'Heart')).structures;
    for (const [option, quantity] of [['--eqd2', 'EQD2'], ['--bed', 'BED']] as const) {
      const { biological, structures } = await reportOf(folder, '--structures', 'Heart', option, '3', '--fractions', '23');
      expect(biological).toEqual({ quantity, alphaBetaGy: 3, fractions: 23 });
      const model = { quantity, alphaBetaGy: 3, fractions: 23 };
      for (const key of ['d98Gy', 'd50Gy', 'd2Gy', 'maxGy']) expect(structures[0]?.[key]).toBeCloseTo(biologicalGy(physical?.[key] ?? NaN, model), 3);
      expect(structures[0]?.notices.join(' ')).toContain(`${quantity} with α/β 3 Gy in 23 fractions`);
    }
  });

  test('gives the differential curve in the bins asked for, and both curves in percent', async () => {
    const [ctv] = (await reportOf(folder, '--structures', 'CTVp', '--differential', '0.5', '--curve')).structures;
    const { edgesGy = [], volumeCc = [], volumePercent = [] } = ctv?.differential ?? {};
    expect(edgesGy.length).toBe(volumeCc.length + 1);
    expect(edgesGy[1]).toBeCloseTo(0.5, 9);
    expect(volumeCc.reduce((sum, value) => sum + value, 0)).toBeCloseTo(ctv?.['volumeCc'] ?? NaN, 3);
    expect(volumePercent.reduce((sum, value) => sum + value, 0)).toBeCloseTo(100, 3);
    expect(ctv?.curve?.volumePercent[0]).toBe(100);
  });

  test('rounded end caps hold less than half-slice ones and more than none', async () => {
    const volumes: number[] = [];
    for (const cap of ['none', 'rounded', 'half']) volumes.push((await reportOf(folder, '--structures', 'GTVp', '--end-cap', cap)).structures[0]?.['volumeCc'] ?? NaN);
    expect(volumes).toEqual(volumes.toSorted((a, b) => a - b));
    expect(new Set(volumes).size).toBe(3);
  });

  test('a dose without stored histograms says so beside each structure', async () => {
    expect((await reportOf(folder, '--structures', 'CTVp', '--stored')).structures[0]?.stored).toBeNull();
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await run([folder, '--structures', 'CTVp', '--stored']);
    expect(String(log.mock.lastCall?.[0])).toContain('no stored DVH');
  });

  test('a model without fractions, fractions without a model, both models, and a metric without its prescription are wrong usage', async () => {
    for (const extra of [['--eqd2', '3'], ['--fractions', '20'], ['--eqd2', '3', '--bed', '3', '--fractions', '20'], ['--eqd2', '0', '--fractions', '20'], ['--eqd2', '3', '--fractions', '2.5'], ['--metrics', 'V95%'], ['--prescription', 'x'], ['--differential', '-1']]) {
      await expect(run([folder, ...extra])).rejects.toMatchObject({ code: 'usage' });
    }
  });
});

test.runIf(existsSync(join(dataFolder, 'rt-aria-qa')))('mdt dvh --stored prints what Eclipse stored and how far it is from ours', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(await run([join(dataFolder, 'rt-aria-qa'), '--stored', '--structures', 'PTV_High'])).toBe(0);
  const text = String(log.mock.lastCall?.[0]);
  expect(text).toMatch(/^ {2}stored +7\.697/mu);
  expect(text).toMatch(/^ {2}stored − ours +-0\.09/mu);
  expect(text).toMatch(/largest difference of the curves [+−][\d.]+ % of the volume at [\d.]+ Gy/u);
});

describe.runIf(existsSync(join(dataFolder, 'rt-pinnacle-prostate')))('mdt dvh', () => {
  const path = join(dataFolder, 'rt-pinnacle-prostate');

  test('prints every key of its contract for each structure, null and a notice where there is no volume', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await run([path, '--json', '--structures', 'Prostate,POI_1', '--metrics', 'V60Gy%,D2cc', '--curve'])).toBe(0);
    const report = JSON.parse(String(log.mock.calls[0]?.[0])) as { structures: Record<string, unknown>[] };
    expect(report.structures.map((row) => row['name'])).toEqual(['POI_1', 'Prostate']);
    for (const row of report.structures) expect(Object.keys(row)).toEqual(expect.arrayContaining(contractKeys));
    const [point, prostate] = report.structures;
    expect(point).toMatchObject({ volumeCc: 0, meanGy: null, error: { reason: 'no-closed-contour' } });
    expect(prostate?.['V60Gy%']).toBeGreaterThan(80);
    expect(prostate?.['D2cc']).toBeGreaterThan(67);
    expect(prostate?.['curve']).toHaveProperty('doseGy');
    expect(report.structures.flatMap((row) => row['notices']).every((notice) => typeof notice === 'string')).toBe(true);
    expect(prostate?.['method']).toMatch(/^recomputed from contours and dose grid/u);
  });

  test('the table names dose, structure set and units it was made from', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await run([path, '--structures', 'Prostate'])).toBe(0);
    const text = String(log.mock.calls[0]?.[0]);
    expect(text).toMatch(/^structure /u);
    expect(text).toMatch(/^dose +PHYSICAL PLAN [\d.]+ \(/mu);
    expect(text).toMatch(/^structure set .*chosen by frameOfReference$/mu);
    expect(text).toContain('dose in Gy, volume in cm³');
  });

  test('wrong names, metrics, end caps and doses are wrong usage', async () => {
    for (const extra of [['--structures', 'Nothing'], ['--metrics', 'V20'], ['--end-cap', 'round'], ['--dose', '1.2'], ['--unknown'], [path]]) {
      await expect(run([path, ...extra])).rejects.toMatchObject({ code: 'usage' });
    }
  });

  test('a folder without dose says so', async () => {
    await expect(run([join(dataFolder, 'rt-breast-partial')])).rejects.toMatchObject({ code: 'rt', reason: 'broken-chain' });
  });
});
