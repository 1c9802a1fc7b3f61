import cornerstone from 'cornerstone-core';
import type { DrawTarget } from 'cornerstone-core';
import { dot } from '../../shared/geometry/vector.ts';
import { SlicePainter } from './slicePainter.ts';
import type { SliceShading } from './slicePainter.ts';
import type { Slice } from './sliceSource.ts';
import type { SliceFrame, Transform } from './transform.ts';

/** From this many screen pixels for an image pixel on, a pixel is drawn as a square, so that what is measured is seen. */
export const squarePixelsFrom = 12;

/**
 * Draws slices on one canvas with cornerstone-core.
 *
 * The library's own render loop is not started: the caller draws once in its frame, so image and overlay appear together.
 * Its lookup tables know neither padding nor windows that are not LINEAR nor colour maps, so the slice is painted by
 * {@link SlicePainter} and the library places the painted canvas: size, turn, flip and pixels that are not square.
 */
export class ImageLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #painter = new SlicePainter();
  #target: DrawTarget | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    // Asked for first, so that the canvas is opaque and in step with the overlay above it.
    canvas.getContext('2d', { alpha: false });
  }

  draw(slice: Slice, shading: SliceShading, transform: Transform, pixelRatio: number): void {
    this.#painter.paint(slice, shading);
    const target = this.#targetFor(slice);
    const { viewport } = target;
    const smallerMm = Math.min(slice.columnSpacingMm, slice.rowSpacingMm);
    viewport.scale = transform.pxPerMm * pixelRatio * smallerMm;
    viewport.rotation = transform.turn.rotationDegrees;
    viewport.hflip = transform.turn.isFlipped;
    viewport.pixelReplication = viewport.scale >= squarePixelsFrom;
    viewport.translation = translationOf(slice, transform);
    cornerstone.renderColorImage(target, false);
  }

  /** Black, for a slice that is not there. */
  clear(): void {
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (context === null) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#000';
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  dispose(): void {
    this.#target = null;
    this.#painter.dispose();
    this.#canvas.width = 0;
    this.#canvas.height = 0;
  }

  #targetFor({ columns, rows, columnSpacingMm, rowSpacingMm }: Slice): DrawTarget {
    const old = this.#target;
    if (old !== null && old.image.columns === columns && old.image.rows === rows && old.image.columnPixelSpacing === columnSpacingMm && old.image.rowPixelSpacing === rowSpacingMm) return old;
    this.#target = {
      canvas: this.#canvas,
      image: { imageId: 'slice', color: true, getCanvas: () => this.#painter.canvas, rows, columns, height: rows, width: columns, columnPixelSpacing: columnSpacingMm, rowPixelSpacing: rowSpacingMm },
      // This window is the library's sign to take the painted canvas as it is.
      viewport: { scale: 1, translation: { x: 0, y: 0 }, voi: { windowWidth: 255, windowCenter: 128 }, invert: false, pixelReplication: false, rotation: 0, hflip: false, vflip: false },
      options: {},
      renderingTools: {},
    };
    return this.#target;
  }
}

/** The library moves by its translation after scaling and turning: T = turn · (middle of the image − pixel in the middle of the cell). */
function translationOf(slice: SliceFrame, { centreMm, matrix }: Transform): { x: number; y: number } {
  const column = (centreMm[0] - dot(slice.origin, slice.xDirection)) / slice.columnSpacingMm + 0.5;
  const row = (centreMm[1] - dot(slice.origin, slice.yDirection)) / slice.rowSpacingMm + 0.5;
  const [dx, dy] = [slice.columns / 2 - column, slice.rows / 2 - row];
  return { x: matrix[0] * dx + matrix[1] * dy, y: matrix[2] * dx + matrix[3] * dy };
}
