import type { FrameImage } from './frameImage.ts';

/**
 * A picture made to fit a square, each of its pixels the mean of all it stands for, so that fine lines do not vanish.
 * Pixels of the result are square; a picture that fits keeps its size.
 *
 * @param mostPx side of the square
 */
export function shrinkImage({ rows, columns, rgba, aspectRatio }: FrameImage, mostPx: number): FrameImage {
  const factor = Math.min(1, mostPx / columns, mostPx / (rows * aspectRatio));
  const width = Math.max(1, Math.round(columns * factor));
  const height = Math.max(1, Math.round(rows * aspectRatio * factor));
  const across = sharesOf(columns, width);
  const down = sharesOf(rows, height);
  const narrow = new Float32Array(rows * width * channels);
  for (let row = 0; row < rows; row++) average(rgba, { from: row * columns * 4, step: 4 }, across, narrow, { from: row * width * channels, step: channels });
  const short = new Float32Array(height * width * channels);
  for (let x = 0; x < width; x++) average(narrow, { from: x * channels, step: width * channels }, down, short, { from: x * channels, step: width * channels });
  const small = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) for (let channel = 0; channel < channels; channel++) small[pixel * 4 + channel] = short[pixel * channels + channel] ?? 0;
  return { rows: height, columns: width, rgba: small, aspectRatio: 1 };
}

/** Red, green and blue; pictures are opaque. */
const channels = 3;

/** Pixels one behind the other in memory, in either direction of a picture. */
interface Line {
  readonly from: number;
  readonly step: number;
}

/** For each pixel of a shorter line the first pixel under it, how many there are, and what part of it each is. */
interface Shares {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `most` for every pixel of the shorter line. */
  readonly part: Float64Array;
  readonly most: number;
}

function sharesOf(from: number, to: number): Shares {
  const step = from / to;
  const most = Math.ceil(step) + 1;
  const shares: Shares = { first: new Int32Array(to), count: new Int32Array(to), part: new Float64Array(to * most), most };
  for (let index = 0; index < to; index++) {
    const start = index * step;
    const end = Math.min(from, start + step);
    const first = Math.floor(start);
    // A border that misses a pixel's by rounding alone does not begin a new one.
    const last = Math.max(first + 1, Math.min(from, Math.ceil(end - 1e-9)));
    shares.first[index] = first;
    shares.count[index] = last - first;
    for (let pixel = first; pixel < last; pixel++) shares.part[index * most + pixel - first] = (Math.min(end, pixel + 1) - Math.max(start, pixel)) / (end - start);
  }
  return shares;
}

/** Writes the means of a line's pixels as a shorter line. */
function average(source: Uint8ClampedArray | Float32Array, line: Line, { first, count, part, most }: Shares, target: Float32Array, shorter: Line): void {
  for (let index = 0; index < first.length; index++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let at = line.from + (first[index] ?? 0) * line.step;
    for (let member = 0; member < (count[index] ?? 0); member++, at += line.step) {
      const share = part[index * most + member] ?? 0;
      red += (source[at] ?? 0) * share;
      green += (source[at + 1] ?? 0) * share;
      blue += (source[at + 2] ?? 0) * share;
    }
    const to = shorter.from + index * shorter.step;
    target[to] = red;
    target[to + 1] = green;
    target[to + 2] = blue;
  }
}
