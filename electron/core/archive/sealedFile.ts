import { hkdfSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { StoreError } from '../../../shared/errors/appError.ts';
import { importBlobKey, newFileCipher, readFileCipher, type FileCipher } from '../../../shared/blob/cipher.ts';
import { chunkLength, headerLength, layoutOf, spanOfChunk, tagLength } from '../../../shared/blob/framing.ts';

/**
 * An encrypted archive: `MDTARCH1`, cost of scrypt as one byte, 7 zero bytes, 16 bytes of salt, 16 bytes that tell a wrong
 * passphrase from damage; then the zip in the framing of blobs (AES-256-GCM by chunks), its key by scrypt from the passphrase.
 */
const magic = Buffer.from('MDTARCH1', 'latin1');
const leadLength = 48;
const usualCostLog2 = 17;

/** Takes the bytes of a file in order. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** Gives any bytes of a file. */
export interface ByteSource {
  readonly byteLength: number;
  /** @throws {StoreError} corrupt when they were changed */
  read(offset: number, length: number): Promise<Uint8Array>;
}

const derive = (passphrase: string, salt: Uint8Array, costLog2: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, { N: 2 ** costLog2, r: 8, p: 1, maxmem: 256 * 2 ** costLog2 * 8 }, (error, key) => (error ? reject(error) : resolve(key)));
  });
const checkOf = (key: Uint8Array, lead: Uint8Array): Uint8Array => new Uint8Array(hkdfSync('sha256', key, lead.subarray(0, 32), 'mdt/archive/check', 16));

/** @param costLog2 of scrypt; less than the usual only in tests */
export async function sealingSink(file: FileHandle, passphrase: string, costLog2 = usualCostLog2): Promise<ByteSink> {
  const lead = Buffer.concat([magic, Buffer.from([costLog2]), Buffer.alloc(7), randomBytes(16), Buffer.alloc(16)]);
  const key = await derive(passphrase, lead.subarray(16, 32), costLog2);
  lead.set(checkOf(key, lead), 32);
  const cipher = await newFileCipher(await importBlobKey(key));
  await file.write(lead, 0, leadLength, 0);
  await file.write(cipher.header, 0, headerLength, leadLength);
  let index = 0;
  let held = Buffer.alloc(0);
  const seal = async (isLast: boolean, plain: Uint8Array): Promise<void> => {
    const sealed = await cipher.seal(index, isLast, plain);
    await file.write(sealed, 0, sealed.length, leadLength + headerLength + index * (chunkLength + tagLength));
    index += 1;
  };
  return {
    write: async (bytes) => {
      held = Buffer.concat([held, bytes]);
      // One byte is held back: only the end tells which chunk is the last.
      while (held.length > chunkLength) {
        await seal(false, held.subarray(0, chunkLength));
        held = held.subarray(chunkLength);
      }
    },
    end: () => seal(true, held),
  };
}

export function plainSink(file: FileHandle): ByteSink {
  return {
    write: async (bytes) => {
      for (let written = 0; written < bytes.length; ) written += (await file.write(bytes, written)).bytesWritten;
    },
    end: () => Promise.resolve(),
  };
}

/** Whether a file is an encrypted archive, by its first bytes. */
export async function isSealed(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(magic.length);
    await file.read(start, 0, start.length, 0);
    return start.equals(magic);
  } finally {
    await file.close();
  }
}

export async function plainSource(file: FileHandle): Promise<ByteSource> {
  const byteLength = (await file.stat()).size;
  return { byteLength, read: (offset, length) => exactly(file, offset, length) };
}

/** @throws {StoreError} wrong-passphrase | corrupt */
export async function openingSource(file: FileHandle, passphrase: string): Promise<ByteSource> {
  const lead = await exactly(file, 0, leadLength);
  const costLog2 = lead[8] ?? 0;
  if (costLog2 < 10 || costLog2 > 22) throw damaged('its beginning');
  const key = await derive(passphrase, lead.subarray(16, 32), costLog2);
  if (!timingSafeEqual(checkOf(key, lead), lead.subarray(32, leadLength))) throw new StoreError('wrong-passphrase', 'The passphrase does not open this archive, or the beginning of the file was changed. Ask whoever sent it, by another way than the file came.');
  const layout = layoutOf((await file.stat()).size - leadLength);
  const cipher = await readFileCipher(await importBlobKey(key), await exactly(file, leadLength, headerLength));
  let kept: { index: number; bytes: Uint8Array } | null = null;
  const chunkAt = async (index: number): Promise<Uint8Array> => {
    if (kept?.index !== index) kept = { index, bytes: await openChunk(file, cipher, layout, index) };
    return kept.bytes;
  };
  return {
    byteLength: layout.plainLength,
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      for (let at = offset; at < offset + length; ) {
        const index = Math.floor(at / chunkLength);
        const piece = (await chunkAt(index)).subarray(at - index * chunkLength, Math.min(chunkLength, offset + length - index * chunkLength));
        if (piece.length === 0) throw damaged('its end');
        bytes.set(piece, at - offset);
        at += piece.length;
      }
      return bytes;
    },
  };
}

async function openChunk(file: FileHandle, cipher: FileCipher, layout: ReturnType<typeof layoutOf>, index: number): Promise<Uint8Array> {
  const { offset, length } = spanOfChunk(index, layout);
  try {
    return await cipher.open(index, index === layout.chunks - 1, await exactly(file, leadLength + offset, length));
  } catch (error) {
    if (error instanceof StoreError) throw damaged(`bytes ${leadLength + offset} to ${leadLength + offset + length}`, error);
    throw error;
  }
}

async function exactly(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let read = 0; read < length; ) {
    const { bytesRead } = await file.read(bytes, read, length - read, offset + read);
    if (bytesRead === 0) throw damaged('its end');
    read += bytesRead;
  }
  return bytes;
}

const damaged = (where: string, cause?: unknown): StoreError => new StoreError('corrupt', `The archive was changed or cut off: ${where} cannot be read.`, { cause });
