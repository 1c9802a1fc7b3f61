import { join } from 'node:path';
import { _electron, errors } from 'playwright-core';
import type { ElectronApplication } from 'playwright-core';
import type { Display } from '../../../scripts/display.ts';
import type { ElectronRuntime } from '../../../scripts/electronRuntime.ts';
import type { ScrollRequest } from './page/main.ts';
import type { ScrollTimes } from './page/timing.ts';

export interface WindowOptions {
  readonly electron: ElectronRuntime;
  readonly display: Display;
  readonly pageFolder: string;
  readonly seriesFolder: string;
  readonly userFolder: string;
  /** Off: frames come as fast as they get out, instead of with the screen. */
  readonly hasFrameLimiter: boolean;
  /** WebGL by SwiftShader; without it the window has no GL at all. */
  readonly hasGl: boolean;
}

/** A window with the page in it, in a process of its own. */
export interface ScrollWindow {
  readonly app: ElectronApplication;
  readonly run: (request: ScrollRequest) => Promise<ScrollTimes>;
  readonly close: () => Promise<void>;
}

/** Seen now and then: the debugger is attached and Electron never says that it is ready. No line of ours has run then. */
const launchTimeoutMs = 20_000;
const mostLaunches = 5;

/** Opens the bench's page in Electron with software rendering. */
export async function openScrollWindow(options: WindowOptions): Promise<ScrollWindow> {
  const app = await launch(options, mostLaunches);
  const page = await app.firstWindow();
  page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
  await page.waitForFunction(() => 'scrollBench' in globalThis);
  return {
    app,
    run: (request) => page.evaluate((words) => (globalThis as unknown as { scrollBench: (request: ScrollRequest) => Promise<ScrollTimes> }).scrollBench(words), request),
    close: () => app.close(),
  };
}

async function launch(options: WindowOptions, triesLeft: number): Promise<ElectronApplication> {
  try {
    return await launchOnce(options);
  } catch (error) {
    if (!(error instanceof errors.TimeoutError) || triesLeft <= 1) throw error;
    return launch(options, triesLeft - 1);
  }
}

function launchOnce({ electron, display, pageFolder, seriesFolder, userFolder, hasFrameLimiter, hasGl }: WindowOptions): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: electron.executable,
    args: [
      ...(electron.needsNoSandbox ? ['--no-sandbox'] : []),
      `--user-data-dir=${userFolder}`,
      '--force-device-scale-factor=1',
      ...(hasGl ? ['--enable-unsafe-swiftshader', '--use-angle=swiftshader'] : ['--disable-gpu']),
      ...(hasFrameLimiter ? [] : ['--disable-frame-rate-limit', '--disable-gpu-vsync']),
      join(import.meta.dirname, 'shell'),
    ],
    timeout: launchTimeoutMs,
    chromiumSandbox: !electron.needsNoSandbox,
    env: { ...(display.env as Record<string, string>), SCROLL_PAGE: pageFolder, SCROLL_SERIES: seriesFolder },
  });
}
