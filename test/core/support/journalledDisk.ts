import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** An ext4 of its own in a file: what it takes can be ended under programs that have its files open. */
export interface JournalledDisk {
  readonly folder: string;
  /** No file takes a byte and no folder a file, whoever has them open, until {@link release}; logs mapped into memory aside. */
  hold(): void;
  release(): void;
  /** An error of the file system: the kernel makes all of it read-only at once (`errors=remount-ro`), until {@link repair}. */
  fail(): void;
  /** What an administrator does afterwards, with nothing open on it: unmount, check, mount. */
  repair(): void;
  remove(): void;
}

const run = (program: string, ...args: string[]): string => execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });

/** @returns null where this user may not mount */
export function mountJournalledDisk(megabytes: number): JournalledDisk | null {
  const top = mkdtempSync(join(tmpdir(), 'mdt-ext4-'));
  const [image, folder] = [join(top, 'image'), join(top, 'disk')];
  const mount = (): string => run('mount', '-o', 'loop,errors=remount-ro', image, folder);
  try {
    writeFileSync(image, '');
    truncateSync(image, megabytes * 1024 * 1024);
    run('mkfs.ext4', '-q', '-F', image);
    run('mkdir', folder);
    mount();
  } catch {
    rmSync(top, { recursive: true, force: true });
    return null;
  }
  const device = (): string => basename(/^(\S+) /.exec(readFileSync('/proc/mounts', 'utf8').split('\n').find((line) => line.split(' ')[1] === folder) ?? '')?.[1] ?? '');
  // A file mapped into memory would end the process that writes to it, which no disk does.
  const mark = (flag: string): string => run('find', folder, '-name', 'lost+found', '-prune', '-o', '!', '-name', '*-shm', '-exec', 'chattr', flag, '{}', '+');
  let isMounted = true;
  return {
    folder,
    hold: () => void mark('+i'),
    release: () => void mark('-i'),
    fail: () => writeFileSync(`/sys/fs/ext4/${device()}/trigger_fs_error`, '1'),
    repair: () => {
      run('umount', folder);
      isMounted = false;
      // 1: errors were found and mended.
      try {
        run('fsck.ext4', '-p', '-f', image);
      } catch (error) {
        if ((error as { status?: unknown }).status !== 1) throw error;
      }
      mount();
      isMounted = true;
    },
    remove: () => {
      if (isMounted) run('umount', '-l', folder);
      rmSync(top, { recursive: true, force: true });
    },
  };
}

/** Whether such disks can be had here; says so on standard error when not. */
export function mayMountJournalledDisk(): boolean {
  const disk = mountJournalledDisk(8);
  disk?.remove();
  if (!disk) process.stderr.write('This user may not mount a disk: one that fails or becomes read-only under a running console is not tried here; run the tests as root.\n');
  return disk !== null;
}
