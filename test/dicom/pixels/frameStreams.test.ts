import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import type { ElementsByKeyword } from '../elementBytes.ts';
import { concat, encapsulatedFile, offsetsOf } from './encapsulated.ts';
import type { Encapsulation } from './encapsulated.ts';

const jpeg = '1.2.840.10008.1.2.4.50';
const image = (frames: number): ElementsByKeyword => ({
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2', Rows: [8], Columns: [8],
  BitsAllocated: [8], BitsStored: [8], HighBit: [7], PixelRepresentation: [0], NumberOfFrames: [frames],
});
/** A stand-in for a code stream: it begins and ends like one. */
const stream = (content: number, length = 4): Uint8Array => Uint8Array.from([0xff, 0xd8, 0xff, 0xfe, ...Array.from({ length }, () => content), 0xff, 0xd9]);
const [one, two, three] = [stream(1), stream(2, 6), stream(3)];

function framesOf(elements: ElementsByKeyword, fragments: readonly Uint8Array[], options: Encapsulation = {}): readonly (readonly number[])[] {
  const dataSet = parseDataSet(encapsulatedFile(elements, jpeg, fragments, options));
  const description = describePixels(dataSet);
  return Array.from({ length: description.frames }, (_, index) => Array.from(encodedFrame(dataSet, description, index).bytes));
}

const halves = (whole: Uint8Array): readonly Uint8Array[] => [whole.subarray(0, 4), whole.subarray(4)];
const whole = [one, two, three].map((bytes) => Array.from(bytes));

describe('the fragments of a frame', () => {
  it('are one each without offset table', () => {
    expect(framesOf(image(3), [one, two, three])).toEqual(whole);
  });

  it('are all of them where there is one frame', () => {
    expect(framesOf(image(1), halves(two))).toEqual([Array.from(two)]);
  });

  it('follow the Basic Offset Table', () => {
    const fragments = [...halves(one), two, ...halves(three)];
    const offsets = offsetsOf(fragments);
    expect(framesOf(image(3), fragments, { basicOffsets: [offsets[0] ?? 0, offsets[2] ?? 0, offsets[3] ?? 0] })).toEqual(whole);
  });

  it('follow the Extended Offset Table', () => {
    const fragments = [one, two, three];
    const elements: ElementsByKeyword = {
      ...image(3),
      ExtendedOffsetTable: new Uint8Array(new BigUint64Array(offsetsOf(fragments).map(BigInt)).buffer),
      ExtendedOffsetTableLengths: new Uint8Array(new BigUint64Array(fragments.map(({ length }) => BigInt(length))).buffer),
    };
    expect(framesOf(elements, fragments)).toEqual(whole);
  });

  it('are found by where code streams begin when there are more than frames', () => {
    expect(framesOf(image(3), [...halves(one), ...halves(two), ...halves(three)])).toEqual(whole);
  });

  it('are found by where code streams end when beginnings are cut', () => {
    const cut = [one, two, three].flatMap((bytes) => [bytes.subarray(0, 2), bytes.subarray(2)]);
    expect(framesOf(image(3), cut)).toEqual(whole);
  });

  it('are split where one fragment holds all code streams', () => {
    expect(framesOf(image(3), [concat([one, two, three])])).toEqual(whole);
  });

  it('do not follow an offset table that does not fit, which is told', () => {
    const dataSet = parseDataSet(encapsulatedFile(image(3), jpeg, [one, two, three], { basicOffsets: [0, 5, 9] }));
    const frame = encodedFrame(dataSet, describePixels(dataSet), 1);
    expect(Array.from(frame.bytes)).toEqual(Array.from(two));
    expect(frame.warnings).toContain('the Basic Offset Table does not fit the fragments and was not used');
  });

  it('may hold bytes that look like a sequence delimiter', () => {
    const trap = stream(0);
    trap.set([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0].slice(0, 4), 4);
    expect(framesOf(image(2), [trap, two])).toEqual([Array.from(trap), Array.from(two)]);
  });

  it('are refused when there are fewer than frames and nothing tells them apart', () => {
    expect(() => framesOf(image(5), [one, two])).toThrow(/PixelData \(7FE0,0010\) at byte \d+ has 2 fragments for the 5 frames/);
  });

  it('are refused when there is none', () => {
    expect(() => framesOf(image(1), [])).toThrow(/PixelData \(7FE0,0010\) at byte \d+ has no fragment/);
  });
});
