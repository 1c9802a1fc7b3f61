import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, type Hash } from 'node:crypto';
import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync, readSync, rmSync, statSync, writeSync, writevSync } from 'node:fs';
import { promisify } from 'node:util';
import { fileKeyPurpose, nonceOf } from '../../shared/blob/cipher.ts';
import { chunkLength, headerLength, makeHeader, saltOf, tagLength } from '../../shared/blob/framing.ts';
import { SyncError } from '../../shared/errors/appError.ts';

const syncData = promisify(fdatasync);
const sealedChunk = chunkLength + tagLength;
/** The disk is given its work while bytes still arrive, so that the end need not wait for all of it. */
const syncEveryChunks = 16;
/** Sealed in pieces that the allocator keeps at hand: a fresh megabyte costs more than sealing it. */
const pieceBytes = 64 * 1024;

/** Plain bytes in the whole chunks of a draft of this file length; a torn one at the end does not count. */
export const wholeChunks = (fileLength: number): number => Math.max(0, Math.floor((fileLength - headerLength) / sealedChunk));

/**
 * A blob's file that is still growing, in the form it will keep: sealed chunk by chunk as the bytes arrive, hashed
 * on the way, so that its end costs no second reading. Blocks while it hashes, seals and writes: for {@link file://./draftWorker.ts}.
 */
export class UploadDraft {
  readonly #path: string;
  readonly #file: number;
  readonly #fileKey: Uint8Array;
  readonly #header: Uint8Array;
  readonly #hash: Hash;
  #chunks: number;
  #syncing: Promise<void> = Promise.resolve();

  private constructor(path: string, file: number, header: Uint8Array, fileKey: Uint8Array, hash: Hash, chunks: number) {
    this.#path = path;
    this.#file = file;
    this.#header = header;
    this.#fileKey = fileKey;
    this.#hash = hash;
    this.#chunks = chunks;
  }

  static begin(path: string, key: Uint8Array): UploadDraft {
    const header = makeHeader(randomBytes(16));
    // A file of its own: a request of another node that still writes to the one before writes to nothing.
    rmSync(path, { force: true });
    const file = openSync(path, 'wx', 0o600);
    return new UploadDraft(path, file, header, keyOf(key, header), createHash('sha256'), 0);
  }

  /** Goes on with a draft an earlier process, or another node, began; chunks that do not open any more are dropped. */
  static resume(path: string, key: Uint8Array): UploadDraft {
    const file = openSync(path, 'r+');
    const header = new Uint8Array(headerLength);
    readSync(file, header, 0, headerLength, 0);
    const fileKey = keyOf(key, header);
    const hash = createHash('sha256');
    const found = wholeChunks(fstatSync(file).size);
    const sealed = new Uint8Array(sealedChunk);
    let chunks = 0;
    for (; chunks < found; chunks += 1) {
      readSync(file, sealed, 0, sealedChunk, headerLength + chunks * sealedChunk);
      const plain = openChunk(fileKey, header, chunks, sealed);
      if (!plain) break;
      hash.update(plain);
    }
    ftruncateSync(file, headerLength + chunks * sealedChunk);
    return new UploadDraft(path, file, header, fileKey, hash, chunks);
  }

  /** Whole chunks in it. */
  get chunks(): number {
    return this.#chunks;
  }

  /** @param plain exactly {@link chunkLength} bytes, or fewer where `isLast` */
  append(plain: Uint8Array, isLast: boolean): void {
    const cipher = createCipheriv('aes-256-gcm', this.#fileKey, nonceOf(this.#chunks, isLast));
    cipher.setAAD(this.#header);
    this.#hash.update(plain);
    const isFirst = this.#chunks === 0;
    const sealed: Uint8Array[] = isFirst ? [this.#header] : [];
    for (let from = 0; from < plain.length; from += pieceBytes) sealed.push(cipher.update(plain.subarray(from, from + pieceBytes)));
    cipher.final();
    sealed.push(cipher.getAuthTag());
    writePieces(this.#file, sealed, isFirst ? 0 : headerLength + this.#chunks * sealedChunk);
    this.#chunks += 1;
    if (this.#chunks % syncEveryChunks !== 0) return;
    const before = this.#syncing;
    this.#syncing = before.then(() => syncData(this.#file));
    // Waited for at the end, which says what went wrong.
    this.#syncing.catch(() => undefined);
  }

  /**
   * SHA-256 of all plain bytes; they are on the disk when this resolves, their name once its folder is.
   * @throws {SyncError} integrity when another request, perhaps at another node, began this upload anew
   */
  async finish(): Promise<string> {
    try {
      await this.#syncing;
      await syncData(this.#file);
      if (statSync(this.#path, { throwIfNoEntry: false })?.ino !== fstatSync(this.#file).ino) throw new SyncError('integrity', 'This upload was begun anew meanwhile; go on with that one.');
      return this.#hash.digest('hex');
    } finally {
      closeSync(this.#file);
    }
  }

  async close(): Promise<void> {
    await this.#syncing.catch(() => undefined);
    closeSync(this.#file);
  }
}

const keyOf = (key: Uint8Array, header: Uint8Array): Uint8Array => new Uint8Array(hkdfSync('sha256', key, saltOf(header), fileKeyPurpose, 32));

/** A full disk may take a part and say so only at the next call. */
function writePieces(file: number, pieces: readonly Uint8Array[], at: number): void {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const written = writevSync(file, pieces, at);
  if (written === total) return;
  const rest = Buffer.concat(pieces).subarray(written);
  for (let done = 0; done < rest.length; ) done += writeSync(file, rest, done, rest.length - done, at + written + done);
}

function openChunk(fileKey: Uint8Array, header: Uint8Array, index: number, sealed: Uint8Array): Uint8Array | null {
  const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(index, false), { authTagLength: tagLength });
  decipher.setAAD(header);
  decipher.setAuthTag(sealed.subarray(chunkLength));
  const plain = decipher.update(sealed.subarray(0, chunkLength));
  try {
    decipher.final();
    return plain;
  } catch {
    // Torn by a loss of power: the client sends it again.
    return null;
  }
}
