import { join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { ensureBuilt } from '../../scripts/build.ts';
import { withDisplay, type Display } from '../../scripts/display.ts';
import { resolveElectron, type ElectronRuntime } from '../../scripts/electronRuntime.ts';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { toResults, type BenchResult } from './benchResult.ts';
import { withTempFolder } from './tempFolder.ts';

const runs = 3;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Start {
  readonly paintedMs: number;
  readonly interactiveMs: number;
}

/** Time from starting the process to the first contentful paint of its window, with an empty data folder each time. */
export async function measure(): Promise<readonly BenchResult[]> {
  if (!(await ensureBuilt(say))) throw new Error('The console could not be built; run "npm run build" and mend what it names.');
  const electron = await resolveElectron(say);
  const starts: Start[] = [];
  const isVirtual = await withDisplay(async (display) => {
    for (let run = 0; run < runs; run += 1) starts.push(await withTempFolder((dataFolder) => startOnce(electron, display, dataFolder)));
    return display.isVirtual;
  });
  const note = `Electron ${electron.version}, ${isVirtual ? 'virtual display, software rendering' : 'the display of this machine'}; the test driver attaching is part of the time`;
  return [
    ...toResults({ metric: 'process start to first paint', unit: 's', better: 'lower', ours: starts.map(({ paintedMs }) => paintedMs / 1000), note }),
    ...toResults({ metric: 'process start to page loaded', unit: 's', better: 'lower', ours: starts.map(({ interactiveMs }) => interactiveMs / 1000), note }),
  ];
}

async function startOnce(electron: ElectronRuntime, { env }: Display, dataFolder: string): Promise<Start> {
  const startedAtMs = performance.timeOrigin + performance.now();
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [...(electron.needsNoSandbox ? ['--no-sandbox'] : []), projectFolder],
    chromiumSandbox: !electron.needsNoSandbox,
    env: { ...definedOnly(env), MDT_DATA_DIR: join(dataFolder, 'user'), MDT_NODE: process.execPath, MDT_TEST: '1' },
  });
  try {
    const { paintedAtMs, loadedAtMs } = await readPaint(app);
    return { paintedMs: paintedAtMs - startedAtMs, interactiveMs: loadedAtMs - startedAtMs };
  } finally {
    await app.close();
  }
}

/** The page's own clock readings, as milliseconds since 1970. */
async function readPaint(app: ElectronApplication): Promise<{ paintedAtMs: number; loadedAtMs: number }> {
  const page = await app.firstWindow();
  await page.waitForLoadState();
  return page.evaluate(
    () =>
      new Promise<{ paintedAtMs: number; loadedAtMs: number }>((done) => {
        new PerformanceObserver((list, observer) => {
          const paint = list.getEntriesByName('first-contentful-paint')[0];
          const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
          if (!paint || !navigation) return;
          observer.disconnect();
          done({ paintedAtMs: performance.timeOrigin + paint.startTime, loadedAtMs: performance.timeOrigin + navigation.loadEventEnd });
        }).observe({ type: 'paint', buffered: true });
      }),
  );
}

const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
