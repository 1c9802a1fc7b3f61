import { AttachmentError } from './attachmentError.ts';
import { readExif } from './exif.ts';
import type { TakenAt } from './exif.ts';

/** What a PNG file says of itself. */
export interface PngFacts {
  readonly columns: number;
  readonly rows: number;
  readonly takenAt: TakenAt | null;
}

const firstChunk = 8;

/**
 * Goes through the chunks of a PNG file up to its end.
 *
 * @throws {AttachmentError} cut-short | broken
 * @see PNG (W3C, 3rd edition) 5, 11.2.1, 11.3.3.6
 */
export function readPng(bytes: Uint8Array): PngFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { readonly columns: number; readonly rows: number } | null = null;
  let takenAt: TakenAt | null = null;
  for (let at = firstChunk; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) break;
    if (name === 'IHDR' && length >= 8) size = { columns: view.getUint32(at + 8), rows: view.getUint32(at + 12) };
    if (name === 'eXIf') ({ takenAt } = readExif(bytes.subarray(at + 8, at + 8 + length)));
    if (name === 'IEND') {
      if (size === null || size.columns === 0 || size.rows === 0) throw new AttachmentError('broken', 'The file is damaged and no picture can be read from it; save the picture again.');
      return { ...size, takenAt };
    }
    at += 12 + length;
  }
  throw new AttachmentError('cut-short', 'The picture ends before its last line; copy or save it again.');
}
