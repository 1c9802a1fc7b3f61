import { expectRoom } from './expectRoom.ts';
import { inverseDct } from './inverseDct.ts';
import { readCoefficients } from './jpegCoefficients.ts';
import type { Coefficients } from './jpegCoefficients.ts';
import type { JpegHeader } from './jpegHeader.ts';

/**
 * DCT based JPEG of 8 or 12 bits, sequential or progressive → samples by pixel, in the colour space of the code stream.
 *
 * @throws {DicomError} broken-value | truncated
 * @see ITU-T T.81 annexes A, F and G
 */
export function decodeJpegDct(bytes: Uint8Array, header: JpegHeader): Uint16Array<ArrayBuffer> {
  const { rows, columns, precision, components } = header;
  // A block of 64 samples takes a bit at least, and one component need not be sub-sampled.
  expectRoom(bytes, (rows * columns) / 512, 'JPEG code stream');
  const planes = readCoefficients(bytes, header);
  const [only] = planes;
  if (only !== undefined && planes.length === 1) return inverseDct(only, precision);
  const pixels = new Uint16Array(rows * columns * components.length);
  for (const [index, coefficients] of planes.entries()) {
    const samples = inverseDct(coefficients, precision);
    const own = pixels.subarray(index);
    if (coefficients.columns === columns && coefficients.rows === rows) for (let from = 0, to = 0; from < samples.length; from++, to += components.length) own[to] = samples[from] ?? 0;
    else spread(samples, coefficients, own, components.length, columns, rows);
  }
  return pixels;
}

/** Sub-sampled samples to every pixel, by weight of distance as their centres lie (T.81 A.1.1). */
function spread(samples: Uint16Array, { columns: stride, rows: lines, density }: Coefficients, pixels: Uint16Array, step: number, columns: number, rows: number): void {
  const across = placesOf(columns, stride, density.across);
  const down = placesOf(rows, lines, density.down);
  for (let row = 0, to = 0; row < rows; row++) {
    const { low: above, high: below, weight: weightDown } = down[row] ?? noPlace;
    for (let column = 0; column < columns; column++, to += step) {
      const { low, high, weight } = across[column] ?? noPlace;
      const upper = (samples[above * stride + low] ?? 0) * (1 - weight) + (samples[above * stride + high] ?? 0) * weight;
      const lower = (samples[below * stride + low] ?? 0) * (1 - weight) + (samples[below * stride + high] ?? 0) * weight;
      pixels[to] = upper * (1 - weightDown) + lower * weightDown + 0.5;
    }
  }
}

/** The two samples a pixel lies between, and how far it is on the way to the second. */
interface Place {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

const noPlace: Place = { low: 0, high: 0, weight: 0 };

function placesOf(count: number, samples: number, density: number): readonly Place[] {
  return Array.from({ length: count }, (_, index) => {
    const place = Math.min(samples - 1, Math.max(0, (index + 0.5) * density - 0.5));
    const low = Math.floor(place);
    return { low, high: Math.min(samples - 1, low + 1), weight: place - low };
  });
}
