import { closeSync, openSync, readSync } from 'node:fs';
import { constants, crc32, inflateRawSync } from 'node:zlib';
import { DicomError } from '../../../shared/errors/appError.ts';
import type { ZipEntryPlace } from './objectPlace.ts';

const localHeaderLength = 30;
const localHeaderSignature = 0x04034b50;
/** Packed bytes that give the beginning of an entry; deflate makes at most 1,032 bytes of one. */
const packedStartLength = 24 * 1024;

/**
 * The bytes of one entry, no more than the archive declares.
 * @throws {DicomError} truncated | broken-value when the archive does not hold what it says
 */
export function readZipEntry(place: ZipEntryPlace): Uint8Array {
  const packed = readPacked(place, place.packedLength);
  const bytes = place.isDeflated ? inflate(place, packed, {}) : packed;
  if (bytes.length !== place.byteLength || crc32(bytes) !== place.crc32) {
    throw new DicomError('broken-value', `The archive's entry does not unpack to what the archive says of it (${place.byteLength} bytes, checksum ${place.crc32.toString(16)}); send the archive again.`);
  }
  return bytes;
}

/** The first bytes of an entry, at most so many; fewer where they are packed tightly. */
export function readZipEntryStart(place: ZipEntryPlace, length: number): Uint8Array {
  if (!place.isDeflated) return readPacked(place, Math.min(length, place.packedLength));
  if (place.packedLength <= packedStartLength) return readZipEntry(place).subarray(0, length);
  // A part of a deflate stream ends in the middle of a block, which Z_SYNC_FLUSH allows.
  return inflate(place, readPacked(place, packedStartLength), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, length);
}

function inflate(place: ZipEntryPlace, packed: Uint8Array, options: { readonly finishFlush?: number }): Uint8Array {
  try {
    return inflateRawSync(packed, { ...options, maxOutputLength: Math.max(1, place.byteLength) });
  } catch (cause) {
    const isBeyond = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    const how = isBeyond ? `unpacks to more than the ${place.byteLength} bytes the archive declares` : 'cannot be unpacked';
    throw new DicomError('broken-value', `The archive's entry ${how}; send the archive again.`, { cause });
  }
}

/** @param length of the packed bytes wanted from the beginning */
function readPacked(place: ZipEntryPlace, length: number): Uint8Array {
  const file = openSync(place.archivePath, 'r');
  try {
    const header = readFully(file, localHeaderLength, place.headerOffset);
    if (header.readUInt32LE(0) !== localHeaderSignature) {
      throw new DicomError('broken-value', `The archive has no entry at byte ${place.headerOffset} where its directory says; send the archive again.`, { detail: { byteOffset: place.headerOffset } });
    }
    const dataOffset = place.headerOffset + localHeaderLength + header.readUInt16LE(26) + header.readUInt16LE(28);
    return readFully(file, length, dataOffset);
  } finally {
    closeSync(file);
  }
}

function readFully(file: number, length: number, offset: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  while (at < length) {
    const count = readSync(file, bytes, at, length - at, offset + at);
    if (count === 0) throw new DicomError('truncated', `The archive ends at byte ${offset + at} in the middle of this entry; send it again.`, { detail: { byteOffset: offset + at } });
    at += count;
  }
  return bytes;
}
