import { AppError } from '../errors/appError.ts';
import type { DataSet } from '../dicom/dataSet.ts';
import type { ImageVolume } from './types.ts';

/**
 * Window an image opens with: the first one of the header; for CT without one, soft tissue (40/400 HU);
 * otherwise the range of the values between the 1st and 99th percentile of a slice.
 */
export function chooseWindow(
  dataSet: DataSet,
  modality: string,
  stored: Int16Array | Uint16Array,
  slope: number,
  intercept: number,
): ImageVolume['defaultWindow'] {
  const centre = headerNumber(dataSet, 'WindowCenter');
  const width = headerNumber(dataSet, 'WindowWidth');
  if (centre !== null && width !== null && width >= 1) return { centre, width };
  if (modality === 'CT') return { centre: 40, width: 400 };
  const sorted = stored.slice().sort();
  const at = (fraction: number): number => (sorted[Math.floor((sorted.length - 1) * fraction)] ?? 0) * slope + intercept;
  const [low, high] = [at(0.01), at(0.99)];
  return { centre: (low + high) / 2, width: Math.max(1, Math.abs(high - low)) };
}

/** A window that cannot be read is only a matter of display. */
function headerNumber(dataSet: DataSet, keyword: 'WindowCenter' | 'WindowWidth'): number | null {
  try {
    return dataSet.number(keyword);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
