import { dot } from '../../shared/geometry/vector.ts';
import type { OverlayPlane } from '../../shared/dicom/display/overlays.ts';
import { paintBits, planeStep } from './bitPlanes.ts';
import { squarePixelsFrom } from './imageLayer.ts';
import type { Slice } from './sliceSource.ts';
import { drawInPlane } from './transform.ts';
import type { Transform } from './transform.ts';

/** Draws the overlay planes of an image (PS3.3 C.9.2) over it, pixel on pixel. */
export class BitPlaneLayer {
  readonly #canvas = document.createElement('canvas');
  #paintedKey = '';

  /** Draws onto the picture of the slice; the context keeps its transform no longer than this. */
  draw(context: CanvasRenderingContext2D, slice: Slice, transform: Transform, pixelRatio: number): void {
    const { overlays = [], columnSpacingMm, rowSpacingMm } = slice;
    if (overlays.length === 0) return;
    const scale = transform.pxPerMm * pixelRatio;
    const [across, down] = [planeStep(scale * columnSpacingMm), planeStep(scale * rowSpacingMm)];
    const key = `${slice.key} ${across} ${down}`;
    if (key !== this.#paintedKey && !this.#paint(overlays, slice, across, down)) return;
    this.#paintedKey = key;
    drawInPlane(context, transform, pixelRatio);
    context.imageSmoothingEnabled = scale * Math.min(columnSpacingMm, rowSpacingMm) < squarePixelsFrom;
    const u = dot(slice.origin, slice.xDirection) - columnSpacingMm / 2;
    const v = dot(slice.origin, slice.yDirection) - rowSpacingMm / 2;
    context.drawImage(this.#canvas, u, v, this.#canvas.width * across * columnSpacingMm, this.#canvas.height * down * rowSpacingMm);
    context.setTransform(1, 0, 0, 1, 0, 0);
  }

  dispose(): void {
    this.#paintedKey = '';
    this.#canvas.width = 0;
    this.#canvas.height = 0;
  }

  #paint(overlays: readonly OverlayPlane[], { columns, rows }: Slice, across: number, down: number): boolean {
    this.#canvas.width = Math.ceil(columns / across);
    this.#canvas.height = Math.ceil(rows / down);
    const context = this.#canvas.getContext('2d');
    if (context === null) return false;
    const image = context.createImageData(this.#canvas.width, this.#canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    for (const overlay of overlays) paintBits(overlay, { columns, rows }, pixels, across, down);
    context.putImageData(image, 0, 0);
    return true;
  }
}
