import type { StoredFrame } from '../pixels/storedFrame.ts';
import type { Display } from './describeDisplay.ts';
import { modalityValue } from './modality.ts';
import { isPaddingSample } from './padding.ts';
import { storedValue } from '../storedValue.ts';

/** What one pixel says. Padding has no value: its number is not a measurement. */
export type PixelReading =
  | { readonly kind: 'value'; readonly value: number; readonly unit: string | null }
  | { readonly kind: 'padding' }
  | { readonly kind: 'colour'; readonly samples: readonly number[]; readonly photometric: string };

/** Reads the pixel at a row and column, both from 0; null outside the frame. */
export function readPixel({ pixels, rows, columns, samples, photometric }: StoredFrame, display: Display, row: number, column: number): PixelReading | null {
  if (row < 0 || column < 0 || row >= rows || column >= columns) return null;
  const at = (row * columns + column) * samples;
  if (samples > 1 || photometric === 'PALETTE COLOR') return { kind: 'colour', samples: [...pixels.subarray(at, at + samples)], photometric };
  const sample = pixels[at] ?? Number.NaN;
  const isFloat = pixels instanceof Float32Array || pixels instanceof Float64Array;
  const stored = isFloat ? sample : storedValue(sample, display);
  const { padding, realWorld, modality } = display;
  if (Number.isNaN(stored) || isPaddingSample(padding, sample, stored)) return { kind: 'padding' };
  if (isFloat && realWorld !== null) return { kind: 'value', value: stored * realWorld.slope + realWorld.intercept, unit: realWorld.unit };
  return { kind: 'value', value: modalityValue(modality, stored), unit: modality.unit };
}
