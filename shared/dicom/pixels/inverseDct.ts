import type { Coefficients } from './jpegCoefficients.ts';

/** Where each coefficient of the zigzag order stands in a block (ITU-T T.81 figure A.6). */
const zigzag = makeZigzag();

/** basis[u * 8 + x] = C(u) / 2 · cos((2x + 1) u π / 16) (T.81 A.3.3). */
const basis = Float64Array.from({ length: 64 }, (_, index) => {
  const u = index >> 3;
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * (index & 7) + 1) * u * Math.PI) / 16);
});

/**
 * Samples of one component: dequantised, inverse transformed, level shifted and rounded.
 *
 * @param precision bits per sample; the level shift is half their range
 * @returns rows × columns of the component
 */
export function inverseDct({ values, blockColumns, columns, rows, quantTable }: Coefficients, precision: number): Uint16Array<ArrayBuffer> {
  const samples = new Uint16Array(rows * columns);
  const shift = 1 << (precision - 1);
  const most = 2 * shift - 1;
  const block = new Float64Array(64);
  const lines = new Float64Array(64);
  for (let top = 0; top < rows; top += 8) {
    for (let left = 0; left < columns; left += 8) {
      dequantise(values, ((top >> 3) * blockColumns + (left >> 3)) * 64, quantTable, block);
      transformLines(block, lines);
      for (let y = 0; y < 8 && top + y < rows; y++) {
        for (let x = 0; x < 8 && left + x < columns; x++) {
          let sum = shift + 0.5;
          for (let v = 0; v < 8; v++) sum += (basis[v * 8 + y] ?? 0) * (lines[v * 8 + x] ?? 0);
          samples[(top + y) * columns + left + x] = sum < 0 ? 0 : sum > most ? most : sum;
        }
      }
    }
  }
  return samples;
}

function dequantise(values: Int16Array, at: number, quantTable: Uint16Array, block: Float64Array): void {
  for (let k = 0; k < 64; k++) block[zigzag[k] ?? 0] = (values[at + k] ?? 0) * (quantTable[k] ?? 0);
}

/** Each line of frequencies → its samples across; lines without frequencies are quick. */
function transformLines(block: Float64Array, lines: Float64Array): void {
  for (let line = 0; line < 64; line += 8) {
    let last = 7;
    while (last >= 0 && block[line + last] === 0) last -= 1;
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let u = 0; u <= last; u++) sum += (basis[u * 8 + x] ?? 0) * (block[line + u] ?? 0);
      lines[line + x] = sum;
    }
  }
}

function makeZigzag(): Uint8Array {
  const cells = Array.from({ length: 64 }, (_, index) => ({ index, row: index >> 3, column: index & 7 }));
  // Along each diagonal; even ones run upwards.
  cells.sort((a, b) => a.row + a.column - b.row - b.column || ((a.row + a.column) % 2 === 0 ? b.row - a.row : a.row - b.row));
  return Uint8Array.from(cells, ({ index }) => index);
}
