/** How one isodose level is drawn. Colour is never the only code: the line style differs too. */
export interface IsodoseStyle {
  /** Percent of the prescription dose. */
  readonly percent: number;
  readonly color: readonly [number, number, number];
  /** Dash pattern in pixels; empty is a solid line. */
  readonly dash: readonly number[];
  readonly lineWidth: number;
}

/** Default levels in percent of the prescription, hottest first. */
export const defaultIsodoseLevels: readonly IsodoseStyle[] = [
  { percent: 110, color: [255, 90, 255], dash: [], lineWidth: 2 },
  { percent: 107, color: [255, 60, 130], dash: [6, 2], lineWidth: 2 },
  { percent: 105, color: [255, 100, 60], dash: [2, 2], lineWidth: 2 },
  { percent: 100, color: [255, 175, 40], dash: [], lineWidth: 2 },
  { percent: 95, color: [250, 240, 60], dash: [], lineWidth: 2 },
  { percent: 90, color: [150, 240, 60], dash: [6, 3], lineWidth: 1.5 },
  { percent: 80, color: [60, 230, 140], dash: [], lineWidth: 1 },
  { percent: 70, color: [40, 220, 230], dash: [4, 2], lineWidth: 1 },
  { percent: 50, color: [60, 170, 255], dash: [], lineWidth: 1.5 },
  { percent: 30, color: [110, 110, 255], dash: [6, 3], lineWidth: 1 },
  { percent: 20, color: [90, 90, 220], dash: [2, 3], lineWidth: 1 },
];
