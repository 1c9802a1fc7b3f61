import { createHash, randomBytes } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hashOfFile } from '../../platform/blobs/blobFiles.ts';
import { UploadDraft } from '../../platform/blobs/uploadDraft.ts';
import { importBlobKey } from '../../shared/blob/cipher.ts';
import { chunkLength } from '../../shared/blob/framing.ts';
import { makeFolder, removeFolder } from './support/network.ts';

const folder = makeFolder();
afterAll(() => removeFolder(folder));

const key = new Uint8Array(randomBytes(32));
const bytes = new Uint8Array(randomBytes(2 * chunkLength + 700));
const whole = createHash('sha256').update(bytes).digest('hex');
const chunk = (index: number): Uint8Array => bytes.subarray(index * chunkLength, (index + 1) * chunkLength);

describe('a growing blob', () => {
  test('goes on in another process from its whole chunks, and a torn one is sent again', async () => {
    const path = join(folder, 'torn.part');
    const first = UploadDraft.begin(path, key);
    first.append(chunk(0), false);
    first.append(chunk(1), false);
    await first.close();
    truncateSync(path, chunkLength + 5000);
    const second = UploadDraft.resume(path, key);
    expect(second.chunks).toBe(1);
    second.append(chunk(1), false);
    second.append(chunk(2), true);
    expect(await second.finish()).toBe(whole);
    expect(await hashOfFile(path, await importBlobKey(key))).toBe(whole);
  });

  test('begun anew by another node is not ended by the one that wrote before', async () => {
    const path = join(folder, 'twice.part');
    const stale = UploadDraft.begin(path, key);
    stale.append(chunk(0), false);
    const fresh = UploadDraft.begin(path, key);
    fresh.append(chunk(0), false);
    stale.append(chunk(1), false);
    stale.append(chunk(2), true);
    await expect(stale.finish()).rejects.toMatchObject({ code: 'sync', reason: 'integrity' });
    fresh.append(chunk(1), false);
    fresh.append(chunk(2), true);
    expect(await fresh.finish()).toBe(whole);
    expect(await hashOfFile(path, await importBlobKey(key))).toBe(whole);
  });
});
