import { toMaximum } from '../benchResult.ts';
import type { BenchResult } from '../benchResult.ts';
import type { ConsoleDriver } from '../../app/demo/consoleDriver.ts';
import { importInto, openCase, signInAgain } from './benchDesk.ts';

const rounds = 5;
/** Chromium gives freed memory back to the system some seconds after it is free. */
const quietMs = 5000;
const limitMb = 100;

/** Resident memory, MB of 1,000,000 bytes. */
interface Resident {
  /** All processes of Electron together; what they share counts in each. Core, where it runs beside Electron, is not among them and holds no images. */
  readonly wholeMb: number;
  readonly pageMb: number;
}

/** Opens the studies in turn, reads each to its end, signs out and in again, five times over: how much more memory is held then than before. */
export async function measureMemory(desk: ConsoleDriver, ctFolders: readonly string[]): Promise<readonly BenchResult[]> {
  const cases: string[] = [];
  for (const folder of ctFolders) cases.push(await importInto(desk, folder));
  await desk.click('nav-cases');
  await signInAgain(desk);
  const start = await resident(desk);
  const returns: Resident[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const caseId of cases) await openCase(desk, caseId);
    // Whoever signs in comes back to where he was, which would be the last study.
    await desk.click('nav-cases');
    await signInAgain(desk);
    returns.push(await resident(desk));
  }
  const [first, last] = [returns[0] ?? start, returns.at(-1) ?? start];
  const told = `${cases.length} studies of 600 slices of 512 × 512 opened in turn, then signed out and in again, ${rounds} rounds; MB after a forced collection and five quiet seconds: whole application ${[start, ...returns].map(({ wholeMb }) => wholeMb.toFixed(0)).join(' → ')}, page ${[start, ...returns].map(({ pageMb }) => pageMb.toFixed(0)).join(' → ')}`;
  return [row('memory, last return less the start', last.wholeMb - start.wholeMb, told), row('memory, last return less the first', last.wholeMb - first.wholeMb)];
}

const mb = (kib: number): number => (kib * 1024) / 1e6;

const row = (metric: string, ourMb: number, note?: string): BenchResult => toMaximum({ metric, unit: 'MB', better: 'lower', ours: [ourMb], target: { below: limitMb }, note });

/** Once what nobody refers to any more has been collected. */
async function resident(desk: ConsoleDriver): Promise<Resident> {
  const session = await desk.page.context().newCDPSession(desk.page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  await desk.page.waitForTimeout(quietMs);
  const metrics = await desk.app.evaluate(({ app, BrowserWindow }) => {
    const pagePid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
    return app.getAppMetrics().map(({ pid, memory }) => ({ isPage: pid === pagePid, kib: memory.workingSetSize }));
  });
  return { wholeMb: mb(metrics.reduce((sum, { kib }) => sum + kib, 0)), pageMb: mb(metrics.find(({ isPage }) => isPage)?.kib ?? 0) };
}
