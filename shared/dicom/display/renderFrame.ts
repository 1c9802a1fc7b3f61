import type { StoredFrame } from '../pixels/storedFrame.ts';
import { automaticVoi } from './automaticVoi.ts';
import { paintColour } from './colour.ts';
import type { Display } from './describeDisplay.ts';
import { modalityValue } from './modality.ts';
import { isPaddingSample } from './padding.ts';
import type { Palette } from './palette.ts';
import { storedValue } from '../storedValue.ts';
import { activeRange, brightnessOf } from './voi.ts';
import type { Voi } from './voi.ts';

/** A frame ready for a canvas: opaque RGBA, row by row. */
export interface RenderedFrame {
  readonly rows: number;
  readonly columns: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** Opaque black: what lies outside the picture. */
const background = 0xff000000;

/**
 * A frame as it is shown: modality transform, window or table, inversion or palette or colour conversion, overlays.
 *
 * Grey and palette images go through one table, so that each pixel costs one look-up. Pixels of padding are black.
 * All our hosts are little endian, which the packing of a pixel into one word relies on.
 *
 * @param voi window or table to use; the first of the file where it is left out, the range of the values where the file has none
 * @throws {DicomError} unsupported for a colour space without a conversion
 */
export function renderFrame(stored: StoredFrame, display: Display, voi?: Voi): RenderedFrame {
  const { rows, columns, pixels } = stored;
  const rgba = new Uint8ClampedArray(rows * columns * 4);
  const target = new Uint32Array(rgba.buffer);
  if (stored.samples > 1) paintColour(stored, display.bitsStored, rgba);
  else {
    const chosen = voi ?? display.vois[0] ?? automaticVoi(stored, display);
    if (pixels.BYTES_PER_ELEMENT <= 2) {
      const table = colourTable(pixels.BYTES_PER_ELEMENT * 8, display, chosen);
      const mask = table.length - 1;
      for (let index = 0; index < target.length; index++) target[index] = table[(pixels[index] ?? 0) & mask] ?? background;
    } else paintWide(stored, display, chosen, target);
  }
  for (const overlay of display.overlays) drawOverlay(overlay, stored, target);
  return { rows, columns, rgba };
}

/** Packed colour of every sample of 8 or 16 bits. */
function colourTable(bits: number, display: Display, voi: Voi): Uint32Array {
  const { padding, isSigned } = display;
  const paint = painter(display, voi);
  const unused = 32 - bits;
  return Uint32Array.from({ length: 2 ** bits }, (_, code) => {
    const value = storedValue(code, display);
    return isPaddingSample(padding, isSigned ? (code << unused) >> unused : code, value) ? background : paint(value);
  });
}

/** Packed colour of a stored value. */
function painter(display: Display, voi: Voi): (value: number) => number {
  const { palette, modality, isInverted } = display;
  const brightness = brightnessOf(voi);
  const rounded = new Uint8ClampedArray(1);
  const grey = (value: number): number => {
    const level = brightness(modalityValue(modality, value));
    rounded[0] = isInverted ? 255 - level : level;
    return packed(rounded[0] ?? 0, rounded[0] ?? 0, rounded[0] ?? 0);
  };
  if (palette === null) return grey;
  return (value) => (palette.isSupplemental && !isMapped(palette, value) ? grey(value) : paletteColour(palette, value));
}

const packed = (red: number, green: number, blue: number): number => (background | (blue << 16) | (green << 8) | red) >>> 0;

const isMapped = ({ firstMapped, count }: Palette, value: number): boolean => value >= firstMapped && value < firstMapped + count;

function paletteColour({ firstMapped, count, rgb }: Palette, value: number): number {
  const at = Math.max(0, Math.min(count - 1, value - firstMapped)) * 3;
  return packed(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0);
}

/** Samples of 32 bits and floats: a table over the values between which brightness changes. */
function paintWide({ pixels }: StoredFrame, display: Display, voi: Voi, target: Uint32Array): void {
  const { modality, padding } = display;
  const steps = 65536;
  const isInteger = pixels instanceof Int32Array || pixels instanceof Uint32Array;
  const ends = modality.kind === 'table'
    ? [modality.table.firstMapped, modality.table.firstMapped + modality.table.entries.length]
    : activeRange(voi).map((value) => (value - modality.intercept) / modality.slope);
  const lowest = Math.min(...ends);
  const perStep = (Math.max(...ends) - lowest) / steps;
  const paint = painter(display, voi);
  const table = Uint32Array.from({ length: steps }, (_, step) => paint(lowest + (step + 0.5) * perStep));
  const paddingLow = padding?.lowest ?? Number.POSITIVE_INFINITY;
  const paddingHigh = padding?.highest ?? Number.NEGATIVE_INFINITY;
  const isMasked = isInteger && display.bitsStored < 32;
  for (let index = 0; index < target.length; index++) {
    const sample = pixels[index] ?? Number.NaN;
    const value = isMasked ? storedValue(sample, display) : sample;
    const isOutside = Number.isNaN(value) || (value >= paddingLow && value <= paddingHigh);
    const step = (value - lowest) / perStep;
    target[index] = isOutside ? background : (table[step <= 0 ? 0 : step >= steps ? steps - 1 : Math.trunc(step)] ?? background);
  }
}

/** Set bits become white. */
function drawOverlay(overlay: Display['overlays'][number], { rows, columns, pixels, samples }: StoredFrame, target: Uint32Array): void {
  const { bits, embeddedBit, origin } = overlay;
  for (let row = Math.max(0, -origin[0]); row < overlay.rows && row + origin[0] < rows; row++) {
    for (let column = Math.max(0, -origin[1]); column < overlay.columns && column + origin[1] < columns; column++) {
      const at = (row + origin[0]) * columns + column + origin[1];
      const bit = row * overlay.columns + column;
      const isSet = bits === null ? ((pixels[at * samples] ?? 0) >> (embeddedBit ?? 0)) & 1 : ((bits[bit >> 3] ?? 0) >> (bit & 7)) & 1;
      if (isSet === 1) target[at] = 0xffffffff;
    }
  }
}
