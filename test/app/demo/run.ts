import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../electron/main/freePort.ts';
import type { ElectronRuntime } from '../../../scripts/electronRuntime.ts';
import { ConsoleDriver } from './consoleDriver.ts';
import { compareRecords, decide, deliver, sign } from './decisionSteps.ts';
import { askForChange, crash, joinMeeting, presentCase } from './meetingSteps.ts';
import { PlatformProcess } from './platformProcess.ts';
import { denyCamera, importBadFolder, loseThePlatform, reopen } from './recoverySteps.ts';
import { acceptRequest, openConsoles, sendRequest } from './requestSteps.ts';
import type { Stage } from './stage.ts';
import type { Summary } from './summary.ts';
import { findings } from './findings.ts';

const steps: readonly (readonly [string, (stage: Stage) => Promise<void>])[] = [
  ['open both consoles', openConsoles],
  ['B imports and sends the request', sendRequest],
  ['A accepts and schedules', acceptRequest],
  ['both join the meeting', joinMeeting],
  ['B presents', presentCase],
  ['A points and asks for a change', askForChange],
  ['core and platform are killed', crash],
  ['opinions and decision', decide],
  ['signatures', sign],
  ['report and receipt', deliver],
  ['records compared', compareRecords],
  ['both closed and opened again', reopen],
  ['bad files', importBadFolder],
  ['platform unreachable', loseThePlatform],
  ['camera denied', denyCamera],
];

export interface TourOptions {
  readonly runtime: ElectronRuntime;
  readonly env: NodeJS.ProcessEnv;
  readonly caseFolder: string;
  readonly outputDir: string;
  readonly say: (line: string) => void;
}

/**
 * The whole consultation with two real consoles and a platform of its own process.
 * @returns what was found against the demands; empty when everything held.
 */
export async function runTour({ runtime, env, caseFolder, outputDir, say }: TourOptions): Promise<readonly string[]> {
  rmSync(outputDir, { recursive: true, force: true });
  mkdirSync(outputDir, { recursive: true });
  const workDir = mkdtempSync(join(tmpdir(), 'mdt-tour-'));
  const startedMs = performance.now();
  const summary: Summary = {
    case: caseFolder, electron: { version: runtime.version, origin: runtime.origin },
    machine: { cores: availableParallelism(), loadAverage: loadavg(), node: process.version }, presenterActions: [],
  };
  const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
  const driver = (name: string, dataDir: string): ConsoleDriver =>
    new ConsoleDriver({ name, runtime, env, dataDir: join(workDir, dataDir), outputDir, platformUrl: platform.url, window: { width: 1440, height: 900 } });
  let pictures = 0;
  const stage: Stage = {
    a: driver('A-lead', 'a'), b: driver('B-partner', 'b'), platform, caseFolder, workDir, outputDir, summary, caseId: '', meetingId: '',
    async picture(title, ...consoles) {
      pictures += 1;
      const number = String(pictures).padStart(2, '0');
      for (const console of consoles) await console.screenshot(`${number}-${title}`);
    },
  };
  try {
    for (const [name, step] of steps) {
      const stepMs = performance.now();
      try {
        await step(stage);
      } catch (error) {
        await Promise.allSettled([stage.a, stage.b].map((console) => console.screenshot('zz-stuck')));
        throw new Error(`The tour stopped at “${name}”.`, { cause: error });
      }
      say(`${name.padEnd(36)} ${((performance.now() - stepMs) / 1000).toFixed(1)} s`);
    }
  } finally {
    summary.elapsedMs = Math.round(performance.now() - startedMs);
    writeFileSync(join(outputDir, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    await Promise.allSettled([stage.a.stop(), stage.b.stop()]);
    await stage.platform.stop();
    rmSync(workDir, { recursive: true, force: true });
  }
  return findings(summary);
}
