import type { PixelSource } from '../../shared/annotation/raster.ts';
import type { AnnotationPlace } from '../../shared/annotation/types.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { OverlayPlane } from '../../shared/dicom/display/overlays.ts';
import type { Voi, WindowShape } from '../../shared/dicom/display/voi.ts';
import type { Voxels } from '../../shared/volume/types.ts';
import type { PictureEdge } from './chestWall.ts';
import type { SliceFrame } from './transform.ts';

/** Grey values with their meaning: value = pixel × slope + intercept, in `unit`. */
export interface GreyPixels {
  readonly kind: 'grey';
  readonly pixels: Voxels;
  readonly slope: number;
  readonly intercept: number;
  readonly paddingValue: number | null;
  /** Of windows that are set by hand. */
  readonly windowShape: WindowShape;
  /** MONOCHROME1: low values are bright. */
  readonly isInverse: boolean;
}

/** Opaque RGBA, row by row. */
export interface ColourPixels {
  readonly kind: 'colour';
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** One slice or frame ready to be drawn; `key` changes whenever the pixels do. `overlays` are drawn over it; left out: none. */
export type Slice = SliceFrame & { readonly key: string; readonly overlays?: readonly OverlayPlane[] } & (GreyPixels | ColourPixels);

/** What lies under a point. */
export type Sample =
  | { readonly kind: 'value'; readonly value: number; readonly unit: string; readonly text: string }
  | { readonly kind: 'colour'; readonly rgb: readonly [number, number, number] }
  | { readonly kind: 'padding' | 'outside' | 'loading' };

/**
 * What a cell shows: slices one behind the other, wherever they come from. Two sources exist, planes of a volume and
 * frames of a flat series; drawing, tools and readouts know only this.
 *
 * Coordinates of `space` patient are LPS mm. Of `space` image they are [x, y, 0] in the plane of the frame, mm from the
 * centre of its first pixel; where the image is not calibrated a column is 1 wide and a row as high as its proportions say.
 */
export interface SliceSource {
  readonly space: 'patient' | 'image';
  /** Patient space alone. */
  readonly frameOfReferenceUID: string | null;
  readonly count: number;
  /** Lengths mean something: the image says how large its pixels are. */
  readonly isCalibrated: boolean;
  /** Lengths are those at the detector, not corrected for magnification. */
  readonly isAtDetector?: boolean;
  readonly defaultWindow: { readonly centre: number; readonly width: number };
  /** Windows and tables a slice brings with it, that it opens with first; empty where `defaultWindow` is all there is, and for colour. */
  vois: (index: number) => readonly Voi[];
  readonly unit: string;
  /** Unit normal of the planes; [0, 0, 1] in image space. */
  readonly normal: Vector3;
  /** Middle of all slices. */
  readonly middle: Vector3;
  /** Slice number whose plane is nearest to a point. */
  indexAt: (point: Vector3) => number;
  /** A point moved along the normal into slice `index`. */
  pointIn: (index: number, point: Vector3) => Vector3;
  /** Null: not read yet. Pixels of an earlier slice may be overwritten. */
  slice: (index: number) => Slice | null;
  /** Image the slice is, where it is one as acquired. */
  imageOf: (index: number) => { readonly sopInstanceUID: string; readonly frame: number } | null;
  /** Position along the normal, mm; null in image space. */
  positionMm: (index: number) => number | null;
  sample: (index: number, point: Vector3) => Sample;
  /** Pixels regions are measured on. */
  raster: (index: number) => PixelSource;
  /** Where an annotation drawn on the slice lies; null where it can lie nowhere (a frame not read). */
  place: (index: number) => AnnotationPlace | null;
  /** Letters at the right and lower edge for image space, from PatientOrientation; null where the image does not say. */
  readonly edgeLetters: { readonly right: string; readonly bottom: string } | null;
  /** Side and view of the picture drawn last, as `R MLO`; left out or empty: it says neither. */
  readonly projection?: string;
  /** Edge of the mammogram drawn last at which the chest wall lies; left out or null: it is none, or does not say. */
  readonly chestWall?: PictureEdge | null;
  readonly marks: { readonly isLossy: boolean; readonly lossyRatio: number | null; readonly isDerived: boolean };
}
