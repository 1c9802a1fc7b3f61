import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDecodePool } from '../../../electron/core/files/decodePool.ts';
import type { DecodePool } from '../../../electron/core/files/decodePool.ts';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import type { StoredFrame } from '../../../shared/dicom/pixels/storedFrame.ts';
import { AppError } from '../../../shared/errors/appError.ts';
import { hasRealData, listReal, readReal } from '../realData.ts';
import { hasDcmtk, transcode } from './dcmtk.ts';
import { encapsulatedFile } from './encapsulated.ts';
import { elementsOf, encodeJpeg2000 } from './encodeJpeg2000.ts';
import { colourPhantoms, greyPhantoms, phantomFile } from './phantoms.ts';

let pool: DecodePool;
beforeAll(() => {
  pool = openDecodePool();
});
afterAll(() => pool.dispose());

/** The first frame, or why there is none; what is not an error of ours is a crash. */
async function outcomeOf(file: Uint8Array): Promise<StoredFrame | AppError> {
  try {
    const dataSet = parseDataSet(file);
    return await pool.decode(encodedFrame(dataSet, describePixels(dataSet), 0), 'malformed.dcm');
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** What must become of damaged images; every other malformed file may be either. */
const refused: Readonly<Record<string, string>> = {
  'bits-allocated-12.dcm': 'unsupported',
  'bits-stored-gt-allocated.dcm': 'broken-value',
  'ct-truncated-in-pixeldata.dcm': 'truncated',
  'encapsulated-no-eoi-no-delimiter.dcm': 'truncated',
  'j2k-corrupt-middle.dcm': 'broken-value',
  'jpegls-corrupt-middle.dcm': 'broken-value',
  'missing-photometric.dcm': 'missing-attribute',
  'missing-rows.dcm': 'missing-attribute',
  'number-of-frames-huge.dcm': 'truncated',
  'number-of-frames-negative.dcm': 'broken-value',
  'number-of-frames-text.dcm': 'broken-value',
  'rows-65535.dcm': 'truncated',
  'rows-zero.dcm': 'broken-value',
  'unknown-transfer-syntax.dcm': 'unsupported',
  'no-pixel-data.dcm': 'missing-attribute',
  'JPEG2000-embedded-sequence-delimiter.dcm': 'broken-value',
  'MR_truncated.dcm': 'truncated',
};

describe.runIf(hasRealData)('malformed images of the open data', () => {
  it.each(hasRealData ? listReal('malformed') : [])('%s ends in samples or a reason', async (path) => {
    const outcome = await outcomeOf(readReal(path));
    const expected = refused[path.split('/').at(-1) ?? ''];
    if (expected !== undefined) expect(outcome).toMatchObject({ code: 'dicom', reason: expected });
    else expect(outcome instanceof AppError ? outcome.code : outcome.pixels.length > 0).toSatisfy((seen) => seen === 'dicom' || seen === true);
  });

  it('J2K_pixelrep_mismatch.dcm has the values of a signed CT', async () => {
    const outcome = await outcomeOf(readReal('malformed/pydicom/J2K_pixelrep_mismatch.dcm'));
    expect(outcome).toMatchObject({ warnings: [expect.stringContaining('PixelRepresentation (0028,0103)') as string] });
    // The corner lies outside the field of view, which pydicom's own tests give as -2000.
    expect('pixels' in outcome ? outcome.pixels[0] : null).toBe(-2000);
  });
});

const firstSeed = 2463534242;
const encoders = [['dcmcrle'], ['dcmcjpeg', '+eb', '-ot'], ['dcmcjpeg', '+ep'], ['dcmcjpeg', '+ee'], ['dcmcjpeg', '+e1'], ['dcmcjpls'], ['dcmcjpls', '+in']] as const;
const phantoms = [greyPhantoms[0], greyPhantoms[3], colourPhantoms[0]].filter((phantom) => phantom !== undefined);
const mutations = 60;

async function expectReasons(original: Uint8Array): Promise<void> {
  const outcomes = await Promise.all(Array.from({ length: mutations }, (_, index) => outcomeOf(mutated(original, firstSeed + index))));
  const refusals = outcomes.filter((outcome) => outcome instanceof AppError);
  expect(refusals.filter(({ code }) => code !== 'dicom')).toEqual([]);
  // Tag and offset, so that what is broken can be found in the file; what is absent has no place.
  const present = refusals.filter(({ reason }) => reason !== 'missing-attribute');
  expect(present.map(({ message }) => message).filter((message) => !/\([\dA-F]{4},[\dA-F]{4}\).* byte \d+/.test(message))).toEqual([]);
}

describe(`code streams with changed bytes, ${mutations} of each image from seed ${firstSeed}`, () => {
  for (const encoder of encoders) {
    const taken = phantoms.filter(({ bitsStored }) => encoder[1] !== '+eb' || bitsStored === 8);
    it.runIf(hasDcmtk).each(taken)(`${encoder.join(' ')} of $name end in samples or a reason`, (phantom) => expectReasons(transcode(encoder, phantomFile(phantom))));
  }

  it.each(phantoms)('JPEG 2000 of $name end in samples or a reason', async (phantom) => {
    await expectReasons(encapsulatedFile(elementsOf(phantom), '1.2.840.10008.1.2.4.90', [await encodeJpeg2000(phantom)]));
  });
});

/** A copy with a few bytes of its second half changed, or cut there: xorshift, so that a seed names a case. */
function mutated(original: Uint8Array, seed: number): Uint8Array {
  let state = seed >>> 0;
  const next = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const copy = original.slice(0, next(8) === 0 ? original.length - next(original.length / 2) : original.length);
  const start = Math.min(700, copy.length - 1);
  for (let left = 1 + next(6); left > 0; left--) copy[start + next(copy.length - start)] = next(256);
  return copy;
}
