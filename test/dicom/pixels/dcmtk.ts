import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../bench/peerProgram.ts';

/** DCMTK is installed; npm test installs it or says how. */
export const hasDcmtk = findProgram('dcmcjpeg') !== null;

/**
 * Runs a DCMTK program from one file to another.
 *
 * @throws {Error} with its words when it refuses
 */
export function transcode([program, ...options]: readonly [program: string, ...options: string[]], file: Uint8Array): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'mdt-dcmtk-'));
  try {
    const [from, to] = [join(folder, 'in.dcm'), join(folder, 'out.dcm')];
    writeFileSync(from, file);
    const ended = spawnSync(program, [...options, from, to], { encoding: 'utf8' });
    if (ended.status !== 0) throw new Error(`${program} ${options.join(' ')}: ${ended.stderr.trim()}`);
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
