import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../electron/main/freePort.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { findInAbsentNode, testAbsentNode } from './dataIn/absentNode.ts';
import { attachFiles } from './dataIn/attachSteps.ts';
import { exportCopies } from './dataIn/exportSteps.ts';
import { dropArchive, killAndResume } from './dataIn/importSteps.ts';
import { makeInputs } from './dataIn/inputs.ts';
import { workWithOrthanc } from './dataIn/orthancSteps.ts';
import { chooseAfterRestart } from './dataIn/patientSteps.ts';
import { takePicture } from './dataIn/pictures.ts';
import { showStates } from './dataIn/pictureSteps.ts';
import type { DataIn } from './dataIn/stage.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';

/**
 * Getting data in and out with a real console: a dropped archive, an import whose core is killed, a PACS that is not
 * there and a real one, a folder of two patients, a de-identified export with a mask, a photograph and a PDF added from
 * files. Pictures, and states that are only to be looked at, go to `MDT_PICTURES` where it is set.
 */
let failures = 0;
const say = (line: string): void => console.log(line);
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  say(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

async function steps(stage: DataIn): Promise<void> {
  const caseId = await dropArchive(stage);
  await killAndResume(stage);
  await testAbsentNode(stage);
  await findInAbsentNode(stage, caseId);
  await workWithOrthanc(stage, caseId);
  await exportCopies(stage, caseId);
  await attachFiles(stage, caseId);
  if (stage.hasPictures) await showStates(stage);
  await chooseAfterRestart(stage);
}

async function run(): Promise<void> {
  if (!(await ensureBuilt(say))) throw new Error('The console could not be built.');
  const runtime = await resolveElectron(say);
  const workDir = mkdtempSync(join(tmpdir(), 'mdt-data-in-'));
  const pictures = process.env['MDT_PICTURES'];
  const outputDir = pictures ?? join(workDir, 'pictures');
  mkdirSync(outputDir, { recursive: true });
  try {
    const inputs = makeInputs(workDir);
    await withDisplay(async ({ env }) => {
      const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
      const dataDir = join(workDir, 'b');
      const b = new ConsoleDriver({ name: 'B', runtime, env, dataDir, outputDir, platformUrl: platform.url, window: { width: 1280, height: 720 } });
      const hasPictures = pictures !== undefined;
      try {
        await b.start();
        await b.createVault(passphrase.b);
        await b.signIn('liang.imaging', password);
        await steps({ b, inputs, dataDir, workDir, check, hasPictures, picture: async (name) => (hasPictures ? takePicture(b, name) : undefined) });
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
