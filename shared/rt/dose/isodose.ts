/** One level's lines in a slice: each x0,y0,x1,y1,… in pixels, (0,0) the centre of the first pixel; closed ones repeat their first point. */
export type IsodosePolylines = readonly Float32Array[];

/** For each of the 16 corner patterns (bit 0 top left, clockwise) the pairs of cell edges joined: 0 top, 1 right, 2 bottom, 3 left. */
const joins: readonly (readonly number[])[] = [
  [], [3, 0], [0, 1], [3, 1], [1, 2], [], [0, 2], [3, 2],
  [2, 3], [2, 0], [], [2, 1], [1, 3], [1, 0], [0, 3], [],
];
/** Patterns 5 and 10 are saddles: joined one way when the middle is above the level, the other way when below. */
const saddles: Readonly<Record<number, { readonly above: readonly number[]; readonly below: readonly number[] }>> = {
  5: { above: [0, 1, 2, 3], below: [3, 0, 1, 2] },
  10: { above: [3, 0, 1, 2], below: [0, 1, 2, 3] },
};

/**
 * Isodose lines of one slice by marching squares, linear between pixel centres.
 *
 * A saddle follows the mean of its four corners. NaN is unknown dose: no line enters such a cell, lines end open there.
 *
 * @param slice dose row by row, `columns` · `rows` long
 * @param levels in the slice's unit
 * @returns polylines per level, in the order of `levels`
 * @see Lorensen and Cline 1987 (two-dimensional case)
 */
export function isodoseLines(slice: Float32Array, columns: number, rows: number, levels: readonly number[]): readonly IsodosePolylines[] {
  // An edge is named by the pixel at its left or top end: pixel·2 runs right, pixel·2 + 1 runs down.
  const first = new Int32Array(columns * rows * 2).fill(-1);
  const second = new Int32Array(columns * rows * 2).fill(-1);
  return levels.map((level) => {
    const touched = joinCells(slice, columns, rows, level, first, second);
    const lines = trace(touched, first, second, (edge) => crossing(slice, columns, level, edge));
    for (const edge of touched) {
      first[edge] = -1;
      second[edge] = -1;
    }
    return lines;
  });
}

/** Links the crossed edges of every cell; returns each crossed edge at least once. */
function joinCells(slice: Float32Array, columns: number, rows: number, level: number, first: Int32Array, second: Int32Array): number[] {
  const touched: number[] = [];
  const link = (from: number, to: number): void => {
    if (first[from] === -1) {
      first[from] = to;
      touched.push(from);
    } else second[from] = to;
  };
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const pixel = row * columns + column;
      const a = slice[pixel]!;
      const b = slice[pixel + 1]!;
      const c = slice[pixel + columns + 1]!;
      const d = slice[pixel + columns]!;
      const pattern = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
      if (pattern === 0 || pattern === 15) continue;
      const sum = a + b + c + d;
      if (Number.isNaN(sum)) continue;
      const saddle = saddles[pattern];
      const pairs = saddle === undefined ? joins[pattern]! : sum / 4 >= level ? saddle.above : saddle.below;
      for (let n = 0; n < pairs.length; n += 2) {
        const from = edgeOf(pixel, columns, pairs[n]!);
        const to = edgeOf(pixel, columns, pairs[n + 1]!);
        link(from, to);
        link(to, from);
      }
    }
  }
  return touched;
}

function edgeOf(pixel: number, columns: number, side: number): number {
  if (side === 0) return pixel * 2;
  if (side === 1) return (pixel + 1) * 2 + 1;
  return side === 2 ? (pixel + columns) * 2 : pixel * 2 + 1;
}

/** Follows the links: first the open lines from their ends, then the closed ones. */
function trace(touched: readonly number[], first: Int32Array, second: Int32Array, at: (edge: number) => readonly [number, number]): Float32Array[] {
  const lines: Float32Array[] = [];
  const isDone = new Set<number>();
  const follow = (start: number): void => {
    const points: number[] = [];
    let before = -1;
    let edge = start;
    while (edge !== -1 && !isDone.has(edge)) {
      isDone.add(edge);
      points.push(...at(edge));
      const next: number = before === first[edge] ? second[edge]! : first[edge]!;
      before = edge;
      edge = next;
    }
    if (edge === start) points.push(...at(start));
    if (points.length >= 4) lines.push(Float32Array.from(points));
  };
  for (const edge of touched) if (second[edge] === -1 && !isDone.has(edge)) follow(edge);
  for (const edge of touched) if (!isDone.has(edge)) follow(edge);
  return lines;
}

function crossing(slice: Float32Array, columns: number, level: number, edge: number): readonly [number, number] {
  const pixel = edge >> 1;
  const isDown = (edge & 1) === 1;
  const from = slice[pixel]!;
  const to = slice[isDown ? pixel + columns : pixel + 1]!;
  const part = (level - from) / (to - from);
  const column = pixel % columns;
  const row = (pixel - column) / columns;
  return isDown ? [column, row + part] : [column + part, row];
}
