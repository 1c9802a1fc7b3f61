import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { closeSync, existsSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StoreError } from '../../../shared/errors/appError.ts';
import { importBlobKey, newFileCipher, readFileCipher, sealBlob, type BlobKey, type FileCipher } from '../../../shared/blob/cipher.ts';
import { chunkLength, headerLength, layoutOf, spanOfChunk, tagLength, type BlobLayout } from '../../../shared/blob/framing.ts';
import { syncFolder } from '../../safe/durableFile.ts';
import { chunkOpener, openChunks, type ChunkOpener } from './blobOpener.ts';
import { translateStoreError } from './storeErrors.ts';

/** A blob arriving in pieces; what was appended survives a restart in whole chunks, encrypted. */
export interface BlobWriter {
  /** Plain bytes already stored: where the transfer goes on. */
  readonly offset: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Proves the hash and makes the blob count. @throws {StoreError} corrupt when it is another one; the piece is thrown away. */
  finish(): Promise<void>;
  /** Closes and keeps what is whole. */
  pause(): Promise<void>;
}

/** A stored blob that is read piece by piece. */
export interface OpenBlob {
  readonly byteLength: number;
  /** Plain bytes [start, end) in pieces of a chunk at most, each good until the next is asked for. @throws {StoreError} corrupt */
  bytes(start: number, end: number): Generator<Uint8Array>;
  close(): void;
}

/** Content-addressed: `<folder>/ab/<sha256>.bin`. */
export const blobPath = (folder: string, sha256: string): string => join(folder, sha256.slice(0, 2), `${sha256}.bin`);

/** The encrypted files of one store. */
export class BlobFiles {
  readonly #folder: string;
  readonly #rawKey: Uint8Array;
  readonly #key: Promise<BlobKey>;
  readonly #formerKey: Uint8Array | null;
  #sealed: Buffer | null = null;

  /**
   * @param key 32 secret bytes for blobs alone
   * @param formerKey what blobs may still be sealed under while they are moved to `key`
   */
  constructor(folder: string, key: Uint8Array, formerKey: Uint8Array | null = null) {
    this.#formerKey = formerKey;
    this.#folder = folder;
    this.#rawKey = key;
    this.#key = importBlobKey(key);
  }

  #path(sha256: string): string {
    return blobPath(this.#folder, sha256);
  }

  has(sha256: string): boolean {
    return existsSync(this.#path(sha256));
  }

  /** Stores bytes whose hash is known; there already: nothing is written. @throws {StoreError} disk-full | read-only */
  async put(sha256: string, plain: Uint8Array): Promise<void> {
    const path = this.#path(sha256);
    await this.#writing(path, async () => {
      // One that is there may have been renamed a moment ago: its folder is synced for it too.
      if (existsSync(path)) return syncFolder(dirname(path));
      const file = await sealBlob(await this.#key, plain);
      // Two imports may bring the same bytes at once; each writes a file of its own.
      const partial = `${path}.${randomUUID()}.partial`;
      const handle = await open(partial, 'w', 0o600);
      try {
        await handle.writeFile(file);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(partial, path);
      await syncFolder(dirname(path));
    });
  }

  /** The whole blob. @throws {StoreError} not-found | corrupt */
  async read(sha256: string): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.readStart(sha256, Number.POSITIVE_INFINITY)).bytes;
  }

  /**
   * The beginning of a blob: whole chunks, so that every byte of it is proved by its tag; the rest of the file is not read.
   *
   * Reads without the thread pool, whose four turns for each file cost more than the reading when hundreds of slices are
   * wanted; a chunk at a time, so that nobody waits long.
   *
   * @param byteLength how much is wanted; more comes where chunks are larger, less where the blob ends before
   * @returns `totalLength`: bytes of the whole blob
   * @throws {StoreError} not-found | corrupt
   */
  async readStart(sha256: string, byteLength: number): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly totalLength: number }> {
    const file = openOrNotHere(this.#path(sha256), sha256);
    try {
      const layout = layoutOf(fstatSync(file).size);
      const readInto = (sealed: Uint8Array, offset: number): Uint8Array => {
        if (readSync(file, sealed, 0, sealed.length, offset) < sealed.length) throw cutShort(sha256);
        return sealed;
      };
      const header = readInto(new Uint8Array(headerLength), 0);
      // One room for the sealed bytes of every chunk: fresh memory for each costs more than opening it.
      const readAt = ({ offset, length }: { readonly offset: number; readonly length: number }): Uint8Array => readInto((this.#sealed ??= Buffer.allocUnsafe(chunkLength + tagLength)).subarray(0, length), offset);
      const opener = this.#openerFor(header, layout, readAt);
      const count = Math.min(layout.chunks, Math.max(1, Math.ceil(byteLength / chunkLength)));
      return { bytes: await openChunks(opener, layout, count, readAt), totalLength: layout.plainLength };
    } finally {
      closeSync(file);
    }
  }

  /** The opener of the key the first chunk opens with. */
  #openerFor(header: Uint8Array, layout: BlobLayout, readAt: (span: { readonly offset: number; readonly length: number }) => Uint8Array): ChunkOpener {
    const opener = chunkOpener(this.#rawKey, header, layout);
    if (!this.#formerKey) return opener;
    try {
      opener.open(0, readAt(spanOfChunk(0, layout)));
      return opener;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return chunkOpener(this.#formerKey, header, layout);
    }
  }

  /**
   * The blob in pieces from an offset on, each proved by its tag, without ever holding all of it.
   * @throws {StoreError} not-found | corrupt
   */
  open(sha256: string): OpenBlob {
    const file = openOrNotHere(this.#path(sha256), sha256);
    try {
      const layout = layoutOf(fstatSync(file).size);
      const sealed = Buffer.allocUnsafe(chunkLength + tagLength);
      const readAt = ({ offset, length }: { readonly offset: number; readonly length: number }): Uint8Array => {
        if (readSync(file, sealed, 0, length, offset) < length) throw cutShort(sha256);
        return sealed.subarray(0, length);
      };
      const opener = this.#openerFor(Uint8Array.from(readAt({ offset: 0, length: headerLength })), layout, readAt);
      return {
        byteLength: layout.plainLength,
        *bytes(start, end) {
          for (let index = Math.floor(start / chunkLength); index < layout.chunks && index * chunkLength < end; index += 1) {
            const first = index * chunkLength;
            const plain = opener.open(index, readAt(spanOfChunk(index, layout)));
            yield plain.subarray(Math.max(0, start - first), Math.min(plain.length, end - first));
          }
        },
        close: () => closeSync(file),
      };
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  remove(sha256: string): void {
    rmSync(this.#path(sha256), { force: true });
  }

  /** Goes on with, or begins, the transfer of one blob. */
  async writer(sha256: string): Promise<BlobWriter> {
    const path = this.#path(sha256);
    const partial = `${path}.part`;
    return this.#writing(path, async () => {
      const resumed = await resume(partial, await this.#key);
      return makeWriter(resumed ?? (await begin(partial, await this.#key)), { sha256, partial, path });
    });
  }

  async #writing<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      if ((await mkdir(dirname(path), { recursive: true })) !== undefined) await syncFolder(this.#folder);
      return await work();
    } catch (error) {
      throw translateStoreError(error, path);
    }
  }
}

const notHere = (sha256: string, cause: unknown): StoreError =>
  new StoreError('not-found', `The object ${sha256.slice(0, 12)}… is not on this console yet; it is fetched when the platform can be reached.`, { cause, detail: { sha256 } });

const cutShort = (sha256: string): StoreError =>
  new StoreError('corrupt', `The object ${sha256.slice(0, 12)}… cannot be read to its end; it is fetched again from the platform or imported again.`, { detail: { sha256 } });

function openOrNotHere(path: string, sha256: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw notHere(sha256, cause);
  }
}

interface Partial {
  readonly handle: FileHandle;
  readonly cipher: FileCipher;
  readonly hash: ReturnType<typeof createHash>;
  readonly chunks: number;
}

async function begin(partial: string, key: BlobKey): Promise<Partial> {
  const handle = await open(partial, 'w+', 0o600);
  const cipher = await newFileCipher(key);
  await handle.write(cipher.header, 0, headerLength, 0);
  return { handle, cipher, hash: createHash('sha256'), chunks: 0 };
}

/** Reads back the whole chunks of an interrupted transfer; anything damaged means beginning anew. */
async function resume(partial: string, key: BlobKey): Promise<Partial | null> {
  const size = await stat(partial).then((found) => found.size, () => 0);
  const chunks = Math.floor((size - headerLength) / (chunkLength + tagLength));
  if (chunks < 1) return null;
  const handle = await open(partial, 'r+');
  try {
    const header = new Uint8Array(headerLength);
    await handle.read(header, 0, headerLength, 0);
    const cipher = await readFileCipher(key, header);
    const hash = createHash('sha256');
    const sealed = new Uint8Array(chunkLength + tagLength);
    for (let index = 0; index < chunks; index += 1) {
      await handle.read(sealed, 0, sealed.length, headerLength + index * sealed.length);
      hash.update(await cipher.open(index, false, sealed));
    }
    return { handle, cipher, hash, chunks };
  } catch {
    // A chunk that does not open (torn write) cannot be continued; the transfer starts again.
    await handle.close();
    return null;
  }
}

function makeWriter(partial: Partial, names: { sha256: string; partial: string; path: string }): BlobWriter {
  const { handle, cipher, hash } = partial;
  let index = partial.chunks;
  let buffered: Uint8Array[] = [];
  let bufferedLength = 0;
  const write = async (isLast: boolean, plain: Uint8Array): Promise<void> => {
    const sealed = await cipher.seal(index, isLast, plain);
    await handle.write(sealed, 0, sealed.length, headerLength + index * (chunkLength + tagLength));
    hash.update(plain);
    index += 1;
  };
  return {
    offset: partial.chunks * chunkLength,
    append: async (bytes) => {
      buffered.push(bytes);
      bufferedLength += bytes.length;
      // One byte is held back: only the end of the transfer tells which chunk is the last.
      while (bufferedLength > chunkLength) {
        const all = Buffer.concat(buffered, bufferedLength);
        await write(false, all.subarray(0, chunkLength));
        buffered = [all.subarray(chunkLength)];
        bufferedLength -= chunkLength;
      }
    },
    finish: async () => {
      try {
        await write(true, Buffer.concat(buffered, bufferedLength));
        await handle.truncate(headerLength + (index - 1) * (chunkLength + tagLength) + bufferedLength + tagLength);
        await handle.sync();
      } finally {
        await handle.close();
      }
      if (hash.digest('hex') !== names.sha256) {
        await rm(names.partial, { force: true });
        throw new StoreError('corrupt', `The object ${names.sha256.slice(0, 12)}… arrived with another content; it is fetched again.`, { detail: { sha256: names.sha256 } });
      }
      await rename(names.partial, names.path);
      await syncFolder(dirname(names.path));
    },
    pause: async () => {
      await handle.sync();
      await handle.close();
    },
  };
}
