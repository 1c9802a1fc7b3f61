import { readJpegHeader, readSegment } from '../dicom/pixels/jpegHeader.ts';
import type { JpegHeader, JpegSegment } from '../dicom/pixels/jpegHeader.ts';
import { Chunks } from '../dicom/write/chunks.ts';
import { DicomError } from '../errors/appError.ts';
import { AttachmentError } from './attachmentError.ts';
import { keptSize } from './limits.ts';
import { readExif } from './exif.ts';
import type { ExifFacts } from './exif.ts';

/** A JPEG file taken apart: what draws the picture, and what was written beside it. */
export interface JpegParts {
  readonly header: JpegHeader;
  readonly exif: ExifFacts;
  /** Colour profile put together from its segments (ICC.1 B.4); null where there is none, or not whole. */
  readonly icc: Uint8Array<ArrayBuffer> | null;
  /**
   * SOI to EOI of the first picture with every coded byte as it was, and without what phones and programs write about
   * place, people and device: APP1 to APP15 but Adobe's APP14, comments, thumbnails, and all that follows EOI (further
   * pictures, film, maker's trailers).
   */
  readonly stream: Uint8Array<ArrayBuffer>;
}

const [soi, eoi, sos, com] = [0xd8, 0xd9, 0xda, 0xfe] as const;
const jfifBytes = 14;
const adobeBytes = 12;
const iccName = 'ICC_PROFILE\0';
const exifName = 'Exif\0\0';

const startsWith = (body: Uint8Array, text: string): boolean => String.fromCharCode(...body.subarray(0, text.length)) === text;
const isApplication = (marker: number): boolean => marker >= 0xe0 && marker <= 0xef;

/**
 * Takes a JPEG file apart.
 *
 * @throws {AttachmentError} cut-short (no EOI) | broken (no JPEG, or one without a picture)
 */
export function takeJpegApart(bytes: Uint8Array): JpegParts {
  try {
    return takeApart(bytes);
  } catch (cause) {
    if (!(cause instanceof DicomError)) throw cause;
    if (cause.reason === 'truncated') throw new AttachmentError('cut-short', 'The picture ends before its last line; copy it again from the camera or phone.', { cause });
    throw new AttachmentError('broken', 'The file is damaged and no picture can be read from it; copy it again from the camera or phone.', { cause });
  }
}

function takeApart(bytes: Uint8Array): JpegParts {
  const header = readJpegHeader(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  const profile = new Map<number, Uint8Array>();
  let profileParts = 0;
  let exif: ExifFacts | null = null;
  let scans = 0;
  for (let segment = readSegment(bytes, 2); ; segment = readSegment(bytes, segment.end)) {
    const { marker, body } = segment;
    if (marker === eoi) break;
    if (marker === 0xe1 && startsWith(body, exifName)) exif ??= readExif(body.subarray(exifName.length));
    if (marker === 0xe2 && startsWith(body, iccName)) {
      profileParts = body[iccName.length + 1] ?? 0;
      profile.set(body[iccName.length] ?? 0, body.subarray(iccName.length + 2));
    }
    if (marker === sos) {
      scans += 1;
      const end = endOfScan(bytes, segment.end);
      kept.push(bytes.subarray(segment.start, end));
      segment = { ...segment, end };
    } else kept.push(...keptOf(bytes, segment));
  }
  if (scans === 0) throw new DicomError('broken-value', 'The JPEG code stream ends before its first scan.');
  kept.push(Uint8Array.of(0xff, eoi));
  return { header, exif: exif ?? { orientation: 1, takenAt: null }, icc: joinProfile(profile, profileParts), stream: join(kept) };
}

/** The first marker behind entropy-coded data that is neither a stuffed FF nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new DicomError('truncated', `The JPEG code stream ends at byte ${bytes.length} inside a scan.`);
}

/** What of a segment stays: tables and frame header as they are, of JFIF and Adobe markers only what decoders read. */
function keptOf(bytes: Uint8Array, { marker, body, start, end }: JpegSegment): readonly Uint8Array[] {
  if (marker === soi || marker === com) return [];
  if (!isApplication(marker)) return [bytes.subarray(start, end)];
  if (marker === 0xe0 && startsWith(body, 'JFIF\0') && body.length >= jfifBytes) {
    const isPlain = body.length === jfifBytes && body[12] === 0 && body[13] === 0;
    return [isPlain ? bytes.subarray(start, end) : withBody(marker, Uint8Array.of(...body.subarray(0, 12), 0, 0))];
  }
  if (marker === 0xee && startsWith(body, 'Adobe') && body.length >= adobeBytes) return [withBody(marker, body.subarray(0, adobeBytes))];
  return [];
}

const withBody = (marker: number, body: Uint8Array): Uint8Array => Uint8Array.of(0xff, marker, 0, body.length + 2, ...body);

function joinProfile(parts: ReadonlyMap<number, Uint8Array>, count: number): Uint8Array<ArrayBuffer> | null {
  const found = Array.from({ length: count }, (_, index) => parts.get(index + 1));
  const whole = found.filter((part) => part !== undefined);
  return count === 0 || whole.length < count ? null : join(whole);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Chunks();
  for (const part of parts) whole.push(part);
  return whole.join();
}

/** Whether the coded bytes can be kept as JPEG Baseline (1.2.840.10008.1.2.4.50), in the orientation DICOM shows them, with no more pixels than can be shown. */
export function isKeptAsCoded({ header, exif }: Pick<JpegParts, 'header' | 'exif'>): boolean {
  const { process, precision, rows, columns, components } = header;
  const samples = components.length;
  return process === 0 && precision === 8 && rows > 0 && columns > 0 && (samples === 1 || samples === 3) && exif.orientation === 1 && keptSize(header, samples).columns === columns;
}

/** Colour space of the coded samples in DICOM's words (PS3.5 8.2.1), by the markers decoders go by. */
export function photometricOf({ components, hasJfif, adobeTransform }: JpegHeader): 'MONOCHROME2' | 'RGB' | 'YBR_FULL' | 'YBR_FULL_422' {
  if (components.length === 1) return 'MONOCHROME2';
  const names = String.fromCharCode(...components.map(({ id }) => id));
  const isRgb = !hasJfif && (adobeTransform === null ? names === 'RGB' : adobeTransform === 0);
  if (isRgb) return 'RGB';
  const [luma] = components;
  return components.some(({ horizontal, vertical }) => horizontal !== luma?.horizontal || vertical !== luma.vertical) ? 'YBR_FULL_422' : 'YBR_FULL';
}
