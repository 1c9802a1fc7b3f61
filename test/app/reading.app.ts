import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';
import { noduleCentre, noduleStudies, writeNoduleStudies } from './reading/noduleStudies.ts';

/**
 * What a radiologist does with two studies, on the real desk with mouse and keys, every click and key counted: open the
 * case, lung window, measure the nodule on both dates, name it one lesion, keep the report and the key image.
 */
const matrixSize = 256;
const fieldMm = 396;
const pixelMm = fieldMm / matrixSize;
/** Clicks, drags, wheel notches and keys of the reader. */
let deeds: string[] = [];

let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

const cell = (desk: ConsoleDriver, index: number) => desk.page.locator(`[data-cell="${index}"]`);
const attribute = async (desk: ConsoleDriver, index: number, name: string): Promise<string> => (await cell(desk, index).getAttribute(name)) ?? '';

async function press(desk: ConsoleDriver, key: string): Promise<void> {
  deeds.push(`key ${key}`);
  await desk.page.keyboard.press(key);
}

async function click(desk: ConsoleDriver, name: string, testId: string): Promise<void> {
  deeds.push(`click ${name}`);
  await desk.click(testId);
}

/** Where a patient point of the axial slice lies on the page; the picture is fitted and in the middle of its cell. */
async function onPage(desk: ConsoleDriver, index: number, xMm: number, yMm: number): Promise<{ x: number; y: number }> {
  const box = await cell(desk, index).boundingBox();
  if (box === null) throw new Error(`Cell ${index} is not on screen.`);
  const pxPerMm = Math.min(box.width, box.height) / fieldMm;
  return { x: box.x + box.width / 2 + xMm * pxPerMm, y: box.y + box.height / 2 + yMm * pxPerMm };
}

/** Draws a length through the middle of the nodule, from border to border. */
async function measureNodule(desk: ConsoleDriver, index: number, diameterMm: number): Promise<void> {
  const [x, y] = noduleCentre;
  const from = await onPage(desk, index, x - diameterMm / 2, y);
  const to = await onPage(desk, index, x + diameterMm / 2, y);
  await press(desk, 'l');
  deeds.push(`drag over the nodule in cell ${index + 1}`);
  await desk.page.mouse.move(from.x, from.y);
  await desk.page.mouse.down();
  await desk.page.mouse.move(to.x, to.y, { steps: 6 });
  await desk.page.mouse.up();
}

/** Chooses the lesion of an annotation in the panel: the new one, or the first that is there. */
async function nameLesion(desk: ConsoleDriver, row: number, choice: string): Promise<void> {
  const rows = desk.page.locator('.reading-annotation');
  deeds.push('click lesion', `click ${choice}`);
  await rows.nth(row).locator('input').first().click();
  await desk.page.getByRole('option', { name: choice }).filter({ visible: true }).first().click();
}

async function read(desk: ConsoleDriver, workDir: string): Promise<void> {
  const folder = join(workDir, 'studies');
  const count = writeNoduleStudies(folder, matrixSize);
  await desk.click('nav-cases');
  await desk.click('new-case');
  await desk.click('new-case-create');
  await desk.at('case-header').waitFor();
  const caseId = (await desk.at('case-header').getAttribute('data-case-id')) ?? '';
  await desk.answerFolderDialog(folder);
  const { paths } = await desk.call('dialog.chooseImport', { kind: 'folder' });
  const importId = crypto.randomUUID();
  await desk.call('import.start', { importId, caseId, source: { kind: 'paths', paths }, patientKey: null });
  await desk.until('the import', async () => (await desk.call('import.report', { importId })).phase === 'done', 120_000);
  check('both studies are imported', (await desk.call('import.report', { importId })).imported === count);
  await desk.click('nav-cases');

  deeds = [];
  await click(desk, 'the case', `case-row-${caseId}`);
  await click(desk, 'images', 'tab-review');
  for (const index of [0, 1]) await desk.until(`cell ${index + 1}`, async () => (await cell(desk, index).count()) > 0 && (await attribute(desk, index, 'data-is-read')) === 'true', 60_000);
  check('the new study hangs beside the earlier one', (await attribute(desk, 0, 'data-series')) !== (await attribute(desk, 1, 'data-series')));

  await press(desk, '2');
  await desk.until('the lung window', async () => (await attribute(desk, 0, 'data-window-width')) === '1500');
  check('both dates take the lung window', (await attribute(desk, 1, 'data-window-centre')) === '-600', await attribute(desk, 1, 'data-window-centre'));
  const middle = await onPage(desk, 0, 0, 0);
  await desk.page.mouse.move(middle.x, middle.y);
  while (Number(await attribute(desk, 0, 'data-slice-position-mm')) > noduleCentre[2] && deeds.length < 30) {
    deeds.push('wheel');
    await desk.page.mouse.wheel(0, 100);
    await desk.page.waitForTimeout(200);
  }
  check('both dates show the slice of the nodule', Number(await attribute(desk, 0, 'data-slice-position-mm')) === -10 && Number(await attribute(desk, 1, 'data-slice-position-mm')) === -10, [await attribute(desk, 0, 'data-slice-position-mm'), await attribute(desk, 1, 'data-slice-position-mm')]);

  const [early, late] = noduleStudies;
  await measureNodule(desk, 0, late?.diameterMm ?? 0);
  await measureNodule(desk, 1, early?.diameterMm ?? 0);
  deeds.push('click measurements');
  await desk.page.locator('[data-command="sidePanel"]').click();
  const rows = desk.page.locator('.reading-annotation');
  await desk.until('both measurements', async () => (await rows.count()) === 2);
  const lengths = (await rows.allTextContents()).map((text) => Number(/([\d.]+) mm/.exec(text)?.[1]));
  check('the nodule measures 24 and 16 mm, to a pixel', Math.abs((lengths[0] ?? 0) - 24) <= pixelMm && Math.abs((lengths[1] ?? 0) - 16) <= pixelMm, lengths);
  await nameLesion(desk, 0, '新病灶');
  await nameLesion(desk, 1, 'L1');
  const table = (await desk.at('lesion-table').textContent()) ?? '';
  check('the table of lesions tells the growth', /\+\s?(?:4[5-9]|5[0-5])/.test(table), table);

  await click(desk, 'save report', 'save-report');
  const made = async (modality: string) => (await desk.call('imaging.get', { caseId })).instances.filter(({ header }) => header.modality === modality);
  await desk.until('the report', async () => (await made('SR')).length > 0);
  await click(desk, 'key image', 'save-key-image');
  await desk.until('the key image', async () => (await made('KO')).length === 1 && (await made('PR')).length === 1);
  console.log(`${deeds.length} clicks and keys: ${deeds.join(', ')}`);
  await judge(desk, workDir, [...(await made('SR')), ...(await made('KO')), ...(await made('PR'))].map(({ sha256, header }) => ({ sha256, modality: header.modality })), lengths);

  await desk.click('nav-cases');
  await desk.click(`case-row-${caseId}`);
  await desk.click('tab-review');
  await desk.until('the measurements when the case is opened again', async () => (await desk.page.locator('.reading-annotation').count()) === 2, 60_000);
  await desk.until('the readers to end', () => Promise.resolve(desk.page.workers().length <= 1));
}

/** What other programs say of the objects that were kept. */
async function judge(desk: ConsoleDriver, workDir: string, objects: readonly { readonly sha256: string; readonly modality: string }[], lengths: readonly number[]): Promise<void> {
  for (const [index, { sha256, modality }] of objects.entries()) {
    const bytes = await desk.page.evaluate(async (hash) => Array.from(new Uint8Array(await (await fetch(`app://console/blobs/${hash}`)).arrayBuffer())), sha256);
    const file = join(workDir, `${index}-${modality}.dcm`);
    writeFileSync(file, Uint8Array.from(bytes));
    const findings = run('dciodvfy', [file]).split('\n').filter((line) => line.startsWith('Error'));
    check(`dciodvfy finds no error in the ${modality} object`, findings.length === 0, findings);
    if (modality !== 'SR') continue;
    const dump = run('dsrdump', ['+U8', file]);
    check('dsrdump reads a length of the report', lengths.some((length) => dump.includes(length.toFixed(1))), dump.slice(0, 400));
  }
}

/** Output of a program, its findings among it; some leave with a code of their own. */
function run(program: string, words: readonly string[]): string {
  try {
    return execFileSync('sh', ['-c', '"$0" "$@" 2>&1', program, ...words], { encoding: 'utf8' });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error);
  }
}

const startedMs = performance.now();
const workDir = mkdtempSync(join(tmpdir(), 'mdt-reading-'));
try {
  const runtime = await resolveElectron();
  await withDisplay(async ({ env }) => {
    const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
    const desk = new ConsoleDriver({ name: 'reader', runtime, env, dataDir: join(workDir, 'console'), outputDir: workDir, platformUrl: platform.url, window: { width: 1440, height: 900 } });
    try {
      await desk.start();
      await desk.createVault(passphrase.b);
      await desk.signIn('liang.imaging', password);
      await read(desk, workDir);
      const pictures = process.env['MDT_PICTURES'];
      if (pictures !== undefined) await desk.page.screenshot({ path: join(pictures, 'reading.png') });
    } finally {
      await desk.stop();
      await platform.stop();
    }
  });
} finally {
  rmSync(workDir, { recursive: true, force: true });
}
console.log(`${failures === 0 ? 'Two dates were read.' : `${failures} checks failed.`} ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
process.exitCode = failures === 0 ? 0 : 1;
