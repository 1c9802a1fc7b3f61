import { DicomError } from '../../errors/appError.ts';
import type { Codecs } from './codecs.ts';
import type { PixelDescription } from './describePixels.ts';
import { decodeJpegDct } from './jpegDct.ts';
import { expectHeader, readJpegHeader, readSegment } from './jpegHeader.ts';
import type { JpegHeader } from './jpegHeader.ts';
import { decodeJpegLossless } from './jpegLossless.ts';

/** Samples by pixel as a codec made them, in the colour space `photometric`. */
export interface DecodedSamples {
  readonly values: ArrayLike<number>;
  readonly photometric: string;
  readonly warnings: readonly string[];
}

/**
 * JPEG with Huffman coding: lossy of 8 and 12 bits, lossless of 2 to 16. What decides is the code stream, not
 * which of the JPEG transfer syntaxes the file names.
 *
 * Samples are those of the code stream: no colour conversion is applied, the label says what they are.
 *
 * @throws {DicomError} broken-value | truncated | unsupported
 */
export async function decodeJpeg(bytes: Uint8Array, description: PixelDescription, codecs: Codecs): Promise<DecodedSamples> {
  const header = readJpegHeader(bytes);
  const { process, precision } = header;
  expectHeader({ ...header, samples: header.components.length }, description);
  if (process === 3) return { values: decodeJpegLossless(bytes, header), photometric: description.photometricInterpretation, warnings: [] };
  if (process > 2 || (precision !== 8 && precision !== 12)) {
    const kind = process === 55 ? 'JPEG-LS, which its transfer syntax does not say' : process > 8 ? 'arithmetic coding' : `process SOF${process} with ${precision} bits`;
    throw new DicomError('unsupported', `The JPEG code stream uses ${kind}; export the image uncompressed.`);
  }
  const values = precision === 8 ? await decode8(bytes, header, codecs) : decodeJpegDct(bytes, header);
  return { values, ...colourOf(header, description) };
}

/** The quick codec takes grey and three components; what it refuses, our own decoder tries, which is slower and names what is broken. */
async function decode8(bytes: Uint8Array, header: JpegHeader, codecs: Codecs): Promise<ArrayLike<number>> {
  const count = header.components.length;
  if (count !== 1 && count !== 3) return decodeJpegDct(bytes, header);
  try {
    return (await codecs.jpeg8(count === 3 ? withoutColourTransform(bytes) : bytes)).bytes;
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return decodeJpegDct(bytes, header);
  }
}

/** Adobe APP14 with transform 0: three components are to be taken as they are. */
const untransformed = Uint8Array.from([0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0]);

/** The code stream with its application markers replaced, so that the codec, which always makes RGB, converts nothing. */
function withoutColourTransform(bytes: Uint8Array): Uint8Array {
  const parts = [bytes.subarray(0, 2), untransformed];
  for (let segment = readSegment(bytes, 2); ; segment = readSegment(bytes, segment.end)) {
    if (segment.marker === 0xda) {
      parts.push(bytes.subarray(segment.start));
      break;
    }
    if ((segment.marker & 0xf0) !== 0xe0 && segment.marker !== 0xfe) parts.push(bytes.subarray(segment.start, segment.end));
  }
  const stream = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    stream.set(part, at);
    at += part.length;
  }
  return stream;
}

/**
 * Colour space of the samples. The code stream's own markers come first (JFIF: YCbCr; Adobe: its transform; component
 * names R, G, B), then sub-sampling, which no RGB image has, then PhotometricInterpretation.
 */
function colourOf(header: JpegHeader, { photometricInterpretation: stated }: PixelDescription): Pick<DecodedSamples, 'photometric' | 'warnings'> {
  const { components, hasJfif, adobeTransform } = header;
  if (components.length !== 3) return { photometric: stated, warnings: [] };
  const names = String.fromCharCode(...components.map(({ id }) => id));
  const isSubsampled = components.some(({ horizontal, vertical }) => horizontal !== components[0]?.horizontal || vertical !== components[0].vertical);
  const isYbr = hasJfif || adobeTransform === 1 ? true : adobeTransform === 0 || names === 'RGB' ? false : isSubsampled ? true : null;
  const isStatedYbr = stated.startsWith('YBR_');
  if (isYbr === null || isYbr === isStatedYbr) return { photometric: stated, warnings: [] };
  const photometric = isYbr ? 'YBR_FULL' : 'RGB';
  return { photometric, warnings: [`PhotometricInterpretation (0028,0004) is ${stated}, but the JPEG code stream holds ${photometric}; read as the code stream says`] };
}
