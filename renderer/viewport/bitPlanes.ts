import type { OverlayPlane } from '../../shared/dicom/display/overlays.ts';

/** Little-endian RGBA of set bits: pink, which no annotation, letter or line of the desk has. */
export const bitPlaneColour = 0xffe67bff;

/** Pixels of a plane one pixel of the screen may take before lines of one pixel break up. */
const most = 4 / 3;

/**
 * Image pixels that become one of a plane, where the picture is made smaller, so that a line of one pixel does not vanish:
 * as few as leave every pixel of the plane at least three quarters of one of the screen.
 */
export const planeStep = (screenPxPerPixel: number): number => Math.max(1, Math.ceil(1 / screenPxPerPixel / most));

/** Colours every pixel of the smaller picture under which at least one bit is set; what lies outside the image is left out. */
export function paintBits({ bits, rows, columns, origin }: OverlayPlane, image: { readonly columns: number; readonly rows: number }, pixels: Uint32Array, across: number, down: number): void {
  const width = Math.ceil(image.columns / across);
  for (let byte = 0; byte < bits.length; byte++) {
    const eight = bits[byte] ?? 0;
    if (eight === 0) continue;
    for (let bit = byte * 8; bit < byte * 8 + 8; bit++) {
      if (((eight >> (bit & 7)) & 1) === 0 || bit >= rows * columns) continue;
      const column = (bit % columns) + origin[1];
      const row = Math.floor(bit / columns) + origin[0];
      if (column >= 0 && row >= 0 && column < image.columns && row < image.rows) pixels[Math.floor(row / down) * width + Math.floor(column / across)] = bitPlaneColour;
    }
  }
}
