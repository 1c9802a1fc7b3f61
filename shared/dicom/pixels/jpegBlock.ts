import type { BitReader, HuffmanTable } from './huffman.ts';

/** What runs on from block to block of a scan. */
export interface BlockState {
  readonly reader: BitReader;
  /** Blocks whose band is still to be skipped (ITU-T T.81 G.1.2.2, EOBRUN). */
  endOfBand: number;
  /** DC value of the component's block before this one. */
  previousDc: number;
}

/** Coefficients of one progressive scan. */
export interface Band {
  readonly start: number;
  readonly end: number;
  readonly lowBit: number;
  readonly table: HuffmanTable;
}

/** One block of a sequential scan (F.2.2); `at` is where it begins in `values`, zigzag order. */
export function readSequential(state: BlockState, dc: HuffmanTable, ac: HuffmanTable, values: Int16Array, at: number): void {
  const { reader } = state;
  state.previousDc += reader.signed(reader.code(dc) & 15);
  values[at] = state.previousDc;
  for (let k = 1; k < 64; k++) {
    const symbol = reader.code(ac);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0 && run < 15) return;
    k += run;
    if (size > 0 && k < 64) values[at + k] = reader.signed(size);
  }
}

/** First bits of a DC value (G.1.2.1). */
export function readDcFirst(state: BlockState, dc: HuffmanTable, lowBit: number, values: Int16Array, at: number): void {
  state.previousDc += state.reader.signed(state.reader.code(dc) & 15);
  values[at] = state.previousDc << lowBit;
}

/** One more bit of a DC value. */
export function readDcRefined({ reader }: BlockState, lowBit: number, values: Int16Array, at: number): void {
  if (reader.bits(1) === 1) values[at] = (values[at] ?? 0) | (1 << lowBit);
}

/** First bits of a band of AC coefficients (G.1.2.2). */
export function readAcFirst(state: BlockState, { start, end, lowBit, table }: Band, values: Int16Array, at: number): void {
  const { reader } = state;
  if (state.endOfBand > 0) {
    state.endOfBand -= 1;
    return;
  }
  for (let k = start; k <= end; k++) {
    const symbol = reader.code(table);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0 && run < 15) {
      state.endOfBand = (1 << run) - 1 + reader.bits(run);
      return;
    }
    k += run;
    if (size > 0 && k <= end) values[at + k] = reader.signed(size) * (1 << lowBit);
  }
}

/** One more bit of a band: of coefficients known already, and new ones of that size (G.1.2.3). */
export function readAcRefined(state: BlockState, { start, end, lowBit, table }: Band, values: Int16Array, at: number): void {
  const { reader } = state;
  let k = start;
  if (state.endOfBand === 0) {
    for (; k <= end; k++) {
      const symbol = reader.code(table);
      const run = symbol >> 4;
      const isEnd = (symbol & 15) === 0 && run < 15;
      if (isEnd) {
        state.endOfBand = (1 << run) + reader.bits(run);
        break;
      }
      const fresh = (symbol & 15) === 0 ? 0 : reader.bits(1) === 1 ? 1 << lowBit : -(1 << lowBit);
      k = refine(reader, values, at, k, end, lowBit, run);
      if (fresh !== 0 && k <= end) values[at + k] = fresh;
    }
  }
  if (state.endOfBand === 0) return;
  refine(reader, values, at, k, end, lowBit, 64);
  state.endOfBand -= 1;
}

/** Refines the known coefficients from `k` on until `zeros` unknown ones are passed; returns the unknown one after them. */
function refine(reader: BitReader, values: Int16Array, at: number, k: number, end: number, lowBit: number, zeros: number): number {
  const bit = 1 << lowBit;
  for (let left = zeros; k <= end; k++) {
    const value = values[at + k] ?? 0;
    if (value === 0) {
      if (left === 0) return k;
      left -= 1;
    } else if (reader.bits(1) === 1 && (value & bit) === 0) {
      values[at + k] = value + (value > 0 ? bit : -bit);
    }
  }
  return k;
}
