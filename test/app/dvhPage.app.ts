import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';

/**
 * The DVH page of a real console: end caps computed by its worker and printed beside every volume, what the planning
 * system stored, and the page about the calculation opened, narrowed and closed by keyboard. A folder as argument takes
 * the place of the phantom; pictures go to `MDT_PICTURES` where it is set.
 */
const [, , folder] = process.argv;

let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

/** Imports a folder into a new case and opens its DVH page with every structure shown. */
async function openDvhPage(desk: ConsoleDriver, source: string): Promise<void> {
  await desk.click('nav-cases');
  await desk.click('new-case');
  await desk.click('new-case-create');
  await desk.at('case-header').waitFor();
  const caseId = (await desk.at('case-header').getAttribute('data-case-id')) ?? '';
  await desk.answerFolderDialog(source);
  const { paths } = await desk.call('dialog.chooseImport', { kind: 'folder' });
  const importId = crypto.randomUUID();
  await desk.call('import.start', { importId, caseId, source: { kind: 'paths', paths }, patientKey: null });
  await desk.until('the import', async () => (await desk.call('import.report', { importId })).phase === 'done', 120_000);
  await desk.click('tab-review');
  await desk.until('the desk', async () => (await desk.at('review-desk').getAttribute('data-phase')) === 'finished', 60_000);
  await desk.at('desk-pages').locator('label').nth(2).click();
  await desk.page.locator('.desk-structures button').first().click();
  await desk.until('rows of the table', async () => (await rowsOf(desk)).length > 3);
}

/** Volume and end cap of every recomputed row. */
const rowsOf = (desk: ConsoleDriver): Promise<{ readonly volume: number; readonly cap: string }[]> =>
  desk.page.locator('[data-testid^="dvh-row-"]').evaluateAll((rows) => rows.map((row) => ({ volume: Number(row.querySelector('.dvh-volume')?.textContent), cap: row.querySelector('.dvh-cap')?.textContent ?? '' })));

async function chooseCaps(desk: ConsoleDriver, picture: (name: string) => Promise<void>): Promise<void> {
  const half = await rowsOf(desk);
  check('every volume has its end cap beside it', half.every(({ cap }) => cap === half[0]?.cap && cap !== ''), half);
  await picture('dvh-half');
  for (const [index, name] of ['none', 'rounded'].entries()) {
    await desk.at('dvh-end-cap').locator('label').nth(index + 1).click();
    await desk.until(`end cap ${name}`, async () => {
      const rows = await rowsOf(desk);
      return rows.length === half.length && rows[0]?.cap !== half[0]?.cap && (index === 0 || rows[0]?.cap !== '不外延');
    }, 60_000);
    const rows = await rowsOf(desk);
    check(`with end cap ${name} no volume is larger, and most are smaller`, rows.every(({ volume }, n) => volume <= (half[n]?.volume ?? NaN)) && rows.filter(({ volume }, n) => volume < (half[n]?.volume ?? NaN)).length > rows.length / 2, { half, rows });
  }
  await picture('dvh-rounded');
}

async function readAbout(desk: ConsoleDriver, picture: (name: string) => Promise<void>): Promise<void> {
  const { page } = desk;
  await desk.at('about-open').focus();
  await page.keyboard.press('Enter');
  await desk.at('about-table').waitFor();
  await picture('about');
  await page.keyboard.press('Escape');
  await desk.at('about-table').waitFor({ state: 'detached' });
  check('closed, the focus is back on its button', await desk.at('about-open').evaluate((button) => document.activeElement === button));
  await page.keyboard.press('F1');
  await desk.at('about-figure').focus();
  await page.keyboard.type('D98%');
  const figures = await page.locator('[data-testid="about-table"] tbody tr td:nth-child(2)').allTextContents();
  check('the pass table is narrowed by typing', figures.length > 0 && figures.every((figure) => figure === 'D98%'), figures.slice(0, 5));
  await picture('about-narrowed');
  await page.keyboard.press('Escape');
}

async function run(): Promise<void> {
  if (!(await ensureBuilt(console.log))) throw new Error('The console could not be built.');
  const runtime = await resolveElectron(console.log);
  const workDir = mkdtempSync(join(tmpdir(), 'mdt-dvh-'));
  const pictures = process.env['MDT_PICTURES'];
  const source = folder ?? join(workDir, 'case');
  if (folder === undefined) {
    for (const { name, bytes } of makeSampleCase({ slices: 32, matrixSize: 64 }).files) {
      mkdirSync(dirname(join(source, name)), { recursive: true });
      writeFileSync(join(source, name), bytes);
    }
  }
  try {
    await withDisplay(async ({ env }) => {
      const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
      const desk = new ConsoleDriver({ name: 'B', runtime, env, dataDir: join(workDir, 'b'), outputDir: workDir, platformUrl: platform.url, window: { width: 1440, height: 900 } });
      const picture = async (name: string): Promise<void> => void (pictures === undefined ? undefined : await desk.page.screenshot({ path: join(pictures, `${name}.png`) }));
      try {
        await desk.start();
        await desk.createVault(passphrase.b);
        await desk.signIn('liang.imaging', password);
        await openDvhPage(desk, source);
        const hasStored = (await desk.at('dvh-show-stored').count()) > 0;
        const storedRows = await desk.page.locator('[data-testid^="dvh-stored-"]').count();
        check('stored histograms are shown where the dose has them, and their absence is said', hasStored ? storedRows > 0 : storedRows === 0 && (await desk.at('dvh-page').textContent())?.includes('未带计划系统的 DVH') === true, { hasStored, storedRows });
        await chooseCaps(desk, picture);
        await readAbout(desk, picture);
      } finally {
        await desk.stop();
        await platform.stop();
      }
    });
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

await run();
console.log(failures === 0 ? 'The DVH page says how its numbers are made.' : `${failures} checks of the DVH page failed.`);
process.exitCode = failures === 0 ? 0 : 1;
