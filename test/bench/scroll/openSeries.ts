import { toResults } from '../benchResult.ts';
import type { BenchResult } from '../benchResult.ts';
import type { ConsoleDriver } from '../../app/demo/consoleDriver.ts';
import { importInto, openCase, restart } from './benchDesk.ts';
import type { Opening } from './benchDesk.ts';

const runs = 3;

/**
 * From the click on the images of a case to its first picture, and until every slice is read: once as the first images
 * after the console was started, once after those of another case.
 */
export async function measureOpening(desk: ConsoleDriver, ctFolders: readonly [string, string]): Promise<readonly BenchResult[]> {
  // Of two series: the console knows one it has read again, whatever case shows it.
  const cases = [await importInto(desk, ctFolders[0]), await importInto(desk, ctFolders[1])];
  const cold: Opening[] = [];
  const warm: Opening[] = [];
  for (let run = 0; run < runs; run += 1) {
    await restart(desk);
    cold.push(await openCase(desk, cases[run % 2] ?? ''));
    warm.push(await openCase(desk, cases[(run + 1) % 2] ?? ''));
  }
  return [...rows('first images after the start', cold), ...rows('after another case', warm)];
}

function rows(when: string, openings: readonly Opening[]): readonly BenchResult[] {
  const note = 'built console, 300 slices of 512 × 512 from its encrypted store, from the click on the tab of the images; the system may hold the files in memory';
  return [
    ...toResults({ metric: `first image, ${when}`, unit: 'ms', better: 'lower', ours: openings.map(({ firstImageMs }) => firstImageMs), target: { below: 500 }, note }),
    ...toResults({ metric: `whole series read, ${when}`, unit: 's', better: 'lower', ours: openings.map(({ wholeSeriesMs }) => wholeSeriesMs / 1000), target: { below: 4 }, note }),
  ];
}
