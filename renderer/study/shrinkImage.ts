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
  const small = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sum = [0, 0, 0];
      let weight = 0;
      for (const [row, high] of down[y] ?? []) {
        for (const [column, wide] of across[x] ?? []) {
          const share = high * wide;
          const at = (row * columns + column) * 4;
          for (let channel = 0; channel < 3; channel++) sum[channel] = (sum[channel] ?? 0) + (rgba[at + channel] ?? 0) * share;
          weight += share;
        }
      }
      const to = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel++) small[to + channel] = (sum[channel] ?? 0) / weight;
      small[to + 3] = 255;
    }
  }
  return { rows: height, columns: width, rgba: small, aspectRatio: 1 };
}

/** For each of `to` pixels in a line, the pixels of the line of `from` under it and how much of it each covers. */
function sharesOf(from: number, to: number): readonly (readonly (readonly [number, number])[])[] {
  const step = from / to;
  return Array.from({ length: to }, (_, index) => {
    const start = index * step;
    const end = start + step;
    const first = Math.floor(start);
    const last = Math.min(from, Math.ceil(end - 1e-9));
    return Array.from({ length: Math.max(1, last - first) }, (__, offset) => {
      const pixel = first + offset;
      return [pixel, Math.min(end, pixel + 1) - Math.max(start, pixel)] as const;
    });
  });
}
