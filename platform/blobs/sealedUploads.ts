import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';

/** What the platform itself notes with an upload: whose it is and what it claims to be. */
export interface UploadClaim {
  readonly sha256: string;
  readonly caseId: string;
  readonly hospitalId: string;
  readonly personId: string;
}

const blockBytes = 16;

/**
 * Uploads in progress, on the disk in AES-256-CTR under a key of their own, so that half a study lies
 * there as unreadable as a whole one. Bytes are only ever appended: no keystream is used twice.
 */
export class SealedUploads extends FileStore {
  private readonly key: Uint8Array;

  // No expiry for tus to look after: it would ask for an upload that its own finishing has just removed.
  constructor(directory: string, key: Uint8Array) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    super({ directory });
    this.key = key;
  }

  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const file = createWriteStream(join(this.directory, id), { flags: 'r+', start: offset });
    const { fileKey, counter, skip } = this.keystream(id, offset);
    const cipher = createCipheriv('aes-256-ctr', fileKey, counter);
    cipher.update(new Uint8Array(skip));
    await pipeline(readable, cipher, file);
    return offset + file.bytesWritten;
  }

  override read(id: string): ReturnType<FileStore['read']> {
    return createReadStream(join(this.directory, id));
  }

  /** The plain bytes of an upload so far. */
  plain(id: string): AsyncIterable<Uint8Array> {
    const { fileKey, counter } = this.keystream(id, 0);
    return this.read(id).pipe(createDecipheriv('aes-256-ctr', fileKey, counter));
  }

  /** The claim noted at creation; null for an upload that is not here. */
  async claim(id: string): Promise<UploadClaim | null> {
    const upload = await this.getUpload(id).catch(() => null);
    return upload?.metadata ? (upload.metadata as unknown as UploadClaim) : null;
  }

  private keystream(id: string, offset: number): { fileKey: Uint8Array; counter: Uint8Array; skip: number } {
    const fileKey = new Uint8Array(hkdfSync('sha256', this.key, new Uint8Array(0), `upload/${id}`, 32));
    const counter = new Uint8Array(blockBytes);
    new DataView(counter.buffer).setBigUint64(8, BigInt(Math.floor(offset / blockBytes)));
    return { fileKey, counter, skip: offset % blockBytes };
  }
}
