import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openParts } from '../../../electron/core/archive/zipParts.ts';
import type { ByteSource } from '../../../electron/core/archive/sealedFile.ts';

const sourceOf = (bytes: Uint8Array): ByteSource => ({ byteLength: bytes.length, read: (at: number, length: number) => Promise.resolve(bytes.slice(at, at + length)) });

test('a small archive that would unpack to much is refused before anything of it is unpacked', async () => {
  const bomb = zipSync({ 'manifest.json': [new Uint8Array(20_000_000), { level: 9 }] });
  expect(bomb.length).toBeLessThan(100_000);
  await expect(openParts(sourceOf(bomb))).rejects.toMatchObject({ code: 'store', reason: 'corrupt', message: expect.stringContaining('manifest.json') as string });
});

test('parts that are stored as they are, as every archive of ours has them, are read', async () => {
  const parts = await openParts(sourceOf(zipSync({ 'manifest.json': [new Uint8Array([1, 2, 3]), { level: 0 }] })));
  expect(await parts.read('manifest.json')).toEqual(new Uint8Array([1, 2, 3]));
});
