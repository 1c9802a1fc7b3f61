import { expect, it } from 'vitest';
import { runCrash } from './crash/runCrash.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';

const kills = 8;

it(`loses and doubles nothing in ${kills} SIGKILLs of cores and platform under load, records and blobs equal on all sides afterwards`, async () => {
  const folder = temporaryFolder();
  const report = await runCrash({ folder, seed: 8, kills, killsAnEpoch: kills, say: () => undefined });
  expect(Object.values(report.kills).reduce((sum, count) => sum + count, 0)).toBe(kills);
  expect(report.acknowledged).toBeGreaterThan(kills);
  expect(report.blobs).toBeGreaterThan(kills);
  removeFolder(folder);
}, 180_000);
