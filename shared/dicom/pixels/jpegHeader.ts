import { DicomError } from '../../errors/appError.ts';
import type { PixelDescription } from './describePixels.ts';

/** One component of a JPEG frame header. */
export interface JpegComponent {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  readonly quantTable: number;
}

/** Frame header of a JPEG or JPEG-LS code stream and what its application markers say of colour. */
export interface JpegHeader {
  /** SOF number: 0, 1 sequential, 2 progressive, 3 lossless, 55 JPEG-LS. */
  readonly process: number;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly JpegComponent[];
  readonly hasJfif: boolean;
  /** Transform of an Adobe marker: 0 none, 1 YCbCr; null where there is no such marker. */
  readonly adobeTransform: number | null;
}

/** One marker segment; `body` is what follows its length. */
export interface JpegSegment {
  readonly marker: number;
  readonly start: number;
  readonly body: Uint8Array;
  /** First byte behind the segment. */
  readonly end: number;
}

/**
 * The marker segment at or behind `at`; fill bytes and stray bytes before the marker are skipped.
 *
 * @throws {DicomError} truncated
 */
export function readSegment(bytes: Uint8Array, at: number): JpegSegment {
  let start = at;
  while (start + 1 < bytes.length && !(bytes[start] === 0xff && (bytes[start + 1] ?? 0) >= 0xc0 && bytes[start + 1] !== 0xff)) start += 1;
  const marker = bytes[start + 1];
  if (marker === undefined) throw new DicomError('truncated', `The JPEG code stream ends at byte ${bytes.length} before its image does. Send the image again.`);
  const isAlone = marker >= 0xd0 && marker <= 0xd9;
  if (isAlone) return { marker, start, body: bytes.subarray(0, 0), end: start + 2 };
  const length = ((bytes[start + 2] ?? 0) << 8) | (bytes[start + 3] ?? 0);
  const end = start + 2 + length;
  if (length < 2 || end > bytes.length) {
    throw new DicomError('truncated', `JPEG marker FF${marker.toString(16).toUpperCase()} at byte ${start} of the code stream needs ${length} bytes, but ${bytes.length - start - 2} follow. Send the image again.`);
  }
  return { marker, start, body: bytes.subarray(start + 4, end), end };
}

/**
 * Reads a JPEG or JPEG-LS code stream up to its frame header.
 *
 * @throws {DicomError} broken-value (no JPEG) | truncated
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new DicomError('broken-value', 'A frame does not begin with the JPEG marker SOI (FFD8); its transfer syntax is wrong or it is damaged.');
  let hasJfif = false;
  let adobeTransform: number | null = null;
  for (let segment = readSegment(bytes, 2); ; segment = readSegment(bytes, segment.end)) {
    const { marker, body } = segment;
    if (marker === 0xe0 && hasAscii(body, 'JFIF')) hasJfif = true;
    else if (marker === 0xee && hasAscii(body, 'Adobe') && body.length >= 12) adobeTransform = body[11] ?? null;
    else if (isFrameHeader(marker)) return { ...readFrameHeader(marker, body), hasJfif, adobeTransform };
    else if (marker === 0xda || marker === 0xd9) throw new DicomError('broken-value', `The JPEG code stream has no frame header before byte ${segment.start}.`);
  }
}

/**
 * Refuses a code stream that is not the image its DICOM header describes; nothing has been allocated yet.
 *
 * @throws {DicomError} broken-value, naming attribute and both values
 */
export function expectHeader(stream: { readonly rows: number; readonly columns: number; readonly samples: number; readonly precision: number }, description: PixelDescription): void {
  const pairs = [
    ['Rows (0028,0010)', stream.rows, description.rows],
    ['Columns (0028,0011)', stream.columns, description.columns],
    ['SamplesPerPixel (0028,0002)', stream.samples, description.samplesPerPixel],
  ] as const;
  for (const [name, inStream, inHeader] of pairs) {
    if (inStream !== inHeader) throw new DicomError('broken-value', `${name} is ${inHeader}, but the compressed image has ${inStream}; the object contradicts itself.`);
  }
  if (stream.precision > description.bitsAllocated) {
    throw new DicomError('broken-value', `BitsAllocated (0028,0100) is ${description.bitsAllocated}, but the compressed image has ${stream.precision} bits.`);
  }
}

/** SOF0 to SOF15 and SOF55; DHT, JPG and DAC lie between them. */
function isFrameHeader(marker: number): boolean {
  return marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc);
}

function readFrameHeader(marker: number, body: Uint8Array): Omit<JpegHeader, 'hasJfif' | 'adobeTransform'> {
  const at = (index: number): number => body[index] ?? 0;
  const count = at(5);
  if (body.length < 6 + 3 * count || count === 0) throw new DicomError('broken-value', `The JPEG frame header names ${count} components in ${body.length} bytes.`);
  const components = Array.from({ length: count }, (_, index): JpegComponent => {
    const start = 6 + index * 3;
    return { id: at(start), horizontal: at(start + 1) >> 4, vertical: at(start + 1) & 15, quantTable: at(start + 2) };
  });
  return { process: marker - 0xc0, precision: at(0), rows: (at(1) << 8) | at(2), columns: (at(3) << 8) | at(4), components };
}

function hasAscii(body: Uint8Array, text: string): boolean {
  return String.fromCharCode(...body.subarray(0, text.length)) === text;
}
