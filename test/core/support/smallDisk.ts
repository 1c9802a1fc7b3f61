import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own, small enough to be filled by a test. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes everything that is free, but for so many bytes. */
  fill(leave?: number): void;
  empty(): void;
  remount(mode: 'ro' | 'rw'): void;
  remove(): void;
}

/** A mounted tmpfs, or null where this user may not mount: the test then says so and fills nothing. */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'mdt-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: (leave = 0) => {
      const file = openSync(filler, 'w');
      const { bavail, bsize } = statfsSync(folder);
      const block = Buffer.alloc(bsize, 1);
      try {
        for (let left = bavail * bsize - leave; left >= bsize; left -= bsize) writeSync(file, block);
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(filler, { force: true }),
    remount: (mode) => void execFileSync('mount', ['-o', `remount,${mode}`, folder]),
    remove: () => {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether such disks can be had here; says so on standard error when not. */
export function mayMountSmallDisk(): boolean {
  const disk = mountSmallDisk(1);
  disk?.remove();
  if (!disk) process.stderr.write('This user may not mount a small disk: of a full and a read-only disk only the words are tried here; run the tests as root for the rest.\n');
  return disk !== null;
}
