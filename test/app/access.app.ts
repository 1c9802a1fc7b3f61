import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { findNeedles, listRawFiles } from '../core/support/rawFiles.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';

/**
 * Who saw this, when and why, in a real console; and a search of every file Electron leaves in the console's folder.
 * Pictures go to `MDT_PICTURES` where it is set.
 */
let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

const patientName = '欧阳窗口测试';
const hospitalNumber = 'HN-WINDOW-77310';

async function steps(b: ConsoleDriver, picture: (name: string) => Promise<void>): Promise<void> {
  const caseId = globalThis.crypto.randomUUID();
  await b.call('record.submit', { commandId: globalThis.crypto.randomUUID(), stream: { kind: 'case', id: caseId }, type: 'case.create', baseVersion: 0, payload: { caseNo: 'MDT-ACCESS', leadHospitalId: 'gd-cancer', fields: { patientName, hospitalNumber } } });
  await b.click('nav-cases');
  await b.click(`case-row-${caseId}`);
  await b.click('tab-access');
  await b.at('access-integrity').waitFor();
  await b.until('the log shows the view', async () => (await b.at('access-log').locator('[data-action="case.view"]').count()) === 1);
  check('the chain is said to be whole', (await b.at('access-integrity').getAttribute('data-intact')) === 'true');
  check('why is said in words', (await b.at('access-log').innerText()).includes('本院申请'), await b.at('access-log').innerText());
  await picture('access-zh');
  await b.at('access-kind').selectOption('view');
  check('the filter leaves views alone', (await b.at('access-log').locator('[data-action="case.create"]').count()) === 0);
  // A scripted run cannot work the system's own dialog; the file lands beside the record.
  await b.answerFolderDialog(tmpdir());
  await b.click('access-export');
  await b.at('access-exported').waitFor();
  check('the export is told', (await b.at('access-exported').innerText()).includes('.jsonl'));
  await b.at('access-kind').selectOption('refusal');
  await picture('access-empty');
  await b.call('app.language', { set: 'en' });
  await b.page.reload();
  await b.at('tab-access').waitFor();
  await b.click('tab-access');
  await b.at('access-integrity').waitFor();
  await picture('access-en');
}

async function run(): Promise<void> {
  if (!(await ensureBuilt(console.log))) throw new Error('The console could not be built.');
  const runtime = await resolveElectron(console.log);
  const workDir = mkdtempSync(join(tmpdir(), 'mdt-access-'));
  const pictures = process.env['MDT_PICTURES'];
  const outputDir = pictures ?? join(workDir, 'pictures');
  mkdirSync(outputDir, { recursive: true });
  const dataDir = join(workDir, 'b');
  try {
    await withDisplay(async ({ env }) => {
      const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
      const b = new ConsoleDriver({ name: 'B', runtime, env, dataDir, outputDir, platformUrl: platform.url, window: { width: 1280, height: 720 } });
      try {
        await b.start();
        await b.createVault(passphrase.b);
        await b.signIn('liang.imaging', password);
        await steps(b, async (name) => (pictures === undefined ? undefined : b.screenshot(name)));
      } catch (error) {
        await b.screenshot('zz-stuck').catch(() => undefined);
        throw error;
      } finally {
        await b.stop();
        await platform.stop();
      }
    });
    const secrets = new Map([patientName, hospitalNumber, passphrase.b, password].flatMap((text): [string, Buffer][] => [[`${text} in UTF-8`, Buffer.from(text)], [`${text} in UTF-16`, Buffer.from(text, 'utf16le')]]));
    const readable = listRawFiles(dataDir).flatMap((path) => findNeedles(readFileSync(join(dataDir, path)), secrets).map((what) => `${path}: ${what}`));
    check('no file of the console, Electron\'s own among them, holds a readable name, number or secret', readable.length === 0, readable);
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

await run();
console.log(failures === 0 ? 'Access is told, and nothing is readable.' : `${failures} checks of access failed.`);
process.exitCode = failures === 0 ? 0 : 1;
