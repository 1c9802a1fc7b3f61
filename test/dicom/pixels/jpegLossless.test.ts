import { describe, expect, it } from 'vitest';
import { decodeJpegLossless } from '../../../shared/dicom/pixels/jpegLossless.ts';
import { readJpegHeader } from '../../../shared/dicom/pixels/jpegHeader.ts';
import { encodeLossless } from './encodeLossless.ts';

const image = { rows: 7, columns: 9, components: 3, precision: 16, samples: Uint16Array.from({ length: 7 * 9 * 3 }, (_, index) => Math.imul(index + 1, 40503) & 0xffff) };

describe('lossless JPEG that DCMTK does not write', () => {
  for (const predictor of [1, 2, 3, 4, 5, 6, 7]) {
    it(`restarts every second line, predictor ${predictor}, 16 bit colour`, () => {
      const bytes = encodeLossless(image, { predictor, restartLines: 2, isInterleaved: true });
      expect(Array.from(decodeJpegLossless(bytes, readJpegHeader(bytes)))).toEqual(Array.from(image.samples));
    });
  }

  it('has a scan for each component', () => {
    const bytes = encodeLossless(image, { predictor: 1, restartLines: 0, isInterleaved: false });
    expect(Array.from(decodeJpegLossless(bytes, readJpegHeader(bytes)))).toEqual(Array.from(image.samples));
  });

  it('is refused when it ends early', () => {
    const bytes = encodeLossless(image, { predictor: 1, restartLines: 0, isInterleaved: true });
    const cut = Uint8Array.from([...bytes.subarray(0, bytes.length - 60), 0xff, 0xd9]);
    expect(() => decodeJpegLossless(cut, readJpegHeader(cut))).toThrow(/ends in line/);
  });

  it('is refused without end-of-image marker', () => {
    const bytes = encodeLossless(image, { predictor: 1, restartLines: 0, isInterleaved: true }).subarray(0, -2);
    expect(() => decodeJpegLossless(bytes, readJpegHeader(bytes))).toThrow(/ends at byte/);
  });
});
