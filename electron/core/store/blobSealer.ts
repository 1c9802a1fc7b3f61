import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { fileKeyPurpose, nonceOf } from '../../../shared/blob/cipher.ts';
import { chunkLength, makeHeader, saltOf } from '../../../shared/blob/framing.ts';

/**
 * The same file as `sealBlob` of shared/blob makes, without a call into the event loop for every chunk: for worker
 * threads that do nothing else.
 *
 * @param key 32 secret bytes for blobs alone
 * @returns pieces to be written one behind the other; each is a chunk at most
 */
export function* sealPieces(key: Uint8Array, plain: Uint8Array): Generator<Uint8Array> {
  const header = makeHeader(randomBytes(16));
  const fileKey = new Uint8Array(hkdfSync('sha256', key, saltOf(header), fileKeyPurpose, 32));
  yield header;
  const chunks = Math.max(1, Math.ceil(plain.length / chunkLength));
  for (let index = 0; index < chunks; index += 1) {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(index, index === chunks - 1));
    cipher.setAAD(header);
    yield cipher.update(plain.subarray(index * chunkLength, (index + 1) * chunkLength));
    // GCM adds nothing at the end.
    cipher.final();
    yield cipher.getAuthTag();
  }
}
