/** Most bytes of one attached file, and of the object made of it: 64 MiB. */
export const mostAttachmentBytes = 64 * 1024 * 1024;

/** Most samples (pixels times three for colour) a picture is kept with, as many as one frame may have on the desk. */
export const mostAttachmentSamples = 2 ** 26;

/** Most pixels of a file that is decoded at all; a forged one would fill the memory. */
export const mostSourcePixels = 100_000_000;

/** Columns and rows of a picture. */
export interface PictureSize {
  readonly columns: number;
  readonly rows: number;
}

/** The size a picture is kept in: its own, or the largest of its shape that the desk can show. */
export function keptSize({ columns, rows }: PictureSize, samples: 1 | 3 = 3): PictureSize {
  const scale = Math.sqrt(mostAttachmentSamples / (columns * rows * samples));
  return scale >= 1 ? { columns, rows } : { columns: Math.max(1, Math.floor(columns * scale)), rows: Math.max(1, Math.floor(rows * scale)) };
}
