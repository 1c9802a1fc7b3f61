import { createDecipheriv, hkdfSync } from 'node:crypto';
import { fileKeyPurpose, nonceOf } from '../../../shared/blob/cipher.ts';
import { chunkLength, headerLength, saltOf, spanOfChunk, tagLength, type BlobLayout } from '../../../shared/blob/framing.ts';
import { StoreError } from '../../../shared/errors/appError.ts';

/** Opens chunks of one file. */
export interface ChunkOpener {
  /**
   * Plain bytes of one chunk, in memory of their own.
   * @param sealed the chunk with its tag
   * @throws {StoreError} corrupt when the bytes were changed or the key is another
   */
  open(index: number, sealed: Uint8Array): Uint8Array<ArrayBuffer>;
}

/**
 * The same as `openBlob` of shared/blob does, without a copy into the thread pool and back for every chunk: on one core
 * three times as fast, and a chunk takes less than a millisecond of the thread that calls.
 *
 * @param key 32 secret bytes for blobs alone
 * @param header the first 32 bytes of the file
 * @throws {StoreError} corrupt when these are not the beginning of a blob
 */
export function chunkOpener(key: Uint8Array, header: Uint8Array, layout: BlobLayout): ChunkOpener {
  const fileKey = new Uint8Array(hkdfSync('sha256', key, saltOf(header), fileKeyPurpose, 32));
  const bound = header.subarray(0, headerLength);
  return {
    open: (index, sealed) => {
      const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(index, index === layout.chunks - 1), { authTagLength: tagLength });
      decipher.setAAD(bound);
      decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
      const plain = decipher.update(sealed.subarray(0, sealed.length - tagLength));
      try {
        // Nothing is given out before the tag is proved.
        decipher.final();
      } catch (cause) {
        throw new StoreError('corrupt', 'A stored object was changed on disk or belongs to another key; it is fetched again from the platform or imported again.', { cause });
      }
      return new Uint8Array(plain.buffer, plain.byteOffset, plain.length);
    },
  };
}

/** So many chunks are opened without letting others have their turn: about five milliseconds. */
const chunksPerTurn = 8;

/**
 * The first chunks of a file, one behind the other.
 *
 * @param sealedAt a chunk with its tag; it may be overwritten when the next one is asked for
 * @param count chunks wanted, at least one
 * @throws {StoreError} corrupt
 */
export async function openChunks(opener: ChunkOpener, layout: BlobLayout, count: number, sealedAt: (span: { readonly offset: number; readonly length: number }) => Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  if (count === 1) return opener.open(0, sealedAt(spanOfChunk(0, layout)));
  const plain = new Uint8Array(Math.min(layout.plainLength, count * chunkLength));
  for (let index = 0; index < count; index += 1) {
    if (index > 0 && index % chunksPerTurn === 0) await new Promise(setImmediate);
    plain.set(opener.open(index, sealedAt(spanOfChunk(index, layout))), index * chunkLength);
  }
  return plain;
}
