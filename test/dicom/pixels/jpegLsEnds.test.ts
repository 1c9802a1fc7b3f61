import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDecodePool } from '../../../electron/core/files/decodePool.ts';
import type { DecodePool } from '../../../electron/core/files/decodePool.ts';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import type { EncodedFrame } from '../../../shared/dicom/pixels/storedFrame.ts';
import { AppError } from '../../../shared/errors/appError.ts';
import { hasDcmtk, transcode } from './dcmtk.ts';
import { colourPhantoms, greyPhantoms, phantomFile } from './phantoms.ts';

let pool: DecodePool;
beforeAll(() => {
  pool = openDecodePool();
});
afterAll(() => pool.dispose());

function firstFrame(file: Uint8Array): EncodedFrame {
  const dataSet = parseDataSet(file);
  return encodedFrame(dataSet, describePixels(dataSet), 0);
}

/** The length of the stream up to its end marker, which padding may follow. */
const markerAt = ({ bytes }: EncodedFrame): number => bytes.lastIndexOf(0xd9) - 1;

const parts = 20;
const phantoms = [greyPhantoms[0], greyPhantoms[3], colourPhantoms[0]].filter((phantom) => phantom !== undefined);

describe.runIf(hasDcmtk).each(phantoms)('JPEG-LS of $name without its end', (phantom) => {
  it.each(['+il', '+is', '+in'])('is refused as truncated where it is coded by %s', async (interleave) => {
    const whole = firstFrame(transcode(['dcmcjpls', interleave], phantomFile(phantom)));
    const cuts = Array.from({ length: parts - 1 }, (_, index) => Math.floor((markerAt(whole) * (index + 1)) / parts));
    const outcomes = await Promise.all(cuts.map((cut) => pool.decode({ ...whole, bytes: whole.bytes.subarray(0, cut) }, 'cut.dcm').then(() => 'read', (error: unknown) => (error instanceof AppError ? error.reason : error))));
    expect(outcomes).toEqual(cuts.map(() => 'truncated'));
  });

  it('is read with a warning when only the marker is missing', async () => {
    const whole = firstFrame(transcode(['dcmcjpls'], phantomFile(phantom)));
    const decoded = await pool.decode({ ...whole, bytes: whole.bytes.subarray(0, markerAt(whole)) }, 'cut.dcm');
    expect(decoded.pixels).toEqual((await pool.decode(whole, 'whole.dcm')).pixels);
    expect(decoded.warnings).toEqual([expect.stringContaining('no end marker') as string]);
  });
});
