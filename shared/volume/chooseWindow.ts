import { activeRange, readVois } from '../dicom/display/voi.ts';
import type { Voi, WindowShape } from '../dicom/display/voi.ts';
import type { VolumeSlice } from './readSlices.ts';
import { isPadding } from './types.ts';
import type { ImageVolume } from './types.ts';

/** A window to open with, and how it runs. */
export interface OpeningWindow {
  readonly window: ImageVolume['defaultWindow'];
  readonly shape: WindowShape;
  /** All of the header, the first of which it is. */
  readonly vois: readonly Voi[];
}

/** What of a slice says which window it opens with. */
export type WindowSource = Pick<VolumeSlice, 'view' | 'modality' | 'pixels'>;

/**
 * Window an image opens with: {@link statedWindow}, or else the range between the 1st and 99th percentile of a slice,
 * padding left out.
 *
 * @param shown the slice, for its header
 * @param image its voxels and what they mean
 */
export function chooseWindow(shown: WindowSource, modality: string, image: Pick<ImageVolume, 'voxels' | 'slope' | 'intercept' | 'paddingValue'>, warnings: string[]): OpeningWindow {
  const stated = statedWindow(shown, modality, warnings);
  if (stated !== null) return stated;
  const sorted = image.voxels.filter((voxel) => !isPadding(image, voxel)).sort();
  const at = (fraction: number): number => (sorted[Math.floor((sorted.length - 1) * fraction)] ?? 0) * image.slope + image.intercept;
  const window = between(at(0.01), at(0.99));
  // Maps in small units have no whole numbers to spread, for which only the exact function is defined.
  return { window, shape: window.width >= 1 ? 'LINEAR' : 'LINEAR_EXACT', vois: [] };
}

/**
 * Window that is known without the values: the first one of the header, or the range of its VOI LUT; for CT without one,
 * soft tissue (40/400 HU). Null: the values must tell.
 */
export function statedWindow({ view, modality: transform, pixels }: WindowSource, modality: string, warnings: string[]): OpeningWindow | null {
  const isSigned = pixels.isSigned || (transform.kind === 'line' && transform.intercept < 0);
  const vois = readVois(view.voiSource().dataSet, { isSigned, isFloat: pixels.sampleKind !== 'integer' }, warnings);
  const [voi] = vois;
  if (voi?.kind === 'window') return { window: { centre: voi.centre, width: voi.width }, shape: voi.shape, vois };
  if (voi !== undefined) return { window: between(...activeRange(voi)), shape: 'LINEAR', vois };
  return modality === 'CT' ? { window: { centre: 40, width: 400 }, shape: 'LINEAR', vois } : null;
}

function between(low: number, high: number): ImageVolume['defaultWindow'] {
  return { centre: (low + high) / 2, width: Math.abs(high - low) || 1 };
}
