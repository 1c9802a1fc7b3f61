import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hashOfFile } from '../../platform/blobs/blobFiles.ts';
import { DraftThread } from '../../platform/blobs/draftThread.ts';
import { importBlobKey } from '../../shared/blob/cipher.ts';
import { chunkLength } from '../../shared/blob/framing.ts';
import { makeFolder, removeFolder } from './support/network.ts';

const folder = makeFolder();
const key = new Uint8Array(randomBytes(32));
const thread = new DraftThread(key);
afterAll(async () => {
  await thread.stop();
  removeFolder(folder);
});

describe('the thread of the drafts', () => {
  test('takes more chunks than it has room for, of several drafts at once, from memory that is used again', async () => {
    const sizes = [30 * chunkLength, 12 * chunkLength + 7, 1];
    const written = sizes.map(async (size, at) => {
      const path = join(folder, `${at}.part`);
      const draft = thread.begin(path);
      const hash = createHash('sha256');
      const room = Buffer.allocUnsafe(chunkLength);
      for (let from = 0; from < size; from += chunkLength) {
        const chunk = room.subarray(0, Math.min(chunkLength, size - from)).fill(randomBytes(1009));
        hash.update(chunk);
        await draft.append(chunk, from + chunkLength >= size);
        chunk.fill(0);
      }
      expect(draft.offset).toBe(size);
      expect(draft.isWhole).toBe(true);
      const sha256 = await draft.finish();
      expect(sha256).toBe(hash.digest('hex'));
      expect(await hashOfFile(path, await importBlobKey(key))).toBe(sha256);
    });
    await Promise.all(written);
  });

  test('what is settled is in the file: another draft goes on there', async () => {
    const path = join(folder, 'settled.part');
    const chunk = randomBytes(chunkLength);
    const first = thread.begin(path);
    await first.append(chunk, false);
    await first.settle();
    const second = await thread.resume(path);
    expect(second.offset).toBe(chunkLength);
    await second.append(Buffer.from([1, 2, 3]), true);
    expect(await second.finish()).toBe(createHash('sha256').update(chunk).update(Buffer.from([1, 2, 3])).digest('hex'));
    await first.close();
  });

  test('a draft that cannot be written says why with the code of the system, at every call, and others go on', async () => {
    const lost = thread.begin(join(folder, 'no-such-folder', 'x.part'));
    const fine = thread.begin(join(folder, 'fine.part'));
    await lost.append(randomBytes(10), true);
    await fine.append(randomBytes(10), true);
    await expect(lost.finish()).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(lost.append(randomBytes(10), true)).rejects.toMatchObject({ code: 'ENOENT' });
    await lost.close();
    expect(await fine.finish()).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a thread that ends fails what it had, and the next draft starts another', async () => {
    const path = join(folder, 'ended.part');
    const draft = thread.begin(path);
    await draft.append(randomBytes(chunkLength), false);
    await draft.settle();
    await thread.stop();
    await expect(draft.settle()).rejects.toThrow('stopped');
    expect(existsSync(path)).toBe(true);
    const next = await thread.resume(path);
    expect(next.offset).toBe(chunkLength);
    await next.close();
  });
});
