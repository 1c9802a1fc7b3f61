import type { StoredFrame } from '../pixels/storedFrame.ts';
import type { Display } from './describeDisplay.ts';
import { modalityValue } from './modality.ts';
import { isPaddingSample } from './padding.ts';
import { storedValue } from '../storedValue.ts';
import { wholeRange } from './voi.ts';
import type { WindowVoi } from './voi.ts';

/** A window over all values of a grey frame, padding left out; a frame of nothing but padding gets one of width 1. */
export function automaticVoi({ pixels }: StoredFrame, display: Display): WindowVoi {
  const { padding, modality } = display;
  const isMasked = !(pixels instanceof Float32Array || pixels instanceof Float64Array);
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < pixels.length; index++) {
    const sample = pixels[index] ?? 0;
    const stored = isMasked ? storedValue(sample, display) : sample;
    if (isPaddingSample(padding, sample, stored)) continue;
    const value = modalityValue(modality, stored);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return highest >= lowest ? wholeRange(lowest, highest) : wholeRange(0, 0);
}
