import { join } from 'node:path';
import { freePort } from '../../../electron/main/freePort.ts';
import type { Display } from '../../../scripts/display.ts';
import type { ElectronRuntime } from '../../../scripts/electronRuntime.ts';
import { ConsoleDriver } from '../../app/demo/consoleDriver.ts';
import { PlatformProcess } from '../../app/demo/platformProcess.ts';
import { passphrase, password } from '../../app/demo/stage.ts';

const account = 'liang.imaging';
const importTimeoutMs = 240_000;

/** The built console, signed in to a sample network of its own, while `work` runs. */
export async function withDesk<T>(electron: ElectronRuntime, display: Display, folder: string, work: (desk: ConsoleDriver) => Promise<T>): Promise<T> {
  const platform = await PlatformProcess.start(join(folder, 'platform'), await freePort(undefined));
  const desk = new ConsoleDriver({ name: 'bench', runtime: electron, env: display.env, dataDir: join(folder, 'console'), outputDir: folder, platformUrl: platform.url, window: { width: 1280, height: 1000 } });
  try {
    await desk.start();
    await desk.createVault(passphrase.b);
    await desk.signIn(account, password);
    return await work(desk);
  } finally {
    await desk.stop();
    await platform.stop();
  }
}

/** Ends the console and starts it again, as after a night: nothing is read yet. */
export async function restart(desk: ConsoleDriver): Promise<void> {
  await desk.stop();
  await desk.start();
  await desk.unlock(passphrase.b);
  await desk.signIn(account, password);
}

/** Signs out and in again, which lets go of all images. */
export async function signInAgain(desk: ConsoleDriver): Promise<void> {
  await desk.click('person-menu');
  await desk.click('sign-out');
  await desk.signIn(account, password);
}

/** Imports a folder into a case of its own. @returns the case's id */
export async function importInto(desk: ConsoleDriver, ctFolder: string): Promise<string> {
  await desk.click('nav-cases');
  await desk.click('new-case');
  await desk.click('new-case-create');
  await desk.at('case-header').waitFor();
  const caseId = (await desk.at('case-header').getAttribute('data-case-id')) ?? '';
  await desk.answerFolderDialog(ctFolder);
  const { paths } = await desk.call('dialog.chooseImport', { kind: 'folder' });
  const importId = crypto.randomUUID();
  await desk.call('import.start', { importId, caseId, source: { kind: 'paths', paths }, patientKey: null });
  await desk.until('the import', async () => (await desk.call('import.report', { importId })).phase === 'done', importTimeoutMs);
  return caseId;
}

/** What opening the images of a case took, from the click on their tab. */
export interface Opening {
  /** Until the first frame that shows a slice was drawn. */
  readonly firstImageMs: number;
  /** Until no slice of the cell waits to be read. */
  readonly wholeSeriesMs: number;
}

/** Goes to a case and opens its images. */
export async function openCase(desk: ConsoleDriver, caseId: string): Promise<Opening> {
  await desk.click('nav-cases');
  await desk.click(`case-row-${caseId}`);
  await desk.at('tab-review').waitFor();
  return desk.page.evaluate(
    () =>
      new Promise<{ firstImageMs: number; wholeSeriesMs: number }>((done, fail) => {
        const startedMs = Date.now();
        let firstImageMs: number | null = null;
        document.querySelector<HTMLElement>('[data-testid="tab-review"]')?.click();
        const look = (): void => {
          const cell = document.querySelector<HTMLElement>('[data-cell="0"][data-is-read="true"]');
          firstImageMs ??= cell === null ? null : Number(cell.dataset['drawnAtMs']) - startedMs;
          const isLoading = document.querySelector('[data-testid="cell-progress"]') !== null;
          if (firstImageMs !== null && !isLoading) done({ firstImageMs, wholeSeriesMs: Date.now() - startedMs });
          else if (Date.now() - startedMs > 60_000) fail(new Error('The series was not read within a minute.'));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
}
