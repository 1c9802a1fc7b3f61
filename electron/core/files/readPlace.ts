import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { DicomError } from '../../../shared/errors/appError.ts';
import type { ObjectPlace } from './objectPlace.ts';
import { readZipEntry, readZipEntryStart } from './readZipEntry.ts';

/** The beginning of a file and what is known of the whole. */
export interface PlaceStart {
  /** Valid until the next read: one buffer serves all files. */
  readonly bytes: Uint8Array;
  readonly byteLength: number;
  /** Whole ms since 1970; 0 for an object that is no file. */
  readonly modifiedAtMs: number;
}

const longestStart = 128 * 1024;
const startBuffer = new Uint8Array(longestStart);

/**
 * The first bytes, at most 128 KB of a file, synchronously: for worker threads.
 * @throws {DicomError} truncated | broken-value; the file system's errors as they are
 */
export function readStart(place: ObjectPlace, startLength: number): PlaceStart {
  if (place.kind === 'bytes') return { bytes: place.bytes, byteLength: place.bytes.length, modifiedAtMs: 0 };
  if (place.kind === 'zipEntry') return { bytes: readZipEntryStart(place, startLength), byteLength: place.byteLength, modifiedAtMs: place.modifiedAtMs };
  const file = openSync(place.path, 'r');
  try {
    const { size, mtimeMs } = fstatSync(file);
    const length = readSync(file, startBuffer, 0, Math.min(startLength, longestStart), 0);
    return { bytes: startBuffer.subarray(0, length), byteLength: size, modifiedAtMs: Math.trunc(mtimeMs) };
  } finally {
    closeSync(file);
  }
}

/** A buffer of its own for every file costs more than reading it: new memory is cleared page by page. */
let wholeBuffer = new Uint8Array(0);
const longestShared = 32 * 1024 * 1024;

/** As {@link readWhole}, but valid only until the next call in this thread. */
export function readWholeOnce(place: ObjectPlace): Uint8Array {
  if (place.kind !== 'file') return readWhole(place);
  const file = openSync(place.path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size >= longestShared) return readWhole(place);
    // One byte more than the file should have shows whether it grew since.
    if (wholeBuffer.length <= size) wholeBuffer = new Uint8Array(size + 1);
    let length = 0;
    for (let count = -1; count !== 0 && length <= size; length += count) count = readSync(file, wholeBuffer, length, size + 1 - length, length);
    return length === size ? wholeBuffer.subarray(0, size) : readWhole(place);
  } finally {
    closeSync(file);
  }
}

/** All bytes, synchronously: for worker threads. @throws as {@link readStart} */
export function readWhole(place: ObjectPlace): Uint8Array {
  if (place.kind === 'bytes') return place.bytes;
  if (place.kind === 'zipEntry') return readZipEntry(place);
  try {
    return readFileSync(place.path);
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause) || cause.code !== 'ERR_FS_FILE_TOO_LARGE') throw cause;
    throw new DicomError('unsupported', 'The file has more than 2 GiB, which is not read yet; export it in several parts.', { cause });
  }
}
