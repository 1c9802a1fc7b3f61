import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fdatasync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writevSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { blobPath, syncFolder } from './blobFiles.ts';
import { sealPieces } from './blobSealer.ts';
import { translateStoreError } from './storeErrors.ts';

const syncData = promisify(fdatasync);

interface Written {
  readonly file: number;
  readonly partial: string;
  readonly path: string;
}

/**
 * Blobs written one after the other and then brought to the disk together: the disk's waits overlap, and the folders
 * are synced once for all of them. Blocks while it seals and writes: for worker threads.
 */
export class BlobBatch {
  readonly #folder: string;
  readonly #key: Uint8Array;
  readonly #written: Written[] = [];
  readonly #folders = new Set<string>();

  /** @param key 32 secret bytes for blobs alone */
  constructor(folder: string, key: Uint8Array) {
    this.#folder = folder;
    this.#key = key;
  }

  /**
   * Writes one blob whose hash is known; there already: nothing is written. It counts after {@link settle}.
   * @throws {StoreError} disk-full | read-only
   */
  add(sha256: string, plain: Uint8Array): void {
    const path = blobPath(this.#folder, sha256);
    // One that is there may have been renamed a moment ago: its folder is synced for it too.
    this.#folders.add(dirname(path));
    if (existsSync(path)) return;
    const partial = `${path}.${randomUUID()}.partial`;
    try {
      const file = this.#create(partial);
      try {
        writeAll(file, sealPieces(this.#key, plain));
        this.#written.push({ file, partial, path });
      } catch (error) {
        closeSync(file);
        rmSync(partial, { force: true });
        throw error;
      }
    } catch (error) {
      throw translateStoreError(error, path);
    }
  }

  #create(partial: string): number {
    try {
      return openSync(partial, 'wx', 0o600);
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error;
      mkdirSync(dirname(partial), { recursive: true });
      this.#folders.add(this.#folder);
      return openSync(partial, 'wx', 0o600);
    }
  }

  /** Resolves when every blob and its name survive the loss of power. @throws {StoreError} disk-full | read-only */
  async settle(): Promise<void> {
    const synced = await Promise.allSettled(this.#written.map(({ file }) => syncData(file)));
    for (const { file } of this.#written) closeSync(file);
    try {
      const failed = synced.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      for (const { partial, path } of this.#written) renameSync(partial, path);
      await syncFolders([...this.#folders]);
    } catch (error) {
      for (const { partial } of this.#written) rmSync(partial, { force: true });
      throw translateStoreError(error, this.#folder);
    }
  }
}

/** Where the file system keeps one journal the first sync brings all names to the disk, and the others find nothing to do. */
async function syncFolders([first, ...others]: readonly string[]): Promise<void> {
  if (first === undefined || process.platform === 'win32') return;
  await syncFolder(first);
  for (const folder of others) {
    const file = openSync(folder, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}

/** Small blobs in one call to the system; a large one never twice in memory. */
function writeAll(file: number, pieces: Iterable<Uint8Array>): void {
  let held: Uint8Array[] = [];
  for (const piece of pieces) {
    held.push(piece);
    if (held.length < 3) continue;
    writePieces(file, held);
    held = [];
  }
  if (held.length > 0) writePieces(file, held);
}

/** A full disk may take a part and say so only at the next call. */
function writePieces(file: number, pieces: readonly Uint8Array[]): void {
  let rest = [...pieces];
  while (rest.length > 0) {
    let count = writevSync(file, rest);
    while (rest[0] !== undefined && count >= rest[0].length) count -= (rest.shift() as Uint8Array).length;
    if (rest[0] !== undefined) rest = [rest[0].subarray(count), ...rest.slice(1)];
  }
}
