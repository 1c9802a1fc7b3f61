import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { createRecoveryKey } from '../../electron/safe/recoveryKey.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { sampleRequest } from '../core/support/console.ts';
import { useLanguage } from './demo/bothSizes.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';

/**
 * Keeping the record with a real console: a case found by pinyin, a copy made and restored, the organisation's recovery
 * key installed and used, a move to a new key, and a damaged record restored from its page. Pictures go to `MDT_PICTURES`,
 * in English with `MDT_LANGUAGE=en`.
 */
let failures = 0;
const say = (line: string): void => console.log(line);
function check(name: string, isFine: boolean): void {
  if (!isFine) failures += 1;
  say(`${isFine ? 'ok  ' : 'FAIL'} ${name}`);
}

const organisationPassphrase = 'in the safe of the organisation';

async function isGone(b: ConsoleDriver, testId: string): Promise<boolean> {
  return b.at(testId).waitFor({ state: 'detached', timeout: 30_000 }).then(() => true, () => false);
}

async function steps(b: ConsoleDriver, dataDir: string, workDir: string): Promise<void> {
  await b.createVault(passphrase.b);
  await b.signIn('he.doctor', password);
  await useLanguage(b);
  const caseId = randomUUID();
  await b.call('record.submit', { commandId: randomUUID(), stream: { kind: 'case', id: caseId }, type: 'case.create', baseVersion: 0, payload: { caseNo: 'K-1', leadHospitalId: 'gd-cancer', fields: { ...sampleRequest, patientName: '单雪梅' } } });
  await b.page.keyboard.press('/');
  await b.page.keyboard.type('sxm');
  await b.at(`search-hit-${caseId}`).waitFor();
  check('a case is found by the initials of a surname with two readings', true);
  await b.screenshot('search');
  await b.fill('case-search', '不存在');
  await b.screenshot('search-nothing');
  await b.click('archive-import');
  await b.screenshot('archive-import');
  await b.page.keyboard.press('Escape');

  await b.click('person-menu');
  await b.click('nav-settings');
  await b.click('backup-make');
  await b.at('backup-made').waitFor();
  check('a copy is made and proved by the built console', readdirSync(join(dataDir, 'record', 'backups')).some((name) => name.includes('request')));
  await b.click('record-check');
  await b.at('record-good').waitFor();
  await b.at('backups').scrollIntoViewIfNeeded();
  await b.screenshot('settings-copies');
  await b.at('backup-table').getByRole('button').first().click();
  await b.screenshot('restore');
  await b.click('backup-restore');
  await b.at('sign-in-account').waitFor();
  check('a restored record asks everybody to sign in', true);
  await b.signIn('he.doctor', password);
  if (!(await b.at('keys').isVisible())) {
    await b.click('person-menu');
    await b.click('nav-settings');
  }

  const { publicFile, privateFile } = await createRecoveryKey('质控中心', organisationPassphrase);
  writeFileSync(join(workDir, 'public.json'), publicFile);
  writeFileSync(join(workDir, 'private.json'), privateFile);
  await b.call('vault.installRecoveryKey', { file: publicFile });
  await b.click('key-rotate');
  await b.fill('rotate-passphrase', passphrase.b);
  await b.screenshot('rotate');
  await b.click('rotate-do');
  await b.at('rotate-code').waitFor();
  await b.click('rotate-kept');
  await b.until('the move to the new key has ended', async () => !(await b.call('vault.status', {})).isRotating);
  await b.until('the record is open again', async () => (await b.callResult('session.current', {})).ok);
  check('the console moves to a new key while it runs, and whoever works goes on', (await b.call('session.current', {})).person?.id === 'he.doctor');
  await b.screenshot('after-rotation');

  await b.stop();
  await b.start();
  await b.click('vault-by-file');
  await b.page.locator('input[type="file"]').first().setInputFiles(join(workDir, 'private.json'));
  await b.fill('recovery-passphrase', organisationPassphrase);
  await b.fill('recovery-next', passphrase.a);
  await b.screenshot('recovery-file');
  await b.click('recovery-open');
  check("the organisation's key opens the record under its new key", await isGone(b, 'recovery-open'));
  await b.stop();

  writeFileSync(join(dataDir, 'record', 'record.db'), randomBytes(60_000));
  rmSync(join(dataDir, 'record', 'record.db-wal'), { force: true });
  await b.start();
  await b.unlock(passphrase.a).catch(() => undefined);
  await b.at('backup-table').waitFor();
  await b.screenshot('repair');
  await b.page.getByRole('button', { name: /恢复|Restore/ }).first().click();
  await b.at('sign-in-account').waitFor({ timeout: 60_000 });
  await b.signIn('he.doctor', password);
  await b.click('nav-cases');
  await b.at(`case-row-${caseId}`).waitFor();
  check('a damaged record is restored from its page, and its case is there', true);
  await b.screenshot('restored');
}

async function run(): Promise<void> {
  if (!(await ensureBuilt(say))) throw new Error('The console could not be built.');
  const runtime = await resolveElectron(say);
  const workDir = mkdtempSync(join(tmpdir(), 'mdt-keeping-'));
  const outputDir = process.env['MDT_PICTURES'] ?? join(workDir, 'pictures');
  mkdirSync(outputDir, { recursive: true });
  try {
    await withDisplay(async ({ env }) => {
      const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
      const dataDir = join(workDir, 'b');
      const b = new ConsoleDriver({ name: 'B', runtime, env, dataDir, outputDir, platformUrl: platform.url, window: { width: 1280, height: 800 } });
      try {
        await b.start();
        await steps(b, dataDir, workDir);
      } catch (error) {
        await b.screenshot('zz-stuck').catch(() => undefined);
        throw error;
      } finally {
        await b.stop().catch(() => undefined);
        await platform.stop();
      }
    });
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

await run();
say(failures === 0 ? 'The record is kept.' : `${failures} checks of keeping the record failed.`);
process.exitCode = failures === 0 ? 0 : 1;
