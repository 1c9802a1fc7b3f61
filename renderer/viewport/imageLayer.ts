import cornerstone from 'cornerstone-core';
import type { DrawTarget, GreyImage } from 'cornerstone-core';
import type { SliceFrame, Transform } from './transform.ts';
import { voiOf } from './voi.ts';

/** One resliced image ready to draw; `key` changes whenever the pixels do. */
export interface GreySlice extends SliceFrame {
  readonly key: string;
  readonly pixels: Int16Array | Uint16Array;
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Draws grey slices on one canvas with cornerstone-core's canvas path.
 *
 * The library's own render loop is not started: the caller draws once in its frame, so image and overlay
 * appear together. Lookup table, staging canvas and image data are kept between frames.
 */
export class ImageLayer {
  readonly #canvas: HTMLCanvasElement;
  #target: DrawTarget | null = null;
  #slice: GreySlice | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  draw(slice: GreySlice, transform: Transform, window: { readonly centre: number; readonly width: number }, pixelRatio: number): void {
    this.#slice = slice;
    const target = this.#targetFor(slice);
    target.image.imageId = slice.key;
    const smallerMm = Math.min(slice.columnSpacingMm, slice.rowSpacingMm);
    target.viewport.scale = transform.pxPerMm * pixelRatio * smallerMm;
    const [x, y] = middlePixel(slice, transform);
    target.viewport.translation = { x: slice.columns / 2 - x, y: slice.rows / 2 - y };
    const { windowCenter, windowWidth } = voiOf(window);
    target.viewport.voi.windowCenter = windowCenter;
    target.viewport.voi.windowWidth = windowWidth;
    cornerstone.renderGrayscaleImage(target, false);
  }

  dispose(): void {
    this.#target = null;
    this.#slice = null;
    this.#canvas.width = 0;
    this.#canvas.height = 0;
  }

  #targetFor(slice: GreySlice): DrawTarget {
    const old = this.#target;
    if (old !== null && old.image.columns === slice.columns && old.image.rows === slice.rows && old.image.slope === slice.slope && old.image.intercept === slice.intercept && isSigned(old.image) === slice.pixels instanceof Int16Array) {
      return old;
    }
    const isSignedSlice = slice.pixels instanceof Int16Array;
    const image: GreyImage = {
      imageId: slice.key,
      minPixelValue: isSignedSlice ? -32768 : 0,
      maxPixelValue: isSignedSlice ? 32767 : 65535,
      slope: slice.slope,
      intercept: slice.intercept,
      windowCenter: 40,
      windowWidth: 400,
      getPixelData: () => this.#slice?.pixels ?? new Int16Array(),
      rows: slice.rows,
      columns: slice.columns,
      height: slice.rows,
      width: slice.columns,
      color: false,
      columnPixelSpacing: slice.columnSpacingMm,
      rowPixelSpacing: slice.rowSpacingMm,
      invert: false,
      sizeInBytes: slice.pixels.byteLength,
    };
    this.#target = {
      canvas: this.#canvas,
      image,
      viewport: { scale: 1, translation: { x: 0, y: 0 }, voi: { windowWidth: 400, windowCenter: 40 }, invert: false, pixelReplication: false, rotation: 0, hflip: false, vflip: false },
      options: {},
      renderingTools: {},
    };
    return this.#target;
  }
}

const isSigned = (image: GreyImage): boolean => image.minPixelValue < 0;

/** Image pixel (fractional, 0 at the outer edge of the first) in the middle of the viewport. */
function middlePixel(slice: GreySlice, transform: Transform): readonly [number, number] {
  const { origin, xDirection, yDirection } = slice;
  const u0 = origin[0] * xDirection[0] + origin[1] * xDirection[1] + origin[2] * xDirection[2];
  const v0 = origin[0] * yDirection[0] + origin[1] * yDirection[1] + origin[2] * yDirection[2];
  return [(transform.centreMm[0] - u0) / slice.columnSpacingMm + 0.5, (transform.centreMm[1] - v0) / slice.rowSpacingMm + 0.5];
}
