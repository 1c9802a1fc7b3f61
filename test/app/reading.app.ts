import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';
import { cutPlanes, keepOthersOut, openAgain, openOften, openWindow } from './reading/deskSteps.ts';
import { judgeAccess, judgeEdges } from './reading/accessSteps.ts';
import { noduleStudies, writeNoduleStudies } from './reading/noduleStudies.ts';
import { Reader } from './reading/reader.ts';
import { readNodule } from './reading/readSteps.ts';

/**
 * What a radiologist does with two studies, on the real desk with mouse and keys, every click and key counted: open the
 * case, lung window, measure the nodule on both dates, name it one lesion, keep the report and the key image, send it.
 * Then the case opened again, its letters and words for screen readers, what axe-core says of it, other planes, a second
 * window, another patient's study, and a desk opened often. A picture
 * goes to `MDT_PICTURES` where it is set.
 */
const matrixSize = 256;

let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

/** Imports both studies into a new case. @returns its id */
async function importStudies(desk: ConsoleDriver, folder: string): Promise<string> {
  const count = writeNoduleStudies(folder, matrixSize);
  await desk.click('nav-cases');
  await desk.click('new-case');
  await desk.click('new-case-create');
  await desk.at('case-header').waitFor();
  await desk.answerFolderDialog(folder);
  await desk.click('import-choose');
  await desk.at('import-report').waitFor({ timeout: 120_000 });
  check('both studies are imported', Number(await desk.at('import-report').getAttribute('data-imported')) === count);
  return (await desk.at('case-header').getAttribute('data-case-id')) ?? '';
}

async function read(desk: ConsoleDriver, workDir: string): Promise<void> {
  const folder = join(workDir, 'studies');
  const caseId = await importStudies(desk, folder);
  const reader = new Reader(desk);
  await readNodule(reader, { caseId, folder, matrixSize, workDir }, check);
  await openAgain(reader, caseId, check);
  await judgeEdges(reader, join(folder, noduleStudies[0]?.date ?? ''), check);
  await judgeAccess(reader, check);
  const pictures = process.env['MDT_PICTURES'];
  if (pictures !== undefined) await desk.page.screenshot({ path: join(pictures, 'reading.png') });
  await cutPlanes(reader, check);
  await openWindow(reader, check);
  await keepOthersOut(reader, caseId, workDir, check);
  await openOften(reader, check);
}

const startedMs = performance.now();
const workDir = mkdtempSync(join(tmpdir(), 'mdt-reading-'));
try {
  const runtime = await resolveElectron();
  await withDisplay(async ({ env }) => {
    const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
    const desk = new ConsoleDriver({ name: 'reader', runtime, env, dataDir: join(workDir, 'console'), outputDir: process.env['MDT_PICTURES'] ?? workDir, platformUrl: platform.url, window: { width: 1440, height: 900 } });
    try {
      await desk.start();
      await desk.createVault(passphrase.b);
      await desk.signIn('liang.imaging', password);
      await read(desk, workDir);
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
