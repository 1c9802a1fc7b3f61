/** Samples by pixel. */
export interface LosslessImage {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  readonly samples: Uint16Array;
}

/** Every category has a code of 5 bits, its number: long, and easy to see through. */
const CODE_BITS = 5;

/** Lossless JPEG as ITU-T T.81 annex H writes it, with restarts or one scan a component. */
export function encodeLossless(image: LosslessImage, options: { readonly predictor: number; readonly restartLines: number; readonly isInterleaved: boolean }): Uint8Array {
  const { rows, columns, components, precision } = image;
  const all = Array.from({ length: components }, (_, index) => index);
  const scans = options.isInterleaved ? [all] : all.map((index) => [index]);
  const frame = [precision, rows >> 8, rows & 255, columns >> 8, columns & 255, components, ...all.flatMap((index) => [index + 1, 0x11, 0])];
  const table = [0, ...Array.from({ length: 16 }, (_, index) => (index === CODE_BITS - 1 ? 17 : 0)), ...Array.from({ length: 17 }, (_, index) => index)];
  const interval = options.restartLines * columns;
  return Uint8Array.from([
    0xff, 0xd8, ...segment(0xc3, frame), ...segment(0xc4, table), ...segment(0xdd, [interval >> 8, interval & 255]),
    ...scans.flatMap((scan) => [...segment(0xda, [scan.length, ...scan.flatMap((index) => [index + 1, 0]), options.predictor, 0, 0]), ...entropy(image, scan, options)]),
    0xff, 0xd9,
  ]);
}

const segment = (marker: number, body: readonly number[]): readonly number[] => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];

function entropy({ rows, columns, components, precision, samples }: LosslessImage, scan: readonly number[], options: { readonly predictor: number; readonly restartLines: number }): readonly number[] {
  const bytes: number[] = [];
  let bits = '';
  const flush = (): void => {
    for (const byte of bits.padEnd(Math.ceil(bits.length / 8) * 8, '1').match(/.{8}/g) ?? []) bytes.push(Number.parseInt(byte, 2), ...(byte === '11111111' ? [0] : []));
    bits = '';
  };
  for (let row = 0; row < rows; row++) {
    const isFirst = options.restartLines === 0 ? row === 0 : row % options.restartLines === 0;
    if (isFirst && row > 0) {
      flush();
      bytes.push(0xff, 0xd0 + ((row / options.restartLines - 1) % 8));
    }
    for (let column = 0; column < columns; column++) {
      for (const component of scan) {
        const at = (down: number, across: number): number => samples[((row - down) * columns + column - across) * components + component] ?? 0;
        const predicted = isFirst ? (column === 0 ? 2 ** (precision - 1) : at(0, 1)) : column === 0 ? at(1, 0) : predictions(at(0, 1), at(1, 0), at(1, 1))[options.predictor - 1] ?? 0;
        bits += codeOf((at(0, 0) - predicted) & 0xffff);
      }
    }
  }
  flush();
  return bytes;
}

/** Table H.1, predictors 1 to 7. */
const predictions = (a: number, b: number, c: number): readonly number[] => [a, b, c, a + b - c, a + ((b - c) >> 1), b + ((a - c) >> 1), (a + b) >> 1];

/** A difference modulo 2¹⁶ (H.1.2.1): category, then its bits. */
function codeOf(modulo: number): string {
  const difference = modulo > 32768 ? modulo - 65536 : modulo;
  const category = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  const code = category.toString(2).padStart(CODE_BITS, '0');
  if (category === 0 || category === 16) return code;
  return code + (difference > 0 ? difference : difference + 2 ** category - 1).toString(2).padStart(category, '0');
}
