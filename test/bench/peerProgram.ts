import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of a program, or null when it is not installed. */
export function findProgram(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder of the path; the next one may have it.
    }
  }
  return null;
}

export interface ProgramRun {
  /** From starting the process to its end. */
  readonly tookMs: number;
  /** Processor time of all its threads, seconds: what other work on the machine changes least. Null without GNU time. */
  readonly processorS: number | null;
  /** Largest resident size, MB; null where GNU time is not installed. */
  readonly peakMb: number | null;
  readonly stdout: string;
}

const gnuTime = findProgram('time');

/**
 * Runs a program to its end and measures it.
 *
 * @param scratch folder for the measurement
 * @throws {Error} when it fails, with its last words
 */
export function runMeasured(program: string, words: readonly string[], scratch: string): ProgramRun {
  const usageFile = join(scratch, 'usage');
  const [command, ...args] = gnuTime === null ? [program, ...words] : [gnuTime, '-f', '%M %U %S', '-o', usageFile, program, ...words];
  const startedMs = performance.now();
  const ended = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const tookMs = performance.now() - startedMs;
  if (ended.error) throw ended.error;
  if (ended.status !== 0) throw new Error(`${program} ended with code ${ended.status ?? 'none'}: ${ended.stderr.trim().slice(-300)}`);
  if (gnuTime === null) return { tookMs, processorS: null, peakMb: null, stdout: ended.stdout };
  const [peakKb = NaN, userS = NaN, systemS = NaN] = readFileSync(usageFile, 'utf8').trim().split(' ').map(Number);
  return { tookMs, processorS: userS + systemS, peakMb: (peakKb * 1024) / 1e6, stdout: ended.stdout };
}
