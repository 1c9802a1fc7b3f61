import { describe, expect, it } from 'vitest';
import { parseHead } from '../../renderer/study/parseHead.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { describePixels } from '../../shared/dicom/pixels/describePixels.ts';
import type { ObjectHead } from '../../shared/ipc/channels.ts';
import { hasRealData, listReal, readReal } from '../dicom/realData.ts';

const headOf = (bytes: Uint8Array, end: number): ObjectHead => ({ sopInstanceUID: '', sha256: '', byteLength: bytes.length, bytes: bytes.slice(0, end), isWhole: end === bytes.length });

/** Where the pixel element begins and where its value does; null without one that can be described. */
function pixelsOf(bytes: Uint8Array): { readonly element: number; readonly value: number } | null {
  try {
    const dataSet = parseDataSet(bytes);
    describePixels(dataSet);
    const value = (dataSet.rawValue('PixelData') ?? dataSet.rawValue('FloatPixelData') ?? dataSet.rawValue('DoubleFloatPixelData'))?.byteOffset;
    if (value === undefined || dataSet.bytes !== bytes) return value === undefined ? null : { element: value - pixelHeaderLength(bytes, value), value };
    return { element: value - pixelHeaderLength(bytes, value), value };
  } catch {
    // Broken on purpose, or no image.
    return null;
  }
}

const isPixelGroup = (bytes: Uint8Array, at: number): boolean => (bytes[at] === 0xe0 && bytes[at + 1] === 0x7f) || (bytes[at] === 0x7f && bytes[at + 1] === 0xe0);
const pixelHeaderLength = (bytes: Uint8Array, value: number): number => (isPixelGroup(bytes, value - 12) ? 12 : 8);

describe.runIf(hasRealData)('the beginning of an object', () => {
  const objects = ['modalities', 'syntaxes'].flatMap((folder) => listReal(folder)).filter((path) => !path.includes('DICOMDIR')).flatMap((path) => {
    const bytes = Uint8Array.from(readReal(path));
    const pixels = pixelsOf(bytes);
    const isDeflated = pixels !== null && parseDataSet(bytes).transferSyntaxUID.endsWith('1.2.1.99');
    return pixels === null || isDeflated || pixels.element < 512 ? [] : [{ path, bytes, pixels }];
  });

  it('is tried on many kinds of images', () => {
    expect(objects.length).toBeGreaterThan(60);
  });

  it.each(objects)('describes the pixels of $path as the whole file does, whether it ends before or behind their header', ({ bytes, pixels }) => {
    const expected = describePixels(parseDataSet(bytes));
    for (const end of [pixels.element, pixels.value]) {
      const head = parseHead(headOf(bytes, end));
      expect(head?.isWhole).toBe(false);
      expect(head === null ? null : describePixels(head.dataSet)).toEqual(expected);
    }
  });
});

describe('a beginning that says too little', () => {
  it('is null', () => {
    const bytes = new Uint8Array(4096);
    bytes.set(new TextEncoder().encode('DICM'), 128);
    expect(parseHead(headOf(bytes, 600))).toBeNull();
  });
});
