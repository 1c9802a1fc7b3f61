import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, runMeasured } from './peerProgram.ts';

const python = '/usr/bin/python3';

/** Seconds to read and hash every file, four at a time on one thread: the least an import could do. */
export const readAndHash = (paths: readonly string[]): Promise<number> =>
  seconds(async () => {
    for (let at = 0; at < paths.length; at += 4) await Promise.all(paths.slice(at, at + 4).map(async (path) => createHash('sha256').update(await readFile(path)).digest('hex')));
  });

/** Seconds for what a store without encryption and record has to do at least: every file on the disk before it counts. */
export async function readHashAndCopy(paths: readonly string[], into: string): Promise<number> {
  await mkdir(into);
  const took = await seconds(() =>
    inParallel(16, paths, async (path) => {
      const bytes = await readFile(path);
      const handle = await open(join(into, createHash('sha256').update(bytes).digest('hex')), 'w');
      await handle.writeFile(bytes);
      await handle.datasync();
      await handle.close();
    }),
  );
  await rm(into, { recursive: true, force: true });
  return took;
}

async function inParallel<T>(width: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}

/** Seconds of DCMTK's dcmdump over all files, from start to end of the program; null where it is missing. */
export function dcmdump(paths: readonly string[], scratch: string): number | null {
  const program = findProgram('dcmdump');
  return program === null ? null : runMeasured(program, ['-q', ...paths], scratch).tookMs / 1000;
}

const headerScript = `
import sys, time
from pydicom import dcmread
started = time.perf_counter()
for path in sys.argv[1:]:
    header = dcmread(path, stop_before_pixels=True)
    (header.SOPInstanceUID, header.SeriesInstanceUID, header.StudyInstanceUID, header.get('PatientName'))
print(time.perf_counter() - started)
`;

/** Seconds of pydicom's loop over the headers, without the start of Python; null where pydicom is missing. */
export function pydicomHeaders(paths: readonly string[], scratch: string): number | null {
  try {
    return Number(runMeasured(python, ['-c', headerScript, ...paths], scratch).stdout);
  } catch {
    // Neither Python nor pydicom is needed to use the console; the row says the peer cannot run.
    return null;
  }
}

const forgetScript = `
import os, sys
for path in sys.argv[1:]:
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)
`;

/** Takes the files out of the page cache; false where that cannot be done (POSIX alone knows how, and Node does not call it). */
export function forgetPages(paths: readonly string[], scratch: string): boolean {
  try {
    runMeasured(python, ['-c', forgetScript, ...paths], scratch);
    return true;
  } catch {
    // No Python, or no fadvise on this system: the cold rows say so.
    return false;
  }
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}
