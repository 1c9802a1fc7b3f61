import { networkError } from '../networkErrors.ts';

/** One part of a multipart answer: header names in lower case, body as it came. */
export interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const lineBreak = '\r\n';
const maxHeaderBytes = 16 * 1024;

/** The boundary of a multipart content type; null when it is another type. */
export function boundaryOf(contentType: string): string | null {
  if (!/^multipart\//i.test(contentType.trim())) return null;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  return quoted ?? plain ?? null;
}

/**
 * Parts of a multipart body as they arrive (RFC 2046 5.1); bytes are not touched, and at most one part is held.
 *
 * @throws {SyncError} integrity when the body ends before its last boundary; refused for a part above `maxBytes`
 */
export async function* readMultipart(body: AsyncIterable<Uint8Array>, boundary: string, maxBytes: number): AsyncGenerator<Part> {
  const delimiter = Buffer.from(`${lineBreak}--${boundary}`, 'latin1');
  const splitter = new Splitter(delimiter, maxBytes);
  let isPreamble = true;
  for await (const chunk of body) {
    splitter.add(chunk);
    for (let section = splitter.next(); section; section = splitter.next()) {
      if (!isPreamble) yield toPart(section);
      isPreamble = false;
      if (splitter.isAtEnd) return;
    }
  }
  throw networkError('integrity', 'connectionLost', 'The answer ended in the middle of an object; fetch it again.');
}

/** Cuts a stream at a delimiter; every byte is copied once, and the delimiter may lie across chunks. */
class Splitter {
  readonly #delimiter: Buffer;
  readonly #maxBytes: number;
  #done: Buffer[] = [];
  #doneLength = 0;
  // As if a line break stood before the first boundary, which needs none.
  #tail: Buffer = Buffer.from(lineBreak);
  /** The last section was followed by the closing boundary. */
  isAtEnd = false;

  constructor(delimiter: Buffer, maxBytes: number) {
    this.#delimiter = delimiter;
    this.#maxBytes = maxBytes;
  }

  add(chunk: Uint8Array): void {
    this.#tail = this.#tail.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([this.#tail, chunk]);
  }

  /** What lies before the next delimiter; null while that has not arrived. */
  next(): Buffer | null {
    const at = this.#tail.indexOf(this.#delimiter);
    const after = at + this.#delimiter.length;
    // Two more bytes tell the closing boundary from another one.
    if (at < 0 || after + 2 > this.#tail.length) {
      this.#keep(at < 0 ? Math.max(0, this.#tail.length - this.#delimiter.length + 1) : at);
      return null;
    }
    this.#keep(at);
    const section = Buffer.concat(this.#done, this.#doneLength);
    this.#done = [];
    this.#doneLength = 0;
    this.#tail = this.#tail.subarray(this.#delimiter.length);
    this.isAtEnd = this.#tail[0] === 0x2d && this.#tail[1] === 0x2d;
    return section;
  }

  #keep(length: number): void {
    if (length === 0) return;
    this.#done.push(this.#tail.subarray(0, length));
    this.#doneLength += length;
    this.#tail = this.#tail.subarray(length);
    if (this.#doneLength > this.#maxBytes + maxHeaderBytes) {
      throw networkError('refused', 'refused', `An object of more than ${Math.floor(this.#maxBytes / 1024 / 1024)} MB is too large for this console.`);
    }
  }
}

/** A section begins with the rest of its boundary's line, then headers, an empty line and the body. */
function toPart(section: Buffer): Part {
  const end = section.indexOf(`${lineBreak}${lineBreak}`);
  if (end < 0 || end > maxHeaderBytes) throw networkError('integrity', 'notDicomWeb', 'The answer is not the multipart message it says it is.');
  const headers: Record<string, string> = {};
  for (const line of section.toString('latin1', 0, end).split(lineBreak)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { headers, body: section.subarray(end + 4) };
}
