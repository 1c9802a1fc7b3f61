import type { ColourMapName } from '../../shared/viewing/cell.ts';

type Stop = readonly [part: number, r: number, g: number, b: number];

/**
 * Colours from the least to the greatest brightness, linear between the stops. hotIron and pet follow the shape of the
 * well-known palettes of DICOM PS3.6 annex B (Hot Iron: red, then green, then blue rise one after the other; PET: through
 * blue, purple and orange to white); rainbow and perfusion run through the hues.
 */
const stops: Readonly<Record<ColourMapName, readonly Stop[]>> = {
  grey: [[0, 0, 0, 0], [1, 255, 255, 255]],
  hotIron: [[0, 0, 0, 0], [0.5, 255, 0, 0], [0.75, 255, 128, 0], [1, 255, 255, 255]],
  pet: [[0, 0, 0, 0], [0.25, 0, 0, 128], [0.5, 128, 0, 128], [0.75, 255, 128, 0], [0.9, 255, 224, 96], [1, 255, 255, 255]],
  rainbow: [[0, 0, 0, 0], [0.1, 64, 0, 160], [0.3, 0, 64, 255], [0.5, 0, 208, 128], [0.7, 255, 240, 0], [0.9, 255, 64, 0], [1, 255, 255, 255]],
  perfusion: [[0, 0, 0, 0], [0.2, 0, 0, 160], [0.4, 0, 160, 192], [0.6, 0, 192, 0], [0.8, 255, 224, 0], [1, 255, 0, 0]],
};

const tables = new Map<ColourMapName, Uint32Array>();

/** 256 opaque colours as little-endian RGBA words, by brightness. */
export function colourTable(name: ColourMapName): Uint32Array {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const table = Uint32Array.from({ length: 256 }, (_, brightness) => {
    const [r, g, b] = colourAt(stops[name], brightness / 255);
    return (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;
  });
  tables.set(name, table);
  return table;
}

function colourAt(map: readonly Stop[], part: number): readonly [number, number, number] {
  const above = Math.max(1, map.findIndex(([at]) => at >= part));
  const [low, high] = [map[above - 1], map[above]];
  if (low === undefined || high === undefined) return [0, 0, 0];
  const weight = (part - low[0]) / (high[0] - low[0]);
  const mix = (index: 1 | 2 | 3): number => Math.round(low[index] + (high[index] - low[index]) * weight);
  return [mix(1), mix(2), mix(3)];
}
