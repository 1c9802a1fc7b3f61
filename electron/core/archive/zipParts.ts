import { Readable } from 'node:stream';
import { Zip, ZipPassThrough } from 'fflate';
import { RandomAccessReader, fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { StoreError } from '../../../shared/errors/appError.ts';
import type { ByteSink, ByteSource } from './sealedFile.ts';

/** A zip without zip64 ends here; what stands after the parts has room too. */
export const mostZipBytes = 4 * 1024 ** 3 - 64 * 1024 ** 2;
/** No part is larger than one object may be. */
const mostPartBytes = 2 ** 31;

/** Writes parts one behind the other, unpacked as they are: DICOM hardly packs, and encrypted bytes not at all. */
export class ZipWriter {
  readonly #sink: ByteSink;
  readonly #zip: Zip;
  #pending: Uint8Array[] = [];

  constructor(sink: ByteSink) {
    this.#sink = sink;
    this.#zip = new Zip((error, bytes) => {
      if (error) throw error;
      this.#pending.push(bytes);
    });
  }

  async add(path: string, bytes: Uint8Array): Promise<void> {
    const part = new ZipPassThrough(path);
    // One fixed time: the same case makes the same archive.
    part.mtime = new Date(2000, 0, 1);
    this.#zip.add(part);
    part.push(bytes, true);
    await this.#flush();
  }

  async end(): Promise<void> {
    this.#zip.end();
    await this.#flush();
    await this.#sink.end();
  }

  async #flush(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    for (const bytes of pending) await this.#sink.write(bytes);
  }
}

class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(pieces(this.#source, start, end));
  }
}

async function* pieces(source: ByteSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const length = Math.min(256 * 1024, end - at);
    yield await source.read(at, length);
    at += length;
  }
}

/** The parts of an archive by name. */
export interface ZipParts {
  readonly paths: readonly string[];
  byteLength(path: string): number;
  /** @throws {StoreError} corrupt, naming the part */
  read(path: string): Promise<Uint8Array>;
}

/** @throws {StoreError} corrupt when the bytes are no archive */
export async function openParts(source: ByteSource): Promise<ZipParts> {
  const { zip, entries } = await readDirectory(source);
  return {
    paths: [...entries.keys()],
    byteLength: (path) => entries.get(path)?.uncompressedSize ?? 0,
    read: async (path) => {
      const entry = entries.get(path);
      if (!entry) throw new StoreError('corrupt', `${path}: the part is missing.`, { detail: { part: path } });
      try {
        return await readEntry(zip, entry);
      } catch (cause) {
        throw new StoreError('corrupt', `${path}: the part cannot be read (${cause instanceof Error ? cause.message : 'unknown'}).`, { cause, detail: { part: path } });
      }
    },
  };
}

async function readDirectory(source: ByteSource): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> {
  try {
    const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.byteLength, { lazyEntries: true, autoClose: false, strictFileNames: true });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw new Error(`${entry.fileName} is there twice`);
      if (entry.uncompressedSize > mostPartBytes) throw new Error(`${entry.fileName} claims ${entry.uncompressedSize} bytes`);
      // Ours are stored as they are, so that no part is larger than the file it came in.
      if (entry.compressionMethod !== 0 || entry.compressedSize !== entry.uncompressedSize) throw new Error(`${entry.fileName} is packed, which no part of an archive of a case is`);
      entries.set(entry.fileName, entry);
    }
    return { zip, entries };
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError('corrupt', `The list of parts at the end of the archive cannot be read (${cause instanceof Error ? cause.message : 'unknown'}); send the archive again.`, { cause });
  }
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const stream = await zip.openReadStreamPromise(entry);
  const bytes = new Uint8Array(entry.uncompressedSize);
  let at = 0;
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    if (at + piece.length > bytes.length) throw new Error('it is longer than the archive says');
    bytes.set(piece, at);
    at += piece.length;
  }
  if (at < bytes.length) throw new Error('it is shorter than the archive says');
  return bytes;
}
