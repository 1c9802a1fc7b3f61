import { describe, expect, it } from 'vitest';
import { concat } from '../elementBytes.ts';
import type { ElementsByKeyword } from '../elementBytes.ts';
import { renderFrame } from '../../../shared/dicom/display/renderFrame.ts';
import { greyFile, greysOf, openFrame, words } from './greyFile.ts';

async function coloursOf(file: Uint8Array): Promise<readonly (readonly number[])[]> {
  const { stored, display } = await openFrame(file);
  const { rgba } = renderFrame(stored, display);
  return Array.from({ length: rgba.length / 4 }, (_, index) => [...rgba.subarray(index * 4, index * 4 + 3)]);
}

const channels = ['Red', 'Green', 'Blue'] as const;
const palette = (descriptor: readonly number[], data: readonly Uint8Array[], isSegmented = false): ElementsByKeyword => Object.fromEntries(channels.flatMap((name, index) => [
  [`${name}PaletteColorLookupTableDescriptor`, words(...descriptor)], [`${isSegmented ? 'Segmented' : ''}${name}PaletteColorLookupTableData`, data[index] ?? words()],
]));
const colour = { PhotometricInterpretation: 'PALETTE COLOR' };

describe('palettes', () => {
  it('keeps the high byte of 16 bit entries and clamps at both ends', async () => {
    const file = greyFile(Uint8Array.of(0, 10, 11, 99), 4, { ...colour, ...palette([2, 10, 16], [words(0xff00, 0x1280), words(0, 0x34ff), words(0x8000, 0x5600)]) });
    expect(await coloursOf(file)).toEqual([[255, 0, 128], [255, 0, 128], [0x12, 0x34, 0x56], [0x12, 0x34, 0x56]]);
  });

  it.each([['packed', (...values: number[]) => Uint8Array.from(values)], ['spread', words]])('reads 8 bit entries %s', async (_, data) => {
    expect(await coloursOf(greyFile(Uint8Array.of(0, 1), 2, { ...colour, ...palette([2, 0, 8], [data(1, 2), data(3, 4), data(5, 6)]) }))).toEqual([[1, 3, 5], [2, 4, 6]]);
  });

  it('takes 16 bit entries that never leave 8 bits as 8 bits, and says so', async () => {
    const file = greyFile(Uint8Array.of(0, 1), 2, { ...colour, ...palette([2, 0, 16], [words(1, 200), words(3, 4), words(5, 6)]) });
    expect(await coloursOf(file)).toEqual([[1, 3, 5], [200, 4, 6]]);
    expect((await openFrame(file)).display.warnings.join()).toContain('taken as 8 bits');
  });

  it('expands discrete, linear and indirect segments', async () => {
    // 0 256 | ramp of 3 to 1024 | both again: 0 256 512 768 1024 0 256 512 768 1024.
    const data = words(0, 2, 0, 256, 1, 3, 1024, 2, 2, 0, 0);
    const expanded = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4];
    const file = greyFile(Uint8Array.from(expanded, (_, index) => index), 10, { ...colour, ...palette([10, 0, 16], [data, data, data], true) });
    expect(await coloursOf(file)).toEqual(expanded.map((value) => [value, value, value]));
    const bytes = Uint8Array.of(0, 1, 7, 1, 2, 11, 2, 1, 0, 0, 0, 0);
    expect((await coloursOf(greyFile(Uint8Array.of(0, 1, 2, 3), 4, { ...colour, ...palette([4, 0, 8], [bytes, bytes, bytes], true) }))).map(([red]) => red)).toEqual([7, 9, 11, 7]);
  });

  it('refuses segments that point forward or do not fill the palette', async () => {
    for (const data of [words(2, 1, 100, 0), words(0, 1, 5), words(1, 2, 5), words(9, 1, 1)]) {
      await expect(openFrame(greyFile(Uint8Array.of(0), 1, { ...colour, ...palette([10, 0, 16], [data, data, data], true) }))).rejects.toMatchObject({ reason: 'broken-value' });
    }
  });

  it('colours only the mapped values of a supplemental palette', async () => {
    const file = greyFile(words(0, 100, 300), 3, { WindowCenter: '128', WindowWidth: '256', ...palette([1, 300, 16], [words(0xff00), words(0), words(0)]) });
    expect(await coloursOf(file)).toEqual([[0, 0, 0], [100, 100, 100], [255, 0, 0]]);
  });
});

const three = (photometric: string, bytes: readonly number[], change: ElementsByKeyword = {}): Uint8Array =>
  greyFile(Uint8Array.from(bytes), 2, { SamplesPerPixel: [3], PhotometricInterpretation: photometric, PlanarConfiguration: [0], BitsAllocated: [8], BitsStored: [8], HighBit: [7], ...change });

describe('colour spaces', () => {
  it('converts YBR as the standard does', async () => {
    // Full range: pure red is Y 76.245, Cb 84.97, Cr 255.5 (clipped); grey has chroma 128.
    expect(await coloursOf(three('YBR_FULL', [76, 85, 255, 100, 128, 128]))).toEqual([[254, 0, 0], [100, 100, 100]]);
    // Luma 16 is black and 235 white.
    expect(await coloursOf(three('YBR_PARTIAL_422', [16, 235, 128, 128]))).toEqual([[0, 0, 0], [255, 255, 255]]);
    expect(await coloursOf(three('YBR_FULL_422', [10, 20, 128, 128]))).toEqual([[10, 10, 10], [20, 20, 20]]);
  });

  it('reads planes and deep samples', async () => {
    expect(await coloursOf(three('RGB', [1, 2, 3, 4, 5, 6], { PlanarConfiguration: [1] }))).toEqual([[1, 3, 5], [2, 4, 6]]);
    const deep = three('RGB', [...words(0xff00, 0x80ff, 0x0100, 0, 1, 0xffff)], { BitsAllocated: [16], BitsStored: [16], HighBit: [15] });
    expect(await coloursOf(deep)).toEqual([[255, 128, 1], [0, 0, 255]]);
  });

  it('refuses a colour space it cannot show', async () => {
    await expect(coloursOf(three('HSV', [1, 2, 3, 4, 5, 6]))).rejects.toMatchObject({ reason: 'unsupported' });
  });
});

/** Elements of group 6000, explicit little endian. */
const element = (number: number, vr: string, value: Uint8Array): Uint8Array =>
  concat([words(0x6000, number), new TextEncoder().encode(vr), ...(vr === 'OW' ? [words(0, value.length, 0)] : [words(value.length)]), value]);
const overlay = (rows: number, columns: number, origin: readonly number[], rest: readonly Uint8Array[]): Uint8Array =>
  concat([element(0x0010, 'US', words(rows)), element(0x0011, 'US', words(columns)), element(0x0040, 'CS', new TextEncoder().encode('G ')), element(0x0050, 'SS', words(...origin)), ...rest]);

describe('overlays', () => {
  const window = { WindowCenter: '128', WindowWidth: '256' };

  it('draws bit planes where their origin puts them, also partly outside', async () => {
    const bits = element(0x3000, 'OW', words(0b1011));
    expect(await greysOf(greyFile(Uint8Array.of(0, 0, 0, 0, 0, 0), 6, window, { overlay: overlay(1, 4, [1, 2], [bits]) }))).toEqual([0, 255, 255, 0, 255, 0]);
    expect(await greysOf(greyFile(Uint8Array.of(0, 0, 0, 0), 4, window, { overlay: overlay(1, 4, [1, -1], [bits]) }))).toEqual([0, 255, 0, 0]);
    expect(await greysOf(greyFile(Uint8Array.of(0, 0, 0, 0), 4, window, { overlay: overlay(2, 4, [0, 1], [element(0x3000, 'OW', words(0b10100000))]) }))).toEqual([0, 255, 0, 255]);
  });

  it('finds bits embedded above the stored ones, which do not change the grey', async () => {
    const embedded = overlay(1, 3, [1, 1], [element(0x0100, 'US', words(16)), element(0x0102, 'US', words(12))]);
    expect(await greysOf(greyFile(words(0x1000, 0x2064, 0x00ff), 3, { ...window, BitsStored: [12], HighBit: [11] }, { overlay: embedded }))).toEqual([255, 100, 255]);
  });

  it('lies only on the frames it names', async () => {
    const frames = { ...window, NumberOfFrames: '3' };
    const two = overlay(1, 2, [1, 1], [element(0x3000, 'OW', words(0b0110))]);
    const counted = concat([two.subarray(0, 20), element(0x0015, 'IS', new TextEncoder().encode('2 ')), two.subarray(20, 30), two.subarray(30, 42), element(0x0051, 'US', words(2)), two.subarray(42)]);
    const file = greyFile(Uint8Array.of(0, 0, 0, 0, 0, 0), 2, { ...frames, BitsAllocated: [8], BitsStored: [8], HighBit: [7] }, { overlay: counted });
    const drawn = await Promise.all([0, 1, 2].map(async (frame) => {
      const { stored, display } = await openFrame(file, frame);
      const { rgba } = renderFrame(stored, display);
      return [rgba[0], rgba[4]];
    }));
    expect(drawn).toEqual([[0, 0], [0, 255], [255, 0]]);
  });

  it('leaves out one that is too short, with a warning', async () => {
    const { display } = await openFrame(greyFile(Uint8Array.of(0), 1, window, { overlay: overlay(100, 100, [1, 1], [element(0x3000, 'OW', words(1))]) }));
    expect(display.overlays).toEqual([]);
    expect(display.warnings.join()).toContain('(6000,xxxx)');
  });
});
