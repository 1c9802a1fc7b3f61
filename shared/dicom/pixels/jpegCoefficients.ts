import { DicomError } from '../../errors/appError.ts';
import { BitReader } from './huffman.ts';
import type { HuffmanTable } from './huffman.ts';
import type { JpegHeader } from './jpegHeader.ts';
import { jpegScans } from './jpegScans.ts';
import type { JpegScan } from './jpegScans.ts';
import { readAcFirst, readAcRefined, readDcFirst, readDcRefined, readSequential } from './jpegBlock.ts';
import type { BlockState } from './jpegBlock.ts';

/** Quantised coefficients of one component, 64 a block in zigzag order, blocks by line, padded to whole MCUs. */
export interface Coefficients {
  readonly values: Int16Array;
  readonly blockColumns: number;
  readonly blockRows: number;
  /** Samples of this component across and down. */
  readonly columns: number;
  readonly rows: number;
  /** Samples of this component a pixel, 1 where it is not sub-sampled. */
  readonly density: { readonly across: number; readonly down: number };
  readonly quantTable: Uint16Array;
}

interface Plane extends Omit<Coefficients, 'quantTable'> {
  readonly horizontal: number;
  readonly vertical: number;
  quantTable: Uint16Array | undefined;
}

/**
 * Entropy decodes a sequential or progressive DCT code stream (ITU-T T.81 annexes F and G).
 *
 * @throws {DicomError} broken-value | truncated
 */
export function readCoefficients(bytes: Uint8Array, header: JpegHeader): readonly Coefficients[] {
  const planes = makePlanes(header);
  for (const scan of jpegScans(bytes, header)) {
    for (const { index } of scan.components) {
      const plane = planes[index];
      // The table in force at a component's first scan is its own, also when a later segment redefines the number.
      if (plane !== undefined) plane.quantTable ??= scan.quantTables[header.components[index]?.quantTable ?? 0];
    }
    decodeScan(scan, header, planes);
  }
  return planes.map(({ quantTable, ...plane }) => {
    if (quantTable !== undefined) return { ...plane, quantTable };
    throw new DicomError('truncated', 'A component of the JPEG code stream has no scan or no quantisation table. Send the image again.');
  });
}

function makePlanes({ rows, columns, components }: JpegHeader): Plane[] {
  const most = { horizontal: Math.max(...components.map(({ horizontal }) => horizontal)), vertical: Math.max(...components.map(({ vertical }) => vertical)) };
  if (components.some(({ horizontal, vertical }) => horizontal < 1 || vertical < 1 || horizontal > 4 || vertical > 4)) {
    throw new DicomError('broken-value', 'The JPEG frame header names sampling factors outside 1 to 4; the image is damaged.');
  }
  const across = Math.ceil(columns / (8 * most.horizontal));
  const down = Math.ceil(rows / (8 * most.vertical));
  return components.map(({ horizontal, vertical }) => {
    const blockColumns = across * horizontal;
    const blockRows = down * vertical;
    return {
      values: new Int16Array(blockColumns * blockRows * 64), blockColumns, blockRows, horizontal, vertical, quantTable: undefined,
      columns: Math.ceil((columns * horizontal) / most.horizontal), rows: Math.ceil((rows * vertical) / most.vertical),
      density: { across: horizontal / most.horizontal, down: vertical / most.vertical },
    };
  });
}

/** A block reader with everything of its scan but the block. */
type ReadBlock = (state: BlockState, values: Int16Array, at: number) => void;

function decodeScan(scan: JpegScan, header: JpegHeader, planes: readonly Plane[]): void {
  const parts = scan.components.map(({ index, dc, ac }) => ({ plane: planes[index], read: blockReader(scan, header, dc, ac), previousDc: 0 }));
  const [only] = parts;
  // A scan of one component has one block an MCU and no padding blocks (A.2.2).
  const isAlone = parts.length === 1;
  const mcuColumns = isAlone ? Math.ceil((only?.plane?.columns ?? 0) / 8) : (only?.plane?.blockColumns ?? 0) / (only?.plane?.horizontal ?? 1);
  const mcuRows = isAlone ? Math.ceil((only?.plane?.rows ?? 0) / 8) : (only?.plane?.blockRows ?? 0) / (only?.plane?.vertical ?? 1);
  const total = mcuColumns * mcuRows;
  const atOnce = scan.restartInterval === 0 ? total : scan.restartInterval;
  for (let first = 0, number = 0; first < total; first += atOnce, number++) {
    const state: BlockState = { reader: new BitReader(scan.intervals[number] ?? new Uint8Array()), endOfBand: 0, previousDc: 0 };
    for (const part of parts) part.previousDc = 0;
    for (let mcu = first; mcu < Math.min(total, first + atOnce); mcu++) {
      const row = Math.floor(mcu / mcuColumns);
      const column = mcu % mcuColumns;
      for (const part of parts) {
        const { plane, read } = part;
        if (plane === undefined) continue;
        const { horizontal, vertical } = isAlone ? { horizontal: 1, vertical: 1 } : plane;
        state.previousDc = part.previousDc;
        for (let down = 0; down < vertical; down++) {
          for (let across = 0; across < horizontal; across++) read(state, plane.values, ((row * vertical + down) * plane.blockColumns + column * horizontal + across) * 64);
        }
        part.previousDc = state.previousDc;
      }
      if (column === mcuColumns - 1 && state.reader.isOverrun) throw new DicomError('truncated', `The JPEG code stream ends in line ${row + 1} of ${mcuRows} of its blocks. Send the image again.`);
    }
    if (state.reader.isOverrun) throw new DicomError('truncated', `The JPEG code stream ends inside restart interval ${number + 1}. Send the image again.`);
  }
}

function blockReader(scan: JpegScan, { process }: JpegHeader, dc: HuffmanTable | undefined, ac: HuffmanTable | undefined): ReadBlock {
  const { selectionStart: start, selectionEnd: end, highBit, lowBit } = scan;
  if (process !== 2) {
    const dcTable = needed(dc);
    const acTable = needed(ac);
    return (state, values, at) => readSequential(state, dcTable, acTable, values, at);
  }
  if (end > 63 || start > end || (start > 0 && scan.components.length !== 1)) throw new DicomError('broken-value', `A progressive JPEG scan names the coefficients ${start} to ${end}; the image is damaged.`);
  if (start === 0) {
    if (highBit > 0) return (state, values, at) => readDcRefined(state, lowBit, values, at);
    const table = needed(dc);
    return (state, values, at) => readDcFirst(state, table, lowBit, values, at);
  }
  const band = { start, end, lowBit, table: needed(ac) };
  return highBit > 0 ? (state, values, at) => readAcRefined(state, band, values, at) : (state, values, at) => readAcFirst(state, band, values, at);
}

function needed(table: HuffmanTable | undefined): HuffmanTable {
  if (table !== undefined) return table;
  throw new DicomError('broken-value', 'A scan of the JPEG code stream names a Huffman table that is not there; the image is damaged.');
}
