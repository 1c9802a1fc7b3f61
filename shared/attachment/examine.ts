import { AttachmentError } from './attachmentError.ts';
import type { AttachmentReason } from './attachmentError.ts';
import type { TakenAt } from './exif.ts';
import { isKeptAsCoded, takeJpegApart } from './jpeg.ts';
import { keptSize, mostAttachmentBytes, mostSourcePixels } from './limits.ts';
import type { PictureSize } from './limits.ts';
import { readPng } from './png.ts';

/** What a file is, as far as its bytes tell without decoding. */
export type FileFacts =
  | { readonly form: 'pdf'; readonly takenAt: null }
  | {
    readonly form: 'jpeg' | 'png';
    /** As coded, before any turning. */
    readonly columns: number;
    readonly rows: number;
    readonly takenAt: TakenAt | null;
    /** The coded bytes stay as they are; otherwise the picture is decoded and kept uncompressed. */
    readonly isKeptAsCoded: boolean;
    /** Before any turning, where it has more pixels than can be shown; null: it keeps its size. */
    readonly reducedTo: PictureSize | null;
    readonly isLossySource: boolean;
  };

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
const beginsAs = (bytes: Uint8Array, ...signatures: readonly string[]): boolean => signatures.some((signature) => ascii(bytes, 0, signature.length) === signature);

/** By their first bytes; what is not taken has a name, so that the person can be told what to do. */
const refused: readonly (readonly [(bytes: Uint8Array) => boolean, AttachmentReason, string])[] = [
  [(bytes) => bytes.length === 0, 'empty', 'The file is empty; copy it again.'],
  [(bytes) => ascii(bytes, 4, 8) === 'ftyp' && /^(?:hei|hev|mif|msf|avi)/.test(ascii(bytes, 8, 12)), 'heic', 'The file is a HEIC or AVIF picture; set the phone to “Most compatible” or send it as JPEG.'],
  [(bytes) => beginsAs(bytes, 'II*\0', 'MM\0*', 'II+\0', 'MM\0+'), 'tiff', 'The file is a TIFF picture; save it as JPEG or PNG. A whole slide image is imported as DICOM.'],
  [(bytes) => beginsAs(bytes, 'GIF8', 'BM', '\0\0\x01\0') || (beginsAs(bytes, 'RIFF') && ascii(bytes, 8, 12) === 'WEBP'), 'other-picture', 'This kind of picture is not taken; save it as JPEG or PNG.'],
  [(bytes) => ascii(bytes, 128, 132) === 'DICM', 'dicom', 'The file is a DICOM object already; import it with the images.'],
  [(bytes) => beginsAs(bytes, 'PK\x03\x04', '\xd0\xcf\x11\xe0'), 'office', 'The file is an office document or archive; save the document as PDF, unpack the archive.'],
];

/**
 * Tells what a file is by its content, whatever its name says.
 *
 * @throws {AttachmentError} with what to do where it is not taken
 */
export function examineFile(bytes: Uint8Array): FileFacts {
  const found = refused.find(([isSuch]) => isSuch(bytes));
  if (found !== undefined) throw new AttachmentError(found[1], found[2]);
  const facts = factsOf(bytes);
  if (bytes.length > mostAttachmentBytes) throw tooLarge();
  if (facts.form !== 'pdf') expectRoom(facts.columns, facts.rows);
  return facts;
}

/** @throws {AttachmentError} too-large */
export const tooLarge = (): AttachmentError => new AttachmentError('too-large', `The file has more than ${mostAttachmentBytes / 1024 ** 2} MB; save it smaller or in parts.`);

function factsOf(bytes: Uint8Array): FileFacts {
  if (beginsAs(bytes, '\xff\xd8\xff')) {
    const parts = takeJpegApart(bytes);
    const { rows, columns } = parts.header;
    return { form: 'jpeg', columns, rows, takenAt: parts.exif.takenAt, isKeptAsCoded: isKeptAsCoded(parts), reducedTo: isKeptAsCoded(parts) ? null : reductionOf(parts.header), isLossySource: true };
  }
  if (beginsAs(bytes, '\x89PNG\r\n\x1a\n')) {
    const png = readPng(bytes);
    return { form: 'png', ...png, isKeptAsCoded: false, reducedTo: reductionOf(png), isLossySource: false };
  }
  if (isPdf(bytes)) return { form: 'pdf', takenAt: null };
  throw new AttachmentError('unknown', 'The file is no JPEG, PNG or PDF; save it as one of these.');
}

/** Readers look for the header in the first 1024 bytes (ISO 32000-1 annex H, 3.4.1). */
export const isPdf = (bytes: Uint8Array): boolean => ascii(bytes, 0, 1024).includes('%PDF-');

function reductionOf(size: PictureSize): PictureSize | null {
  const kept = keptSize(size);
  return kept.columns === size.columns && kept.rows === size.rows ? null : kept;
}

function expectRoom(columns: number, rows: number): void {
  if (columns <= 65_535 && rows <= 65_535 && columns * rows <= mostSourcePixels) return;
  throw new AttachmentError('too-many-pixels', `The picture has ${columns} × ${rows} pixels, more than the ${mostSourcePixels / 1e6} million that are read; save it smaller.`, { detail: { columns, rows } });
}
