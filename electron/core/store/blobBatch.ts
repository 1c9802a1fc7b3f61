import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fdatasync, mkdirSync, openSync, renameSync, rmSync, writevSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { syncFolder } from '../../safe/durableFile.ts';
import { blobPath } from './blobFiles.ts';
import { sealPieces } from './blobSealer.ts';
import { incomingFolder, moveIntoPlace, wholeName } from './incomingBlobs.ts';
import { translateStoreError } from './storeErrors.ts';

const syncData = promisify(fdatasync);

interface Written {
  readonly file: number;
  readonly partial: string;
  /** Its name once its bytes are on the disk. */
  readonly whole: string;
  readonly path: string;
}

/**
 * Blobs written one after the other and then brought to the disk together: the disk's waits overlap, and their names
 * become safe with one sync of the folder they arrive in, before each is moved to its place. Blocks while it seals and
 * writes: for worker threads.
 */
export class BlobBatch {
  readonly #folder: string;
  readonly #incoming: string;
  readonly #key: Uint8Array;
  readonly #written: Written[] = [];
  #hasMadeFolder = false;

  /** @param key 32 secret bytes for blobs alone */
  constructor(folder: string, key: Uint8Array) {
    this.#folder = folder;
    this.#incoming = incomingFolder(folder);
    this.#key = key;
  }

  /**
   * Writes one blob whose hash is known; there already: nothing is written. It counts after {@link settle}.
   * @throws {StoreError} disk-full | read-only
   */
  add(sha256: string, plain: Uint8Array): void {
    const path = blobPath(this.#folder, sha256);
    if (existsSync(path)) return;
    const token = randomUUID();
    const partial = join(this.#incoming, `${sha256}.${token}.partial`);
    try {
      const file = this.#create(partial);
      try {
        writeAll(file, sealPieces(this.#key, plain));
        this.#written.push({ file, partial, whole: join(this.#incoming, wholeName(sha256, token)), path });
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
      mkdirSync(this.#incoming, { recursive: true });
      this.#hasMadeFolder = true;
      return openSync(partial, 'wx', 0o600);
    }
  }

  /** Resolves when every blob survives the loss of power. @throws {StoreError} disk-full | read-only */
  async settle(): Promise<void> {
    const synced = await Promise.allSettled(this.#written.map(({ file }) => syncData(file)));
    for (const { file } of this.#written) closeSync(file);
    try {
      const failed = synced.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      for (const { partial, whole } of this.#written) renameSync(partial, whole);
      if (this.#written.length > 0) await syncFolder(this.#incoming);
      if (this.#hasMadeFolder) await syncFolder(this.#folder);
      for (const { whole, path } of this.#written) moveIntoPlace(whole, path);
    } catch (error) {
      for (const { partial, whole } of this.#written) for (const path of [partial, whole]) rmSync(path, { force: true });
      throw translateStoreError(error, this.#folder);
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
