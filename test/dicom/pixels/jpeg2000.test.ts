import { describe, expect, it } from 'vitest';
import { decodeFile, largestDifference } from './decodeFile.ts';
import { concat, encapsulatedFile } from './encapsulated.ts';
import { elementsOf, encodeJpeg2000 as encode } from './encodeJpeg2000.ts';
import { colourPhantoms, greyPhantoms } from './phantoms.ts';
import type { Phantom } from './phantoms.ts';

const syntax = '1.2.840.10008.1.2.4.90';
/** The encoder takes 8 bit samples for unsigned. */
const oneFrame = [...greyPhantoms, ...colourPhantoms].filter(({ frames, bitsStored, isSigned }) => frames === 1 && !(bitsStored === 8 && isSigned));
const byName = (name: string): Phantom => oneFrame.find((phantom) => phantom.name === name) ?? fail(name);
const fail = (name: string): never => {
  throw new Error(`There is no phantom ${name}.`);
};

describe('JPEG 2000', () => {
  it.each(oneFrame)('gives back every sample of $name', async (phantom) => {
    const { frames } = await decodeFile(encapsulatedFile(elementsOf(phantom), syntax, [await encode(phantom)]));
    expect(largestDifference(frames[0]?.pixels ?? [], phantom.pixels)).toBe(0);
  });

  it('gives back signed samples of 8 bits', async () => {
    const phantom = greyPhantoms.find(({ bitsStored, isSigned }) => bitsStored === 8 && isSigned) ?? fail('8 bit signed');
    const stream = await encode({ ...phantom, isSigned: false, pixels: Uint8Array.from(phantom.pixels, (value) => value + 128) });
    // A signed component is an unsigned one without the level shift (15444-1 G.1), which the high bit of Ssiz says.
    stream[42] = (stream[42] ?? 0) | 0x80;
    const { frames } = await decodeFile(encapsulatedFile(elementsOf(phantom), syntax, [stream]));
    expect(largestDifference(frames[0]?.pixels ?? [], phantom.pixels)).toBe(0);
  });

  it('is RGB where its components were decorrelated', async () => {
    const phantom = byName('RGB');
    const { frames } = await decodeFile(encapsulatedFile({ ...elementsOf(phantom), PhotometricInterpretation: 'YBR_RCT' }, syntax, [await encode(phantom)]));
    expect(frames[0]).toMatchObject({ photometric: 'RGB', warnings: [] });
  });

  it('is read out of a JP2 file that stands in its place', async () => {
    const phantom = byName('12 bit');
    const stream = await encode(phantom);
    const signature = [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a];
    const boxHeader = new Uint8Array(8);
    new DataView(boxHeader.buffer).setUint32(0, stream.length + 8);
    boxHeader.set([0x6a, 0x70, 0x32, 0x63], 4);
    const wrapped = concat([Uint8Array.from(signature), boxHeader, stream, new Uint8Array(stream.length % 2)]);
    const { frames } = await decodeFile(encapsulatedFile(elementsOf(phantom), syntax, [wrapped]));
    expect(largestDifference(frames[0]?.pixels ?? [], phantom.pixels)).toBe(0);
    expect(frames[0]?.warnings).toEqual(['the JPEG 2000 code stream is wrapped in a JP2 file']);
  });

  it('takes the sign that DICOM states where the code stream has another', async () => {
    const phantom = byName('12 bit');
    const { frames } = await decodeFile(encapsulatedFile({ ...elementsOf(phantom), PixelRepresentation: [1] }, syntax, [await encode(phantom)]));
    expect(Array.from(frames[0]?.pixels ?? [])).toEqual(Array.from(phantom.pixels, (value) => (value > 2047 ? value - 4096 : value)));
    expect(frames[0]?.warnings.join()).toMatch(/PixelRepresentation \(0028,0103\) says signed/);
  });

  it.each([
    ['Rows', { Rows: [60] }, /Rows \(0028,0010\) is 60, but the compressed image has 61/],
    ['Columns', { Columns: [84] }, /Columns \(0028,0011\) is 84, but the compressed image has 83/],
    ['BitsAllocated', { BitsAllocated: [8], BitsStored: [8], HighBit: [7] }, /BitsAllocated \(0028,0100\) is 8, but the compressed image has 12 bits/],
  ] as const)('is refused where its header contradicts %s', async (_, change, message) => {
    const phantom = byName('12 bit');
    await expect(decodeFile(encapsulatedFile({ ...elementsOf(phantom), ...change }, syntax, [await encode(phantom)]))).rejects.toThrow(message);
  });

  it('is refused with a marker inside its packets', async () => {
    const stream = await encode(byName('16 bit'));
    stream.set([0xff, 0xa5], Math.floor(stream.length / 2));
    await expect(decodeFile(encapsulatedFile(elementsOf(byName('16 bit')), syntax, [stream]))).rejects.toThrow(/holds FFA5 at byte \d+, where no marker can be/);
  });

  it('is refused when it ends early, and the next frame is read all the same', async () => {
    const phantom = byName('16 bit');
    const stream = await encode(phantom);
    const cut = stream.subarray(0, 2 * Math.floor(stream.length / 4));
    await expect(decodeFile(encapsulatedFile(elementsOf(phantom), syntax, [cut]))).rejects.toMatchObject({ code: 'dicom', reason: 'broken-value' });
    const { frames } = await decodeFile(encapsulatedFile(elementsOf(phantom), syntax, [stream]));
    expect(largestDifference(frames[0]?.pixels ?? [], phantom.pixels)).toBe(0);
  });

  it('that claims a gigantic image is refused before anything is allocated', async () => {
    const huge = { ...elementsOf(byName('8 bit')), Rows: [65535], Columns: [65535] };
    await expect(decodeFile(encapsulatedFile(huge, syntax, [await encode(byName('8 bit'))]))).rejects.toMatchObject({ reason: 'unsupported' });
  });
});
