import { keptSize } from '../../../shared/attachment/limits.ts';
import type { PictureSize } from '../../../shared/attachment/limits.ts';
import { AttachmentError } from '../../../shared/attachment/attachmentError.ts';

/** A picture as three bytes of a pixel, row by row from the upper left, turned as it is meant to be seen. */
export interface DecodedPicture {
  readonly rgb: Uint8Array<ArrayBuffer>;
  readonly columns: number;
  readonly rows: number;
  /** Its size before, where it has more pixels than can be shown and was reduced. */
  readonly reducedFrom: PictureSize | null;
}

/** Rows taken from the canvas at a time, so that a large picture is not in memory a second time as a whole. */
const bandRows = 512;

/**
 * Decodes a picture with the browser: EXIF orientation heeded, colour profiles brought to sRGB, 16 bits to 8, what is
 * transparent laid on white. One with more pixels than can be shown is reduced.
 *
 * @throws {AttachmentError} broken
 */
export async function decodePicture(bytes: Uint8Array<ArrayBuffer>, mimeType: string): Promise<DecodedPicture> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: mimeType })).catch((cause: unknown) => {
    throw new AttachmentError('broken', 'The file is damaged and no picture can be read from it; copy it again.', { cause });
  });
  const source: PictureSize = { columns: bitmap.width, rows: bitmap.height };
  const { columns, rows } = keptSize(source);
  // The canvas is read back at once: one in main memory gives the very samples that were decoded.
  const context = new OffscreenCanvas(columns, Math.min(rows, bandRows)).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new AttachmentError('too-many-pixels', 'The picture is larger than this computer can decode; save it smaller.');
  context.imageSmoothingQuality = 'high';
  const rgb = new Uint8Array(columns * rows * 3);
  let to = 0;
  for (let top = 0; top < rows; top += bandRows) {
    const height = Math.min(bandRows, rows - top);
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, columns, height);
    context.drawImage(bitmap, 0, -top, columns, rows);
    const { data } = context.getImageData(0, 0, columns, height);
    for (let from = 0; from < data.length; from += 4) {
      rgb[to] = data[from] ?? 0;
      rgb[to + 1] = data[from + 1] ?? 0;
      rgb[to + 2] = data[from + 2] ?? 0;
      to += 3;
    }
  }
  bitmap.close();
  return { rgb, columns, rows, reducedFrom: columns === source.columns ? null : source };
}
