import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { renderFrame } from '../../../shared/dicom/display/renderFrame.ts';
import { hasRealData, listReal, readReal } from '../realData.ts';
import { openFrame } from './greyFile.ts';

/** Media directories, documents, waveforms and the like hold no picture. */
const isPicture = (bytes: Uint8Array): boolean => {
  const dataSet = parseDataSet(bytes);
  return dataSet.has('PixelData') || dataSet.has('FloatPixelData');
};

/** Tiny images of one value: pictures of a directory's sample files. */
const isFlat = (file: string): boolean => file.includes('dicomdir/');

describe.runIf(hasRealData)('every open image', () => {
  const files = hasRealData ? ['modalities', 'syntaxes'].flatMap((folder) => [...listReal(folder)]).filter((file) => isPicture(readReal(file))) : [];

  it.each(files)('%s is opaque and shows something', async (file) => {
    const { stored, display } = await openFrame(readReal(file));
    const { rgba, rows, columns } = renderFrame(stored, display);
    const pixels = new Uint32Array(rgba.buffer);
    expect(pixels).toHaveLength(rows * columns);
    expect(pixels.every((pixel) => pixel >>> 24 === 255)).toBe(true);
    if (!isFlat(file)) expect(new Set(pixels).size).toBeGreaterThan(1);
  });
});
