import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file whole or not at all; it is there after a loss of power when this returns. */
export function writeDurably(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(`${file}.partial`, content, { mode: 0o600, flush: true });
    renameSync(`${file}.partial`, file);
  } catch (error) {
    rmSync(`${file}.partial`, { force: true });
    throw error;
  }
  if (process.platform !== 'win32') sync(dirname(file), 'r');
}

/** Brings a file to the disk. */
export const syncFile = (file: string): void => sync(file, 'r+');

function sync(path: string, mode: 'r' | 'r+'): void {
  const handle = openSync(path, mode);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes names in a folder survive the loss of power. NTFS keeps them by its own journal and opens no folder to sync it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
