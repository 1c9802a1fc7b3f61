import type { View } from '../../shared/meeting/view.ts';
import { defaultIsodoseLevels } from '../../shared/rt/dose/isodoseLevels.ts';
import type { IsodoseStyle } from '../../shared/rt/dose/isodoseLevels.ts';

/** Colours by percent of the reference dose, cold to hot; from the project's isodose table, with ends added. */
const anchors: readonly (readonly [percent: number, r: number, g: number, b: number])[] = [
  [0, 70, 70, 190],
  ...defaultIsodoseLevels.toReversed().map(({ percent, color }) => [percent, ...color] as const),
];

/** Colour of a dose given in percent of the reference dose, as [r, g, b]. */
export function doseColour(percent: number): readonly [number, number, number] {
  const above = anchors.findIndex(([at]) => at >= percent);
  const high = anchors[above === -1 ? anchors.length - 1 : above] ?? [0, 255, 255, 255];
  const low = anchors[above === -1 ? anchors.length - 1 : Math.max(0, above - 1)] ?? high;
  const span = high[0] - low[0];
  const part = span === 0 ? 0 : (percent - low[0]) / span;
  return [low[1] + (high[1] - low[1]) * part, low[2] + (high[2] - low[2]) * part, low[3] + (high[3] - low[3]) * part].map(Math.round) as [number, number, number];
}

/** One isodose level resolved to Gy, with what is written on its line. */
export interface IsodoseLevel {
  readonly value: number;
  readonly doseGy: number;
  readonly percent: number | null;
  readonly label: string;
  readonly colour: string;
  /** Dash pattern, CSS px; empty is a solid line. */
  readonly dash: readonly number[];
  readonly lineWidthPx: number;
}

type Isodose = View['isodose'];

/**
 * Levels of the view in Gy, descending. Levels in percent need a reference dose; without one there are none,
 * so that no line is drawn at a dose nobody chose.
 */
export function resolveLevels(isodose: Isodose, referenceDoseGy: number | null): readonly IsodoseLevel[] {
  if (isodose.unit === 'percent' && (referenceDoseGy === null || referenceDoseGy <= 0)) return [];
  const highest = Math.max(...isodose.levels, 1e-6);
  const hundred = referenceDoseGy !== null && referenceDoseGy > 0 ? referenceDoseGy : highest / hottestOfLevels;
  return isodose.levels
    .filter((value) => value > 0)
    .map((value) => {
      const doseGy = isodose.unit === 'percent' ? (value / 100) * (referenceDoseGy ?? 0) : value;
      const percent = referenceDoseGy !== null && referenceDoseGy > 0 ? (doseGy / referenceDoseGy) * 100 : null;
      const [r, g, b] = doseColour((doseGy / hundred) * 100);
      const style = nearestStyle((doseGy / hundred) * 100);
      const label = isodose.unit === 'percent' ? `${trim(value)}%` : `${trim(value)} Gy`;
      return { value, doseGy, percent, label, colour: `rgb(${r}, ${g}, ${b})`, dash: style?.dash ?? [], lineWidthPx: style?.lineWidth ?? 1.5 };
    })
    .sort((a, b) => b.doseGy - a.doseGy);
}

/** Without a reference dose the highest level takes the colour of this part of it. */
const hottestOfLevels = 1.07;

/** Dose that takes the colour of 100 %: the reference dose, or one derived from the levels. */
export const referenceOf = (levels: readonly IsodoseLevel[], referenceDoseGy: number | null): number => referenceDoseGy ?? (levels[0]?.doseGy ?? 1) / hottestOfLevels;

const nearestStyle = (percent: number): IsodoseStyle | undefined => [...defaultIsodoseLevels].sort((a, b) => Math.abs(a.percent - percent) - Math.abs(b.percent - percent))[0];

const trim = (value: number): string => String(Math.round(value * 100) / 100);

/** Number of entries of a wash table; entry n is dose n / (washEntries − 1) · top. */
export const washEntries = 512;

/** RGBA lookup of the colour wash from 0 to `topGy`: clear below `lowestGy`, the isodose colours above. */
export function washTable(lowestGy: number, referenceGy: number, topGy: number, opacity: number): Uint32Array {
  const table = new Uint32Array(washEntries);
  const alpha = Math.round(opacity * 255) << 24;
  for (let n = 0; n < washEntries; n++) {
    const doseGy = (n / (washEntries - 1)) * topGy;
    if (doseGy < lowestGy) continue;
    const [r, g, b] = doseColour((doseGy / referenceGy) * 100);
    table[n] = (alpha | (b << 16) | (g << 8) | r) >>> 0;
  }
  return table;
}
