import { join } from 'node:path';
import { ensureBuilt } from './build.ts';
import { hasDisplay } from './display.ts';
import { resolveElectron } from './electronRuntime.ts';
import { projectFolder } from './projectFolder.ts';
import { runProgram, runScript } from './runProgram.ts';
import { ensureSampleCase } from './sampleCase.ts';
import { ensureSystemPackages } from './systemPackages.ts';

const say = (line: string): void => console.error(line);

/**
 * `npm start`: opens the console with the embedded platform and the sample network. Words after
 * `--` go to the console (`npm start -- --user-data-dir=/tmp/second` is a second hospital).
 */
async function start(): Promise<number> {
  if (!hasDisplay()) {
    say('This machine has no display, so the scripted tour runs instead, under a virtual one; look in demo-output/ afterwards.');
    return runScript(join('scripts', 'demo.ts'), process.argv.slice(2));
  }
  // With a desktop only the libraries matter; Electron itself says which one it misses.
  if (!ensureSystemPackages('run', say)) say('Going on without them; the console may not start.');
  if (!(await ensureBuilt(say))) return 1;
  const electron = await resolveElectron(say);
  const sample = await ensureSampleCase(say);
  say(`Opening the console on Electron ${electron.version}`);
  const words = [...(electron.needsNoSandbox ? ['--no-sandbox'] : []), projectFolder, ...process.argv.slice(2)];
  return runProgram(electron.executable, words, { ...process.env, MDT_NODE: process.env['MDT_NODE'] ?? process.execPath, ...(sample === undefined ? {} : { MDT_SAMPLE_DIR: sample }) });
}

process.exitCode = await start();
