import { afterEach, describe, expect, it } from 'vitest';
import { openDecodePool } from '../../../electron/core/files/decodePool.ts';
import type { DecodePool } from '../../../electron/core/files/decodePool.ts';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import type { EncodedFrame } from '../../../shared/dicom/pixels/storedFrame.ts';
import type { ElementsByKeyword } from '../elementBytes.ts';
import { encapsulatedFile } from './encapsulated.ts';
import { encodeLossless } from './encodeLossless.ts';

let pool: DecodePool | null = null;
afterEach(async () => {
  await pool?.dispose();
});

function frameOf(rows: number, columns: number, transferSyntaxUID: string, stream: Uint8Array): EncodedFrame {
  const elements: ElementsByKeyword = {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2', Rows: [rows], Columns: [columns],
    BitsAllocated: [16], BitsStored: [16], HighBit: [15], PixelRepresentation: [0],
  };
  const dataSet = parseDataSet(encapsulatedFile(elements, transferSyntaxUID, [stream]));
  return encodedFrame(dataSet, describePixels(dataSet), 0);
}

const samples = Uint16Array.from([1, 2, 3, 65535, 0, 7]);
const small = frameOf(2, 3, '1.2.840.10008.1.2.4.70', encodeLossless({ rows: 2, columns: 3, components: 1, precision: 16, samples }, { predictor: 1, restartLines: 0, isInterleaved: true }));

/** 64 million samples of RLE: no machine decodes them in a millisecond. */
function largeFrame(): EncodedFrame {
  const runs = 8192 * 64;
  const segment = Uint8Array.from({ length: runs * 2 }, (_, index) => (index % 2 === 0 ? 129 : 5));
  const header = new Uint8Array(64);
  new Uint32Array(header.buffer).set([2, 64, 64 + segment.length]);
  const stream = new Uint8Array(64 + 2 * segment.length);
  stream.set(header);
  stream.set(segment, 64);
  stream.set(segment, 64 + segment.length);
  return { ...small, bytes: stream, description: { ...small.description, transferSyntaxUID: '1.2.840.10008.1.2.5', rows: 8192, columns: 8192 } };
}

describe('the decode pool', () => {
  it('decodes beside the asking thread and leaves its bytes alone', async () => {
    const opened = openDecodePool({ size: 2 });
    pool = opened;
    const decoded = await Promise.all([1, 2, 3, 4, 5].map(() => opened.decode(small, 'a.dcm')));
    expect(decoded.map((frame) => Array.from(frame.pixels))).toEqual(decoded.map(() => Array.from(samples)));
    expect(small.bytes.length).toBeGreaterThan(0);
  });

  it('hands errors over with their reason', async () => {
    pool = openDecodePool({ size: 1 });
    await expect(pool.decode({ ...small, bytes: small.bytes.slice(0, -2) }, 'a.dcm')).rejects.toMatchObject({ code: 'dicom', reason: 'truncated' });
  });

  it('ends a frame that takes too long, names its file and goes on with a new worker', async () => {
    pool = openDecodePool({ size: 1, deadlineMs: (count) => (count > 1000 ? 1 : 60_000) });
    await expect(pool.decode(largeFrame(), 'slow.dcm')).rejects.toMatchObject({ code: 'dicom', reason: 'broken-value', message: expect.stringMatching(/^Frame 1 of PixelData \(7FE0,0010\) at byte \d+ of slow\.dcm cannot be decoded: it took longer than 0\.001 s/) as string });
    expect(Array.from((await pool.decode(small, 'next.dcm')).pixels)).toEqual(Array.from(samples));
  });

  it('refuses what is under way and what comes later once it is disposed of', async () => {
    pool = openDecodePool({ size: 1 });
    const underWay = [pool.decode(small, 'a.dcm'), pool.decode(small, 'b.dcm')].map((promise) => promise.catch((error: unknown) => error));
    await pool.dispose();
    for (const outcome of await Promise.all(underWay)) expect(outcome).toMatchObject({ code: 'store', reason: 'cancelled' });
    await expect(pool.decode(small, 'c.dcm')).rejects.toMatchObject({ reason: 'cancelled' });
  });
});
