import type { Ellipse } from './sections.ts';

/** One axial image being painted: square, centred on x = y = 0, rows towards the back. */
export interface Canvas {
  readonly size: number;
  readonly pixelMm: number;
  /** Hounsfield units, [row][column]. */
  readonly hu: Float32Array;
}

export const newCanvas = (size: number, pixelMm: number): Canvas => ({ size, pixelMm, hu: new Float32Array(size * size) });

/** Coordinate in mm of a column (x) or row (y) centre. */
export const pixelCentre = (canvas: Pick<Canvas, 'size' | 'pixelMm'>, index: number): number => (index - (canvas.size - 1) / 2) * canvas.pixelMm;

/**
 * Replace pixels within the box of an ellipse (one pixel wider) by what `value` gives; null leaves a pixel as it is.
 */
export function paintPixels(canvas: Canvas, box: Ellipse, value: (x: number, y: number, before: number) => number | null): void {
  const { size, pixelMm, hu } = canvas;
  const first = (centre: number, half: number): number => Math.max(0, Math.floor((centre - half) / pixelMm + (size - 1) / 2) - 1);
  const last = (centre: number, half: number): number => Math.min(size - 1, Math.ceil((centre + half) / pixelMm + (size - 1) / 2) + 1);
  const [i0, i1, j0, j1] = [first(box.x, box.a), last(box.x, box.a), first(box.y, box.b), last(box.y, box.b)];
  for (let j = j0; j <= j1; j += 1) {
    const y = pixelCentre(canvas, j);
    for (let i = i0; i <= i1; i += 1) {
      const n = j * size + i;
      const painted = value(pixelCentre(canvas, i), y, hu[n] ?? 0);
      if (painted !== null) hu[n] = painted;
    }
  }
}

/** Fill an ellipse; border pixels are mixed by how much of them lies inside. */
export function paintEllipse(canvas: Canvas, ellipse: Ellipse, value: (x: number, y: number) => number): void {
  const { a, b } = ellipse;
  if (a <= 0 || b <= 0) return;
  paintPixels(canvas, ellipse, (x, y, before) => {
    const u = (x - ellipse.x) / a;
    const v = (y - ellipse.y) / b;
    const rho = Math.hypot(u, v);
    // First-order distance to the border: (1 - rho) over the gradient of rho.
    const slope = rho === 0 ? 1 / Math.min(a, b) : Math.hypot(u / a, v / b) / rho;
    const share = Math.min(1, Math.max(0, 0.5 + (1 - rho) / (slope * canvas.pixelMm)));
    return share === 0 ? null : before + (value(x, y) - before) * share;
  });
}
