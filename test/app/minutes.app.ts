import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { useLanguage } from './demo/bothSizes.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password, pin } from './demo/stage.ts';
import { bringToDiscussion } from './minutes/bringToDiscussion.ts';
import { typeTogether, typeInMeeting, typeOffline, openDecision, freezeAndSign, readTooLate, type MinutesStage } from './minutes/minutesSteps.ts';

/**
 * Two real consoles write the minutes of one case: at once, with carets seen at the other side, while the platform is away, to the
 * freeze and the report. Pictures go to `MDT_PICTURES`, or to a folder that is removed again;
 * in English with `MDT_LANGUAGE=en`.
 */
let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine && seen === '' ? '' : `: ${JSON.stringify(seen)}`}`);
}

const workDir = mkdtempSync(join(tmpdir(), 'mdt-minutes-app-'));
const outputDir = process.env['MDT_PICTURES'] ?? join(workDir, 'pictures');
mkdirSync(outputDir, { recursive: true });
const runtime = await resolveElectron();
await withDisplay(async ({ env }) => {
  const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
  const driver = (name: string): ConsoleDriver => new ConsoleDriver({ name, runtime, env, dataDir: join(workDir, name), outputDir, platformUrl: platform.url, window: { width: 1440, height: 900 } });
  const stage: MinutesStage = { a: driver('A'), b: driver('B'), platform, caseId: randomUUID(), pin, check };
  try {
    await Promise.all([stage.a.start(), stage.b.start()]);
    await stage.a.createVault(passphrase.a);
    await stage.b.createVault(passphrase.b);
    await stage.a.signIn('chen.chair', password);
    await stage.b.signIn('he.doctor', password);
    await useLanguage(stage.a);
    await useLanguage(stage.b);
    await bringToDiscussion(stage);
    await typeTogether(stage);
    await typeInMeeting(stage);
    await openDecision(stage.a, stage.caseId);
    await typeOffline(stage);
    await freezeAndSign(stage);
    await readTooLate(stage);
  } catch (error) {
    await Promise.allSettled([stage.a.screenshot('zz-stuck'), stage.b.screenshot('zz-stuck')]);
    throw error;
  } finally {
    await Promise.allSettled([stage.a.stop(), stage.b.stop()]);
    await stage.platform.stop();
    rmSync(workDir, { recursive: true, force: true });
  }
});
console.log(failures === 0 ? 'all as it should be' : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
