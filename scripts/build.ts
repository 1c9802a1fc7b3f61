import { existsSync, globSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './projectFolder.ts';
import { runScript } from './runProgram.ts';

const stamp = join(projectFolder, 'out', '.built');
const sources = ['electron/**', 'renderer/**', 'shared/**', 'platform/**', 'package.json', 'electron.vite.config.ts'];

/** Whether a source changed after the last complete build. */
export function isBuildStale(): boolean {
  if (!existsSync(stamp)) return true;
  const builtMs = statSync(stamp).mtimeMs;
  return globSync(sources, { cwd: projectFolder }).some((name) => statSync(join(projectFolder, name)).mtimeMs > builtMs);
}

/**
 * Builds `out/` unless it is newer than every source.
 *
 * @returns whether `out/` is complete
 */
export async function ensureBuilt(say: (line: string) => void): Promise<boolean> {
  if (!isBuildStale()) return true;
  say('Building the console');
  const startedAt = new Date();
  const code = await runScript(join('node_modules', 'electron-vite', 'bin', 'electron-vite.js'), ['build', '--logLevel', 'warn']);
  if (code !== 0) return false;
  writeFileSync(stamp, `${startedAt.toISOString()}\n`);
  return true;
}

if (import.meta.main && !(await ensureBuilt((line) => console.error(line)))) process.exitCode = 1;
