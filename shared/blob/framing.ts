import { StoreError } from '../errors/appError.ts';

/**
 * Layout of an encrypted blob file, the same at consoles and platform:
 *
 * header (32 bytes): `MDTBLOB1`, 16 bytes of salt, plain bytes per chunk as uint32 little-endian, 4 zero bytes;
 * then every chunk as AES-256-GCM text followed by its 16-byte tag. All chunks but the last hold exactly
 * {@link chunkLength} plain bytes; an empty blob is one empty chunk.
 */
export const headerLength = 32;
export const tagLength = 16;
/** Plain bytes per chunk: a CT slice is one chunk, and a range of a large object opens only the chunks it needs. */
export const chunkLength = 1 << 20;

const magic = new TextEncoder().encode('MDTBLOB1');

export interface BlobLayout {
  readonly plainLength: number;
  readonly chunks: number;
}

/** Header of a new file over 16 random bytes of salt. */
export function makeHeader(salt: Uint8Array): Uint8Array {
  const header = new Uint8Array(headerLength);
  header.set(magic);
  header.set(salt, magic.length);
  new DataView(header.buffer).setUint32(24, chunkLength, true);
  return header;
}

/** Salt of a file. @throws {StoreError} corrupt when the bytes are not the header of a blob of this version. */
export function saltOf(header: Uint8Array): Uint8Array {
  const isOurs = header.length >= headerLength && magic.every((byte, at) => header[at] === byte);
  if (!isOurs || new DataView(header.buffer, header.byteOffset).getUint32(24, true) !== chunkLength) {
    throw new StoreError('corrupt', 'A stored object does not begin as an encrypted blob; it is fetched again from the platform or imported again.');
  }
  return header.slice(magic.length, magic.length + 16);
}

/** Length of the file that holds so many plain bytes. */
export const sealedLength = (plainLength: number): number => headerLength + plainLength + tagLength * Math.max(1, Math.ceil(plainLength / chunkLength));

/** What a file of this length holds. @throws {StoreError} corrupt for a length no blob can have. */
export function layoutOf(fileLength: number): BlobLayout {
  const body = fileLength - headerLength;
  const chunks = Math.ceil(body / (chunkLength + tagLength));
  const plainLength = body - chunks * tagLength;
  if (body < tagLength || sealedLength(plainLength) !== fileLength) {
    throw new StoreError('corrupt', `A stored object has an impossible length of ${fileLength} bytes; it is fetched again from the platform or imported again.`);
  }
  return { plainLength, chunks };
}

/** Where a sealed chunk lies in the file. */
export function spanOfChunk(index: number, layout: BlobLayout): { readonly offset: number; readonly length: number } {
  const plain = index === layout.chunks - 1 ? layout.plainLength - index * chunkLength : chunkLength;
  return { offset: headerLength + index * (chunkLength + tagLength), length: plain + tagLength };
}
