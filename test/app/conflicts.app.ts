import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import type { CommandType, Stream } from '../../shared/mdt/command.ts';
import { sampleRequest } from '../core/support/console.ts';
import { useLanguage } from './demo/bothSizes.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';

/**
 * Two real consoles of one hospital fill in the same items without seeing each other; a person decides, once by taking a
 * value and once with a third one. A request to a hospital that does not exist is refused and set aside. Pictures go to
 * `MDT_PICTURES`, or to a folder that is removed again; in English with `MDT_LANGUAGE=en`.
 */
let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

const workDir = mkdtempSync(join(tmpdir(), 'mdt-conflicts-app-'));
const outputDir = process.env['MDT_PICTURES'] ?? join(workDir, 'pictures');
mkdirSync(outputDir, { recursive: true });
const runtime = await resolveElectron();
const stream: Stream = { kind: 'case', id: randomUUID() };
const submit = (at: ConsoleDriver, to: Stream, type: CommandType, payload: unknown, baseVersion: number) => at.call('record.submit', { commandId: randomUUID(), stream: to, type, baseVersion, payload });
const conflictsAt = async (at: ConsoleDriver): Promise<number> => (await at.call('case.list', {})).cases.find(({ record }) => record.id === stream.id)?.record.conflicts.length ?? -1;

await withDisplay(async ({ env }) => {
  const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
  const driver = (name: string): ConsoleDriver => new ConsoleDriver({ name, runtime, env, dataDir: join(workDir, name), outputDir, platformUrl: platform.url, window: { width: 1280, height: 800 } });
  const [a, b] = [driver('A'), driver('B')];
  try {
    await Promise.all([a.start(), b.start()]);
    await a.createVault(passphrase.a);
    await b.createVault(passphrase.b);
    await a.signIn('he.doctor', password);
    await b.signIn('liang.imaging', password);
    await useLanguage(a);
    await submit(a, stream, 'case.create', { caseNo: 'ZH-2026-C1', leadHospitalId: 'gd-cancer', fields: sampleRequest }, 0);
    await b.until('the case at the other console', async () => (await conflictsAt(b)) === 0);
    await submit(a, stream, 'case.edit', { fields: { history: '吞咽困难3个月，加重2周，体重下降5 kg。', ecog: 3 } }, 1);
    await b.until('the first edit', async () => (await b.call('case.list', {})).cases.some(({ record }) => record.version === 2));
    await submit(b, stream, 'case.edit', { fields: { history: '吞咽困难2个月，伴胸骨后疼痛。', ecog: 4 } }, 1);
    await a.until('two values of two fields', async () => (await conflictsAt(a)) === 2);
    await submit(a, { kind: 'case', id: randomUUID() }, 'case.create', { caseNo: 'ZH-2026-C2', leadHospitalId: 'nowhere', fields: { history: '申请内容' } }, 0);
    await a.until('the refusal', async () => (await a.call('refused.list', {})).refused.length === 1);
    await a.at('conflict-count').waitFor();
    await a.screenshot('conflicts-1-list');
    await a.click('set-aside');
    await a.fill('reason', '医院选错，已另建申请');
    await a.click('reason-confirm');
    await a.until('the refused action to be put away', async () => (await a.call('refused.list', {})).refused.length === 0);
    await a.click(`case-row-${stream.id}`);
    await a.click('open-conflicts');
    await a.at('conflicts-request').waitFor();
    await a.screenshot('conflicts-2-case');
    await a.click('own-request.ecog');
    await a.at('own-value-request.ecog').fill('0');
    await a.screenshot('conflicts-3-own');
    await a.click('own-save-request.ecog');
    await b.until('the third value at the other console', async () => (await conflictsAt(b)) === 1);
    const takes = a.at('conflicts-request').getByRole('button', { name: /吞咽困难2个月/ });
    await takes.focus();
    await takes.press('Enter');
    await b.until('the choice at the other console', async () => (await conflictsAt(b)) === 0);
    const { record } = await b.call('case.get', { caseId: stream.id });
    check('a third value and a chosen one stand in both records', record.request.ecog === 0 && record.request.history.startsWith('吞咽困难2个月'), record.request);
    // The console that chose draws its answer when the feed has brought it back.
    await a.at('conflicts-request').waitFor({ state: 'detached' });
    check('nothing waits any more', (await a.call('case.get', { caseId: stream.id })).record.conflicts.length === 0);
  } catch (error) {
    await Promise.allSettled([a.screenshot('zz-stuck'), b.screenshot('zz-stuck')]);
    throw error;
  } finally {
    await Promise.allSettled([a.stop(), b.stop()]);
    await platform.stop();
    rmSync(workDir, { recursive: true, force: true });
  }
});
console.log(failures === 0 ? 'all as it should be' : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
