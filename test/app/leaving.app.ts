import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import type { CommandType, Stream } from '../../shared/mdt/command.ts';
import { sampleRequest } from '../core/support/console.ts';
import { pictureInBothSizes, useLanguage } from './demo/bothSizes.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';

/**
 * The coordinator takes a hospital out of a meeting: the dialog says what goes where, the list names the console that is away and
 * has not confirmed, and its proof once it was there. A request that is withdrawn shows the same to the hospital that sent it.
 * Pictures in both sizes go to `MDT_PICTURES`, in English with `MDT_LANGUAGE=en`.
 */
let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

const image = { sopInstanceUID: '1.2.3.4', sopClassUID: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUID: '1.2.3', modality: 'CT', sha256: 'a'.repeat(64), byteLength: 10 };
const caseStream: Stream = { kind: 'case', id: randomUUID() };
const meeting: Stream = { kind: 'meeting', id: randomUUID() };
const submit = (at: ConsoleDriver, stream: Stream, type: CommandType, payload: unknown, baseVersion = 0) => at.call('record.submit', { commandId: randomUUID(), stream, type, baseVersion, payload });
const meetingsAt = async (at: ConsoleDriver): Promise<number> => (await at.call('meeting.list', {})).meetings.length;
const stateAt = async (at: ConsoleDriver): Promise<string> => (await at.call('case.list', {})).cases.find(({ record }) => record.id === caseStream.id)?.record.state ?? '';

async function plan(lead: ConsoleDriver, partner: ConsoleDriver): Promise<void> {
  await submit(partner, caseStream, 'case.create', { caseNo: 'ZH-2026-L1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
  await submit(partner, caseStream, 'case.attachImaging', { instances: [image] });
  await submit(partner, caseStream, 'case.submit', {});
  await lead.until('the request', async () => (await stateAt(lead)) === 'submitted');
  await submit(lead, meeting, 'meeting.plan', { title: '食管癌多学科会诊', startMs: Date.now(), hospitalIds: ['gd-cancer', 'zhuhai', 'shaoguan'] });
  await submit(lead, meeting, 'meeting.addCase', { caseId: caseStream.id }, 1);
  await partner.until('the meeting', async () => (await meetingsAt(partner)) === 1);
}

async function takeOut(lead: ConsoleDriver): Promise<void> {
  await lead.click('nav-agenda');
  await lead.click('meeting-hospitals-open');
  await lead.at('removals').waitFor();
  await pictureInBothSizes(lead, 'leaving-1-hospitals');
  check('the host itself cannot be taken out', (await lead.page.getByTestId('remove-gd-cancer').count()) === 0);
  await lead.click('remove-zhuhai');
  await lead.at('removal-consequences').waitFor();
  check('it says whose case is on the agenda', (await lead.at('removal-consequences').innerText()).includes(sampleRequest.patientName ?? '?'));
  await pictureInBothSizes(lead, 'leaving-2-confirm');
  await lead.fill('reason', '该院本次不参加');
  await lead.page.keyboard.press('Tab');
  await lead.page.keyboard.press('Tab');
  await lead.page.keyboard.press('Enter');
  await lead.at('removal-zhuhai').waitFor();
  check('the console that is away has not confirmed', (await lead.at('removal-zhuhai').getAttribute('data-done')) === '0' && (await lead.at('removal-zhuhai').getAttribute('data-asked')) === '1');
  await lead.click('remove-shaoguan');
  await lead.fill('reason', '该院本次不参加');
  await lead.click('reason-confirm');
  await lead.at('removal-shaoguan').waitFor();
  check('a hospital without a console has nothing to delete', (await lead.at('removal-shaoguan').getAttribute('data-asked')) === '0');
  await pictureInBothSizes(lead, 'leaving-3-waiting');
}

async function confirmed(lead: ConsoleDriver, partner: ConsoleDriver): Promise<void> {
  await partner.start();
  await partner.unlock(passphrase.b);
  await partner.signIn('liang.imaging', password);
  await partner.until('its copy to be gone', async () => (await meetingsAt(partner)) === 0);
  await lead.until('the receipt', async () => (await lead.at('removal-zhuhai').getAttribute('data-done')) === '1');
  check('the proof stands beside the console', /[0-9a-f]{16}/.test(await lead.at('removal-zhuhai').innerText()), await lead.at('removal-zhuhai').innerText());
  await pictureInBothSizes(lead, 'leaving-4-confirmed');
  await lead.click('meeting-hospitals-close');
}

async function withdraw(lead: ConsoleDriver, partner: ConsoleDriver): Promise<void> {
  check('the hospital keeps the case it requested itself', (await stateAt(partner)) === 'submitted');
  await partner.click('nav-cases');
  await partner.click(`case-row-${caseStream.id}`);
  await partner.click('case-withdraw');
  await partner.fill('reason', '患者要求');
  await partner.click('reason-confirm');
  await lead.until('the case to be gone at the lead hospital', async () => (await stateAt(lead)) === '');
  await partner.click('tab-record');
  await partner.until('the receipt of the lead hospital', async () => (await partner.at('removal-gd-cancer').getAttribute('data-done', { timeout: 30_000 })) === '1');
  check('a withdrawn request shows whose copies are gone', true);
  await partner.at('removals').scrollIntoViewIfNeeded();
  await pictureInBothSizes(partner, 'leaving-5-case');
}

async function run(): Promise<void> {
  if (!(await ensureBuilt(console.log))) throw new Error('The console could not be built.');
  const runtime = await resolveElectron(console.log);
  const workDir = mkdtempSync(join(tmpdir(), 'mdt-leaving-app-'));
  const outputDir = process.env['MDT_PICTURES'] ?? join(workDir, 'pictures');
  mkdirSync(outputDir, { recursive: true });
  await withDisplay(async ({ env }) => {
    const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
    const driver = (name: string): ConsoleDriver => new ConsoleDriver({ name, runtime, env, dataDir: join(workDir, name), outputDir, platformUrl: platform.url, window: { width: 1280, height: 720 } });
    const [lead, partner] = [driver('A'), driver('B')];
    try {
      await Promise.all([lead.start(), partner.start()]);
      await lead.createVault(passphrase.a);
      await partner.createVault(passphrase.b);
      await lead.signIn('zhou.coord', password);
      await partner.signIn('liang.imaging', password);
      await useLanguage(lead);
      await useLanguage(partner);
      await plan(lead, partner);
      await partner.stop();
      await takeOut(lead);
      await confirmed(lead, partner);
      await withdraw(lead, partner);
    } catch (error) {
      await Promise.allSettled([lead.screenshot('zz-stuck'), partner.screenshot('zz-stuck')]);
      throw error;
    } finally {
      await Promise.allSettled([lead.stop(), partner.stop()]);
      await platform.stop();
      rmSync(workDir, { recursive: true, force: true });
    }
  });
}

await run();
console.log(failures === 0 ? 'Who left is seen, and the proof of it.' : `${failures} checks of leaving failed.`);
process.exitCode = failures === 0 ? 0 : 1;
