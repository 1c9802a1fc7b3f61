import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const python = '/usr/bin/python3';
const folders = ['/usr/lib/python3/dist-packages/pydicom/data', '/usr/share/pydicom/data'];

/** pydicom's own sample files where the distribution has installed them, else null. */
export const pydicomData = folders.find((folder) => existsSync(folder)) ?? null;

/** Runs a script with pydicom; what it prints has to be one JSON value. */
export function runPydicom(script: string, args: readonly string[] = []): unknown {
  const { status, stdout, stderr } = spawnSync(python, ['-c', script, ...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (status !== 0) throw new Error(`pydicom: ${stderr}`);
  return JSON.parse(stdout) as unknown;
}
