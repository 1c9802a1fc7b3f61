/** Millimetres of one CSS pixel where nobody has measured the screen (CSS Values 4: 96 px are 25.4 mm). */
export const cssPxPerMm = 96 / 25.4;

/** How time and voltage lie on the paper, and how large the paper is on the screen. */
export interface PaperScale {
  /** CSS pixels to one millimetre of paper; at zoom 1 a measured value makes the paper as large as real paper. */
  readonly pxPerMm: number;
  readonly mmPerSecond: number;
  readonly mmPerMillivolt: number;
}

/** Speeds and gains ECG machines print with; 25 mm/s and 10 mm/mV are the standard (AHA/ACCF/HRS 2007, part I). */
export const paperSpeeds = [12.5, 25, 50, 100] as const;
export const paperGains = [2.5, 5, 10, 20] as const;

export const standardSpeed = 25;
export const standardGain = 10;

/** Pixels of a duration. */
export const msToPx = (ms: number, scale: PaperScale): number => (ms / 1000) * scale.mmPerSecond * scale.pxPerMm;

/** Duration of a width in pixels, in ms. */
export const pxToMs = (px: number, scale: PaperScale): number => (px / scale.pxPerMm / scale.mmPerSecond) * 1000;

/** Pixels upwards of a voltage; a canvas counts downwards. */
export const mvToPx = (mv: number, scale: PaperScale): number => mv * scale.mmPerMillivolt * scale.pxPerMm;

/** Voltage of a height in pixels, in mV. */
export const pxToMv = (px: number, scale: PaperScale): number => px / scale.pxPerMm / scale.mmPerMillivolt;

/** Intervals between beats a rate is told of, ms: 300 to 15 a minute. A QRS between the calipers has no rate. */
const beatMs = { least: 200, most: 4000 } as const;

/** Beats in a minute at one every `ms`; null for an interval no heart beats at. */
export const ratePerMinute = (ms: number): number | null => (ms >= beatMs.least && ms <= beatMs.most ? 60_000 / ms : null);

/**
 * Millivolts of one unit a channel is in; null where its samples are no voltage.
 *
 * @param unit UCUM code of the channel's sensitivity (PS3.16 CID 3082)
 */
export function millivoltsPer(unit: string): number | null {
  return ({ nV: 1e-6, uV: 1e-3, '\u00b5V': 1e-3, '\u03bcV': 1e-3, mV: 1, V: 1000 } as Readonly<Record<string, number>>)[unit.trim()] ?? null;
}
