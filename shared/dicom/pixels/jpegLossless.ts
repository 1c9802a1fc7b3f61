import { DicomError } from '../../errors/appError.ts';
import { expectRoom } from './expectRoom.ts';
import { BitReader } from './huffman.ts';
import type { HuffmanTable } from './huffman.ts';
import type { JpegHeader } from './jpegHeader.ts';
import { jpegScans } from './jpegScans.ts';
import type { JpegScan } from './jpegScans.ts';

/**
 * Lossless JPEG (process 14, predictors 1 to 7, point transform, restarts) of 2 to 16 bits → samples by pixel.
 *
 * @throws {DicomError} broken-value | truncated | unsupported
 * @see ITU-T T.81 annex H
 */
export function decodeJpegLossless(bytes: Uint8Array, header: JpegHeader): Uint16Array<ArrayBuffer> {
  const { rows, columns, components } = header;
  if (components.some(({ horizontal, vertical }) => horizontal !== components[0]?.horizontal || vertical !== components[0].vertical)) {
    throw new DicomError('unsupported', 'The components of the lossless JPEG code stream differ in size; export the image uncompressed.');
  }
  // A sample takes a bit at least.
  expectRoom(bytes, (rows * columns * components.length) / 8, 'lossless JPEG code stream');
  const pixels = new Uint16Array(rows * columns * components.length);
  const done = new Set<number>();
  for (const scan of jpegScans(bytes, header)) {
    decodeScan(scan, header, pixels);
    for (const { index } of scan.components) done.add(index);
  }
  if (done.size < components.length) throw new DicomError('truncated', `The JPEG code stream holds ${done.size} of ${components.length} components. Send the image again.`);
  return pixels;
}

function decodeScan(scan: JpegScan, { rows, columns, components, precision }: JpegHeader, pixels: Uint16Array): void {
  const { selectionStart: predictor, lowBit: pointTransform, restartInterval, intervals } = scan;
  if (predictor < 1 || predictor > 7) throw new DicomError('broken-value', `A lossless JPEG scan names predictor ${predictor}; there are 1 to 7.`);
  if (restartInterval % columns !== 0) throw new DicomError('unsupported', `The lossless JPEG code stream restarts inside a line (every ${restartInterval} of ${columns} samples); export the image uncompressed.`);
  const tables = scan.components.map(({ index, dc }) => ({ index, table: dc ?? missingTable() }));
  const rowsAtOnce = restartInterval === 0 ? rows : restartInterval / columns;
  const step = components.length;
  const stride = columns * step;
  const start = 1 << (precision - pointTransform - 1);
  for (let firstRow = 0, number = 0; firstRow < rows; firstRow += rowsAtOnce, number++) {
    const reader = new BitReader(intervals[number] ?? new Uint8Array());
    for (let row = firstRow; row < Math.min(rows, firstRow + rowsAtOnce); row++) {
      for (let column = 0; column < columns; column++) {
        const pixel = row * stride + column * step;
        for (let place = 0; place < tables.length; place++) {
          const entry = tables[place];
          if (entry === undefined) continue;
          const at = pixel + entry.index;
          // The first line of an interval predicts from the left, the first sample of other lines from above (H.1.1).
          const predicted =
            row === firstRow ? (column === 0 ? start : (pixels[at - step] ?? 0))
            : column === 0 ? (pixels[at - stride] ?? 0)
            : predict(predictor, pixels[at - step] ?? 0, pixels[at - stride] ?? 0, pixels[at - stride - step] ?? 0);
          pixels[at] = predicted + readDifference(reader, entry.table);
        }
      }
      if (reader.isOverrun) throw new DicomError('truncated', `The lossless JPEG code stream ends in line ${row + 1} of ${rows}. Send the image again.`);
    }
  }
  if (pointTransform > 0) for (const { index } of tables) for (let at = index; at < pixels.length; at += step) pixels[at] = (pixels[at] ?? 0) << pointTransform;
}

/** Left, above and left above (table H.1). */
function predict(predictor: number, a: number, b: number, c: number): number {
  switch (predictor) {
    case 1: return a;
    case 2: return b;
    case 3: return c;
    case 4: return a + b - c;
    case 5: return a + ((b - c) >> 1);
    case 6: return b + ((a - c) >> 1);
    default: return (a + b) >> 1;
  }
}

function readDifference(reader: BitReader, table: HuffmanTable): number {
  const length = reader.code(table);
  if (length > 16) throw new DicomError('broken-value', `The lossless JPEG code stream holds a difference of ${length} bits; the image is damaged.`);
  // Category 16 has one value and no bits (table H.2).
  return length === 16 ? 32768 : reader.signed(length);
}

function missingTable(): never {
  throw new DicomError('broken-value', 'A scan of the JPEG code stream names a Huffman table that is not there; the image is damaged.');
}
