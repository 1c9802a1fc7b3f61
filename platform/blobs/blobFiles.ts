import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { importBlobKey, newFileCipher, readFileCipher, type BlobKey } from '../../shared/blob/cipher.ts';
import { chunkLength, headerLength, layoutOf, spanOfChunk } from '../../shared/blob/framing.ts';
import { SyncError } from '../../shared/errors/appError.ts';

/** Encrypted, content-addressed files: `<dir>/<first two digits>/<sha256>`. */
export interface BlobFiles {
  /**
   * Seals the plain bytes and keeps them once their hash is proved.
   * @throws {SyncError} integrity, with nothing kept
   */
  keep(sha256: string, byteLength: number, plain: AsyncIterable<Uint8Array>): Promise<void>;
  /** Plain bytes [start, end) of a kept blob, opening only the chunks that hold them. @throws {StoreError} corrupt */
  read(sha256: string, start: number, end: number): AsyncIterable<Uint8Array>;
}

export async function openBlobFiles(dir: string, rawKey: Uint8Array): Promise<BlobFiles> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const key = await importBlobKey(rawKey);
  const pathOf = (sha256: string): string => join(dir, sha256.slice(0, 2), sha256);
  return {
    async keep(sha256, byteLength, plain) {
      const path = pathOf(sha256);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = join(dir, `draft-${randomUUID()}`);
      try {
        const found = await seal(draft, key, byteLength, plain);
        if (found !== sha256) throw new SyncError('integrity', 'The bytes that arrived are not the ones announced (SHA-256 differs); send the object again.', { detail: { sha256 } });
        await rename(draft, path);
        await syncFolder(dirname(path));
      } finally {
        await rm(draft, { force: true });
      }
    },
    async *read(sha256, start, end) {
      const file = await open(pathOf(sha256), 'r');
      try {
        const layout = layoutOf((await file.stat()).size);
        const cipher = await readFileCipher(key, await readExactly(file, 0, headerLength));
        for (let index = Math.floor(start / chunkLength); index < layout.chunks && index * chunkLength < end; index += 1) {
          const { offset, length } = spanOfChunk(index, layout);
          const chunk = await cipher.open(index, index === layout.chunks - 1, await readExactly(file, offset, length));
          const first = index * chunkLength;
          yield chunk.subarray(Math.max(0, start - first), Math.min(chunk.length, end - first));
        }
      } finally {
        await file.close();
      }
    },
  };
}

/** Writes the sealed file, on the disk when it returns; returns the SHA-256 of the plain bytes. */
async function seal(path: string, key: BlobKey, byteLength: number, plain: AsyncIterable<Uint8Array>): Promise<string> {
  const file = await open(path, 'wx', 0o600);
  try {
    const cipher = await newFileCipher(key);
    const hash = createHash('sha256');
    const chunks = Math.max(1, Math.ceil(byteLength / chunkLength));
    await file.write(cipher.header);
    let index = 0;
    for await (const chunk of rechunk(plain)) {
      hash.update(chunk);
      await file.write(await cipher.seal(index, index === chunks - 1, chunk));
      index += 1;
    }
    await file.sync();
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

/** The same bytes in pieces of exactly {@link chunkLength}, the last one shorter; one empty piece for nothing. */
async function* rechunk(plain: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let buffer = new Uint8Array(chunkLength);
  let filled = 0;
  let count = 0;
  for await (const part of plain) {
    for (let at = 0; at < part.length; ) {
      const taken = Math.min(part.length - at, chunkLength - filled);
      buffer.set(part.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled < chunkLength) continue;
      yield buffer;
      count += 1;
      buffer = new Uint8Array(chunkLength);
      filled = 0;
    }
  }
  if (filled > 0 || count === 0) yield buffer.subarray(0, filled);
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}

/** A rename is on the disk once its folder is; not every system can do this, and then the rename stands as it is. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
