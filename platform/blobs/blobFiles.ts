import { createHash } from 'node:crypto';
import { mkdir, open, rename, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { importBlobKey, readFileCipher, type BlobKey } from '../../shared/blob/cipher.ts';
import { chunkLength, headerLength, layoutOf, spanOfChunk } from '../../shared/blob/framing.ts';

/** Encrypted, content-addressed files: `<dir>/<first two digits>/<sha256>`. */
export interface BlobFiles {
  /** Gives a file that is whole, proved and on the disk its place; after a loss of power it is there or where it was. */
  place(path: string, sha256: string): Promise<void>;
  /** Reads the blob through: true where its bytes are what its name says. */
  isWhole(sha256: string): Promise<boolean>;
  /** Plain bytes [start, end) of a kept blob, opening only the chunks that hold them. @throws {StoreError} corrupt */
  read(sha256: string, start: number, end: number): AsyncIterable<Uint8Array>;
}

export async function openBlobFiles(dir: string, rawKey: Uint8Array): Promise<BlobFiles> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const key = await importBlobKey(rawKey);
  const folders = new Set<string>();
  const pathOf = (sha256: string): string => join(dir, sha256.slice(0, 2), sha256);
  return {
    async place(path, sha256) {
      const folder = dirname(pathOf(sha256));
      if (!folders.has(folder) && (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(dir);
      folders.add(folder);
      await rename(path, pathOf(sha256));
    },
    isWhole: async (sha256) => (await hashOfFile(pathOf(sha256), key).catch(() => null)) === sha256,
    read: (sha256, start, end) => readPlain(pathOf(sha256), key, start, end),
  };
}

/** SHA-256 of the plain bytes of a sealed file. @throws {StoreError} corrupt */
export async function hashOfFile(path: string, key: BlobKey): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of readPlain(path, key, 0, Number.POSITIVE_INFINITY)) hash.update(part);
  return hash.digest('hex');
}

async function* readPlain(path: string, key: BlobKey, start: number, end: number): AsyncIterable<Uint8Array> {
  const file = await open(path, 'r');
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
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}

/** A rename is on the disk once its folder is; not every system can do this, and then the rename stands as it is. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
