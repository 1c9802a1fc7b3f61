import { describe, expect, it } from 'vitest';
import { readPixel } from '../../../shared/dicom/display/readPixel.ts';
import { greyFile, greysOf, openFrame, words } from './greyFile.ts';

const ramp = { WindowCenter: '128', WindowWidth: '256' };
const table = (descriptor: readonly number[], data: Uint8Array) => ({ LUTDescriptor: words(...descriptor), LUTData: data });

describe('modality transform', () => {
  it('uses the table alone where a rescale stands beside it, and says so', async () => {
    const file = greyFile(words(5, 6, 7, 9), 4, { ...ramp, RescaleSlope: '10', RescaleIntercept: '0', ModalityLUTSequence: [{ ...table([3, 5, 16], words(0, 100, 255)), ModalityLUTType: 'OD' }] });
    expect(await greysOf(file)).toEqual([0, 100, 255, 255]);
    const { stored, display } = await openFrame(file);
    expect(readPixel(stored, display, 0, 1)).toEqual({ kind: 'value', value: 100, unit: 'OD' });
    expect(display.warnings.join()).toContain('both present');
  });

  it('takes the first mapped value as signed where the pixels are, and a count of 0 as 65536', async () => {
    const data = words(...Array.from({ length: 65536 }, (_, index) => index >> 8));
    const file = greyFile(words(-32768, 0, 32767), 3, { ...ramp, PixelRepresentation: [1], ModalityLUTSequence: [table([0, -32768, 16], data)] }, { isExplicit: false });
    expect(await greysOf(file)).toEqual([0, 128, 255]);
  });

  it.each([['packed', Uint8Array.of(0, 50, 200, 255)], ['spread', words(0, 50, 200, 255)]])('reads tables of 8 bits %s', async (_, data) => {
    expect(await greysOf(greyFile(Uint8Array.of(0, 1, 2, 3), 4, { ...ramp, ModalityLUTSequence: [table([4, 0, 8], data)] }))).toEqual([0, 50, 200, 255]);
  });

  it('refuses a table that is too short, because no value could be told', async () => {
    await expect(openFrame(greyFile(words(1), 1, { ModalityLUTSequence: [table([300, 0, 16], words(1, 2))] }))).rejects.toMatchObject({ reason: 'truncated' });
  });
});

describe('VOI LUT', () => {
  it('maps through the table, clamped at its ends and scaled by its bits', async () => {
    expect(await greysOf(greyFile(words(0, 11, 12, 99), 4, { VOILUTSequence: [{ ...table([3, 10, 12], words(0, 2048, 4095)), LUTExplanation: 'SOFT' }] }))).toEqual([0, 128, 255, 255]);
  });

  it.each([true, false])('begins below zero where a rescale makes values negative (explicit VR: %s)', async (isExplicit) => {
    const { display } = await openFrame(greyFile(words(0), 1, { RescaleSlope: '1', RescaleIntercept: '-1024', VOILUTSequence: [{ LUTDescriptor: words(2, -1024, 8), LUTData: words(0, 255) }] }, { isExplicit }));
    expect(display.vois[0]).toMatchObject({ table: { firstMapped: -1024 } });
  });
});

describe('bits and polarity', () => {
  it('keeps only the stored bits and extends their sign', async () => {
    const file = greyFile(words(0xf7ff, 0x0800, 0xffff, 0x0001), 4, { BitsStored: [12], HighBit: [11], PixelRepresentation: [1] });
    const { stored, display } = await openFrame(file);
    expect([0, 1, 2, 3].map((column) => readPixel(stored, display, 0, column))).toMatchObject([{ value: 2047 }, { value: -2048 }, { value: -1 }, { value: 1 }]);
    expect(await greysOf(file)).toEqual([255, 0, 127, 128]);
  });

  it('finds values that do not begin at bit 0', async () => {
    const { stored, display } = await openFrame(greyFile(words(0xabc0, 0x0010), 2, { BitsStored: [12], HighBit: [15] }));
    expect([readPixel(stored, display, 0, 0), readPixel(stored, display, 0, 1)]).toMatchObject([{ value: 0xabc }, { value: 1 }]);
  });

  it('turns MONOCHROME1 once, also where the shape says INVERSE', async () => {
    const pixels = Uint8Array.of(0, 255);
    expect(await greysOf(greyFile(pixels, 2, { ...ramp, PhotometricInterpretation: 'MONOCHROME1' }))).toEqual([255, 0]);
    expect(await greysOf(greyFile(pixels, 2, { ...ramp, PhotometricInterpretation: 'MONOCHROME1', PresentationLUTShape: 'INVERSE' }))).toEqual([255, 0]);
    expect(await greysOf(greyFile(pixels, 2, { ...ramp, PresentationLUTShape: 'INVERSE' }))).toEqual([255, 0]);
  });
});

describe('padding', () => {
  const padded = { PixelRepresentation: [1], PixelPaddingValue: words(-2000), RescaleSlope: '1', RescaleIntercept: '-24' };

  it('is left out of the automatic window, drawn black and read as padding', async () => {
    const file = greyFile(words(-2000, 0, 100), 3, { ...padded, PhotometricInterpretation: 'MONOCHROME1' });
    expect(await greysOf(file)).toEqual([0, 255, 0]);
    const { stored, display } = await openFrame(file);
    expect(readPixel(stored, display, 0, 0)).toEqual({ kind: 'padding' });
    expect(readPixel(stored, display, 0, 1)).toEqual({ kind: 'value', value: -24, unit: null });
    expect(readPixel(stored, display, 0, 3)).toBeNull();
  });

  it('covers a range, whichever end comes first', async () => {
    for (const [value, limit] of [[-2000, -1000], [-1000, -2000]] as const) {
      const { display } = await openFrame(greyFile(words(0), 1, { ...padded, PixelPaddingValue: words(value), PixelPaddingRangeLimit: words(limit) }));
      expect(display.padding).toEqual({ lowest: -2000, highest: -1000 });
    }
  });

  it('is found where its number needs more bits than are stored', async () => {
    const file = greyFile(words(63536, 0, 2096), 3, { BitsStored: [12], HighBit: [11], PixelPaddingValue: words(63536) });
    expect(await greysOf(file)).toEqual([0, 0, 255]);
    const { stored, display } = await openFrame(file);
    expect([0, 1, 2].map((column) => readPixel(stored, display, 0, column)?.kind)).toEqual(['padding', 'value', 'value']);
  });

  it('draws a frame of nothing else black', async () => {
    expect(await greysOf(greyFile(words(-2000, -2000), 2, padded))).toEqual([0, 0]);
  });
});

describe('marks and shape', () => {
  it('tells lossy, derived and pixels that are not square', async () => {
    const { display } = await openFrame(greyFile(words(0), 1, { LossyImageCompression: '01', LossyImageCompressionRatio: '8\\12.5', LossyImageCompressionMethod: 'ISO_10918_1\\ISO_15444_1', ImageType: 'DERIVED\\SECONDARY', PixelAspectRatio: '4\\3' }));
    expect(display.marks).toEqual({ isLossy: true, lossyRatio: 12.5, lossyMethod: 'ISO_15444_1', isDerived: true });
    expect(display.aspectRatio).toBeCloseTo(4 / 3, 12);
  });
});
