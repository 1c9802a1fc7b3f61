import type { ErrorShape } from '../../shared/errors/appError.ts';

/** One frame of a stored object; `frame` counts from 0. */
export interface FrameRequest {
  readonly sha256: string;
  readonly frame: number;
}

/** A frame ready for a canvas. */
export interface FrameImage {
  readonly rows: number;
  readonly columns: number;
  /** Opaque RGBA, row by row: `new ImageData(rgba, columns, rows)`. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  /** Height of a pixel divided by its width as it must be shown; 1 for square pixels. */
  readonly aspectRatio: number;
}

/** What is known of a frame: all null while it is loading; `frames` is 0 until the object was read. */
export interface FrameImageState {
  readonly image: FrameImage | null;
  /** Frames of the whole object. */
  readonly frames: number;
  readonly error: ErrorShape | null;
}

export const noFrameImage: FrameImageState = { image: null, frames: 0, error: null };

/** What the frame worker takes and gives back. */
export interface FrameJob {
  readonly bytes: Uint8Array;
  readonly frame: number;
  /** Side of the square the picture is made to fit; null leaves its size. */
  readonly mostPx: number | null;
}
export interface RenderedImage {
  readonly image: FrameImage;
  readonly frames: number;
}
