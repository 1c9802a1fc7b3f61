import { brightnessOf } from '../../shared/dicom/display/voi.ts';
import type { WindowShape } from '../../shared/dicom/display/voi.ts';
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

/**
 * Brightness of every code, from {@link firstCode} on, by the functions of PS3.3 C.11.2.1; padding is black.
 */
export function greyTable({ codes, slope, intercept, padding }: CodedPixels, window: { readonly centre: number; readonly width: number }, shape: WindowShape): Uint8ClampedArray {
  const first = firstCode(codes);
  const brightness = brightnessOf({ kind: 'window', shape, explanation: null, ...window });
  const table = new Uint8ClampedArray(65536);
  for (let index = 0; index < table.length; index++) table[index] = brightness((index + first) * slope + intercept);
  if (padding !== null) table[padding - first] = 0;
  return table;
}
