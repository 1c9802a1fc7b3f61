import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withDisplay } from '../../../scripts/display.ts';
import { resolveElectron } from '../../../scripts/electronRuntime.ts';
import type { BenchResult } from '../benchResult.ts';
import { withTempFolder } from '../tempFolder.ts';
import { buildPage } from './buildPage.ts';
import { writePhantomSeries } from './phantomSeries.ts';
import { runs } from './runs.ts';
import type { Run } from './runs.ts';
import { toScrollResults } from './scrollResults.ts';
import { openScrollWindow } from './scrollWindow.ts';
import type { WindowOptions } from './scrollWindow.ts';

const rounds = 3;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const warmUp = Array.from({ length: 40 }, (_, n) => n);
/** Slices that were not shown before: what an overlay prepares for a slice is part of its time. */
const measured = Array.from({ length: 201 }, (_, n) => n + 50);

/** Our cell and the peers scroll 200 slices of one series, each in a window of Electron with software rendering. */
export function measure(): Promise<readonly BenchResult[]> {
  return withTempFolder(async (folder) => {
    const electron = await resolveElectron(say);
    const [pageFolder, seriesFolder] = [join(folder, 'page'), join(folder, 'series')];
    await writePhantomSeries(seriesFolder);
    await buildPage(pageFolder);
    const intervals = new Map<Run, number[]>(runs.map((run) => [run, []]));
    await withDisplay(async (display) => {
      for (let round = 0; round < rounds; round += 1) {
        for (const [number, run] of runs.entries()) {
          const userFolder = join(folder, `user-${round}-${number}`);
          await mkdir(userFolder);
          say(`round ${round + 1} of ${rounds}: ${run.engine}, ${run.scenario}, limiter ${run.hasFrameLimiter ? 'on' : 'off'}`);
          intervals.get(run)?.push(...(await runOnce(run, { electron, display, pageFolder, seriesFolder, userFolder })));
        }
      }
    });
    return toScrollResults([...intervals].map(([run, intervalsMs]) => ({ ...run, intervalsMs })), electron.version);
  });
}

async function runOnce({ engine, scenario, hasFrameLimiter }: Run, places: Omit<WindowOptions, 'hasFrameLimiter' | 'hasGl'>): Promise<readonly number[]> {
  const window = await openScrollWindow({ ...places, hasFrameLimiter, hasGl: engine === 'cornerstone3D GPU' });
  try {
    return (await window.run({ engine, scenario, warmUp, measured })).intervalsMs;
  } finally {
    await window.close();
  }
}
