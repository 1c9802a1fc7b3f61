import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { sampleRequest } from '../core/support/console.ts';
import { findNeedles, listRawFiles } from '../core/support/rawFiles.ts';
import { pictureInBothSizes } from './demo/bothSizes.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';

/**
 * Who saw this, when and why, in a real console, with more entries than one page and those of the platform; and a search of every
 * file Electron leaves in the console's folder.
 * Pictures go to `MDT_PICTURES` where it is set.
 */
let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

/** More than core answers unasked, and than a page shows. */
const manyRows = 1200;
const image = { sopInstanceUID: '1.2.3.4', sopClassUID: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUID: '1.2.3', modality: 'CT', sha256: 'a'.repeat(64), byteLength: 10 };

declare const mdt: { call(channel: string, request: unknown): Promise<unknown> };

const patientName = '欧阳窗口测试';
const hospitalNumber = 'HN-WINDOW-77310';

const countOf = async (b: ConsoleDriver): Promise<number> => Number(await b.at('access-count').getAttribute('data-count'));

async function openAccess(b: ConsoleDriver, caseId: string): Promise<void> {
  await b.click('nav-cases');
  await b.click(`case-row-${caseId}`);
  await b.click('tab-access');
  await b.at('access-count').waitFor();
}

async function signInAgain(b: ConsoleDriver, account: string): Promise<void> {
  await b.call('session.signOut', {});
  await b.page.reload();
  await b.signIn(account, password);
}

/** Thousands of entries, the table of them, and what chair and administrator of the other hospital see. */
async function manySteps(b: ConsoleDriver, caseId: string): Promise<void> {
  await b.page.evaluate(async ([id, rows]) => {
    for (let at = 0; at < rows; at += 1) await mdt.call('audit.note', { action: 'export.png', caseId: id });
  }, [caseId, manyRows] as const);
  await b.click('access-reload');
  await b.until('all entries', async () => (await countOf(b)) > manyRows);
  check('a page of them is drawn', (await b.page.locator('tr[data-action]').count()) === 100);
  const next = b.at('access-pager').getByRole('button', { name: /^(?:下一页|next page)$/ });
  await next.focus();
  await next.press('Enter');
  await b.until('the second page', async () => (await b.at('access-count').innerText()).includes('101'));
  await pictureInBothSizes(b, 'access-many');
  await b.click('access-export-table');
  await b.until('the table', async () => (await b.at('access-exported').innerText()).includes('.csv'));
  await b.click('access-reload');
  await b.until('the export to be noted', async () => (await b.call('audit.list', { caseId, limit: 5000 })).rows.filter(({ action }) => action === 'audit.export').length === 2);
  const stream = { kind: 'case', id: caseId } as const;
  await b.call('record.submit', { commandId: globalThis.crypto.randomUUID(), stream, type: 'case.attachImaging', baseVersion: 1, payload: { instances: [image] } });
  await b.call('record.submit', { commandId: globalThis.crypto.randomUUID(), stream, type: 'case.edit', baseVersion: 2, payload: { fields: { ...sampleRequest, patientName, hospitalNumber } } });
  await b.call('record.submit', { commandId: globalThis.crypto.randomUUID(), stream, type: 'case.submit', baseVersion: 3, payload: {} });
  await b.until('the request to be sent', async () => (await b.call('sync.status', {})).outbox === 0);
  await signInAgain(b, 'zhou.coord');
  await b.until('the case', async () => (await b.call('case.list', {})).cases.length === 1);
  await openAccess(b, caseId);
  await b.at('access-kind').selectOption('change');
  await b.until('what the platform noted', async () => /平台 #|platform #/.test(await b.at('access-log').innerText()));
  check('the desk of the other hospital sees both logs as one', (await b.at('access-log').innerText()).includes('#'));
  await pictureInBothSizes(b, 'access-desk');
  await signInAgain(b, 'admin');
  await openAccess(b, caseId);
  check('an administrator sees the own hospital\'s rows alone', !/梁晓东|Liang Xiaodong/.test(await b.at('access-log').innerText()), await b.at('access-log').innerText());
  await pictureInBothSizes(b, 'access-administrator');
}

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
  if (process.env['MDT_LANGUAGE'] !== 'en') await b.call('app.language', { set: 'zh' });
  await b.page.reload();
  await b.click('tab-access');
  await b.at('access-integrity').waitFor();
  await manySteps(b, caseId);
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
