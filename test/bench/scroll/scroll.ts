import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withDisplay } from '../../../scripts/display.ts';
import { ensureBuilt } from '../../../scripts/build.ts';
import { resolveElectron } from '../../../scripts/electronRuntime.ts';
import type { BenchResult } from '../benchResult.ts';
import { withTempFolder } from '../tempFolder.ts';
import { withDesk } from './benchDesk.ts';
import { buildPage } from './buildPage.ts';
import { measureMemory } from './openMemory.ts';
import { measureOpening } from './openSeries.ts';
import { writePhantomSeries } from './phantomSeries.ts';
import { engineRuns } from './runs.ts';
import type { EngineRun, RunFigures } from './runs.ts';
import { toScrollResults } from './scrollResults.ts';
import { openScrollWindow } from './scrollWindow.ts';
import type { WindowOptions } from './scrollWindow.ts';

const rounds = 3;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const firstMeasured = 50;
const count = (length: number, from: number): readonly number[] => Array.from({ length }, (_, n) => from + n);

/** Our cell and the peers scroll 200 slices of one series, each in a window of Electron with software rendering; then the built console opens such series. */
export function measure(): Promise<readonly BenchResult[]> {
  return withTempFolder(async (folder) => {
    const electron = await resolveElectron(say);
    if (!(await ensureBuilt(say))) throw new Error('The console could not be built; run "npm run build" and mend what it names.');
    const [pageFolder, seriesFolder, otherFolder, deskFolder] = [join(folder, 'page'), join(folder, 'series'), join(folder, 'other'), join(folder, 'desk')];
    await writePhantomSeries(seriesFolder);
    await writePhantomSeries(otherFolder, { slices: 300, seed: 'other' });
    const largeFolders = ['a', 'b', 'c'].map((seed) => join(folder, `large-${seed}`));
    for (const [index, large] of largeFolders.entries()) await writePhantomSeries(large, { slices: 600, seed: `large ${index}` });
    await mkdir(deskFolder);
    await buildPage(pageFolder);
    const figures = new Map<string, RunFigures>();
    const opening = await withDisplay(async (display) => {
      for (let round = 0; round < rounds; round += 1) {
        for (const [number, run] of engineRuns.entries()) {
          const userFolder = join(folder, `user-${round}-${number}`);
          await mkdir(userFolder);
          say(`round ${round + 1} of ${rounds}: ${run.engine}, limiter ${run.hasFrameLimiter ? 'on' : 'off'}`);
          for (const one of await runOnce(run, { electron, display, pageFolder, seriesFolder, userFolder })) {
            const key = `${one.engine} ${one.hasFrameLimiter} ${one.scenario}`;
            const before = figures.get(key);
            figures.set(key, { ...one, intervalsMs: [...(before?.intervalsMs ?? []), ...one.intervalsMs], passMs: [...(before?.passMs ?? []), ...one.passMs] });
          }
        }
      }
      say('opening series in the console');
      return withDesk(electron, display, deskFolder, async (desk) => {
        const times = await measureOpening(desk, [join(seriesFolder, 'ct'), join(otherFolder, 'ct')]);
        say('opening and closing three studies of 600 slices');
        return [...times, ...(await measureMemory(desk, largeFolders.map((large) => join(large, 'ct'))))];
      });
    });
    return [...toScrollResults([...figures.values()], electron.version), ...opening];
  });
}

async function runOnce({ engine, hasFrameLimiter, scenarios, slices }: EngineRun, places: Omit<WindowOptions, 'hasFrameLimiter' | 'hasGl'>): Promise<readonly RunFigures[]> {
  const window = await openScrollWindow({ ...places, hasFrameLimiter, hasGl: engine === 'cornerstone3D GPU' });
  const figures: RunFigures[] = [];
  // Slices that were not shown before: what an overlay prepares for a slice is part of its time.
  const [warmUp, measured] = [count(slices / 5, 0), count(slices + 1, firstMeasured)];
  try {
    for (const scenario of scenarios) {
      const { intervalsMs, passMs } = await window.run({ engine, scenario, warmUp, measured });
      figures.push({ engine, hasFrameLimiter, scenario, intervalsMs, passMs: [passMs] });
    }
    return figures;
  } finally {
    await window.close();
  }
}
