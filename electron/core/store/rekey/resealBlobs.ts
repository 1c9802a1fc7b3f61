import { existsSync, readdirSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '../../../../shared/errors/appError.ts';
import { importBlobKey, newFileCipher, readFileCipher, type BlobKey, type FileCipher } from '../../../../shared/blob/cipher.ts';
import { headerLength, layoutOf, spanOfChunk } from '../../../../shared/blob/framing.ts';
import { syncFolder } from '../../../safe/durableFile.ts';

/** A folder of sealed files and the keys they are moved between. */
export interface KeyedFolder {
  readonly folder: string;
  readonly formerKey: Uint8Array;
  readonly key: Uint8Array;
}

/** How many files are under the new key, and which could not be opened by either. */
export interface Resealed {
  readonly done: number;
  readonly broken: readonly string[];
}

/**
 * Seals every blob of a folder under the new key, one file after the other; each is replaced in one rename. Files that
 * are under it already are left, so an interrupted move goes on where it was.
 */
export async function resealBlobs({ folder, formerKey, key }: KeyedFolder, signal: AbortSignal): Promise<Resealed> {
  const keys = { former: await importBlobKey(formerKey), next: await importBlobKey(key) };
  const broken: string[] = [];
  let done = 0;
  for (const path of sealedFiles(folder)) {
    if (signal.aborted) throw new StoreError('cancelled', 'The console was closed before every object was sealed under the new key; it goes on at the next start.');
    try {
      await resealFile(path, keys);
      done += 1;
    } catch (error) {
      // Damaged before: it is fetched again when it is read. Gone in between: it was removed by whoever may.
      if (error instanceof StoreError && error.reason === 'corrupt') broken.push(path);
      else if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return { done, broken };
}

function sealedFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && entry.name.length === 2 ? readdirSync(join(folder, entry.name)).filter((name) => /^[0-9a-f]{64}(?:\.bin)?$/.test(name)).map((name) => join(folder, entry.name, name)) : [],
  );
}

async function resealFile(path: string, keys: { readonly former: BlobKey; readonly next: BlobKey }): Promise<void> {
  const source = await open(path, 'r');
  const partial = `${path}.reseal`;
  try {
    const layout = layoutOf((await source.stat()).size);
    const header = new Uint8Array(headerLength);
    await source.read(header, 0, headerLength, 0);
    if (await opensFirst(source, await readFileCipher(keys.next, header), layout)) return;
    const former = await readFileCipher(keys.former, header);
    const next = await newFileCipher(keys.next);
    const target = await open(partial, 'w', 0o600);
    try {
      await target.write(next.header, 0, headerLength, 0);
      for (let index = 0; index < layout.chunks; index += 1) {
        const { offset } = spanOfChunk(index, layout);
        const isLast = index === layout.chunks - 1;
        const sealed = await next.seal(index, isLast, await former.open(index, isLast, await chunkAt(source, layout, index)));
        await target.write(sealed, 0, sealed.length, offset);
      }
      await target.sync();
    } finally {
      await target.close();
    }
    await rename(partial, path);
    await syncFolder(join(path, '..'));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await source.close();
  }
}

type Layout = ReturnType<typeof layoutOf>;

async function chunkAt(source: FileHandle, layout: Layout, index: number): Promise<Uint8Array> {
  const { offset, length } = spanOfChunk(index, layout);
  const sealed = new Uint8Array(length);
  const { bytesRead } = await source.read(sealed, 0, length, offset);
  if (bytesRead < length) throw new StoreError('corrupt', 'A stored object ends before its end.');
  return sealed;
}

async function opensFirst(source: FileHandle, cipher: FileCipher, layout: Layout): Promise<boolean> {
  try {
    await cipher.open(0, layout.chunks === 1, await chunkAt(source, layout, 0));
    return true;
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}
