import cornerstone from 'cornerstone-core';
import type { DrawTarget, GreyImage } from 'cornerstone-core';
import type { WindowShape } from '../../shared/dicom/display/voi.ts';
import type { Voxels } from '../../shared/volume/types.ts';
import type { SliceFrame, Transform } from './transform.ts';
import { codePixels, firstCode, greyTable } from './voi.ts';
import type { CodedPixels, PixelMeaning } from './voi.ts';

/** One resliced image ready to draw; `key` changes whenever the pixels do. */
export interface GreySlice extends SliceFrame, PixelMeaning {
  readonly key: string;
  readonly pixels: Voxels;
  readonly windowShape: WindowShape;
}

/**
 * Draws grey slices on one canvas with cornerstone-core's canvas path.
 *
 * The library's own render loop is not started: the caller draws once in its frame, so image and overlay
 * appear together. Lookup table, staging canvas and image data are kept between frames. The table is ours, because the
 * library knows neither padding nor windows that are not LINEAR.
 */
export class ImageLayer {
  readonly #canvas: HTMLCanvasElement;
  #target: DrawTarget | null = null;
  #coded: (CodedPixels & { readonly key: string }) | null = null;
  #tableKey = '';

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  draw(slice: GreySlice, transform: Transform, window: { readonly centre: number; readonly width: number }, pixelRatio: number): void {
    if (this.#coded?.key !== slice.key) this.#coded = { ...codePixels(slice.pixels, slice), key: slice.key };
    const target = this.#targetFor(slice, this.#coded);
    target.image.imageId = slice.key;
    const smallerMm = Math.min(slice.columnSpacingMm, slice.rowSpacingMm);
    target.viewport.scale = transform.pxPerMm * pixelRatio * smallerMm;
    const [x, y] = middlePixel(slice, transform);
    target.viewport.translation = { x: slice.columns / 2 - x, y: slice.rows / 2 - y };
    this.#setTable(target, this.#coded, window, slice.windowShape);
    cornerstone.renderGrayscaleImage(target, false);
  }

  dispose(): void {
    this.#target = null;
    this.#coded = null;
    this.#tableKey = '';
    this.#canvas.width = 0;
    this.#canvas.height = 0;
  }

  /** The library uses a table it finds with the window of the viewport on it and makes none of its own. */
  #setTable(target: DrawTarget, coded: CodedPixels, window: { readonly centre: number; readonly width: number }, shape: WindowShape): void {
    const { slope, intercept, padding } = coded;
    const key = `${shape} ${window.centre} ${window.width} ${slope} ${intercept} ${padding ?? ''} ${firstCode(coded.codes)}`;
    target.viewport.voi.windowCenter = window.centre;
    target.viewport.voi.windowWidth = window.width;
    if (key === this.#tableKey && target.image.cachedLut !== undefined) return;
    this.#tableKey = key;
    target.image.cachedLut = { lutArray: greyTable(coded, window, shape), windowCenter: window.centre, windowWidth: window.width, invert: false };
  }

  #targetFor(slice: GreySlice, coded: CodedPixels): DrawTarget {
    const old = this.#target;
    const first = firstCode(coded.codes);
    if (old !== null && old.image.columns === slice.columns && old.image.rows === slice.rows && old.image.slope === coded.slope && old.image.intercept === coded.intercept && old.image.minPixelValue === first) {
      return old;
    }
    const image: GreyImage = {
      imageId: slice.key,
      minPixelValue: first,
      maxPixelValue: first + 65535,
      slope: coded.slope,
      intercept: coded.intercept,
      windowCenter: 40,
      windowWidth: 400,
      getPixelData: () => this.#coded?.codes ?? new Int16Array(),
      rows: slice.rows,
      columns: slice.columns,
      height: slice.rows,
      width: slice.columns,
      color: false,
      columnPixelSpacing: slice.columnSpacingMm,
      rowPixelSpacing: slice.rowSpacingMm,
      invert: false,
      sizeInBytes: coded.codes.byteLength,
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

/** Image pixel (fractional, 0 at the outer edge of the first) in the middle of the viewport. */
function middlePixel(slice: GreySlice, transform: Transform): readonly [number, number] {
  const { origin, xDirection, yDirection } = slice;
  const u0 = origin[0] * xDirection[0] + origin[1] * xDirection[1] + origin[2] * xDirection[2];
  const v0 = origin[0] * yDirection[0] + origin[1] * yDirection[1] + origin[2] * yDirection[2];
  return [(transform.centreMm[0] - u0) / slice.columnSpacingMm + 0.5, (transform.centreMm[1] - v0) / slice.rowSpacingMm + 0.5];
}
