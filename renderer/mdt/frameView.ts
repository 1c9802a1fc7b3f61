import type { ComponentType } from 'react';

/** A frame as stored: rows and columns of pixels, the height of one pixel over its width, and how many frames the object has. */
export interface FrameShape {
  readonly rows: number;
  readonly columns: number;
  readonly aspectRatio: number;
  readonly frames: number;
}

export interface FrameProps {
  readonly sha256: string;
  /** From 0. */
  readonly frame: number;
  /** What a screen reader says of it. */
  readonly label: string;
  /** Told once the frame is drawn. */
  readonly onShown?: (shape: FrameShape) => void;
}

/** Draws one frame of a stored object as large as its box; passed in because decoding lies outside this folder. */
export type FrameView = ComponentType<FrameProps>;
