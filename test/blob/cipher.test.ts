import { describe, expect, it } from 'vitest';
import { importBlobKey, newFileCipher, openBlob, readFileCipher, sealBlob } from '../../shared/blob/cipher.ts';
import { chunkLength, headerLength, layoutOf, sealedLength, spanOfChunk } from '../../shared/blob/framing.ts';

const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255);
const key = await importBlobKey(bytesOf(32));

describe('blob cipher', () => {
  it.each([0, 1, 1000, chunkLength - 1, chunkLength, chunkLength + 1, 3 * chunkLength])('opens what it sealed, %i bytes', async (length) => {
    const plain = bytesOf(length);
    const file = await sealBlob(key, plain);
    expect(file.length).toBe(sealedLength(length));
    expect(layoutOf(file.length).plainLength).toBe(length);
    expect(Buffer.compare(await openBlob(key, file), plain)).toBe(0);
  });

  it('shows nothing of the plain bytes and no two files alike', async () => {
    const plain = new TextEncoder().encode('PatientName 王小明'.repeat(20));
    const [first, second] = [await sealBlob(key, plain), await sealBlob(key, plain)];
    expect(Buffer.from(first).includes('王小明')).toBe(false);
    expect(Buffer.compare(first, second)).not.toBe(0);
  });

  it('refuses a changed byte, a cut, exchanged chunks and another key', async () => {
    const file = await sealBlob(key, bytesOf(2 * chunkLength + 5));
    const changed = file.slice();
    changed[headerLength + 7] = (changed[headerLength + 7] ?? 0) ^ 1;
    await expect(openBlob(key, changed)).rejects.toMatchObject({ code: 'store', reason: 'corrupt' });
    await expect(openBlob(key, file.slice(0, spanOfChunk(2, layoutOf(file.length)).offset))).rejects.toMatchObject({ reason: 'corrupt' });
    const exchanged = file.slice();
    const sealed = chunkLength + 16;
    exchanged.copyWithin(headerLength, headerLength + sealed, headerLength + 2 * sealed);
    await expect(openBlob(key, exchanged)).rejects.toMatchObject({ reason: 'corrupt' });
    await expect(openBlob(await importBlobKey(bytesOf(31)), file)).rejects.toMatchObject({ reason: 'corrupt' });
    await expect(openBlob(key, bytesOf(200))).rejects.toMatchObject({ reason: 'corrupt' });
  });

  it('opens one chunk alone, for a range', async () => {
    const plain = bytesOf(2 * chunkLength + 5);
    const file = await sealBlob(key, plain);
    const layout = layoutOf(file.length);
    const cipher = await readFileCipher(key, file.subarray(0, headerLength));
    const { offset, length } = spanOfChunk(1, layout);
    expect(Buffer.compare(await cipher.open(1, false, file.subarray(offset, offset + length)), plain.subarray(chunkLength, 2 * chunkLength))).toBe(0);
  });

  it('seals chunk by chunk for a transfer that comes in pieces', async () => {
    const cipher = await newFileCipher(key);
    const last = await cipher.seal(0, true, bytesOf(10));
    expect(Buffer.compare(await openBlob(key, Buffer.concat([cipher.header, last])), bytesOf(10))).toBe(0);
  });
});
