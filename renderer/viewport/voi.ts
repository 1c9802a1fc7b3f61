import { brightnessOf } from '../../shared/dicom/display/voi.ts';
import type { Voi } from '../../shared/dicom/display/voi.ts';
import type { Voxels } from '../../shared/volume/types.ts';

/** Pixels a drawing library can look up: whole numbers, and what they mean. */
export interface CodedPixels {
  readonly codes: Int16Array | Uint16Array;
  readonly slope: number;
  readonly intercept: number;
  /** Code that stands for no value. */
  readonly padding: number | null;
}

/** What the pixels of a slice mean. */
export interface PixelMeaning {
  readonly slope: number;
  readonly intercept: number;
  readonly paddingValue: number | null;
}

/**
 * Pixels as codes of 16 bits. Whole numbers stay as they are; floats are spread over 65535 steps between the least and
 * the greatest value of the slice, and code 0 stands for no value.
 */
export function codePixels(pixels: Voxels, { slope, intercept, paddingValue }: PixelMeaning): CodedPixels {
  if (!(pixels instanceof Float32Array)) return { codes: pixels, slope, intercept, padding: paddingValue };
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of pixels) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const step = highest > lowest ? (highest - lowest) / 65534 : 1;
  const codes = new Uint16Array(pixels.length);
  for (let index = 0; index < pixels.length; index++) {
    const value = pixels[index] ?? Number.NaN;
    codes[index] = Number.isNaN(value) ? 0 : Math.round((value - lowest) / step) + 1;
  }
  const start = highest >= lowest ? lowest : 0;
  return { codes, slope: step * slope, intercept: (start - step) * slope + intercept, padding: 0 };
}

/** First code of a table: that of the least code the type can hold. */
export const firstCode = (codes: Int16Array | Uint16Array): number => (codes instanceof Int16Array ? -32768 : 0);

/** How values become colours on the screen. */
export interface Shading {
  readonly voi: Voi;
  readonly isInverted: boolean;
  readonly colours: Uint32Array;
  /** Little-endian RGBA word of padding. */
  readonly paddingColour: number;
}

/**
 * Colour of every code, from {@link firstCode} on: brightness by the functions of PS3.3 C.11.2.1, then one of the 256
 * `colours`.
 */
export function shadeTable({ codes, slope, intercept, padding }: CodedPixels, { voi, isInverted, colours, paddingColour }: Shading, table: Uint32Array = new Uint32Array(65536)): Uint32Array {
  const first = firstCode(codes);
  const brightness = brightnessOf(voi);
  // Rounds as the frames of shared/dicom/display are rounded.
  const rounded = new Uint8ClampedArray(1);
  for (let index = 0; index < table.length; index++) {
    rounded[0] = brightness((index + first) * slope + intercept);
    const grey = rounded[0] ?? 0;
    table[index] = colours[isInverted ? 255 - grey : grey] ?? 0;
  }
  if (padding !== null) table[padding - first] = paddingColour;
  return table;
}

export const opaqueBlack = 0xff000000;

/** Looks up every code; `out` is as long as the codes. */
export function shade(codes: Int16Array | Uint16Array, table: Uint32Array, out: Uint32Array): void {
  const first = firstCode(codes);
  for (let index = 0; index < codes.length; index++) out[index] = table[(codes[index] ?? 0) - first] ?? 0;
}
