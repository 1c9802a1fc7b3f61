import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { workersLeft } from './demo/liveWorkers.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';

/**
 * Imports a CT series plain and compressed by DCMTK, slices in three syntaxes mixed, into two cases of a real console,
 * and compares what the desk shows of both: pictures pixel by pixel and the values read under the crosshair. A folder as
 * argument takes the place of the phantom.
 */
const [, , folder] = process.argv;

/** DCMTK's lossless encoders, one after the other over the slices. */
const encoders = [['dcmcjpls'], ['dcmcjpeg', '+e1'], ['dcmcrle']] as const;

/** What the three planes show. */
interface Shown {
  readonly pictures: readonly string[];
  readonly readouts: readonly string[];
}

let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

function makeFolders(workDir: string): { readonly plain: string; readonly compressed: string } {
  const [plain, compressed] = [join(workDir, 'plain'), join(workDir, 'compressed')];
  mkdirSync(plain);
  mkdirSync(compressed);
  if (folder === undefined) {
    const { files } = makeSampleCase({ slices: 32, matrixSize: 128 });
    for (const { name, bytes } of files) if (name.startsWith('CT')) writeFileSync(join(plain, basename(name)), bytes);
  } else cpSync(folder, plain, { recursive: true });
  for (const [index, name] of readdirSync(plain).sort().entries()) {
    const [program, ...options] = encoders[index % encoders.length] ?? encoders[0];
    execFileSync(program, [...options, join(plain, name), join(compressed, name)]);
  }
  return { plain, compressed };
}

/** Imports a folder into a new case and opens it on the desk. */
async function openFolder(desk: ConsoleDriver, source: string): Promise<void> {
  await desk.click('nav-cases');
  await desk.click('new-case');
  await desk.click('new-case-create');
  await desk.at('case-header').waitFor();
  const caseId = (await desk.at('case-header').getAttribute('data-case-id')) ?? '';
  await desk.answerFolderDialog(source);
  const { paths } = await desk.call('dialog.chooseImport', { kind: 'folder' });
  const importId = crypto.randomUUID();
  await desk.call('import.start', { importId, caseId, source: { kind: 'paths', paths }, patientKey: null });
  await desk.until(`the import of ${basename(source)}`, async () => (await desk.call('import.report', { importId })).phase === 'done');
  const { imported, rejects, error } = await desk.call('import.report', { importId });
  check(`all of ${basename(source)} is imported`, imported === readdirSync(source).length && rejects.length === 0 && error === null, { imported, rejects, error });
  await desk.page.locator('[data-testid^="contents-open-"]').first().click();
  await desk.page.locator('[data-testid="frame"]:not([data-state="loading"])').first().waitFor();
  const state = await desk.at('frame').getAttribute('data-state');
  check(`a picture of ${basename(source)} is shown before it is opened`, state === 'shown', state);
  await desk.click('tab-review');
  const isRead = (testId: string) => async (): Promise<boolean> => (await desk.at(testId).count()) > 0 && (await desk.at(testId).getAttribute('data-is-read')) === 'true';
  await desk.until(`${basename(source)} on the desk`, isRead('viewport-acquired'), 60_000);
  await desk.at('viewport-acquired').press('m');
  for (const plane of ['axial', 'sagittal', 'coronal']) await desk.until(`the ${plane} plane`, isRead(`viewport-${plane}`), 60_000);
}

/** Pictures and readouts of the three planes as they are now. */
function lookAt(desk: ConsoleDriver): Promise<Shown> {
  return desk.page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const planes = ['axial', 'sagittal', 'coronal'];
    return {
      pictures: planes.map((plane) => document.querySelector<HTMLCanvasElement>(`[data-testid="viewport-${plane}"] canvas`)?.toDataURL() ?? ''),
      readouts: planes.map((plane) => document.querySelector(`[data-testid="readout-${plane}"]`)?.textContent ?? ''),
    };
  });
}

/** Looks at several slices, going down from where the desk opened. */
async function walk(desk: ConsoleDriver): Promise<readonly Shown[]> {
  const seen = [await lookAt(desk)];
  for (let step = 0; step < 8; step++) {
    await desk.at('viewport-axial').press('ArrowDown');
    seen.push(await lookAt(desk));
  }
  return seen;
}

async function compare(desk: ConsoleDriver, workDir: string): Promise<void> {
  const { plain, compressed } = makeFolders(workDir);
  await openFolder(desk, plain);
  const expected = await walk(desk);
  check('values are read', expected.every(({ readouts }) => readouts.every((text) => / HU/.test(text))), expected[0]?.readouts);
  check('slices differ, so that a comparison means something', new Set(expected.map(({ pictures }) => pictures[0])).size > 4);
  await openFolder(desk, compressed);
  const seen = await walk(desk);
  check('compressed slices read the same HU', JSON.stringify(seen.map(({ readouts }) => readouts)) === JSON.stringify(expected.map(({ readouts }) => readouts)), seen.map(({ readouts }) => readouts[0]));
  check('compressed slices draw the same pixels', seen.every(({ pictures }, index) => JSON.stringify(pictures) === JSON.stringify(expected[index]?.pictures)));
  const left = await workersLeft(desk.page);
  check('no worker stays behind', left.length === 0, left);
}

const startedMs = performance.now();
const workDir = mkdtempSync(join(tmpdir(), 'mdt-compressed-'));
try {
  const runtime = await resolveElectron();
  await withDisplay(async ({ env }) => {
    const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
    const partner = new ConsoleDriver({ name: 'B-partner', runtime, env, dataDir: join(workDir, 'b'), outputDir: workDir, platformUrl: platform.url, window: { width: 1440, height: 900 } });
    try {
      await partner.start();
      await partner.createVault(passphrase.b);
      await partner.signIn('liang.imaging', password);
      await compare(partner, workDir);
    } finally {
      await partner.stop();
      await platform.stop();
    }
  });
} finally {
  rmSync(workDir, { recursive: true, force: true });
}
console.log(`${failures === 0 ? 'Compressed images open as plain ones.' : `${failures} checks failed.`} ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
process.exitCode = failures === 0 ? 0 : 1;
