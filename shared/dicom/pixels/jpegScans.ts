import { DicomError } from '../../errors/appError.ts';
import { makeHuffmanTable } from './huffman.ts';
import type { HuffmanTable } from './huffman.ts';
import { readSegment } from './jpegHeader.ts';
import type { JpegHeader } from './jpegHeader.ts';

/** One component of a scan; a table is undefined where the scan has no use for it. */
export interface ScanComponent {
  /** Index into the components of the frame header. */
  readonly index: number;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

/** One scan of a JPEG code stream with the tables that are in force for it (ITU-T T.81 B.2.3). */
export interface JpegScan {
  readonly components: readonly ScanComponent[];
  /** Ss: first coefficient, or the predictor of a lossless scan. */
  readonly selectionStart: number;
  readonly selectionEnd: number;
  /** Ah: bits before this scan; 0 for the first of a coefficient. */
  readonly highBit: number;
  /** Al: bits still to come, or the point transform of a lossless scan. */
  readonly lowBit: number;
  /** MCUs between restart markers; 0 without. */
  readonly restartInterval: number;
  /** Entropy coded bytes of each restart interval. */
  readonly intervals: readonly Uint8Array[];
  /** Quantisation tables by number, in zigzag order. */
  readonly quantTables: readonly (Uint16Array | undefined)[];
}

/**
 * The scans of a JPEG code stream one after the other, up to its end.
 *
 * @throws {DicomError} broken-value | truncated (no end-of-image marker)
 */
export function* jpegScans(bytes: Uint8Array, header: JpegHeader): Generator<JpegScan> {
  const quantTables: (Uint16Array | undefined)[] = [];
  const huffmanTables: (HuffmanTable | undefined)[] = [];
  let restartInterval = 0;
  let segment = readSegment(bytes, 2);
  for (;;) {
    const { marker, body } = segment;
    let end = segment.end;
    if (marker === 0xd9) return;
    if (marker === 0xc4) readHuffmanTables(body, huffmanTables);
    else if (marker === 0xdb) readQuantTables(body, quantTables);
    else if (marker === 0xdd) restartInterval = ((body[0] ?? 0) << 8) | (body[1] ?? 0);
    else if (marker === 0xda) {
      const entropy = readIntervals(bytes, segment.end);
      end = entropy.end;
      yield { ...readScanHeader(body, header, huffmanTables), restartInterval, intervals: entropy.intervals, quantTables };
    }
    segment = readSegment(bytes, end);
  }
}

function readScanHeader(body: Uint8Array, header: JpegHeader, tables: readonly (HuffmanTable | undefined)[]): Omit<JpegScan, 'restartInterval' | 'intervals' | 'quantTables'> {
  const count = body[0] ?? 0;
  if (count === 0 || body.length < 4 + 2 * count) throw new DicomError('broken-value', 'A scan header of the JPEG code stream is too short; the image is damaged.');
  const components = Array.from({ length: count }, (_, place): ScanComponent => {
    const index = header.components.findIndex(({ id }) => id === body[1 + place * 2]);
    if (index < 0) throw new DicomError('broken-value', `A scan of the JPEG code stream names component ${body[1 + place * 2]}, which its frame header does not have.`);
    const numbers = body[2 + place * 2] ?? 0;
    return { index, dc: tables[numbers >> 4], ac: tables[16 + (numbers & 15)] };
  });
  const [selectionStart = 0, selectionEnd = 0, approximation = 0] = body.subarray(1 + 2 * count);
  return { components, selectionStart, selectionEnd, highBit: approximation >> 4, lowBit: approximation & 15 };
}

/** Class and number of a table in one byte: direct current tables from 0, alternating current tables from 16. */
function readHuffmanTables(body: Uint8Array, tables: (HuffmanTable | undefined)[]): void {
  for (let at = 0; at + 17 <= body.length; ) {
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    tables[(body[at] ?? 0) & 0x1f] = makeHuffmanTable(counts, body.subarray(at + 17, at + 17 + total));
    at += 17 + total;
  }
}

function readQuantTables(body: Uint8Array, tables: (Uint16Array | undefined)[]): void {
  for (let at = 0; at < body.length; ) {
    const kind = body[at++] ?? 0;
    const width = kind >> 4 === 0 ? 1 : 2;
    const start = at;
    tables[kind & 15] = Uint16Array.from({ length: 64 }, (_, index) => (width === 1 ? (body[start + index] ?? 0) : ((body[start + index * 2] ?? 0) << 8) | (body[start + index * 2 + 1] ?? 0)));
    at += 64 * width;
  }
}

/** Entropy coded data up to the next marker that is no restart, cut at the restarts. */
function readIntervals(bytes: Uint8Array, start: number): { readonly intervals: readonly Uint8Array[]; readonly end: number } {
  const intervals: Uint8Array[] = [];
  let from = start;
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1];
    if (marker === 0 || marker === 0xff) continue;
    if (marker === undefined) break;
    intervals.push(bytes.subarray(from, at));
    if (marker < 0xd0 || marker > 0xd7) return { intervals, end: at };
    from = at + 2;
  }
  throw new DicomError('truncated', `The JPEG code stream ends at byte ${bytes.length} before its image does. Send the image again.`);
}
