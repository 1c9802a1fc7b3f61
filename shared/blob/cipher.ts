import { StoreError } from '../errors/appError.ts';
import { chunkLength, headerLength, layoutOf, makeHeader, saltOf, sealedLength, spanOfChunk } from './framing.ts';

/** What a file's own key is derived for (HKDF info). */
export const fileKeyPurpose = 'mdt/blob/1';

/** The key all blobs of one store derive their own from. */
export interface BlobKey {
  readonly base: CryptoKey;
}

/** Seals and opens the chunks of one file; chunks cannot be exchanged, reordered or cut off unnoticed. */
export interface FileCipher {
  readonly header: Uint8Array;
  seal(index: number, isLast: boolean, plain: Uint8Array): Promise<Uint8Array>;
  /** @throws {StoreError} corrupt when the bytes were changed or the key is another. */
  open(index: number, isLast: boolean, sealed: Uint8Array): Promise<Uint8Array>;
}

/** @param raw 32 secret bytes used for blobs and nothing else */
export async function importBlobKey(raw: Uint8Array): Promise<BlobKey> {
  return { base: await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']) };
}

/** Cipher of a file that is about to be written. */
export const newFileCipher = (key: BlobKey): Promise<FileCipher> => cipherOf(key, makeHeader(crypto.getRandomValues(new Uint8Array(16))));

/** Cipher of a file that exists, from its first 32 bytes. @throws {StoreError} corrupt */
export const readFileCipher = (key: BlobKey, header: Uint8Array): Promise<FileCipher> => cipherOf(key, header.slice(0, headerLength));

async function cipherOf(key: BlobKey, header: Uint8Array): Promise<FileCipher> {
  const info = new TextEncoder().encode(fileKeyPurpose);
  const fileKey = await crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: saltOf(header), info }, key.base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const options = (index: number, isLast: boolean) => ({ name: 'AES-GCM', iv: nonceOf(index, isLast), additionalData: header, tagLength: 128 }) as const;
  return {
    header,
    seal: async (index, isLast, plain) => new Uint8Array(await crypto.subtle.encrypt(options(index, isLast), fileKey, plain)),
    open: async (index, isLast, sealed) => {
      try {
        return new Uint8Array(await crypto.subtle.decrypt(options(index, isLast), fileKey, sealed));
      } catch (cause) {
        throw new StoreError('corrupt', 'A stored object was changed on disk or belongs to another key; it is fetched again from the platform or imported again.', { cause });
      }
    },
  };
}

/** Counter and a flag for the last chunk; the key is new for every file, so no nonce is used twice. */
export function nonceOf(index: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** A whole blob as the bytes of its file. */
export async function sealBlob(key: BlobKey, plain: Uint8Array): Promise<Uint8Array> {
  const cipher = await newFileCipher(key);
  const file = new Uint8Array(sealedLength(plain.length));
  const layout = layoutOf(file.length);
  file.set(cipher.header);
  for (let index = 0; index < layout.chunks; index += 1) {
    const chunk = plain.subarray(index * chunkLength, (index + 1) * chunkLength);
    file.set(await cipher.seal(index, index === layout.chunks - 1, chunk), spanOfChunk(index, layout).offset);
  }
  return file;
}

/** The blob in the bytes of its file. @throws {StoreError} corrupt */
export async function openBlob(key: BlobKey, file: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const layout = layoutOf(file.length);
  const cipher = await readFileCipher(key, file);
  const plain = new Uint8Array(layout.plainLength);
  for (let index = 0; index < layout.chunks; index += 1) {
    const { offset, length } = spanOfChunk(index, layout);
    plain.set(await cipher.open(index, index === layout.chunks - 1, file.subarray(offset, offset + length)), index * chunkLength);
  }
  return plain;
}
