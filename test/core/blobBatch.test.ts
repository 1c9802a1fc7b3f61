import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BlobBatch } from '../../electron/core/store/blobBatch.ts';
import { BlobFiles, blobPath } from '../../electron/core/store/blobFiles.ts';
import { sealPieces } from '../../electron/core/store/blobSealer.ts';
import { incomingFolder, settleIncoming, wholeName } from '../../electron/core/store/incomingBlobs.ts';
import { importBlobKey, openBlob } from '../../shared/blob/cipher.ts';
import { sealedLength } from '../../shared/blob/framing.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';

const mebibyte = 1 << 20;
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('blobs written in batches', () => {
  const folder = temporaryFolder();
  const key = new Uint8Array(randomBytes(32));
  afterAll(() => removeFolder(folder));

  it.each([0, 1, 15, 16, mebibyte - 1, mebibyte, mebibyte + 1, 3 * mebibyte + 17])('seals %i bytes as shared/blob opens them', async (length) => {
    const plain = new Uint8Array(randomBytes(length));
    const file = Buffer.concat([...sealPieces(key, plain)]);
    expect(file).toHaveLength(sealedLength(length));
    expect(Buffer.compare(await openBlob(await importBlobKey(key), file), plain)).toBe(0);
    const changed = Buffer.from(file);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    await expect(openBlob(await importBlobKey(key), changed)).rejects.toMatchObject({ reason: 'corrupt' });
    await expect(openBlob(await importBlobKey(new Uint8Array(randomBytes(32))), file)).rejects.toMatchObject({ reason: 'corrupt' });
  });

  it('gives every file a salt of its own', () => {
    const [first, second] = [1, 2].map(() => Buffer.concat([...sealPieces(key, new Uint8Array(100))]));
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
  });

  it('has nothing under its name before it is settled, and afterwards what the store reads', async () => {
    const blobs = Array.from({ length: 40 }, (_, at) => new Uint8Array(randomBytes(at * 60_000)));
    const batch = new BlobBatch(folder, key);
    for (const plain of blobs) batch.add(hashOf(plain), plain);
    const files = new BlobFiles(folder, key);
    expect(blobs.some((plain) => files.has(hashOf(plain)))).toBe(false);
    await batch.settle();
    for (const plain of blobs) expect(Buffer.compare(await files.read(hashOf(plain)), plain)).toBe(0);
    const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);
    expect(names.sort()).toEqual(blobs.map((plain) => `${hashOf(plain)}.bin`).sort());
  });

  it('finds a blob again whose move to its place a loss of power undid, and clears away what was not finished', async () => {
    const [moved, cut] = [new Uint8Array(randomBytes(5000)), new Uint8Array(randomBytes(5000))];
    const batch = new BlobBatch(folder, key);
    batch.add(hashOf(moved), moved);
    await batch.settle();
    const incoming = incomingFolder(folder);
    renameSync(blobPath(folder, hashOf(moved)), join(incoming, wholeName(hashOf(moved), 'token')));
    writeFileSync(join(incoming, `${hashOf(cut)}.token.partial`), Buffer.concat([...sealPieces(key, cut)]).subarray(0, 100));
    settleIncoming(folder);
    const files = new BlobFiles(folder, key);
    expect(Buffer.compare(await files.read(hashOf(moved)), moved)).toBe(0);
    expect([files.has(hashOf(cut)), readdirSync(incoming)]).toEqual([false, []]);
  });

  it('leaves a blob that is there as it is', async () => {
    const plain = new Uint8Array(randomBytes(1000));
    for (let time = 0; time < 2; time += 1) {
      const batch = new BlobBatch(folder, key);
      batch.add(hashOf(plain), plain);
      const before = time === 0 ? null : readFileSync(blobPath(folder, hashOf(plain)));
      await batch.settle();
      if (before) expect(readFileSync(blobPath(folder, hashOf(plain))).equals(before)).toBe(true);
    }
  });

  it('says read-only or the like where it cannot write, and leaves no piece behind', () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    expect(() => new BlobBatch(file, key).add('ab'.repeat(32), new Uint8Array(10))).toThrow();
  });
});
