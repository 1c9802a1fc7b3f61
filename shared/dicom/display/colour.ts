import { DicomError } from '../../errors/appError.ts';
import type { StoredFrame } from '../pixels/storedFrame.ts';

/** Coefficients of one YBR kind: luma scale and offset, then the weights of Cr in R, of Cb and Cr in G, of Cb in B. */
type YbrMatrix = readonly [scale: number, offset: number, rCr: number, gCb: number, gCr: number, bCb: number];

/** PS3.3 C.7.6.3.1.2: full range luma and chroma. */
const full: YbrMatrix = [1, 0, 1.402, -0.114 * 1.772 / 0.587, -0.299 * 1.402 / 0.587, 1.772];
/** PS3.3 C.7.6.3.1.2: luma 16 to 235, chroma 16 to 240. */
const partial: YbrMatrix = [255 / 219, -16, 1.402 * 255 / 224, (-0.114 * 1.772 / 0.587) * 255 / 224, (-0.299 * 1.402 / 0.587) * 255 / 224, 1.772 * 255 / 224];

/**
 * Colour samples as opaque RGBA of 8 bits; deeper samples keep their highest 8 bits.
 *
 * @throws {DicomError} unsupported for a colour space without a conversion
 */
export function paintColour(stored: StoredFrame, bitsStored: number, rgba: Uint8ClampedArray): void {
  const shift = bitsStored > 8 ? 2 ** (8 - bitsStored) : 1;
  const { photometric, pixels, samples } = stored;
  if (samples !== 3) throw new DicomError('unsupported', `PhotometricInterpretation (0028,0004) ${photometric} with ${samples} samples a pixel cannot be shown; export the image as RGB.`);
  if (photometric === 'RGB') {
    for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
      rgba[to] = Math.trunc((pixels[from] ?? 0) * shift);
      rgba[to + 1] = Math.trunc((pixels[from + 1] ?? 0) * shift);
      rgba[to + 2] = Math.trunc((pixels[from + 2] ?? 0) * shift);
      rgba[to + 3] = 255;
    }
    return;
  }
  const matrix = matrixOf(photometric);
  const [scale, offset, rCr, gCb, gCr, bCb] = matrix;
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
    const y = ((pixels[from] ?? 0) * shift + offset) * scale;
    const cb = (pixels[from + 1] ?? 0) * shift - 128;
    const cr = (pixels[from + 2] ?? 0) * shift - 128;
    rgba[to] = y + rCr * cr;
    rgba[to + 1] = y + gCb * cb + gCr * cr;
    rgba[to + 2] = y + bCb * cb;
    rgba[to + 3] = 255;
  }
}

function matrixOf(photometric: string): YbrMatrix {
  if (photometric === 'YBR_FULL' || photometric === 'YBR_FULL_422') return full;
  if (photometric === 'YBR_PARTIAL_422' || photometric === 'YBR_PARTIAL_420') return partial;
  throw new DicomError('unsupported', `PhotometricInterpretation (0028,0004) ${photometric} cannot be shown; export the image as RGB.`);
}
