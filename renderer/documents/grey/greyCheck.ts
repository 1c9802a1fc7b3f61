/** What a person looks at, in this order. */
export const greyItems = ['ambient', 'dark', 'bright', 'patches', 'letters', 'tint', 'lines', 'geometry', 'size'] as const;
export type GreyItem = (typeof greyItems)[number];

/** Result of one check. */
export interface GreyCheck {
  /** Every item was answered with yes. */
  readonly passed: boolean;
  readonly items: Readonly<Record<GreyItem, boolean>>;
  readonly atMs: number;
  /** CSS pixels to a millimetre of this screen, by the ruler; null where nobody measured. */
  readonly screenPxPerMm: number | null;
}

/** The answers as a result; null while one is missing. */
export function resultOf(answers: Readonly<Partial<Record<GreyItem, boolean>>>, atMs: number, screenPxPerMm: number | null): GreyCheck | null {
  const entries = greyItems.map((item) => [item, answers[item]] as const);
  if (entries.some(([, answer]) => answer === undefined)) return null;
  const items = Object.fromEntries(entries.map(([item, answer]) => [item, answer === true])) as Record<GreyItem, boolean>;
  return { passed: greyItems.every((item) => items[item]), items, atMs, screenPxPerMm };
}

/** Screens lie between 40 and 250 pixels an inch of CSS pixels; what is typed beyond is a slip. */
const plausible = { least: 40 / 25.4, most: 250 / 25.4 } as const;

/**
 * CSS pixels to a millimetre from what a ruler showed.
 *
 * @param lineCssPx length of the line in CSS pixels
 * @returns null where the length is no number or no screen is like that
 */
export function screenScale(lineCssPx: number, measured: string): number | null {
  const mm = Number(measured.trim().replace(',', '.'));
  const pxPerMm = measured.trim() === '' || !(mm > 0) ? Number.NaN : lineCssPx / mm;
  return pxPerMm >= plausible.least && pxPerMm <= plausible.most ? pxPerMm : null;
}

/** Why the pattern is not shown pixel by pixel: the scale is a fraction, or the page is zoomed with two fingers. */
export function resampling(devicePixelRatio: number, pinchScale: number): 'ratio' | 'pinch' | null {
  if (Math.abs(pinchScale - 1) > 1e-3) return 'pinch';
  return Math.abs(devicePixelRatio - Math.round(devicePixelRatio)) > 1e-6 || devicePixelRatio < 1 ? 'ratio' : null;
}
