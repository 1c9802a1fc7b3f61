/** A picture that is no slice: its pixels are twice as high as wide. */
export const flat = {
  columns: 80, rows: 60, aspectRatio: 2, entries: 301,
  /** Pixels with a bit of the overlay set. */
  block: { column: 20, row: 10, columns: 10, rows: 5 },
  zoom: 5,
  /** In columns, and in rows twice as high. */
  centre: [24.5, 24, 0],
} as const;

export const flatValue = (column: number, row: number): number => column * 3 + row;

/** Brightness grows with the square of the value; 16 bits. */
export const flatTableEntry = (value: number): number => Math.round(65535 * (value / 300) ** 2);
