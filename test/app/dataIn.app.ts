import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { captureSize, makeInputs, textRows, type Inputs } from './dataIn/inputs.ts';
import { dropFiles } from './dataIn/dropFiles.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';

/**
 * Getting data in and out with a real console: a dropped archive, an import whose core is killed, a PACS that is not
 * there, and a de-identified export with a mask. Pictures go to `MDT_PICTURES` where it is set.
 */
let failures = 0;
const say = (line: string): void => console.log(line);
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  say(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

const sizes = [{ width: 1280, height: 720 }, { width: 1920, height: 1080 }] as const;

/** The page as it is now, in both sizes and languages; Chinese before and after. */
async function picture(b: ConsoleDriver, name: string): Promise<void> {
  if (!process.env['MDT_PICTURES']) return;
  for (const language of ['zh', 'en']) {
    for (const size of sizes) {
      await b.app.evaluate(({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height), size);
      await b.page.waitForTimeout(300);
      await b.screenshot(`${name}-${language}-${size.width}`);
    }
    // A dialog may lie over the switch.
    await b.at('language').evaluate((button) => (button as HTMLElement).click());
  }
  await b.page.waitForTimeout(200);
}

async function newCase(b: ConsoleDriver, number: string): Promise<string> {
  await b.click('nav-cases');
  await b.click('new-case');
  await b.fill('new-case-number', number);
  await b.click('new-case-create');
  await b.at('case-header').waitFor();
  await b.at('import-choose').waitFor();
  return (await b.at('case-header').getAttribute('data-case-id')) ?? '';
}

const imported = async (b: ConsoleDriver): Promise<number> => Number(await b.at('import-report').getAttribute('data-imported'));

async function dropArchive(b: ConsoleDriver, inputs: Inputs): Promise<string> {
  const caseId = await newCase(b, 'MDT-DROP');
  const forged = await b.callResult('import.start', { importId: globalThis.crypto.randomUUID(), caseId, source: { kind: 'paths', paths: [inputs.archive] }, patientKey: null });
  check('a path nobody dropped or chose is refused', !forged.ok && forged.error.reason === 'bad-request', forged);
  const made = await b.page.evaluate(() => (globalThis as unknown as { mdt: { rememberDropped(files: readonly object[]): Promise<unknown> } }).mdt.rememberDropped([new File(['x'], '/etc/passwd')]));
  check('a File the page made itself has no path', JSON.stringify(made) === '{"ok":true,"value":{"paths":[]}}', made);
  await picture(b, '01-empty');
  await dropFiles(b, 'drop-area', [inputs.archive], async () => {
    check('the import area shows that it takes what is held over it', (await b.at('drop-area').getAttribute('data-over')) === 'true');
    await picture(b, '02-held-over');
  });
  await b.at('import-report').waitFor({ timeout: 120_000 });
  await b.at('import-rejects').evaluate((node) => node.querySelectorAll('details').forEach((fold) => { fold.open = true; }));
  const words = await b.at('import-report').innerText();
  check('a dropped zip is imported', (await imported(b)) === inputs.objects, { imported: await imported(b), of: inputs.objects, words });
  check('what was not taken is named with what to do', words.includes('notes.txt') && words.includes('不是 DICOM 文件'), words);
  await b.at('contents').waitFor();
  check('the contents list the screen capture', (await b.at('contents').innerText()).includes('肝脏超声截图'));
  await picture(b, '03-report');
  await b.at('contents').scrollIntoViewIfNeeded();
  await b.page.waitForTimeout(1500);
  await picture(b, '04-contents');
  return caseId;
}

async function killAndResume(b: ConsoleDriver, inputs: Inputs): Promise<void> {
  await newCase(b, 'MDT-KILLED');
  const pid = (await b.coreEvents()).findLast((event) => event.state === 'ready')?.pid ?? null;
  if (pid === null) throw new Error('Core told no process id.');
  await b.page.evaluate(() => {
    const scope = globalThis as unknown as { mdt: { on(channel: string, listener: (payload: { phase: string; filesDone: number }) => void): () => void }; seenReading: number };
    scope.seenReading = 0;
    scope.mdt.on('import.progress', (progress) => {
      if (progress.phase === 'reading') scope.seenReading = progress.filesDone;
    });
  });
  await dropFiles(b, 'drop-area', [inputs.manyFolder]);
  await b.page.waitForFunction(() => (globalThis as unknown as { seenReading: number }).seenReading > 0, undefined, { polling: 10 });
  process.kill(pid, 'SIGKILL');
  await b.at('import-interrupted').waitFor({ timeout: 30_000 });
  check('an import whose core was killed is said to be interrupted', true);
  await picture(b, '06-interrupted');
  await b.click('import-resume');
  await b.at('import-report').waitFor({ timeout: 180_000 });
  const report = b.at('import-report');
  const words = await report.innerText();
  const { instances } = await b.call('imaging.get', { caseId: (await b.at('case-header').getAttribute('data-case-id')) ?? '' });
  check('going on takes the rest and nothing twice', instances.length === inputs.manyObjects && new Set(instances.map((one) => one.header.sopInstanceUID)).size === inputs.manyObjects, { has: instances.length, of: inputs.manyObjects, words });
}

async function testAbsentNode(b: ConsoleDriver): Promise<void> {
  await b.click('person-menu');
  await b.click('nav-settings');
  await b.at('network-nodes').waitFor();
  await picture(b, '07-settings');
  await b.click('node-add');
  await b.at('node-dialog').getByText('AE Title', { exact: false }).first().click();
  await b.fill('node-name', '放射科 PACS');
  await b.fill('node-aeTitle', 'NOBODY');
  await b.fill('node-host', '127.0.0.1');
  await b.fill('node-port', String(await freePort(undefined)));
  await b.click('node-test');
  await b.at('network-test-steps').waitFor({ timeout: 30_000 });
  const words = await b.at('network-test-address').innerText();
  check('a PACS that is not there is said to refuse the connection, and what to check', words.includes('失败') && words.includes('该端口没有服务'), words);
  await picture(b, '08-node-test');
  await b.click('node-save');
  await b.at('node-row-放射科 PACS').waitFor();
  check('a node is saved and listed', true);
  await picture(b, '09-node-saved');
}

async function find(b: ConsoleDriver, caseId: string): Promise<void> {
  await b.click('nav-cases');
  await b.click(`case-row-${caseId}`);
  await b.click('import-node');
  await b.at('find-search').waitFor();
  await b.click('find-search');
  await b.at('network-error').waitFor({ timeout: 30_000 });
  check('a search in a PACS that is not there says what to check', (await b.at('network-error').innerText()).includes('该端口没有服务'));
  await picture(b, '10-find-failed');
  await b.page.keyboard.press('Escape');
}

async function exportCopies(b: ConsoleDriver, inputs: Inputs, dataDir: string): Promise<void> {
  await b.answerFolderDialog(join(dataDir, 'unused'));
  await b.at('contents-deidentify').scrollIntoViewIfNeeded();
  await b.click('contents-deidentify');
  await b.at('deidentify-series').waitFor({ timeout: 60_000 });
  await b.fill('deidentify-pseudonym', 'T-001');
  check('the export waits for the capture to be looked at', await b.at('deidentify-start').isDisabled());
  await picture(b, '11-deidentify');
  const waiting = b.page.locator('[data-testid^="deidentify-review-"]').filter({ hasText: '查看并遮盖' });
  check('only the screen capture has to be looked at', (await waiting.count()) === 1, await waiting.count());
  await waiting.first().click();
  await b.at('mask-layer').waitFor({ timeout: 30_000 });
  const layer = await b.at('mask-layer').boundingBox();
  if (!layer) throw new Error('The mask tool shows no picture.');
  while ((await b.page.locator('[data-testid="mask-0"]').count()) > 0) {
    await b.at('mask-0').focus();
    await b.page.keyboard.press('Delete');
  }
  await b.page.mouse.move(layer.x + 1, layer.y + 1);
  await b.page.mouse.down();
  await b.page.mouse.move(layer.x + layer.width / 2, layer.y + layer.height / 9, { steps: 4 });
  await b.page.mouse.move(layer.x + layer.width - 1, layer.y + (layer.height * textRows) / captureSize.rows - 0.5, { steps: 4 });
  await b.page.mouse.up();
  await picture(b, '12-mask');
  await b.at('mask-sure').check();
  await b.click('mask-done');
  await b.click('deidentify-start');
  await b.at('deidentify-report').waitFor({ timeout: 120_000 });
  await picture(b, '13-export-report');
  const folder = join(dataDir, 'export');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('report.')).map((entry) => join(entry.parentPath, entry.name));
  const written = Number(await b.at('deidentify-report').getAttribute('data-written'));
  check('as many files are written as the report says', files.length === written && written === inputs.objects, { files: files.length, written, of: inputs.objects });
  const identifiers = [inputs.patient.patientID, ...(inputs.patient.patientName ?? '').split(/[\^=]/)].filter((text): text is string => text !== null && text.length > 1);
  const leaking = files.filter((path) => identifiers.some((text) => readFileSync(path).includes(text)));
  check('no file holds name or ID of the patient', leaking.length === 0, leaking);
  const masked = files.map((path) => parseCapture(readFileSync(path))).filter((pixels) => pixels !== null);
  check('the text of the capture is black and the picture below it is not', masked.length === 1 && masked[0]?.subarray(0, captureSize.columns * textRows).every((value) => value === 0) === true && masked[0][captureSize.columns * (textRows + 2) + 5] === 62, masked.length);
  await b.click('deidentify-close');
}

/** Pixels of the capture among the copies; null for every other file. */
function parseCapture(bytes: Uint8Array): Uint8Array | null {
  const dataSet = parseDataSet(bytes);
  const span = dataSet.number('Columns') === captureSize.columns && dataSet.number('Rows') === captureSize.rows ? dataSet.pixelData() : null;
  return span ? bytes.subarray(span.byteOffset, span.byteOffset + span.byteLength) : null;
}

async function run(): Promise<void> {
  if (!(await ensureBuilt(say))) throw new Error('The console could not be built.');
  const runtime = await resolveElectron(say);
  const workDir = mkdtempSync(join(tmpdir(), 'mdt-data-in-'));
  const outputDir = process.env['MDT_PICTURES'] ?? join(workDir, 'pictures');
  mkdirSync(outputDir, { recursive: true });
  try {
    const inputs = makeInputs(workDir);
    await withDisplay(async ({ env }) => {
      const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
      const dataDir = join(workDir, 'b');
      const b = new ConsoleDriver({ name: 'B', runtime, env, dataDir, outputDir, platformUrl: platform.url, window: { width: 1280, height: 720 } });
      try {
        await b.start();
        await b.createVault(passphrase.b);
        await b.signIn('liang.imaging', password);
        const caseId = await dropArchive(b, inputs);
        await killAndResume(b, inputs);
        await testAbsentNode(b);
        await find(b, caseId);
        await exportCopies(b, inputs, dataDir);
      } catch (error) {
        await b.screenshot('zz-stuck').catch(() => undefined);
        throw error;
      } finally {
        await b.stop();
        await platform.stop();
      }
    });
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

await run();
say(failures === 0 ? 'Data goes in and out.' : `${failures} checks of data in and out failed.`);
process.exitCode = failures === 0 ? 0 : 1;
