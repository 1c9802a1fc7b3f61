import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../../electron/core/cli/dvh.ts';

const dataFolder = join(import.meta.dirname, '../../../../shared/data');
const contractKeys = ['name', 'volumeCc', 'coverage', 'minGy', 'meanGy', 'maxGy', 'd98Gy', 'd95Gy', 'd50Gy', 'd2Gy', 'd1ccGy', 'd0_1ccGy', 'notices'];

afterEach(() => vi.restoreAllMocks());

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
