import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import { fileBytes } from '../elementBytes.ts';
import type { ElementsByKeyword } from '../elementBytes.ts';
import { decodeFile } from './decodeFile.ts';

const grey: ElementsByKeyword = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2', Rows: [3], Columns: [5],
  BitsAllocated: [8], BitsStored: [8], HighBit: [7], PixelRepresentation: [0], PixelData: Uint8Array.from({ length: 16 }, (_, index) => index),
};
const colour: ElementsByKeyword = { ...grey, SamplesPerPixel: [3], PhotometricInterpretation: 'RGB', Rows: [1], Columns: [2], PlanarConfiguration: [0] };

const without = (keyword: keyof ElementsByKeyword): ElementsByKeyword => Object.fromEntries(Object.entries(grey).filter(([key]) => key !== keyword));
const firstFrame = async (elements: ElementsByKeyword, options = {}): Promise<readonly number[]> => Array.from((await decodeFile(fileBytes(elements, options))).frames[0]?.pixels ?? []);

describe('describing pixels', () => {
  it.each<readonly [string, ElementsByKeyword, string, RegExp]>([
    ['Rows 0', { ...grey, Rows: [0] }, 'broken-value', /Rows \(0028,0010\) at byte \d+ is 0/],
    ['no Rows', without('Rows'), 'missing-attribute', /Rows \(0028,0010\)/],
    ['no PhotometricInterpretation', without('PhotometricInterpretation'), 'missing-attribute', /PhotometricInterpretation \(0028,0004\)/],
    ['no PixelRepresentation', without('PixelRepresentation'), 'missing-attribute', /PixelRepresentation \(0028,0103\)/],
    ['no PixelData', without('PixelData'), 'missing-attribute', /PixelData \(7FE0,0010\)/],
    ['BitsAllocated 12', { ...grey, BitsAllocated: [12] }, 'unsupported', /BitsAllocated \(0028,0100\) at byte \d+ is 12/],
    ['BitsStored above BitsAllocated', { ...grey, BitsStored: [9] }, 'broken-value', /BitsStored \(0028,0101\) at byte \d+ is 9/],
    ['HighBit above BitsAllocated', { ...grey, HighBit: [8] }, 'broken-value', /HighBit \(0028,0102\) at byte \d+ is 8/],
    ['PixelRepresentation 2', { ...grey, PixelRepresentation: [2] }, 'broken-value', /PixelRepresentation \(0028,0103\) at byte \d+ is 2/],
    ['SamplesPerPixel 3 of grey', { ...grey, SamplesPerPixel: [3] }, 'broken-value', /SamplesPerPixel \(0028,0002\) at byte \d+ is 3/],
    ['PlanarConfiguration 2', { ...colour, PlanarConfiguration: [2] }, 'broken-value', /PlanarConfiguration \(0028,0006\) at byte \d+ is 2/],
    ['NumberOfFrames -5', { ...grey, NumberOfFrames: [-5] }, 'broken-value', /NumberOfFrames \(0028,0008\) at byte \d+ is -5/],
    ['NumberOfFrames 2147483647', { ...grey, NumberOfFrames: [2147483647] }, 'truncated', /PixelData \(7FE0,0010\) at byte \d+ has 16 of the 32212254705 bytes/],
    ['NumberOfFrames in letters', { ...grey, NumberOfFrames: 'many' }, 'broken-value', /NumberOfFrames \(0028,0008\)/],
    ['a gigantic image of 16 bytes', { ...grey, Rows: [65535], Columns: [65535] }, 'truncated', /PixelData \(7FE0,0010\)/],
  ])('refuses %s', (_, elements, reason, message) => {
    const dataSet = parseDataSet(fileBytes(elements));
    let error: unknown = null;
    try {
      describePixels(dataSet);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'dicom', reason, message: expect.stringMatching(message) as string });
  });

  it('names a syntax that is not decoded', () => {
    const file = fileBytes(grey, { transferSyntaxUID: '1.2.840.10008.1.2.4.102' });
    expect(() => describePixels(parseDataSet(file))).toThrow(/MPEG video \(1\.2\.840\.10008\.1\.2\.4\.102\)/);
  });

  it('refuses a compressed syntax whose pixels are not in fragments', () => {
    const file = fileBytes(grey, { transferSyntaxUID: '1.2.840.10008.1.2.4.70' });
    expect(() => describePixels(parseDataSet(file))).toThrow(/PixelData \(7FE0,0010\) at byte \d+ is not in fragments/);
  });

  it('refuses a frame that is not there', () => {
    const dataSet = parseDataSet(fileBytes(grey));
    expect(() => encodedFrame(dataSet, describePixels(dataSet), 1)).toThrow(/There is no frame 2/);
  });
});

describe('native pixels', () => {
  it('reads an odd number of bytes without its padding', async () => {
    expect(await firstFrame(grey)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it('reads 8 bit signed', async () => {
    expect(await firstFrame({ ...grey, PixelRepresentation: [1], Rows: [1], Columns: [2], PixelData: Uint8Array.from([0x80, 0x7f]) })).toEqual([-128, 127]);
  });

  it('reads 32 bit signed and unsigned', async () => {
    const wide: ElementsByKeyword = { ...grey, Rows: [1], Columns: [1], BitsAllocated: [32], BitsStored: [32], HighBit: [31], PixelData: Uint8Array.from([0xfe, 0xff, 0xff, 0xff]) };
    expect(await firstFrame(wide)).toEqual([4294967294]);
    expect(await firstFrame({ ...wide, PixelRepresentation: [1] })).toEqual([-2]);
  });

  it('leaves bits above HighBit as they are, also where HighBit is not BitsStored - 1', async () => {
    const shifted: ElementsByKeyword = { ...grey, Rows: [1], Columns: [1], BitsAllocated: [16], BitsStored: [12], HighBit: [15], PixelData: Uint8Array.from([0x34, 0xf2]) };
    expect(await firstFrame(shifted)).toEqual([0xf234]);
  });

  it('reads one bit frames that begin inside a byte', async () => {
    const bits = [1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0];
    const packed = new Uint8Array(4);
    for (const [index, bit] of bits.entries()) packed[index >> 3] = (packed[index >> 3] ?? 0) | (bit << (index & 7));
    const file = fileBytes({ ...grey, Rows: [3], Columns: [3], NumberOfFrames: [3], BitsAllocated: [1], BitsStored: [1], HighBit: [0], PixelData: packed });
    const { frames } = await decodeFile(file);
    expect(frames.flatMap(({ pixels }) => Array.from(pixels))).toEqual(bits);
  });

  it('puts colour by plane into colour by pixel', async () => {
    expect(await firstFrame({ ...colour, PlanarConfiguration: [1], PixelData: Uint8Array.from([1, 2, 3, 4, 5, 6]) })).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('gives both pixels of a 4:2:2 pair their chroma', async () => {
    const subsampled: ElementsByKeyword = { ...colour, PhotometricInterpretation: 'YBR_FULL_422', PixelData: Uint8Array.from([10, 20, 30, 40]) };
    expect(await firstFrame(subsampled)).toEqual([10, 30, 40, 20, 30, 40]);
  });

  it('takes YBR_FULL_422 for 4:4:4 where all its samples are there', async () => {
    const whole: ElementsByKeyword = { ...colour, PhotometricInterpretation: 'YBR_FULL_422', PixelData: Uint8Array.from([10, 30, 40, 20, 31, 41]) };
    expect(await firstFrame(whole)).toEqual([10, 30, 40, 20, 31, 41]);
  });
});
