import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, type Hash } from 'node:crypto';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { fileKeyPurpose, nonceOf } from '../../shared/blob/cipher.ts';
import { chunkLength, headerLength, makeHeader, saltOf, tagLength } from '../../shared/blob/framing.ts';
import { SyncError } from '../../shared/errors/appError.ts';

const sealedChunk = chunkLength + tagLength;
/** The disk is given its work while bytes still arrive, so that the end need not wait for all of it. */
const syncEveryChunks = 16;
/** Sealed in pieces that the allocator keeps at hand: a fresh megabyte costs more than sealing it. */
const pieceBytes = 64 * 1024;

/** Plain bytes in the whole chunks of a draft of this file length; a torn one at the end does not count. */
export const wholeChunks = (fileLength: number): number => Math.max(0, Math.floor((fileLength - headerLength) / sealedChunk));

/**
 * A blob's file that is still growing, in the form it will keep: sealed chunk by chunk as the bytes arrive, hashed
 * on the way, so that its end costs no second reading.
 */
export class UploadDraft {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #fileKey: Uint8Array;
  readonly #header: Uint8Array;
  readonly #hash: Hash;
  #chunks: number;
  #isWhole = false;
  #lastLength = chunkLength;
  #syncing: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle, header: Uint8Array, fileKey: Uint8Array, hash: Hash, chunks: number) {
    this.#path = path;
    this.#file = file;
    this.#header = header;
    this.#fileKey = fileKey;
    this.#hash = hash;
    this.#chunks = chunks;
  }

  static async begin(path: string, key: Uint8Array): Promise<UploadDraft> {
    const header = makeHeader(randomBytes(16));
    // A file of its own: a request of another node that still writes to the one before writes to nothing.
    await rm(path, { force: true });
    const file = await open(path, 'wx', 0o600);
    await file.write(header, 0, headerLength, 0);
    return new UploadDraft(path, file, header, keyOf(key, header), createHash('sha256'), 0);
  }

  /** Goes on with a draft an earlier process, or another node, began; chunks that do not open any more are dropped. */
  static async resume(path: string, key: Uint8Array): Promise<UploadDraft> {
    const file = await open(path, 'r+');
    const header = new Uint8Array(headerLength);
    await file.read(header, 0, headerLength, 0);
    const fileKey = keyOf(key, header);
    const hash = createHash('sha256');
    const found = wholeChunks((await file.stat()).size);
    const sealed = new Uint8Array(sealedChunk);
    let chunks = 0;
    for (; chunks < found; chunks += 1) {
      await file.read(sealed, 0, sealedChunk, headerLength + chunks * sealedChunk);
      const plain = openChunk(fileKey, header, chunks, sealed);
      if (!plain) break;
      hash.update(plain);
    }
    await file.truncate(headerLength + chunks * sealedChunk);
    return new UploadDraft(path, file, header, fileKey, hash, chunks);
  }

  /** Plain bytes in it. */
  get offset(): number {
    return this.#chunks * chunkLength - (chunkLength - this.#lastLength);
  }

  /** The last chunk is in it. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** @param plain exactly {@link chunkLength} bytes, or fewer where `isLast` */
  async append(plain: Uint8Array, isLast: boolean): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', this.#fileKey, nonceOf(this.#chunks, isLast));
    cipher.setAAD(this.#header);
    this.#hash.update(plain);
    const sealed: Uint8Array[] = [];
    for (let from = 0; from < plain.length; from += pieceBytes) sealed.push(cipher.update(plain.subarray(from, from + pieceBytes)));
    cipher.final();
    const at = headerLength + this.#chunks * sealedChunk;
    await this.#write([...sealed, cipher.getAuthTag()], at);
    this.#chunks += 1;
    this.#isWhole = isLast;
    this.#lastLength = plain.length;
    if (this.#chunks % syncEveryChunks !== 0) return;
    await this.#syncing;
    this.#syncing = this.#file.datasync();
    // Waited for before the next one and at the end, which say what went wrong.
    this.#syncing.catch(() => undefined);
  }

  /** A full disk may take a part and say so only at the next call. */
  async #write(pieces: Uint8Array[], at: number): Promise<void> {
    const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const { bytesWritten } = await this.#file.writev(pieces, at);
    if (bytesWritten === total) return;
    const rest = Buffer.concat(pieces).subarray(bytesWritten);
    for (let done = 0; done < rest.length; ) done += (await this.#file.write(rest, done, rest.length - done, at + bytesWritten + done)).bytesWritten;
  }

  /**
   * SHA-256 of all plain bytes; they are on the disk when this returns, their name once its folder is.
   * @throws {SyncError} integrity when another request, perhaps at another node, began this upload anew
   */
  async finish(): Promise<string> {
    await this.#syncing;
    await this.#file.datasync();
    const [own, there] = await Promise.all([this.#file.stat(), stat(this.#path).catch(() => null)]);
    await this.#file.close();
    if (there?.ino !== own.ino) throw new SyncError('integrity', 'This upload was begun anew meanwhile; go on with that one.');
    return this.#hash.digest('hex');
  }

  async close(): Promise<void> {
    await this.#syncing.catch(() => undefined);
    await this.#file.close();
  }
}

const keyOf = (key: Uint8Array, header: Uint8Array): Uint8Array => new Uint8Array(hkdfSync('sha256', key, saltOf(header), fileKeyPurpose, 32));

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
